"""`/search`, `/article`, `/sources`, `/help` and `/about` over the wire: the unmodified process, a real corpus."""

from __future__ import annotations

import functools
import re
import signal
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.newsroom import BRIDGE, MARKET, STORIES, Newsroom, Story

if TYPE_CHECKING:
    from simcord.backend.models import Interaction, Message

    from bot.playground.people import Person
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

STATE = Story(
    "market-state",
    "Operation near the market of Qasr Ayn",
    "State Wire",
    "2020-02-28",
    "Four people were killed by shells that fell on the covered market of Qasr Ayn on 27 February 2020, the ministry "
    "of health said. The shells fell on Thursday morning, when the market was full. The bakery beside it burned down.",
)
DISPATCHES = tuple(
    Story(
        f"dispatch-{n}",
        f"Dispatch {n} from the ferry",
        f"Coast Agency {n}",
        f"2020-04-{n:02}",
        f"The ferry to Bint Jana sailed on trip {n} of the month with some {300 + n} passengers on board. "
        * 3
        + f"The harbour office of Merda counted {40 + n} lorries that crossed on the ferry, and said that the weather "
        f"was fair on trip {n}, so that nobody had to wait on the quay for longer than an hour.",
    )
    for n in range(1, 11)
)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The usual corpus, with a second report of one event, and enough of another for several pages."""
    return Newsroom(tmp_path_factory.mktemp("wire") / "library").prints(*STORIES, STATE, *DISPATCHES)


async def test_words_are_found_and_marked_with_publisher_date_and_link(wire: Wire) -> None:
    shown = await wire.response(wire.somebody().uses("search", words="shelling of the market"))
    assert shown.content.startswith("> shelling of the market\n**1** · ")
    assert "27 February 2020" in shown.content
    assert f"[{MARKET.title}](<{MARKET.url}#:~:text=" in shown.content
    assert "**shelled**" in shown.content
    assert "**market**" in shown.content


async def test_a_search_is_narrowed_by_publisher_and_dates(wire: Wire) -> None:
    reader = wire.somebody()
    choices = await _offered(wire, reader, "search", "publisher", "harb")
    assert [choice["value"] for choice in choices] == ["Harbour Post"]
    shown = await wire.response(reader.uses("search", words="bridge", publisher="Harbour Post", until="February 2020"))
    assert BRIDGE.title in shown.content
    assert "Truce signed" not in shown.content
    refused = await wire.response(reader.uses("search", words="bridge", publisher="Nobody at all"))
    assert "No article in the corpus is by the publisher “Nobody at all”" in refused.content


async def test_an_article_is_chosen_while_typing_and_shown_with_other_reports_of_its_event(wire: Wire) -> None:
    reader = wire.somebody()
    [choice] = await _offered(wire, reader, "article", "title", "market shells")
    assert choice["name"] == f"{MARKET.title} · Valley Times, 27 February 2020"
    shown = await wire.response(reader.uses("article", title=choice["value"]))
    assert shown.content.startswith(f"**[{MARKET.title}](<{MARKET.url}>)**\n-# Valley Times · 27 February 2020\n")
    assert "> Three shells fell on the covered market of Qasr Ayn on Thursday morning" in shown.content
    assert "**Other reports of this event**\n- State Wire · [Operation near the market" in shown.content


async def test_a_title_typed_in_full_needs_no_choosing(wire: Wire) -> None:
    shown = await wire.response(wire.somebody().uses("article", title=BRIDGE.title.upper()))
    assert BRIDGE.title in shown.content
    assert "I have no other publisher’s report of this event." in shown.content


async def test_sources_help_and_about_tell_of_this_corpus(wire: Wire) -> None:
    reader = wire.somebody()
    sources = await wire.response(reader.uses("sources"))
    assert "- **Harbour Post** · 2 articles · 25 February 2020 to 5 March 2020" in sources.content
    helped = await wire.response(reader.uses("help"))
    assert "`/search`" in helped.content
    assert "`/corpus`" not in helped.content
    about = await wire.response(reader.uses("about", private=True))
    assert "I read 15 articles by 13 publishers, as of 10 April 2020" in about.content
    assert "Snapshot 000001, made " in about.content
    assert "no language model writes them" in about.content


async def test_pages_are_turned_also_after_the_process_was_killed_and_started_again(wire: Wire) -> None:
    reader = wire.somebody()
    first = await wire.response(reader.uses("search", words="ferry passengers harbour lorries"))
    pages = _pages(first)
    assert pages > 1
    reader.presses(first, "Next")
    await wire.server.until(lambda: f"page 2 of {pages}" in first.content)
    assert wire.bot is not None
    await wire.bot.ends(by=signal.SIGKILL)
    await wire.starts_the_bot()
    reader.presses(first, "Previous")
    await wire.server.until(lambda: f"page 1 of {pages}" in first.content)


async def _offered(wire: Wire, reader: Person, command: str, option: str, text: str) -> list[dict[str, Any]]:
    """Return what is suggested; a bot that has just begun and is not ready in two seconds suggests nothing at first."""
    for _ in range(10):
        typing = reader.types(command, option, text)
        choices = await wire.server.until(functools.partial(_answered, typing))
        if choices != [[]]:
            return choices[0]
    return []


def _answered(typing: Interaction) -> list[list[dict[str, Any]]] | None:
    return None if typing.autocomplete_choices is None else [typing.autocomplete_choices]


def _pages(message: Message) -> int:
    found = re.search(r"page 1 of (\d+)", message.content)
    return int(found[1]) if found else 0
