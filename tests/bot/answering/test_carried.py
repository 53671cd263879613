from __future__ import annotations

from bot.answering.coverage import Topic, stems
from bot.answering.models import Question
from bot.answering.query import Query, read
from tests.fakes.corpus import InMemoryCorpus

CORPUS = InMemoryCorpus([])
BEFORE = "who was killed by the strike on Tellin?"


def follow_up(text: str) -> Query:
    return read(Question(text, history=(BEFORE,)), CORPUS)


def test_words_of_the_question_before_are_marked_as_carried() -> None:
    terms = follow_up("how many of them were farmers?").terms
    assert {t.word for t in terms if not t.is_carried} == {"farmers"}
    assert {t.word for t in terms if t.is_carried} == {"killed", "strike", "Tellin"}


def test_a_question_that_stands_alone_carries_nothing() -> None:
    assert not any(t.is_carried for t in read(Question(BEFORE), CORPUS).terms)


def test_the_words_of_a_follow_up_lead_and_carried_ones_still_count() -> None:
    topic = Topic(follow_up("how many of them were farmers?"))
    own, carried = topic.share(stems("Two were farmers.")), topic.share(stems("A strike killed six in Tellin."))
    assert own > carried > 0
    assert topic.share(stems("A strike on Tellin killed two farmers.")) == 1.0


def test_a_follow_up_without_words_of_its_own_is_about_the_question_before() -> None:
    assert Topic(follow_up("who did it?")).share(stems("A strike killed six in Tellin.")) == 1.0
