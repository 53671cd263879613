"""Looking things up over the wire: search, article, sources, help, about, timeline, accounts, the message menus.

The unmodified process over a real corpus in which two papers differ.
"""

from __future__ import annotations

import functools
import re
import signal
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.people import replies
from tests.fakes.newsroom import BRIDGE, MARKET, TRUCE
from tests.wire.edition import DAM

if TYPE_CHECKING:
    from simcord.backend.models import Interaction, Message

    from bot.playground.people import Person
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

EPHEMERAL = 1 << 6
CLAIMS = (
    "The truce is to last for ninety days. The truce forbids artillery within twenty kilometres of Tell Wasit and lets "
    "aid convoys use the bridge by daylight. Thanks all!"
)


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
    assert "- **Harbour Post** · 3 articles · 25 February 2020 to 10 April 2020" in sources.content
    helped = await wire.response(reader.uses("help"))
    assert "`/search`" in helped.content
    assert "`/corpus`" not in helped.content
    about = await wire.response(reader.uses("about", private=True))
    assert "I read 18 articles by 13 publishers, as of 10 April 2020" in about.content
    assert "Snapshot 000001, made " in about.content
    assert "no language model writes them" in about.content


async def test_a_timeline_lists_dated_events_with_their_sources_and_draws_them(wire: Wire) -> None:
    shown = await wire.response(wire.somebody().uses("timeline", place="Wadi Sahl"))
    assert shown.content.startswith("> Wadi Sahl\n**1** · 3 February 2020: “")
    assert "\n**3** · 6 April 2020: “" in shown.content
    assert DAM.title in shown.content
    [picture] = shown.attachments
    assert picture["filename"] == "timeline.png"
    assert "3 February 2020" in (picture.get("description") or "")
    [row] = shown.components
    assert [button["label"] for button in row["components"]] == ["Passages"]


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
    assert MARKET.publisher in answer.content
    assert "State Wire" in answer.content
    assert "The sources differ" in answer.content
    assert len(replies(wire.server.backend, message)) == 1


async def test_somebody_elses_message_is_checked_statement_by_statement(wire: Wire) -> None:
    alice, bob = wire.somebody(), wire.somebody()
    message = bob.says(CLAIMS)
    asked = wire.server.clock()
    interaction = alice.opens_menu("Check against sources", message)
    shown = await wire.response(interaction)
    [acknowledged] = [c for c in wire.server.calls if f"/interactions/{interaction.id}/" in c.path]
    assert acknowledged.body["data"]["flags"] & EPHEMERAL
    assert acknowledged.at - asked < 3
    assert "✅ **Supported:** The truce is to last for ninety days." in shown.content
    assert "❌ **Contradicted:** The truce forbids artillery within twenty kilometres of Tell Wasit" in shown.content
    assert f"[{TRUCE.title}](<{TRUCE.url}>)" in shown.content


async def test_the_places_of_a_message_are_explained(wire: Wire) -> None:
    message = wire.somebody().says("They say that Saraqib and Nayrab were quiet.")
    shown = await wire.response(wire.somebody().opens_menu("Explain place", message))
    assert "**Saraqib**: the town in Idlib governorate" in shown.content
    assert "openstreetmap.org/?mlat=35.864&mlon=36.806#map=12/35.864/36.806" in shown.content


async def test_a_message_without_statements_or_places_gets_a_sentence_each(wire: Wire) -> None:
    message = wire.somebody().says("good morning :)")
    for menu in ("Check against sources", "Explain place"):
        shown = await wire.response(wire.somebody().opens_menu(menu, message))
        assert len(shown.content) < 200
        assert "**" not in shown.content


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
