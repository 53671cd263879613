"""`/timeline` and `/accounts` over the wire: the unmodified process, a real corpus in which two papers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.people import replies
from tests.fakes.newsroom import MARKET, STORIES, Newsroom, Story

if TYPE_CHECKING:
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATE = Story(
    "market-state",
    "Operation near the market of Qasr Ayn",
    "State Wire",
    "2020-02-28",
    "Four people were killed by shells that fell on the covered market of Qasr Ayn on 27 February 2020, the ministry "
    "of health said. The bakery beside it burned down.",
)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The usual corpus with one more paper, which counts otherwise."""
    return Newsroom(tmp_path_factory.mktemp("wire") / "differing").prints(*STORIES, STATE)


async def test_the_commands_are_offered(wire: Wire) -> None:
    [sync, *_] = [c for c in wire.server.calls if c.method == "PUT" and "/commands" in c.path]
    assert {"accounts", "timeline"} <= {command["name"] for command in sync.body}


async def test_a_timeline_lists_dated_events_with_their_sources(wire: Wire) -> None:
    shown = await wire.response(wire.somebody().uses("timeline", place="Qasr Ayn"))
    assert shown.content.startswith("> Qasr Ayn\n")
    assert "27 February 2020: “" in shown.content
    assert STATE.title in shown.content


async def test_accounts_show_both_figures_with_who_gives_them(wire: Wire) -> None:
    shown = await wire.response(wire.somebody().uses("accounts", topic="the shells on the market of Qasr Ayn"))
    assert "State Wire" in shown.content
    assert MARKET.publisher in shown.content
    assert "The sources differ" in shown.content
    assert "4" in shown.content
    assert "11" in shown.content


async def test_an_answer_about_it_shows_both_sides_too(wire: Wire) -> None:
    message = wire.somebody().says(f"{wire.me} How many people were killed on the market of Qasr Ayn?")
    answer = await wire.reply(message)
    assert {MARKET.publisher, "State Wire"} <= {p for p in (MARKET.publisher, "State Wire") if p in answer.content}
    assert "The sources differ" in answer.content
    assert len(replies(wire.server.backend, message)) == 1
