from __future__ import annotations

import pytest

from bot.answering import query
from bot.answering.coverage import Topic, counted, stems
from bot.answering.models import Question
from tests.fakes.corpus import InMemoryCorpus
from tests.fakes.library import article


def topic(question: str, publishers: tuple[str, ...] = ("Coast Agency",)) -> Topic:
    shelf = [(article(f"a{n}", publisher=name), ()) for n, name in enumerate(publishers)]
    return Topic(query.read(Question(question), InMemoryCorpus(shelf)))


def test_stems_leave_out_where_and_how_a_word_is_written() -> None:
    assert stems("Bridges of Tellin, the bridge") == stems("tellin BRIDGE")


def test_the_share_of_the_topic_grows_with_what_a_text_holds() -> None:
    asked = topic("Which bridges of Tellin were closed?")
    held = [asked.share(stems(t)) for t in ("A ship sank.", "The bridge sank.", "The bridges of Tellin were closed.")]
    assert held[0] == 0.0
    assert 0 < held[1] < held[2] == pytest.approx(1.0)


def test_the_name_of_who_printed_it_is_no_part_of_the_topic() -> None:
    asked = topic("How many bridges were closed according to Coast Agency?")
    assert asked.share(stems("Coast Agency is an agency of the coast.")) == 0.0


def test_what_is_counted_is_read_from_the_question() -> None:
    assert counted("how many Turkish soldiers died?") >= stems("turkish soldier")
    assert counted("who died?") == frozenset()
