"""The gateway of the loopback Discord: sessions that number what they send, and the conversation over one websocket.

Place in the flow: `loopback` opens a `Session` per IDENTIFY and a `Connection` per websocket; what happens in the
simulated world is fed to the session, which keeps every frame so that a RESUME gets what was missed. Intents decide
what is sent and what is blanked, as Discord does it. No HTTP here.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import WSMsgType
from simcord.backend import serializers
from simcord.gateway import FakeGateway

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp import web
    from simcord.backend import Backend


class Op(IntEnum):
    """Kinds of frames."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


NOT_AUTHENTICATED = 4004
INTENTS_NOT_ALLOWED = 4014
PRIVILEGED = ("members", "presences", "message_content")


class Session:
    """What one IDENTIFY began: the intents, and every frame since, numbered from 1."""

    def __init__(self, name: str, backend: Backend, intents: discord.Intents) -> None:
        self.name = name
        self.intents = intents
        self.frames: list[dict[str, Any]] = []
        self.parsers = _Parsers(self._append)
        self._grown = asyncio.Event()
        self._gate = FakeGateway(backend, self)

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Send an event, if the intents let it through, with what they hide left out."""
        self._gate.feed(event, payload)

    async def write_to(self, socket: web.WebSocketResponse, position: int) -> None:
        """Send every frame after the first `position`, then each new one; ends by being cancelled."""
        while True:
            self._grown.clear()
            for frame in self.frames[position:]:
                await socket.send_json(frame)
                position += 1
            await self._grown.wait()

    def _append(self, event: str, payload: dict[str, Any]) -> None:
        self.frames.append({"op": Op.DISPATCH, "s": len(self.frames) + 1, "t": event, "d": payload})
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
    heard: list[tuple[int, Any]] = field(default_factory=list)
    """Every frame that came in, as (opcode, data)."""
    session: Session | None = None
    changed: Callable[[], None] = lambda: None
    _connection: Connection | None = None
    _sessions: int = 0

    def feed(self, event: str, payload: Mapping[str, Any]) -> None:
        """Pass on what happened in the world."""
        if self.session is not None:
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

    def begin(self, intents: discord.Intents) -> Session:
        """Begin a session: READY, then a GUILD_CREATE for each guild."""
        self._sessions += 1
        session = self.session = Session(f"session-{self._sessions}", self.backend, intents)
        session.feed("READY", self._ready(session))
        for guild in self.backend.guilds.values():
            session.feed("GUILD_CREATE", serializers.guild_create_payload(self.backend, guild))
        return session

    def _ready(self, session: Session) -> dict[str, Any]:
        return {
            "v": 10,
            "user": dict(serializers.user_payload(self.backend.bot_user)),
            "guilds": [{"id": str(guild_id), "unavailable": True} for guild_id in self.backend.guilds],
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
        await self._send(Op.HELLO, {"heartbeat_interval": self._gateway.heartbeat_ms})
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
            case Op.HEARTBEAT:
                await self._send(Op.ACK, None)
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
        if session is None or session.name != data["session_id"]:
            await self._send(Op.INVALID_SESSION, data=False)
            return
        session.feed("RESUMED", {})
        self._write(session, data["seq"] or 0)

    def _write(self, session: Session, position: int) -> None:
        self._writer = asyncio.create_task(session.write_to(self.socket, position))

    async def _send(self, opcode: Op | int, data: Any) -> None:
        await self.socket.send_json({"op": opcode, "s": None, "t": None, "d": data})
