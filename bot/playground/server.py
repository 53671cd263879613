"""The page's server: the page's files, what changes in the world, what people do, their files; behind the key alone.

Place in the flow: `playing` opens it beside the loopback Discord, on 127.0.0.1. It knows HTTP; what may be seen is
decided in `rooms`, what may be done in `acting`, who may talk to it in `guarding`.
"""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
from importlib import resources
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from aiohttp import web

from bot.playground.acting import Actor, DeedError
from bot.playground.guarding import FORBIDDEN, HEADERS, objection
from bot.playground.live import Typing, stream
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.child import Child
    from bot.playground.loopback import Loopback
    from bot.playground.rooms import Rooms

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LARGEST_UPLOAD = 25 * 1024 * 1024
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {**HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox"}
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class PortError(NayrabError):
    """The port cannot be used."""


class PageServer:
    """`async with PageServer(...) as page:` serves at `page.url` until the block ends."""

    def __init__(self, discord: Loopback, rooms: Rooms, child: Child, key: str, *, port: int = 0) -> None:
        self.discord = discord
        self.rooms = rooms
        self.child = child
        self.typing = Typing(discord.clock)
        self._key = key
        self._port = port
        self.uploads: dict[str, dict[str, Any]] = {}
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Return the page's address, with the key."""
        return f"http://127.0.0.1:{self._port}/play/{self._key}/"

    async def __aenter__(self) -> Self:
        """Begin to serve, on a free port unless one was given; raises `PortError`."""
        app = web.Application(middlewares=[self._guarded()], client_max_size=LARGEST_UPLOAD + 1024)
        here = "/play/{key}"
        app.add_routes(
            [
                web.get(here, self._to_the_page),
                web.get(f"{here}/", self._file),
                web.get(f"{here}/live", self._live),
                web.post(f"{here}/act", self._act),
                web.post(f"{here}/restart", self._restart),
                web.post(f"{here}/upload", self._upload),
                web.get(f"{here}/files/{{channel}}/{{message}}/{{number}}", self._attachment),
                web.get(f"{here}/{{name}}", self._file),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        except (OSError, OverflowError) as error:
            await self._runner.cleanup()
            told = f"Port {self._port} of 127.0.0.1 cannot be used ({error}); choose another one with --port."
            raise PortError(told) from error
        self._port = self._runner.addresses[0][1]
        self.discord.backend.subscribers.append(self.typing.happened)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop serving."""
        self.discord.backend.subscribers.remove(self.typing.happened)
        if self._runner is not None:
            await self._runner.cleanup()

    def bot_state(self) -> dict[str, Any]:
        """Return how the bot is: `online`, `starting` or `ended`, with its last words."""
        if not self.child.runs:
            return {"state": "ended", "exit_code": self.child.exit_code, "lines": list(self.child.lines)}
        is_in = self.discord.gateway.session is not None
        # While it runs its log is for the terminal; before it is in, the last line says what takes so long.
        return {"state": "online"} if is_in else {"state": "starting", "lines": list(self.child.lines)[-1:]}

    def _guarded(self) -> Any:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            acts = request.method != "GET" or request.path.endswith("/live")
            status = objection(self._port, self._key, request.path, request.headers, acts=acts)
            if status is not None:
                return web.Response(status=status, headers=HEADERS)
            try:
                response = await handler(request)
            except web.HTTPException as error:
                return web.Response(status=error.status, headers=HEADERS)
            if not response.prepared:
                response.headers.update({name: HEADERS[name] for name in HEADERS if name not in response.headers})
            return response

        return guard

    async def _to_the_page(self, request: web.Request) -> web.Response:
        return web.Response(status=308, headers={"Location": f"{request.path}/"})

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        file = resources.files("bot.playground") / "page" / name
        suffix = name[name.rfind(".") :]
        if "/" in name or suffix not in _TYPES or not file.is_file():
            raise web.HTTPNotFound
        return web.Response(body=file.read_bytes(), content_type=_TYPES[suffix], charset="utf-8")

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        user_id = self._person(request)
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=4096)
        await socket.prepare(request)
        streaming = asyncio.create_task(stream(socket, self, user_id))
        streaming.add_done_callback(_heed)
        try:
            async for _ in socket:
                pass  # the page only listens here
        finally:
            streaming.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await streaming
        return socket

    async def _act(self, request: web.Request) -> web.Response:
        actor = Actor(self.discord, self.rooms, self._person(request), self.uploads)
        try:
            return web.json_response(await actor.act(await request.json()))
        except ValueError:
            raise web.HTTPBadRequest from None
        except DeedError as error:
            return web.json_response({"error": str(error)}, status=409)

    async def _restart(self, _request: web.Request) -> web.Response:
        self.discord.gateway.forget()
        await self.child.start()
        return web.json_response({})

    async def _upload(self, request: web.Request) -> web.Response:
        """Keep a file for the command that it is handed to."""
        self._person(request)
        name = unquote(request.query.get("name", "")).replace("/", "_").replace("\\", "_")[:200] or "file"
        backend = self.discord.backend
        number = backend.snowflake()
        channel = backend.guilds[self.rooms.guild_id].channel_ids[0]
        stored = backend.cdn.store_attachment(number, channel, name, await request.read(), None)
        self.uploads[str(number)] = stored
        return web.json_response({"id": str(number)})

    async def _attachment(self, request: web.Request) -> web.Response:
        channel_id, message_id, number = (
            _number(request.match_info[part]) for part in ("channel", "message", "number")
        )
        message = self.discord.backend.messages.get(channel_id, {}).get(message_id)
        user_id = self._person(request)
        if message is None or not self.rooms.sees(user_id, channel_id) or not message.visible_to(user_id):
            raise web.HTTPNotFound
        for attachment in message.attachments:
            # The loopback keeps files by their path, which is the bot's address for them, not the page's.
            data = self.discord.backend.cdn.get(urlsplit(attachment["url"]).path)
            if str(attachment["id"]) == str(number) and data is not None:
                return _sent(attachment["filename"], data)
        raise web.HTTPNotFound

    def _person(self, request: web.Request) -> int:
        user_id = self.rooms.people.get(request.query.get("as", ""))
        if user_id is None:
            raise web.HTTPNotFound
        return user_id


def _sent(name: str, data: bytes) -> web.Response:
    """Return a file: pictures to be looked at, anything else to be saved."""
    kind = mimetypes.guess_type(name)[0]
    if kind in _PICTURES:
        return web.Response(body=data, content_type=kind, headers=_FILES)
    saved = {**_FILES, "Content-Disposition": "attachment"}
    return web.Response(body=data, content_type="application/octet-stream", headers=saved)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise web.HTTPNotFound
    return int(text)


def _heed(streaming: asyncio.Task[None]) -> None:
    """Take note of how a stream ended, so that nobody complains that nobody did."""
    if not streaming.cancelled():
        streaming.exception()


__all__ = ["FORBIDDEN", "PageServer", "PortError"]
