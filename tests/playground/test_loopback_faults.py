"""The loopback Discord as a client meets it: uploads, faults on request, sessions and what they replay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.ageing import forget_old
from bot.playground.gateway import WAY, Op
from bot.playground.limits import Limits
from bot.playground.loopback import API, Loopback
from bot.playground.people import Person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import ClientWebSocketResponse

TOKEN = "nobody"
INTENTS = (1 << 0) + (1 << 9) + (1 << 12)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


class Client:
    """What a bot does, by hand."""

    def __init__(self, server: Loopback, web: aiohttp.ClientSession) -> None:
        self.server = server
        self.web = web
        self.guild = server.backend.create_guild("House").id
        self.channel = server.backend.create_channel(self.guild, "general").id
        self.messages = f"/channels/{self.channel}/messages"

    async def calls(self, method: str, path: str, **how: Any) -> tuple[int, Any]:
        head = {"Authorization": f"Bot {TOKEN}"}
        async with self.web.request(method, f"{self.server.url}{API}{path}", headers=head, **how) as response:
            return response.status, await response.json() if response.content_length else None

    async def says(self, content: str, **more: Any) -> tuple[int, Any]:
        return await self.calls("POST", self.messages, json={"content": content, **more})

    async def connects(self, opcode: Op, data: dict[str, Any]) -> ClientWebSocketResponse:
        socket = await self.web.ws_connect(self.server.gateway.url)
        assert (await socket.receive_json())["op"] == Op.HELLO
        await socket.send_json({"op": opcode, "d": {"token": TOKEN, **data}})
        return socket

    async def identifies(self) -> ClientWebSocketResponse:
        return await self.connects(Op.IDENTIFY, {"intents": INTENTS})

    def said(self) -> list[str]:
        return [message.content for message in self.server.backend.messages[self.channel].values()]


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    async with Loopback(TOKEN) as server, aiohttp.ClientSession() as web:
        yield Client(server, web)


async def events(socket: ClientWebSocketResponse, last: str) -> list[str]:
    """Names of events up to this one."""
    names: list[str] = []
    while not names or names[-1] != last:
        frame = await socket.receive_json(timeout=5)
        names.append(frame["t"] or Op(frame["op"]).name)
    return names


async def test_files_come_in_with_a_message_and_are_served(client: Client) -> None:
    form = aiohttp.FormData()
    told = {"content": "look", "attachments": [{"id": "0", "filename": "map.png", "description": "a map"}]}
    form.add_field("payload_json", json.dumps(told))
    form.add_field("files[0]", PNG, filename="map.png", content_type="image/png")
    status, message = await client.calls("POST", client.messages, data=form)
    assert status == 200
    [attachment] = message["attachments"]
    assert (attachment["filename"], attachment["size"], attachment["description"]) == ("map.png", len(PNG), "a map")
    async with client.web.get(attachment["url"]) as response:
        assert (response.status, response.content_type, await response.read()) == (200, "image/png", PNG)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with client.web.get(attachment["url"].replace("map", "pam")) as response:
        assert response.status == 404
    [call] = client.server.calls
    assert call.files == (("map.png", len(PNG)),)
    assert call.body["content"] == "look"


async def test_what_is_no_picture_is_only_ever_saved(client: Client) -> None:
    stored = client.server.backend.cdn.store_attachment(1, 2, "page.html", b"<script>", None)
    async with client.web.get(stored["url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"


async def test_an_error_comes_as_often_as_was_asked_for(client: Client) -> None:
    client.server.fail("POST", client.messages, status=503, times=2)
    assert [(await client.says(str(number)))[0] for number in range(3)] == [503, 503, 200]
    assert client.said() == ["2"]


async def test_a_message_sent_again_after_a_lost_answer_is_written_once(client: Client) -> None:
    client.server.fail("POST", client.messages, status=500, done=True)
    nonce = {"nonce": "17", "enforce_nonce": True}
    assert [(await client.says("once", **nonce))[0] for _ in range(2)] == [500, 200]
    assert client.said() == ["once"]


@pytest.mark.parametrize(("done", "said"), [(True, ["half"]), (False, [])], ids=["in the response", "before"])
async def test_a_connection_is_cut(client: Client, done: bool, said: list[str]) -> None:
    client.server.cut("POST", client.messages, done=done)
    with pytest.raises(aiohttp.ClientError):
        await client.says("half")
    assert client.said() == said
    assert client.server.calls[0].status == 0


async def test_a_missing_permission_is_told_as_discord_tells_it(client: Client) -> None:
    client.server.forbid("POST", client.messages)
    status, told = await client.says("no")
    assert (status, told["code"]) == (403, 50013)


async def test_limits_are_told_in_headers_and_kept(client: Client) -> None:
    client.server.rest.limits = Limits(lambda: 1.0)
    assert [(await client.says(str(number)))[0] for number in range(6)] == [200] * 5 + [429]
    assert len(client.said()) == 5


async def test_a_heartbeat_is_acknowledged_after_the_way_it_has_to_go(client: Client) -> None:
    ways: list[float] = []

    async def goes(seconds: float) -> None:
        ways.append(seconds)

    client.server.gateway.sleep = goes
    socket = await client.identifies()
    await events(socket, "GUILD_CREATE")
    assert ways == []
    await socket.send_json({"op": Op.HEARTBEAT, "d": 2})
    assert await events(socket, "ACK") == ["ACK"]
    assert ways == [WAY]


async def test_a_session_is_resumed_where_it_was_left(client: Client) -> None:
    socket = await client.identifies()
    assert await events(socket, "GUILD_CREATE") == ["READY", "GUILD_CREATE"]
    await client.server.gateway.drop()
    person = Person.joins(client.server.backend, client.guild, "reader")
    person.says("while you were away")
    again = await client.connects(Op.RESUME, {"session_id": "session-1", "seq": 2})
    assert await events(again, "RESUMED") == ["CHANNEL_CREATE", "MESSAGE_CREATE", "RESUMED"]


async def test_who_missed_more_than_is_kept_begins_anew(client: Client) -> None:
    client.server.gateway.replayed = 3
    await client.identifies()
    await client.server.until(lambda: client.server.gateway.session)
    await client.server.gateway.drop()
    person = Person.joins(client.server.backend, client.guild, "reader")
    for number in range(5):
        person.says(str(number))
    again = await client.connects(Op.RESUME, {"session_id": "session-1", "seq": 2})
    assert (await again.receive_json())["op"] == Op.INVALID_SESSION


async def test_what_the_bot_cannot_know_of_is_not_told(client: Client) -> None:
    backend = client.server.backend
    reader = Person.joins(backend, client.guild, "reader")
    stranger = Person.elsewhere(backend, "stranger")
    socket = await client.identifies()
    assert await events(socket, "GUILD_CREATE") == ["READY", "GUILD_CREATE"]
    stranger.says("not for you")
    stranger.alone_with(reader).says("nor this")
    client.server.gateway.take_away(client.guild)
    reader.says("lost in the outage")
    client.server.gateway.bring_back(client.guild)
    reader.whispers("hello")
    assert await events(socket, "MESSAGE_CREATE") == ["GUILD_DELETE", "GUILD_CREATE", "MESSAGE_CREATE"]


async def test_an_old_world_is_forgotten(client: Client) -> None:
    reader = Person.joins(client.server.backend, client.guild, "reader")
    for number in range(50):
        reader.says(str(number))
    forget_old(client.server.backend, 10)
    assert [message.content for message in reader.sees()] == [str(number) for number in range(40, 50)]
    assert len(client.server.backend._reserved_ids) == 10
    reader.says("and on it goes")
