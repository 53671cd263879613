"""Starting and stopping against a loopback Discord: what refuses the bot is one sentence."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord
import pytest
import yarl
from aiohttp import WSMsgType, web

from bot.client import BotOptions, NayrabBot, create_bot, run_bot
from bot.faults import BotStartError
from bot.state import State
from tests.fakes.answerer import FakeAnswerer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ME = {"id": "1", "username": "nayrab", "discriminator": "0", "avatar": None, "bot": True}


def reply(body: object, status: int = 200) -> web.Response:
    # discord.py reads a body as JSON only when the type is exactly this, without a charset.
    return web.Response(body=json.dumps(body).encode(), status=status, headers={"Content-Type": "application/json"})


class LoopbackDiscord:
    """Just enough of Discord to log in: accepts one token, and closes the gateway with `close_code` after IDENTIFY."""

    def __init__(self, *, close_code: int | None = None, sync_status: int = 200) -> None:
        self.close_code = close_code
        self.sync_status = sync_status
        self.identified = asyncio.Event()

    async def me(self, request: web.Request) -> web.Response:
        if request.headers["Authorization"] != "Bot good":
            return reply({"message": "401: Unauthorized", "code": 0}, status=401)
        return reply(ME)

    async def application(self, _request: web.Request) -> web.Response:
        return reply(
            {"id": "1", "name": "nayrab", "description": "", "icon": None, "bot_public": True, "verify_key": "k",
             "bot_require_code_grant": False, "flags": 0, "owner": ME, "team": None}
        )  # fmt: skip

    async def sync(self, _request: web.Request) -> web.Response:
        body = [] if self.sync_status == 200 else {"message": "Missing Access", "code": 50001}
        return reply(body, status=self.sync_status)

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}, "s": None, "t": None})
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.json()["op"] == 2:
                self.identified.set()
                if self.close_code:
                    await socket.close(code=self.close_code)
        return socket

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/api/users/@me", self.me)
        app.router.add_get("/api/oauth2/applications/@me", self.application)
        app.router.add_put("/api/applications/{id}/commands", self.sync)
        app.router.add_get("/gateway/", self.gateway)
        return app


@asynccontextmanager
async def listening(server: LoopbackDiscord, patch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Serve on a free loopback port; discord.py has no setting for another address, only class attributes."""
    runner = web.AppRunner(server.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    patch.setattr(discord.http.Route, "BASE", f"http://{host}:{port}/api")
    patch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws://{host}:{port}/gateway/"))
    try:
        yield
    finally:
        await runner.cleanup()


def _bot(folder: Path, token: str = "good") -> NayrabBot:
    return create_bot(BotOptions(token), FakeAnswerer(), State(folder / "state.db"))


@pytest.mark.parametrize(
    ("token", "server", "told"),
    [
        ("wrong", {}, "Discord does not accept the token"),
        ("good", {"close_code": 4014}, "Message Content intent"),
        ("good", {"close_code": 4012}, "Discord closed the connection"),
        ("good", {"sync_status": 403}, "Discord did not take the bot's commands"),
    ],
    ids=["wrong token", "missing intent", "closed for good", "commands refused"],
)
async def test_what_refuses_the_bot_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str, server: dict[str, int], told: str
) -> None:
    bot = _bot(tmp_path, token)
    async with listening(LoopbackDiscord(**server), monkeypatch):
        with pytest.raises(BotStartError, match=told) as caught:
            await asyncio.wait_for(run_bot(bot), 20)
    assert "\n" not in str(caught.value)
    assert bot.is_closed()


async def test_no_connection_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api")
    with pytest.raises(BotStartError, match="Discord cannot be reached"):
        await run_bot(_bot(tmp_path))


async def test_without_a_token_discord_is_not_even_asked(tmp_path: Path) -> None:
    with pytest.raises(BotStartError, match="There is no Discord token"):
        await run_bot(_bot(tmp_path, "  "))


async def test_a_signal_stops_it_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = LoopbackDiscord()
    bot = _bot(tmp_path)
    async with listening(server, monkeypatch):
        running = asyncio.create_task(run_bot(bot))
        await asyncio.wait_for(server.identified.wait(), 20)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 20)
    assert bot.is_closed()
