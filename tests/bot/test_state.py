"""The bot's memory: what was asked and cited, over restarts, for ninety days."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.faults import StateError
from bot.render import SourceCard
from bot.state import Asked, State
from ingest.corpus.models import Precision, PublicationDate
from tests.fakes.answerer import a_refusal, an_answer, an_article, cited

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ANSWER = replace(an_answer(), question="Why?")


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "deep" / "state.db")


def test_what_was_cited_comes_back_as_it_was(state: State) -> None:
    month = PublicationDate(dt.date(2020, 2, 1), Precision.MONTH)
    article = an_article("First line.\n\nSecond @everyone line.", url=None, published=month, publisher="Ψ Post")
    answer = an_answer("So [1] [2].", cited(1, article, "Second @everyone line."), cited(2, an_article(published=None)))
    state.keep("a", replace(answer, question="Why?"), ("Earlier?",), Asked(1, 2, 3), NOW)
    kept = state.find("a", NOW)
    assert kept is not None
    assert kept.turns == ("Earlier?", "Why?")
    assert kept.created == NOW
    assert kept.sources[0] == SourceCard(
        1, "Ψ Post", article.title, None, month, ("Second @everyone line.",), around=(("First line.\n\n", ""),)
    )
    assert kept.sources[1].published is None


def test_another_process_finds_it(state: State, tmp_path: Path) -> None:
    state.keep("a", ANSWER, (), Asked(), NOW)
    assert State(tmp_path / "deep" / "state.db").find("a", NOW) is not None


def test_an_unknown_id_is_none(state: State) -> None:
    assert state.find("nothing", NOW) is None
    assert state.find_by_message(7, NOW) is None


def test_it_is_found_by_the_messages_that_show_it_and_by_the_one_that_asked(state: State) -> None:
    state.keep("a", ANSWER, (), Asked(1, 2, 3), NOW)
    state.shown_in("a", 100)
    state.shown_in("a", 101)
    for message_id in (3, 100, 101):
        kept = state.find_by_message(message_id, NOW)
        assert kept is not None
        assert kept.id == "a"


def test_ids_as_large_as_discords_are_kept(state: State) -> None:
    state.keep("a", ANSWER, (), Asked(2**63 - 1, 2**63 - 2, 2**63 - 3), NOW)
    assert state.find_by_message(2**63 - 3, NOW) is not None


def test_a_refusal_keeps_its_question_and_has_no_sources(state: State) -> None:
    state.keep("a", replace(a_refusal(), question="Why?"), (), Asked(), NOW)
    kept = state.find("a", NOW)
    assert kept is not None
    assert kept.sources == ()
    assert kept.turns == ("Why?",)


def test_the_last_questions_of_a_channel_come_oldest_first(state: State) -> None:
    for number in range(5):
        state.keep(str(number), replace(ANSWER, question=f"{number}?"), (), Asked(1, 2), NOW)
    state.keep("elsewhere", replace(ANSWER, question="other?"), (), Asked(1, 9), NOW)
    assert state.questions_in(2, 3, NOW - DAY) == ("2?", "3?", "4?")
    assert state.questions_in(2, 3, NOW + DAY) == ()


def test_after_ninety_days_it_is_gone_even_before_the_purge(state: State) -> None:
    state.keep("a", ANSWER, (), Asked(), NOW)
    assert state.find("a", NOW + 90 * DAY) is not None
    assert state.find("a", NOW + 90 * DAY + dt.timedelta(seconds=1)) is None


def test_the_purge_takes_the_old_with_their_messages_and_leaves_the_rest(state: State) -> None:
    state.keep("old", ANSWER, (), Asked(), NOW)
    state.shown_in("old", 100)
    state.keep("new", ANSWER, (), Asked(), NOW + 80 * DAY)
    assert state.purge(NOW + 91 * DAY) == 1
    assert state.purge(NOW + 91 * DAY) == 0
    assert state.find("old", NOW) is None
    assert state.find_by_message(100, NOW) is None
    assert state.find("new", NOW + 91 * DAY) is not None


def test_writers_in_several_threads_all_get_through(state: State) -> None:
    def keep(number: int) -> None:
        state.keep(str(number), ANSWER, (), Asked(1, 2), NOW)

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state.questions_in(2, 20, NOW)) == 8


def test_one_id_is_not_given_twice(state: State) -> None:
    state.keep("a", ANSWER, (), Asked(), NOW)
    with pytest.raises(StateError, match="could not be written"):
        state.keep("a", ANSWER, (), Asked(), NOW)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(b"certainly no database" * 100)
    with pytest.raises(StateError, match=r"state\.db could not be opened .* move the file away"):
        State(path)


def test_an_outcome_that_cannot_be_understood_is_a_fault_not_nothing(state: State) -> None:
    state.keep("a", ANSWER, (), Asked(), NOW)
    with state.database._engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE answers SET outcome = '{"sources": [{"n": 1}]}'""")
    with pytest.raises(StateError, match="could not be read"):
        state.find("a", NOW)


def test_it_is_in_wal_mode_so_that_readers_never_wait(state: State) -> None:
    with state.database._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
