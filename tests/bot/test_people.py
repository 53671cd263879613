"""What is stored about a person: counted, copied, deleted, without harm to what others asked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.state import Asked, State
from bot.state.usage import Used
from tests.fakes.answerer import an_answer, an_article, cited

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ALICE, BOB = 11, 22
GUILD, CHANNEL, THREAD = 1, 2, 5
SECRET = "Was my cousin in Velm?"
ANSWER = replace(
    an_answer("So [1].", cited(1, an_article("One. The town lies there. Two."), "The town lies there.")),
    question=SECRET,
    asked_as=f"{SECRET} (asked as)",
    notes=(f"About {SECRET}",),
)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """Alice asked in a channel, in private and in a direct message; Bob asked on from the first in a thread."""
    state = State(tmp_path / "state.db")
    state.keep("open", ANSWER, ("Earlier by Alice?",), Asked(GUILD, CHANNEL, 3, ALICE), NOW - DAY)
    state.shown_in("open", 100)
    state.keep("alone", ANSWER, (), Asked(guild_id=GUILD, user_id=ALICE), NOW)
    state.keep("direct", ANSWER, (), Asked(channel_id=9, user_id=ALICE), NOW)
    state.keep("bobs", replace(ANSWER, question="And then?"), (SECRET, "Bob's own?"), Asked(GUILD, THREAD, 4, BOB), NOW)
    state.votes.cast("bobs", ALICE, NOW, helpful=False, reason="No.")
    state.votes.cast("open", BOB, NOW, helpful=True)
    state.pages.keep("p", ["one", "two"], ALICE, NOW)
    state.pages.keep("q", ["three"], BOB, NOW)
    state.usage.add([Used(NOW.date() - DAY, GUILD, ALICE, 4), Used(NOW.date(), GUILD, ALICE, 3), _bobs_use()])
    return state


def _bobs_use() -> Used:
    return Used(NOW.date() - DAY, GUILD, BOB, 1)


def test_a_person_reads_how_much_there_is(state: State) -> None:
    stored = state.people.stored(ALICE)
    assert (stored.questions, stored.votes, stored.pages, stored.days_of_use) == (3, 1, 1, 2)
    assert stored.since == dt.datetime(2020, 3, 5, tzinfo=dt.UTC)
    assert state.people.stored(99).is_nothing


def test_the_copy_holds_every_row_of_theirs_and_nobody_elses(state: State) -> None:
    rows = state.people.copy(ALICE)
    assert {name: len(found) for name, found in rows.items()} == {"answers": 3, "votes": 1, "pages": 1, "usage": 2}
    assert {row["user_id"] for found in rows.values() for row in found} == {str(ALICE)}
    assert SECRET in json.dumps(rows)
    assert rows["votes"][0]["created"] == "2020-03-06T12:00:00+00:00"


def test_after_deletion_nothing_of_theirs_is_in_the_file(state: State, tmp_path: Path) -> None:
    deleted = state.people.delete(ALICE, NOW)
    assert (deleted.removed, deleted.anonymised, deleted.votes, deleted.pages) == (2, 1, 1, 1)
    everything = b"".join(path.read_bytes() for path in tmp_path.glob("state.db*"))
    assert b"cousin" not in everything
    assert b"Earlier by Alice" not in everything
    assert b"Bob's own?" in everything
    assert [row["user_id"] for row in state.people.copy(ALICE)["usage"]] == [str(ALICE)]


def test_the_buttons_of_others_go_on_working(state: State) -> None:
    state.people.delete(ALICE, NOW)
    kept = state.find("open", NOW)
    assert kept is not None
    assert [source.quotes for source in kept.sources] == [("The town lies there.",)]
    assert kept.turns == ()
    assert state.votes.cast("open", BOB, NOW, helpful=False)
    bobs = state.find("bobs", NOW)
    assert bobs is not None
    assert bobs.turns == ("Bob's own?", "And then?")
    assert state.find("alone", NOW) is None
    assert state.find("direct", NOW) is None
    assert state.questions_in(CHANNEL, 5, NOW - DAY) == ()
    assert state.pages.find("q", NOW) == ("three",)


def test_the_count_of_today_stays_for_the_budget(state: State) -> None:
    deleted = state.people.delete(ALICE, NOW)
    assert deleted.keeps_today
    assert deleted.days_of_use == 1
    assert [used.questions for used in state.usage.of_day(NOW.date()) if used.user_id == ALICE] == [3]
    assert _bobs_use() in state.usage.of_day(NOW.date() - DAY)
    assert not state.people.delete(ALICE, NOW + DAY).keeps_today


def test_deleting_twice_finds_nothing_more(state: State) -> None:
    state.people.delete(ALICE, NOW)
    again = state.people.delete(ALICE, NOW)
    assert (again.removed, again.anonymised, again.votes, again.pages, again.days_of_use) == (0, 0, 0, 0, 0)


def test_the_purge_takes_old_use_and_pages_too(tmp_path: Path) -> None:
    state = State(tmp_path / "state.db", kept_for=2 * DAY)
    state.usage.add([Used(NOW.date(), GUILD, ALICE, 1)])
    state.pages.keep("p", ["one"], ALICE, NOW)
    state.purge(NOW + 2 * DAY)
    assert not state.people.stored(ALICE).is_nothing
    state.purge(NOW + 4 * DAY)
    assert state.people.stored(ALICE).is_nothing
