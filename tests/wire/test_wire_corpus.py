"""Admins over HTTP and a websocket: the bot's own process, its real ingest workers, a web site on this machine."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.playground.people import Handed, Person
from tests.fakes.website import HTML, Reply, WebSite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from simcord.backend.models import Message

    from tests.fakes.website import Visit
    from tests.wire.conftest import Wire

pytestmark = pytest.mark.asyncio(loop_scope="module")

EPHEMERAL = 1 << 6
PATIENCE = 90.0
FERRY = (
    "The ferry to the island of Bint Jana sails again from the port of Merda since Thursday. It leaves twice a day and "
    "takes three hundred passengers, the harbour office said. Tickets are sold on the quay by the old customs house."
)
BRIDGE = (
    "Engineers reopened the northern bridge at Qasr Ayn on Monday after ten weeks of repairs. Lorries of up to twenty "
    "tons may use it again, the roads ministry said, and a second lane is to follow before the winter rains begin."
)


def a_page(title: str, text: str) -> str:
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


class Paper(WebSite):
    """A web site with feeds of an article that comes at once and one that comes when `lets_go()` is called."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = threading.Event()

    def prints(self, name: str) -> str:
        """Offer a feed of this name; returns its address."""
        ferry = self.serve(f"/{name}/ferry", a_page("The ferry sails again", FERRY))
        bridge = self._set(f"/{name}/bridge", self._held)
        items = "".join(f"<item><title>A story</title><link>{link}</link></item>" for link in (ferry, bridge))
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'
        return self.serve(f"/{name}/feed", feed, type="application/rss+xml")

    def holds(self) -> None:
        self._gate.clear()

    def lets_go(self) -> None:
        self._gate.set()

    def _held(self, visit: Visit) -> None:
        self._gate.wait(PATIENCE)
        visit.reply(Reply(200, a_page("The bridge is open", BRIDGE).encode(), {"Content-Type": HTML}))


@pytest.fixture(scope="module")
def paper() -> Iterator[Paper]:
    with Paper() as paper:
        paper.serve("/notes.txt", "The market of Tell Wasit is open on Fridays only, the town council said.")
        yield paper
        paper.lets_go()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(discord: Wire, paper: Paper) -> Wire:
    """The bot, which may read the paper though it is on this machine."""
    await discord.starts_the_bot(
        NAYRAB_FETCH__ALLOW_HOSTS=f'["{paper.host}"]',
        NAYRAB_FETCH__DELAY_SECONDS="0",
        NAYRAB_FETCH__CONTACT="editor@news.example",
    )
    return discord


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def _gate(paper: Paper) -> AsyncIterator[None]:
    """No test leaves the paper waiting."""
    paper.holds()
    yield
    paper.lets_go()


def state_of(data: Path) -> dict[str, bytes]:
    """What may not change when somebody is refused."""
    files = [data / "CURRENT", data / "sources.toml", *sorted((data / "snapshots").glob("*/manifest.json"))]
    files += sorted((data / "uploads").glob("*"))
    return {str(file.relative_to(data)): file.read_bytes() for file in files if file.is_file()}


async def says(wire: Wire, message: Message, words: str) -> str:
    """Wait until a message has these words."""
    await wire.server.until(lambda: words in message.content, PATIENCE)
    return message.content


async def history_of(wire: Wire, admin: Person) -> str:
    told = await wire.response(admin.uses("corpus history"))
    return told.content.replace("\\", "")


async def done(wire: Wire, asked: Message) -> str:
    """Wait until what was confirmed is done, and return what is said of it."""
    await wire.server.until(lambda: not asked.components and "One moment" not in asked.content, PATIENCE)
    return asked.content


async def adds_the_feed(wire: Wire, admin: Person, paper: Paper, name: str) -> Message:
    """The admin adds the feed and gets the offer to read it."""
    found = await wire.response(admin.uses("corpus add", url=paper.prints(name), name=name))
    assert found.flags & EPHEMERAL
    assert "The first 2 of 2 articles" in found.content, found.content
    admin.presses(found, "Add it")
    await says(wire, found, f"Added **{name}**")
    return found


def calls_of(wire: Wire, *parts: str) -> list[Any]:
    return [call for call in wire.server.calls if all(part in f"{call.method} {call.path}" for part in parts)]


async def test_an_ordinary_member_is_refused_every_command_and_nothing_changes(desk: Wire, paper: Paper) -> None:
    member, before, asked = desk.somebody(), state_of(desk.data), len(paper.requests)
    tries: dict[str, dict[str, Any]] = {
        "reingest": {},
        "add": {"url": f"{paper.url}/notes.txt"},
        "upload": {"file": Handed("notes.txt", f"{paper.url}/notes.txt", 72)},
        "remove": {"source": "stories"},
        "sources": {},
        "status": {},
        "history": {},
        "feedback": {},
        "rollback": {},
    }
    [group] = [c for c in calls_of(desk, "PUT", "/commands")[0].body if c["name"] == "corpus"]
    assert {command["name"] for command in group["options"]} == set(tries)
    assert int(group["default_member_permissions"]) == 1 << 5  # Manage Server
    for command, options in tries.items():
        told = await desk.response(member.uses(f"corpus {command}", **options))
        assert told.flags & EPHEMERAL
        assert told.content.startswith("That needs the permission Manage Server")
        assert told.components == []
    typed = member.types("corpus remove", "source", "")
    await desk.server.until(lambda: typed.responded)
    assert typed.autocomplete_choices == []
    assert state_of(desk.data) == before
    assert len(paper.requests) == asked
    assert "tried /corpus rollback: refused" in await history_of(desk, desk.somebody().may_manage_the_server())


async def test_a_re_ingest_shows_its_progress_outlives_its_token_and_can_be_rolled_back(
    desk: Wire, paper: Paper
) -> None:
    admin, live = desk.somebody().may_manage_the_server(), (desk.data / "CURRENT").read_text()
    offered = await adds_the_feed(desk, admin, paper, "gazette")
    reading = admin.presses(offered, "Read it now")
    shown = await desk.response(reading)
    assert not shown.flags & EPHEMERAL
    assert "**Re-ingest of gazette**" in shown.content
    await desk.server.until(lambda: paper.asked_for("/gazette/bridge"), PATIENCE)
    before = shown.content
    await desk.server.until(lambda: shown.content != before, PATIENCE)
    assert "s so far" in shown.content
    desk.server.expire(reading)
    paper.lets_go()
    result = await says(desk, shown, "done in")
    assert "added 2 · replaced 0" in result
    assert "failed 0" in result
    assert shown.components == []
    assert (desk.data / "CURRENT").read_text() != live
    edits = [call.at for call in calls_of(desk, "PATCH", f"/channels/{shown.channel_id}/messages/{shown.id}")]
    assert all(later - earlier >= 2 for earlier, later in pairwise(edits[:-1]))
    asked = await desk.response(admin.uses("corpus rollback"))
    assert f"Make snapshot {live.strip()}" in asked.content
    admin.presses(asked, "Roll back")
    assert (await done(desk, asked)).startswith("Live now: snapshot")
    assert (desk.data / "CURRENT").read_text() == live


async def test_a_re_ingest_is_cancelled_by_another_admin_but_not_by_a_member(desk: Wire, paper: Paper) -> None:
    admin, other = (desk.somebody().may_manage_the_server() for _ in range(2))
    await adds_the_feed(desk, admin, paper, "evening")
    before = state_of(desk.data)
    shown = await desk.response(admin.uses("corpus reingest", source="evening"))
    await desk.server.until(lambda: paper.asked_for("/evening/bridge"), PATIENCE)
    busy = await desk.response(other.uses("corpus reingest"))
    assert "wait" in busy.content
    refused = await desk.response(desk.somebody().presses(shown, "Cancel"))
    assert refused.content.startswith("That needs the permission Manage Server")
    stopping = await desk.response(other.presses(shown, "Cancel"))
    assert "I am stopping it" in stopping.content
    paper.lets_go()
    stopped = await says(desk, shown, "stopped by")
    assert "The live corpus is as it was." in stopped
    assert shown.components == []
    assert state_of(desk.data) == before
    assert "cancel the ingest of evening: asked to stop" in await history_of(desk, admin)


async def test_a_file_is_handed_in_and_goes_again(desk: Wire, paper: Paper) -> None:
    admin = desk.somebody().may_manage_the_server()
    file = Handed("notes.txt", f"{paper.url}/notes.txt", 72)
    taken = await desk.response(admin.uses("corpus upload", file=file, publisher="Valley Times"))
    assert "Added **upload/notes.txt**" in taken.content.replace("\\", "")
    typed = admin.types("corpus remove", "source", "notes")
    await desk.server.until(lambda: typed.responded)
    assert [choice["value"] for choice in typed.autocomplete_choices or []] == ["upload/notes.txt"]
    asked = await desk.response(admin.uses("corpus remove", source="upload/notes.txt"))
    admin.presses(asked, "Remove it")
    assert "is off the list" in await done(desk, asked)
    assert b'name = "upload/notes.txt"' not in (desk.data / "sources.toml").read_bytes()
