"""A Discord on this machine: the REST API and the gateway, over simcord's simulated world.

Place in the flow: an unmodified bot process that is told `discord.api_url` talks to this server as it would to Discord;
`people` do in the world what users do, and what the bot answers can be read from the world or from `calls`.
It keeps one bot and one world, in memory. Not modelled: voice, sharding, what Discord checks of a command's visibility.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web
from simcord._clock import Clock  # simcord offers no public name for it
from simcord.backend import Backend

from bot.playground.ageing import forget_old, keep_no_journal
from bot.playground.faults import Effect, Fault, Faults
from bot.playground.gateway import Gateway
from bot.playground.rest import Call, Rest, send
from bot.playground.uploads import BIGGEST, PREFIX, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableSequence

    from simcord.backend.models import Interaction

    from bot.playground.limits import Limits

__all__ = ["API", "PATIENCE", "Call", "Loopback", "WallClock"]

T = TypeVar("T")

API = "/api/v10"
PATIENCE = 30.0
"""Seconds for which somebody waits for the bot, unless told."""


class WallClock(Clock):
    """The time of day, where simcord's own stands still."""

    def now(self) -> dt.datetime:
        """Return the time now, aware."""
        return dt.datetime.now(dt.UTC)


class Loopback:
    """The server; `async with Loopback(token) as discord:` serves at `discord.url` until the block ends.

    `limits` are Discord's rate limits (None: there are none). `keep` bounds what is remembered: so many calls, and a
    matching part of the world, the newest; None keeps all, for tests that look back. `on_call` is told of every call.
    """

    def __init__(
        self,
        token: str,
        *,
        heartbeat_ms: int = 40_000,
        clock: Callable[[], float] = time.monotonic,
        port: int = 0,
        routes: Iterable[web.AbstractRouteDef] = (),
        limits: Limits | None = None,
        keep: int | None = None,
        on_call: Callable[[Call], None] = lambda _call: None,
    ) -> None:
        self.token = token
        self.clock = clock
        self.backend = Backend(clock=WallClock())
        keep_no_journal(self.backend)
        self.backend.cdn = self._shelf = Shelf()
        self.faults = Faults()
        self.rest = Rest(self.backend, token, limits, self.faults)
        self.gateway = Gateway(self.backend, token, heartbeat_ms=heartbeat_ms, changed=self._wake)
        self.calls: MutableSequence[Call] = [] if keep is None else deque(maxlen=keep)
        self._keep = keep
        self._told = on_call
        self._count = 0
        self._port = port
        self._routes = tuple(routes)
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return what to set `discord.api_url` to."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def missing(self) -> list[str]:
        """Return what the bot asked for that this server cannot do."""
        return self.rest.missing

    async def __aenter__(self) -> Self:
        """Begin to serve, on a free port unless one was given."""
        app = web.Application(client_max_size=BIGGEST)
        app.router.add_get("/gateway", self._websocket)
        app.router.add_get(f"{PREFIX}{{path:.*}}", self._shelf.serve)
        app.router.add_routes(self._routes)
        app.router.add_route("*", f"{API}/{{path:.*}}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self._shelf.base = self.url
        self.gateway.url = f"ws://127.0.0.1:{self._port}/gateway"
        self.backend.subscribers.append(self._happened)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop serving."""
        self.backend.subscribers.remove(self._happened)
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def until(self, holds: Callable[[], T | None], within: float = PATIENCE) -> T:
        """Wait until `holds` returns something true, and return it; raises `TimeoutError`.

        It is asked again after every REST call, gateway frame and event in the world.
        """
        async with asyncio.timeout(within):
            while not (found := holds()):
                await self._changed.wait()
            return found

    def limit(self, method: str, pattern: str, *, retry_after: float, times: int = 1, everywhere: bool = False) -> None:
        """Answer the next `times` calls that match with 429; `pattern` is a path with `*`.

        `everywhere`: as if the limit on all calls were reached, which stops a well-behaved bot altogether.
        """
        self.faults.add(Fault(method, pattern, Effect.LIMITED, times, seconds=retry_after, everywhere=everywhere))

    def fail(self, method: str, pattern: str, *, status: int = 500, times: int = 1, done: bool = False) -> None:
        """Answer the next `times` calls that match with an error; `done`: after carrying them out all the same."""
        effect = Effect.DONE_BUT_REFUSED if done else Effect.REFUSED
        self.faults.add(Fault(method, pattern, effect, times, status=status))

    def forbid(self, method: str, pattern: str, *, times: int = 1, code: int = 50013) -> None:
        """Answer the next `times` calls that match with 403 (50013: a permission is missing, 50001: no access)."""
        told = "Missing Permissions" if code == 50013 else "Missing Access"  # noqa: PLR2004 - Discord's code
        self.faults.add(Fault(method, pattern, Effect.REFUSED, times, status=403, code=code, message=told))

    def cut(self, method: str, pattern: str, *, times: int = 1, done: bool = True) -> None:
        """Cut the connection of the next calls that match: in mid-response, or (not `done`) before they do anything."""
        self.faults.add(Fault(method, pattern, Effect.CUT if done else Effect.LOST, times))

    def delay(self, method: str, pattern: str, *, seconds: float, times: int = 1) -> None:
        """Let the next `times` calls that match wait for their answer."""
        self.faults.delay(method, pattern, seconds, times)

    def expire(self, interaction: Interaction) -> None:
        """Let an interaction's token die now, as it would after 15 minutes."""
        self.rest.expired.add(interaction.token)

    def _happened(self, event: str, payload: Any) -> None:
        self.gateway.feed(event, payload)
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _websocket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        transport = request.transport
        if isinstance(transport, asyncio.WriteTransport):
            await self.gateway.serve(socket, transport.abort)
        return socket

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        path = f"/{request.match_info['path']}"
        answered, body, files = await self.rest.answer(request, path)
        sizes = tuple((file.filename, file.size) for file in files)
        call = Call(request.method, path, body, answered.seen_status, self.clock(), sizes)
        self.calls.append(call)
        self._told(call)
        self._count += 1
        if self._keep is not None and self._count % self._keep == 0:
            forget_old(self.backend, self._keep)
        self._wake()
        return await send(request, answered)
