"""The gateway of the loopback Discord: sessions that number what they send, and the conversation over one websocket.

Place in the flow: `loopback` opens a `Session` per IDENTIFY and a `Connection` per websocket; what happens in the
simulated world is fed to the session, which keeps the last frames so that a RESUME gets what was missed. Intents decide
what is sent and what is blanked, as Discord does it; of guilds without the bot nothing is sent but interactions.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import WSMsgType
from simcord.backend import serializers
from simcord.gateway import FakeGateway

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from aiohttp import web
    from simcord.backend import Backend
    from simcord.backend.models import Guild


class Op(IntEnum):
    """Kinds of frames."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


NOT_AUTHENTICATED = 4004
INTENTS_NOT_ALLOWED = 4014
_ABOUT_GUILDS = frozenset({"GUILD_CREATE", "GUILD_UPDATE"})
REPLAYED = 5_000
"""Frames of a session that are kept for a RESUME; one that missed more has to begin anew."""
WAY = 0.005
"""Seconds until a heartbeat is acknowledged, less than over a real network. Were it there before discord.py has noted
when it sent the heartbeat, that library would take the whole interval for a delay, and warn of it."""
PRIVILEGED = ("members", "presences", "message_content")


class Session:
    """What one IDENTIFY began: the intents, and the newest frames since, numbered from 1."""

    def __init__(self, name: str, backend: Backend, intents: discord.Intents, replayed: int = REPLAYED) -> None:
        self.name = name
        self.intents = intents
        self.last = 0
        """The number of the newest frame."""
        self.parsers = _Parsers(self._append)
        self._frames: deque[dict[str, Any]] = deque(maxlen=replayed)
        self._grown = asyncio.Event()
        self._gate = FakeGateway(backend, self)

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Send an event, if the intents let it through, with what they hide left out."""
        self._gate.feed(event, payload)

    def has_all_after(self, position: int) -> bool:
        """Say whether every frame after this number is still kept."""
        return self.last - len(self._frames) <= position <= self.last

    async def write_to(self, socket: web.WebSocketResponse, position: int) -> None:
        """Send every frame after the number `position`, then each new one; ends by being cancelled."""
        while True:
            self._grown.clear()
            for frame in list(self._after(position)):
                await socket.send_json(frame)
                position = frame["s"]
            if position == self.last:
                await self._grown.wait()

    def _after(self, position: int) -> Iterator[dict[str, Any]]:
        return islice(self._frames, max(0, position - (self.last - len(self._frames))), None)

    def _append(self, event: str, payload: dict[str, Any]) -> None:
        self.last += 1
        self._frames.append({"op": Op.DISPATCH, "s": self.last, "t": event, "d": payload})
        self._grown.set()


class _Parsers:
    """Stands where simcord looks up discord.py's parsers: whatever passes the gate goes out as a frame."""

    def __init__(self, send: Callable[[str, dict[str, Any]], None]) -> None:
        self._send = send

    def __getitem__(self, event: str) -> Callable[[dict[str, Any]], None]:
        return partial(self._send, event)


@dataclass
class Gateway:
    """Who is connected and what they said; at most one bot at a time, the newest session counts."""

    backend: Backend
    token: str
    url: str = ""
    heartbeat_ms: int = 40_000
    approved: frozenset[str] = frozenset()
    """Privileged intents that are switched on in the portal."""
    refusal: int | None = None
    """The code with which every IDENTIFY is refused, if any."""
    acknowledges: bool = True
    """Whether heartbeats are acknowledged; a client that hears nothing at all should come back by itself."""
    replayed: int = REPLAYED
    heard: deque[tuple[int, Any]] = field(default_factory=lambda: deque(maxlen=10_000))
    """The frames that came in, as (opcode, data)."""
    away: set[int] = field(default_factory=set)
    """Guilds that are unavailable."""
    session: Session | None = None
    changed: Callable[[], None] = lambda: None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _connection: Connection | None = None
    _sessions: int = 0

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Pass on what happened in the world, where the bot can know of it."""
        if self.session is not None and self._reaches_the_bot(event, payload):
            self.session.feed(event, payload)

    def count(self, opcode: Op | int) -> int:
        """Return how many frames with this opcode came in."""
        return sum(1 for heard, _ in self.heard if heard == opcode)

    async def serve(self, socket: web.WebSocketResponse, abort: Callable[[], None]) -> None:
        """Talk over one websocket until it closes; `abort` cuts it without a goodbye."""
        connection = self._connection = Connection(self, socket, abort)
        try:
            await connection.run()
        finally:
            await connection.end()
            if self._connection is connection:
                self._connection = None

    async def drop(self, code: int | None = None) -> None:
        """Close the connection with a code, or (None) cut it; what happens next is kept for a RESUME."""
        if self._connection is None:
            return
        if code is None:
            self._connection.abort()
        else:
            await self._connection.socket.close(code=code)

    def forget(self) -> None:
        """Give the session up: the next RESUME is refused."""
        self.session = None

    async def ask_to_reconnect(self) -> None:
        """Send op 7: the bot is to come back with a RESUME."""
        if self._connection is not None:
            await self._connection.send(Op.RECONNECT, None)

    async def invalidate(self, *, resumable: bool) -> None:
        """Send op 9; unless it is resumable the session is given up."""
        if not resumable:
            self.forget()
        if self._connection is not None:
            await self._connection.send(Op.INVALID_SESSION, resumable)

    def take_away(self, guild_id: int) -> None:
        """Make a guild unavailable, as in an outage: nothing of it is heard until `bring_back`."""
        self.away.add(guild_id)
        if self.session is not None:
            self.session.feed("GUILD_DELETE", {"id": str(guild_id), "unavailable": True})

    def bring_back(self, guild_id: int) -> None:
        """Make a guild available again."""
        self.away.discard(guild_id)
        self.feed("GUILD_CREATE", serializers.guild_create_payload(self.backend, self.backend.get_guild(guild_id)))

    def begin(self, intents: discord.Intents) -> Session:
        """Begin a session: READY, then a GUILD_CREATE for each guild."""
        self._sessions += 1
        session = self.session = Session(f"session-{self._sessions}", self.backend, intents, self.replayed)
        session.feed("READY", self._ready(session))
        for guild in self._guilds():
            if guild.id not in self.away:
                session.feed("GUILD_CREATE", serializers.guild_create_payload(self.backend, guild))
        return session

    def _guilds(self) -> list[Guild]:
        return [guild for guild in self.backend.guilds.values() if self.backend.bot_user.id in guild.members]

    def _reaches_the_bot(self, event: str, payload: Mapping[str, Any]) -> bool:
        if event == "INTERACTION_CREATE":
            return True
        guild_id = payload.get("id") if event in _ABOUT_GUILDS else payload.get("guild_id")
        if guild_id is None:
            channel = self.backend.channels.get(int(payload.get("channel_id") or 0))
            return channel is None or channel.id in self.backend.dm_channels.values()
        guild = self.backend.guilds.get(int(guild_id))
        return int(guild_id) not in self.away and (guild is None or self.backend.bot_user.id in guild.members)

    def _ready(self, session: Session) -> dict[str, Any]:
        return {
            "v": 10,
            "user": dict(serializers.user_payload(self.backend.bot_user)),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in self._guilds()],
            "session_id": session.name,
            "resume_gateway_url": self.url,
            "application": {"id": str(self.backend.application_id), "flags": 0},
        }


class Connection:
    """One websocket: HELLO, then an answer to each frame, while a task writes what the session sends."""

    def __init__(self, gateway: Gateway, socket: web.WebSocketResponse, abort: Callable[[], None]) -> None:
        self.socket = socket
        self.abort = abort
        self._gateway = gateway
        self._writer: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Talk until the other side leaves."""
        await self.send(Op.HELLO, {"heartbeat_interval": self._gateway.heartbeat_ms})
        async for message in self.socket:
            if message.type is WSMsgType.TEXT:
                frame = message.json()
                await self._answer(frame["op"], frame["d"])
                self._gateway.heard.append((frame["op"], frame["d"]))
                self._gateway.changed()

    async def end(self) -> None:
        """Stop writing."""
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await self._writer

    async def _answer(self, opcode: Op | int, data: Any) -> None:
        match opcode:
            case Op.HEARTBEAT if self._gateway.acknowledges:
                await self._gateway.sleep(WAY)
                await self.send(Op.ACK, None)
            case Op.IDENTIFY:
                await self._identify(data)
            case Op.RESUME:
                await self._resume(data)

    async def _identify(self, data: dict[str, Any]) -> None:
        intents = discord.Intents.none()
        intents.value = data["intents"]
        refusal = self._refusal(data["token"], intents)
        if refusal is None:
            self._write(self._gateway.begin(intents), 0)
        else:
            await self.socket.close(code=refusal)

    def _refusal(self, token: str, intents: discord.Intents) -> int | None:
        gateway = self._gateway
        if token != gateway.token:
            return NOT_AUTHENTICATED
        if any(getattr(intents, name) for name in PRIVILEGED if name not in gateway.approved):
            return INTENTS_NOT_ALLOWED
        return gateway.refusal

    async def _resume(self, data: dict[str, Any]) -> None:
        session = self._gateway.session
        seen = data["seq"] or 0
        if session is None or session.name != data["session_id"] or not session.has_all_after(seen):
            await self.send(Op.INVALID_SESSION, data=False)
            return
        session.feed("RESUMED", {})
        self._write(session, seen)

    def _write(self, session: Session, position: int) -> None:
        self._writer = asyncio.create_task(session.write_to(self.socket, position))

    async def send(self, opcode: Op | int, data: Any) -> None:
        """Send a frame that is not an event."""
        await self.socket.send_json({"op": opcode, "s": None, "t": None, "d": data})
