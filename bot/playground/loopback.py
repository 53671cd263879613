"""A Discord on this machine: the REST API and the gateway, over simcord's simulated world.

Place in the flow: an unmodified bot process that is told `discord.api_url` talks to this server as it would to Discord;
`people` do in the world what users do, and what the bot answers can be read from the world or from `calls`.
It keeps one bot and one world, in memory. Not modelled: uploads, voice, sharding, buckets of rate limits.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Self, TypeVar

from aiohttp import web
from simcord._clock import Clock  # simcord offers no public name for it
from simcord.backend import Backend
from simcord.backend.errors import BackendError
from simcord.http import routes as _routes  # noqa: F401  # importing it fills the route table
from simcord.http.router import RouteNotImplemented, UnsupportedField, dispatch

from bot.playground.gateway import Gateway

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from simcord.backend.models import Interaction

T = TypeVar("T")

API = "/api/v10"
PATIENCE = 30.0
"""Seconds for which somebody waits for the bot, unless told."""
_WITHOUT_TOKEN = ("/interactions/", "/webhooks/")  # these carry their token in the path


class WallClock(Clock):
    """The time of day, where simcord's own stands still."""

    def now(self) -> dt.datetime:
        """Return the time now, aware."""
        return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Call:
    """One REST call as it came in, and the status it got; `at` is in seconds of the server's clock."""

    method: str
    path: str
    body: Any
    status: int
    at: float


@dataclass
class _Limit:
    method: str
    pattern: str
    retry_after: float
    times: int


class Loopback:
    """The server; `async with Loopback(token) as discord:` serves at `discord.url` until the block ends."""

    def __init__(
        self,
        token: str,
        *,
        heartbeat_ms: int = 40_000,
        clock: Callable[[], float] = time.monotonic,
        port: int = 0,
        routes: Iterable[web.AbstractRouteDef] = (),
    ) -> None:
        self.token = token
        self.clock = clock
        self.backend = Backend(clock=WallClock())
        self.gateway = Gateway(self.backend, token, heartbeat_ms=heartbeat_ms, changed=self._wake)
        self.calls: list[Call] = []
        self.missing: list[str] = []
        """What the bot asked for that this server cannot do."""
        self._limits: list[_Limit] = []
        self._expired: set[str] = set()
        self._port = port
        self._routes = tuple(routes)
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return what to set `discord.api_url` to."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        """Begin to serve, on a free port unless one was given."""
        app = web.Application()
        app.router.add_get("/gateway", self._websocket)
        app.router.add_routes(self._routes)
        app.router.add_route("*", f"{API}/{{path:.*}}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
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

    def limit(self, method: str, pattern: str, *, retry_after: float, times: int = 1) -> None:
        """Answer the next `times` calls that match with 429; `pattern` is a path with `*`."""
        self._limits.append(_Limit(method, pattern, retry_after, times))

    def expire(self, interaction: Interaction) -> None:
        """Let an interaction's token die now, as it would after 15 minutes."""
        self._expired.add(interaction.token)

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

    async def _rest(self, request: web.Request) -> web.Response:
        path = f"/{request.match_info['path']}"
        body = await request.json() if request.content_type == "application/json" and request.can_read_body else None
        status, answer, headers = self._answer(request, path, body)
        self.calls.append(Call(request.method, path, body, status, self.clock()))
        self._wake()
        # discord.py reads a body as JSON only when the type is exactly this, without a charset.
        kind = {} if answer is None else {"Content-Type": "application/json"}
        text = b"" if answer is None else json.dumps(answer).encode()
        return web.Response(body=text, status=status, headers={**kind, **headers})

    def _answer(self, request: web.Request, path: str, body: Any) -> tuple[int, Any, dict[str, str]]:
        """Return status, JSON and headers."""
        if not path.startswith(_WITHOUT_TOKEN) and request.headers.get("Authorization") != f"Bot {self.token}":
            return 401, {"message": "401: Unauthorized", "code": 0}, {}
        if not self._expired.isdisjoint(path.split("/")):
            return 401, {"message": "Invalid Webhook Token", "code": 50027}, {}
        limit = self._limit_on(request.method, path)
        if limit is not None:
            told = {"message": "You are being rate limited.", "retry_after": limit.retry_after, "global": False}
            # Without `Via` discord.py takes a 429 for a ban by the proxy in front of Discord.
            return 429, told, {"Retry-After": str(limit.retry_after), "Via": "1.1 loopback"}
        try:
            answer = dispatch(self.backend, request.method, path, json=body, params=dict(request.query))
        except BackendError as error:
            if isinstance(error, RouteNotImplemented | UnsupportedField):
                self.missing.append(str(error))
            return error.status, error.to_json(), {}
        return (204 if answer is None else 200), answer, {}

    def _limit_on(self, method: str, path: str) -> _Limit | None:
        for limit in self._limits:
            if limit.method == method and fnmatchcase(path, limit.pattern):
                limit.times -= 1
                if not limit.times:
                    self._limits.remove(limit)
                return limit
        return None
