"""Starting and stopping against a loopback Discord: what refuses the bot is one sentence."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import discord
import pytest
from discord.gateway import DiscordWebSocket

from bot.client import BotOptions, NayrabBot, create_bot, run_bot
from bot.faults import BotStartError
from bot.playground.loopback import Loopback
from bot.state import State
from bot.wiring.standin import talk_to
from tests.fakes.answerer import FakeAnswerer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GOOD = "good"


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Loopback]:
    """A Discord on this machine, put in the real one's place for one test."""
    async with Loopback(GOOD) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
        talk_to(server.url)
        yield server


def _bot(folder: Path, token: str = GOOD, *, message_content: bool = False) -> NayrabBot:
    options = BotOptions(token, message_content=message_content)
    return create_bot(options, FakeAnswerer(), State(folder / "state.db"))


async def _refusal(bot: NayrabBot) -> str:
    """The sentence with which it gives up."""
    with pytest.raises(BotStartError) as caught:
        await asyncio.wait_for(run_bot(bot), 20)
    assert bot.is_closed()
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.usefixtures("server")
async def test_a_wrong_token_is_one_sentence(tmp_path: Path) -> None:
    assert "Discord does not accept the token" in await _refusal(_bot(tmp_path, "wrong"))


@pytest.mark.usefixtures("server")
async def test_a_missing_intent_is_one_sentence(tmp_path: Path) -> None:
    assert "Message Content intent" in await _refusal(_bot(tmp_path, message_content=True))


async def test_a_connection_closed_for_good_is_one_sentence(server: Loopback, tmp_path: Path) -> None:
    server.gateway.refusal = 4012
    assert "Discord closed the connection" in await _refusal(_bot(tmp_path))


async def test_commands_that_are_refused_are_one_sentence(server: Loopback, tmp_path: Path) -> None:
    server.backend.faults.append(
        {"method": "PUT", "path": "*/commands", "status": 403, "code": 50001, "message": "Missing Access", "times": 1}
    )
    assert "Discord did not take the bot's commands" in await _refusal(_bot(tmp_path))


async def test_no_connection_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api")
    with pytest.raises(BotStartError, match="Discord cannot be reached"):
        await run_bot(_bot(tmp_path))


async def test_without_a_token_discord_is_not_even_asked(tmp_path: Path) -> None:
    with pytest.raises(BotStartError, match="There is no Discord token"):
        await run_bot(_bot(tmp_path, "  "))


async def test_a_signal_stops_it_cleanly(server: Loopback, tmp_path: Path) -> None:
    bot = _bot(tmp_path)
    running = asyncio.create_task(run_bot(bot))
    await server.until(lambda: server.gateway.session)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 20)
    assert bot.is_closed()
