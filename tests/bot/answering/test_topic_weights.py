from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.models import Question
from bot.answering.query import Query, read
from bot.answering.signs import Topic
from bot.answering.sufficiency import by_cosine
from bot.answering.topic_weights import weights
from tests.fakes.corpus import InMemoryCorpus

EMPTY = InMemoryCorpus([])
PASSAGES = 5


def asked(question: str) -> Query:
    """Read a question of which the capitalised words alone are names."""
    query = read(Question(question), EMPTY)
    return replace(query, terms=tuple(replace(t, is_name=t.word[0].isupper()) for t in query.terms))


def weighed(question: str, rarity: float, passages: int) -> dict[str, float]:
    query = asked(question)
    found = weights(query, [rarity] * len(query.terms), passages)
    return {term.word: weight for term, weight in zip(query.terms, found, strict=True)}


def test_in_a_small_corpus_a_name_that_all_documents_share_still_is_the_topic() -> None:
    assert weighed("what sport does Belmar play?", 0.0, PASSAGES)["Belmar"] > 0.5
    assert weighed("what sport does Belmar play?", 0.0, 100_000)["Belmar"] < 0.01


def test_a_word_that_only_frames_the_question_weighs_little() -> None:
    found = weighed("what specific bridges are mentioned in Dorra?", 0.5, 1000)
    assert found["specific"] == pytest.approx(0.2 * found["bridges"])


def test_a_word_in_no_article_weighs_less_than_a_name_in_none() -> None:
    found = weighed("what did the Zorvik ratify?", 1.0, 100_000)
    assert found["ratify"] < found["Zorvik"]


@pytest.mark.parametrize(
    ("question", "telling"),
    [
        ("what sport is Belmar associated with?", "Belmar is a cricket player."),
        ("what is the profession of Belmar?", "Belmar was a novelist."),
    ],
)
def test_a_property_is_found_in_its_instances(question: str, telling: str) -> None:
    query = asked(question)
    topic = Topic(query, weights(query, [0.5] * len(query.terms), PASSAGES))
    assert topic.share(topic.inside(telling)) > topic.share(topic.inside("Belmar slept well."))


def test_a_question_in_another_language_is_not_answered_without_evidence() -> None:
    assert by_cosine([], 0.2).reason is not None
