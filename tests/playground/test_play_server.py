"""The page's server without a browser: who is let in, what each person gets to see, what they may do."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from simcord.backend.models import EPHEMERAL_FLAG

from bot.playground.child import Child, environment_of
from bot.playground.guarding import HEADERS, new_key, objection
from bot.playground.live import Typing, changes
from bot.playground.loopback import Loopback
from bot.playground.rooms import ADMIN, MEMBER, Rooms
from bot.playground.server import PageServer, PortError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from simcord.backend.models import Message

KEY = "the-key-of-this-test"


@dataclass
class Site:
    """An open playground whose bot never comes, and somebody who sends it requests."""

    discord: Loopback
    rooms: Rooms
    page: PageServer
    http: aiohttp.ClientSession
    general: int
    sockets: list[aiohttp.ClientWebSocketResponse] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.page.url.partition("/play/")[0]

    async def get(self, path: str = "", **headers: str) -> aiohttp.ClientResponse:
        async with self.http.get(self.page.url + path, headers=headers, allow_redirects=False) as response:
            await response.read()
            return response

    async def acts(self, part: str, do: str, **request: Any) -> tuple[int, Any]:
        asked = {"do": do, **request}
        async with self.http.post(f"{self.page.url}act?as={part}", json=asked, headers={"Origin": self.origin}) as told:
            return told.status, await told.json()

    async def watches(self, part: str) -> Watching:
        url = f"{self.page.url}live?as={part}"
        socket = await self.http.ws_connect(url, headers={"Origin": self.origin})
        self.sockets.append(socket)
        return Watching(socket)

    def whispers(self, text: str, to: str) -> Message:
        """The bot tells one person something that nobody else may see."""
        backend, user_id = self.discord.backend, self.rooms.people[to]
        record = backend.new_interaction(2, self.general, user_id, self.rooms.guild_id)
        meta = {"id": str(record.id), "type": 2, "user": {"id": str(user_id)}}
        return backend.create_message(
            self.general, backend.bot_user.id, text, flags=EPHEMERAL_FLAG, interaction_metadata=meta
        )


@dataclass
class Watching:
    """One open connection of the page, and all it was sent."""

    socket: aiohttp.ClientWebSocketResponse
    frames: list[dict[str, Any]] = field(default_factory=list)

    async def until(self, words: str) -> dict[str, Any]:
        """Read on until a frame has these words."""
        async with asyncio.timeout(10):
            while True:
                self.frames.append(await self.socket.receive_json())
                if words in json.dumps(self.frames[-1], ensure_ascii=False):
                    return self.frames[-1]


@asynccontextmanager
async def opened(port: int = 0) -> AsyncIterator[Site]:
    async with Loopback("a-token") as discord, aiohttp.ClientSession() as http:
        rooms = Rooms.built(discord.backend)
        child = Child({}, lambda _: None, lambda: None)
        async with PageServer(discord, rooms, child, KEY, port=port) as page:
            general = discord.backend.guilds[rooms.guild_id].channel_ids[0]
            site = Site(discord, rooms, page, http, general)
            yield site
            for socket in site.sockets:
                await socket.close()


@pytest.mark.parametrize("path", ["", "app.js", "style.css", "icon.svg", "nothing.js", "files/1/2/3?as=member"])
async def test_every_response_has_the_strict_headers(path: str) -> None:
    async with opened() as site:
        response = await site.get(path)
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/", "/play", "/play/", "/play/wrong/", "/play/wrong/app.js", f"/play/{KEY}x/", "/app.js", f"/{KEY}/"]
)
async def test_without_the_key_there_is_nothing(path: str) -> None:
    async with opened() as site, site.http.get(site.origin + path) as response:
        assert response.status == 404
        assert await response.read() == b""


async def test_with_the_key_there_is_the_page_and_all_it_loads() -> None:
    async with opened() as site:
        assert site.page.url.startswith("http://127.0.0.1:")
        assert (await site.get()).content_type == "text/html"
        for name in ("app.js", "markdown.js", "slash.js", "style.css", "icon.svg"):
            assert (await site.get(name)).status == 200
        assert (await site.get("..%2fserver.py")).status == 404
        assert (await site.get("%2e%2e/server.py")).status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""])
async def test_another_host_is_refused_even_with_the_key(host: str) -> None:
    async with opened() as site:
        assert (await site.get(Host=host)).status == 403


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1"])
@pytest.mark.parametrize("path", ["act", "upload", "restart", "live"])
async def test_what_acts_or_listens_wants_the_pages_own_origin(origin: str | None, path: str) -> None:
    async with opened() as site:
        url, headers = f"{site.page.url}{path}?as=member", {"Origin": origin} if origin else {}
        method = "GET" if path == "live" else "POST"
        async with site.http.request(method, url, headers=headers, data=b"{}") as response:
            assert response.status == 403
        assert site.discord.backend.messages[site.general] == {}


def test_both_names_of_this_machine_are_let_in() -> None:
    for host in ("127.0.0.1:8000", "localhost:8000"):
        headers = {"Host": host, "Origin": f"http://{host}"}
        assert objection(8000, KEY, f"/play/{KEY}/act", headers, acts=True) is None
    crossed = {"Host": "127.0.0.1:8000", "Origin": "http://localhost:8000"}
    assert objection(8000, KEY, f"/play/{KEY}/act", crossed, acts=True) == 403


def test_keys_are_long_and_differ() -> None:
    assert len({new_key() for _ in range(50)}) == 50
    assert len(new_key()) >= 32


async def test_a_whisper_reaches_its_addressee_alone_and_so_does_its_change() -> None:
    async with opened() as site:
        member, admin = await site.watches(MEMBER), await site.watches(ADMIN)
        message = site.whispers("a word for the admin", to=ADMIN)
        seen = await admin.until("a word for the admin")
        assert seen["record"]["ephemeral"] is True
        site.discord.backend.edit_message(site.general, message.id, {"content": "another word for the admin"})
        site.discord.gateway.changed()
        await admin.until("another word for the admin")
        site.discord.backend.create_message(site.general, site.rooms.people[ADMIN], "a word for all")
        await member.until("a word for all")
        assert "for the admin" not in json.dumps(member.frames)
        again = await site.watches(MEMBER)
        await again.until("a word for all")
        assert "for the admin" not in json.dumps(again.frames)


async def test_nobody_acts_on_or_opens_what_they_do_not_see() -> None:
    async with opened() as site:
        message = site.whispers("a word for the admin", to=ADMIN)
        where = {"channel": str(site.general), "message": str(message.id)}
        for do, more in (("press", {"custom_id": "x"}), ("menu", {"command": "x"}), ("thread", {"name": "x"})):
            status, told = await site.acts(MEMBER, do, **where, **more)
            assert (status, told) == (409, {"error": "This message is not there any more."})
        dm = site.discord.backend.get_dm_channel(site.rooms.people[ADMIN])
        status, told = await site.acts(MEMBER, "write", channel=str(dm.id), text="hello")
        assert (status, told) == (409, {"error": "This channel is not there any more."})
        assert (await site.get(f"files/{site.general}/{message.id}/1?as=member")).status == 404


async def test_a_direct_message_is_for_its_two_alone() -> None:
    async with opened() as site:
        dm = site.discord.backend.get_dm_channel(site.rooms.people[MEMBER])
        assert (await site.acts(MEMBER, "write", channel=str(dm.id), text="between us"))[0] == 200
        member, admin = await site.watches(MEMBER), await site.watches(ADMIN)
        await member.until("between us")
        site.discord.backend.create_message(site.general, site.rooms.people[ADMIN], "to all")
        await admin.until("to all")
        assert "between us" not in json.dumps(admin.frames)


async def test_messages_are_written_answered_changed_and_deleted_by_their_author_alone() -> None:
    async with opened() as site:
        where = {"channel": str(site.general)}
        _, told = await site.acts(MEMBER, "write", **where, text="first")
        await site.acts(ADMIN, "write", **where, text="second", reply={**where, **told})
        first, second = site.discord.backend.messages[site.general].values()
        assert second.reference is not None
        assert second.reference["message_id"] == str(first.id)
        assert (await site.acts(ADMIN, "edit", **where, **told, text="changed"))[0] == 409
        assert (await site.acts(ADMIN, "delete", **where, **told))[0] == 409
        assert (await site.acts(MEMBER, "edit", **where, **told, text="changed"))[0] == 200
        assert first.content == "changed"
        assert (await site.acts(MEMBER, "delete", **where, **told))[0] == 200
        assert list(site.discord.backend.messages[site.general].values()) == [second]


async def test_a_thread_is_started_on_a_message_once() -> None:
    async with opened() as site:
        where = {"channel": str(site.general)}
        _, told = await site.acts(MEMBER, "write", **where, text="first")
        status, thread = await site.acts(MEMBER, "thread", **where, **told, name="  A   thread ")
        assert status == 200
        assert site.discord.backend.channels[int(thread["channel"])].name == "A thread"
        assert (await site.acts(ADMIN, "thread", **where, **told, name="Another"))[0] == 409
        seen = await (await site.watches(ADMIN)).until('"thread": {')
        assert seen["record"]["thread"]["name"] == "A thread"


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "dance"}, {"do": "write"}, {"do": "write", "channel": "x", "text": "y"}, {"do": "submit"},
        {"do": "write", "channel": "1", "text": "y"}, {"do": "use", "channel": "1", "command": ""}, {"do": ["x"]},
        {"do": "submit", "interaction": "7"},
    ],
    ids=str,
)  # fmt: skip
async def test_what_makes_no_sense_is_refused_in_a_sentence(request_: dict[str, Any]) -> None:
    async with opened() as site:
        status, told = await site.acts(MEMBER, **request_)
        assert status == 409
        assert told["error"].endswith(".")


@pytest.mark.parametrize("body", [b"", b"[]", b"no json", b"\xff"])
async def test_a_body_that_is_no_request_is_refused(body: bytes) -> None:
    async with opened() as site:
        url = f"{site.page.url}act?as=member"
        async with site.http.post(url, data=body, headers={"Origin": site.origin}) as response:
            assert response.status in {400, 409}


async def test_without_the_bot_a_command_is_told_so() -> None:
    async with opened() as site:
        site.discord.backend.register_commands(None, [{"name": "help", "description": "Help", "type": 1}])
        status, told = await site.acts(MEMBER, "use", channel=str(site.general), command="help")
        assert status == 409
        assert told["error"].startswith("Nayrab is not here")
        assert (await site.acts(MEMBER, "use", channel=str(site.general), command="corpus status"))[1] == {
            "error": "There is no command “corpus” for you here."
        }


async def test_admins_are_offered_what_members_are_not() -> None:
    async with opened() as site:
        manage = str(1 << 5)
        commands = [{"name": "help", "description": "-"}, {"name": "corpus", "description": "-"}]
        commands[1]["default_member_permissions"] = manage
        site.discord.backend.register_commands(None, commands)
        offered = {}
        for part in (MEMBER, ADMIN):
            world = await (await site.watches(part)).until('"commands"')
            offered[part] = [command["name"] for command in world["record"]["commands"]["server"]]
        assert offered == {MEMBER: ["help"], ADMIN: ["corpus", "help"]}


async def test_pictures_are_shown_and_other_files_are_saved() -> None:
    async with opened() as site:
        backend = site.discord.backend
        files = backend.store_attachments(site.general, [("map.png", b"\x89PNG"), ("page.html", b"<script>")])
        message = backend.create_message(site.general, backend.bot_user.id, "here", attachments=files)
        picture, page = [f"files/{site.general}/{message.id}/{file['id']}?as=member" for file in files]
        assert (await site.get(picture)).content_type == "image/png"
        saved = await site.get(page)
        assert saved.content_type == "application/octet-stream"
        assert saved.headers["Content-Disposition"] == "attachment"
        assert "sandbox" in saved.headers["Content-Security-Policy"]


async def test_an_uploaded_file_is_where_the_bot_can_fetch_it() -> None:
    async with opened() as site:
        url = f"{site.page.url}upload?as=admin&name=..%2Fnotes.txt"
        async with site.http.post(url, data=b"The market is open.", headers={"Origin": site.origin}) as told:
            number = (await told.json())["id"]
        stored = site.page.uploads[number]
        assert stored["filename"] == ".._notes.txt"
        async with site.http.get(stored["url"]) as fetched:
            assert await fetched.read() == b"The market is open."


async def test_a_taken_port_is_one_sentence() -> None:
    async with opened() as site:
        port = int(site.origin.rpartition(":")[2])
        second = opened(port)
        with pytest.raises(PortError, match=rf"Port {port} of 127.0.0.1 cannot be used .* --port\.$"):
            await second.__aenter__()


async def test_a_bot_that_does_not_start_is_told_with_its_last_words() -> None:
    shown: list[str] = []
    changed = asyncio.Event()
    nothing = {"NAYRAB_CONFIG": "/nonexistent/config.toml"}
    child = Child(environment_of("http://127.0.0.1:9", "a-token", nothing), shown.append, changed.set)
    await child.start()
    assert child.pid
    async with asyncio.timeout(30):
        while child.runs:
            changed.clear()
            await changed.wait()
    assert child.exit_code == 1
    assert "config file /nonexistent/config.toml cannot be read" in child.lines[-1]
    assert shown[-1] == "The bot has ended by itself (exit code 1)."
    async with opened() as site:
        site.page.child = child
        frame = await (await site.watches(MEMBER)).until('"exit_code"')
        assert frame["record"]["state"] == "ended"
        assert frame["record"]["exit_code"] == 1
    await child.stop()


def test_the_bot_is_not_held_to_servers_and_channels_of_the_real_discord() -> None:
    told = environment_of("http://127.0.0.1:9", "t", {"NAYRAB_DISCORD__CHANNELS": "[1]", "NAYRAB_DATA_DIR": "/d"})
    assert told["NAYRAB_DISCORD__CHANNELS"] == told["NAYRAB_DISCORD__GUILDS"] == "[]"
    assert told["NAYRAB_DISCORD__API_URL"] == "http://127.0.0.1:9"
    assert told["NAYRAB_DATA_DIR"] == "/d"


def test_typing_ends_with_the_bots_message_or_after_a_while() -> None:
    now = 100.0
    typing = Typing(lambda: now)
    typing.happened("TYPING_START", {"channel_id": "1"})
    typing.happened("TYPING_START", {"channel_id": "2"})
    typing.happened("MESSAGE_CREATE", {"channel_id": "1", "author": {"bot": False}})
    assert typing.now() == {"channels": ["1", "2"], "count": 2}
    typing.happened("MESSAGE_CREATE", {"channel_id": "1", "author": {"bot": True}})
    assert typing.now()["channels"] == ["2"]
    now += 11
    assert typing.now()["channels"] == []


def test_only_differences_are_sent() -> None:
    before = {"world": "1", "message/5/7": '"a"', "message/5/8": '"b"'}
    after = {"world": "1", "message/5/8": '"c"', "message/5/9": '"d"'}
    assert [json.loads(frame) for frame in changes(before, after)] == [
        {"kind": "message", "record": "c"},
        {"kind": "message", "record": "d"},
        {"kind": "gone", "channel": "5", "id": "7"},
    ]
    assert list(changes(after, after)) == []
