"""Votes in the bot's memory: one for each person and answer, gone with the answer, told by server and period."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.state import Asked, State
from tests.fakes.answerer import a_refusal, an_answer

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ANSWER = replace(an_answer(), question="Why?")
ALICE, BOB = 11, 2**63 - 1


@pytest.fixture
def state(tmp_path: Path) -> State:
    state = State(tmp_path / "state.db", kept_for=10 * DAY)
    state.keep("a", ANSWER, (), Asked(1, 2, 3, ALICE), NOW)
    return state


def test_a_later_vote_takes_the_place_of_the_earlier_one(state: State) -> None:
    assert state.votes.cast("a", ALICE, NOW, helpful=False, reason="Out of date.")
    assert state.votes.cast("a", ALICE, NOW + DAY, helpful=True)
    assert state.votes.cast("a", BOB, NOW, helpful=False, reason="Wrong town.")
    [judged] = state.votes.judged(NOW, NOW + DAY)
    assert (judged.helpful, judged.not_helpful) == (1, 1)
    assert [(vote.user_id, vote.reason) for vote in judged.votes] == [(BOB, "Wrong town."), (ALICE, "")]


def test_nobody_votes_on_an_answer_that_is_gone_or_never_was(state: State) -> None:
    assert not state.votes.cast("b", ALICE, NOW, helpful=True)
    assert not state.votes.cast("a", ALICE, NOW + 10 * DAY + dt.timedelta(seconds=1), helpful=True)
    assert state.votes.judged(NOW, NOW)[0].votes == ()


def test_votes_go_with_their_answer(state: State) -> None:
    state.votes.cast("a", ALICE, NOW, helpful=True)
    assert state.purge(NOW + 11 * DAY) == 1
    state.keep("a", ANSWER, (), Asked(), NOW + 11 * DAY)
    assert state.votes.judged(NOW, NOW + 11 * DAY)[0].votes == ()


def test_a_server_sees_its_own_alone_and_those_voted_on_alone(state: State) -> None:
    state.keep("b", ANSWER, (), Asked(7, 8), NOW)
    state.keep("c", replace(a_refusal(), question="Who?"), (), Asked(guild_id=7, user_id=BOB), NOW + DAY)
    state.votes.cast("c", BOB, NOW + DAY, helpful=False)
    assert [each.answer_id for each in state.votes.judged(NOW, NOW + DAY, guild_id=7)] == ["b", "c"]
    [voted] = state.votes.judged(NOW, NOW + DAY, guild_id=7, voted=True)
    assert (voted.answer_id, voted.is_private, voted.answered, voted.reason) == ("c", True, False, "no_evidence")
    assert [each.answer_id for each in state.votes.judged(NOW + DAY, NOW + DAY)] == ["c"]
    assert state.votes.judged(NOW, NOW, guild_id=9) == []


def test_what_was_cited_is_told(state: State) -> None:
    [judged] = state.votes.judged(NOW, NOW)
    assert [(source["id"], source["publisher"]) for source in judged.sources] == [("a1", "Harbour Post")]
