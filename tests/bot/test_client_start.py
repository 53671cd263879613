"""Starting and stopping against a loopback Discord: what refuses the bot is one sentence."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import os
import signal
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord.gateway import DiscordWebSocket
from sqlalchemy import insert, select

from bot.client import BotOptions, NayrabBot, Tools, create_bot, run_bot
from bot.client.login import FATAL, why_refused
from bot.client.registration import register_in
from bot.faults import BotStartError, ClosingError
from bot.offload import ThreadOffload
from bot.playground.loopback import Loopback
from bot.reception import Lookup
from bot.state import State
from bot.state.tables import servers
from bot.wiring.standin import talk_to
from tests.fakes.answerer import FakeAnswerer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from bot.playground.loopback import Call

GOOD = "good"


class _Response:
    """What an error of discord.py says of the answer it came with."""

    reason = "no\nreason"

    def __init__(self, status: int) -> None:
        self.status = status


def _response(status: int) -> Any:
    return _Response(status)


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Loopback]:
    """A Discord on this machine, put in the real one's place for one test."""
    async with Loopback(GOOD) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
        talk_to(server.url)
        yield server


def _bot(
    folder: Path,
    token: str = GOOD,
    *,
    message_content: bool = False,
    guild_ids: tuple[int, ...] = (),
    waits: list[float] | None = None,
) -> NayrabBot:
    """A bot whose waits between tries to log in take no time and are noted."""
    options = BotOptions(token, guild_ids=guild_ids, message_content=message_content)
    noted = waits if waits is not None else []

    async def no_wait(seconds: float) -> None:
        noted.append(seconds)

    return create_bot(options, FakeAnswerer(), State(folder / "state.db"), tools=Tools(sleep=no_wait))


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


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4004, "does not accept the token"),
        (4010, "update Nayrab"),
        (4011, "too many servers"),
        (4012, "update Nayrab"),
        (4013, "update Nayrab"),
        (4014, "Message Content intent"),
    ],
)
async def test_a_connection_closed_for_good_is_one_sentence(
    server: Loopback, tmp_path: Path, code: int, words: str
) -> None:
    server.gateway.refusal = code
    assert words in await _refusal(_bot(tmp_path))


async def test_no_connection_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/api")
    waits: list[float] = []
    with pytest.raises(BotStartError, match="Discord cannot be reached"):
        await run_bot(_bot(tmp_path, waits=waits))
    assert waits == [1, 2, 4, 8]


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


@pytest.mark.parametrize("status", [503, 520])
async def test_a_fault_of_discord_at_login_is_tried_again(server: Loopback, tmp_path: Path, status: int) -> None:
    _fail(server, "GET", "/users/@me", status, times=2)
    waits: list[float] = []
    await _runs_until_let_in(_bot(tmp_path, waits=waits), server)
    assert waits == [1, 2]


async def test_a_signal_during_the_tries_ends_them(server: Loopback, tmp_path: Path) -> None:
    _fail(server, "GET", "/users/@me", 503, times=9)
    bot = _bot(tmp_path)

    async def stopped_while_waiting(_seconds: float) -> None:
        await bot.close()

    bot.tools = Tools(sleep=stopped_while_waiting)
    await asyncio.wait_for(run_bot(bot), 20)
    assert server.gateway.session is None


class TestRegistration:
    async def test_the_commands_are_sent_once_and_again_only_when_they_changed(
        self, server: Loopback, tmp_path: Path
    ) -> None:
        await _runs_until_let_in(_bot(tmp_path), server)
        assert len(_puts(server)) == 1
        await _runs_until_let_in(_bot(tmp_path), server)
        assert len(_puts(server)) == 1
        changed = _bot(tmp_path)
        changed.reception = dataclasses.replace(changed.reception, lookups={Lookup.TIMELINE: FakeAnswerer().answer})
        await _runs_until_let_in(changed, server)
        assert "timeline" in {command["name"] for command in _puts(server)[1].body}

    async def test_commands_that_discord_lost_are_sent_again(self, server: Loopback, tmp_path: Path) -> None:
        await _runs_until_let_in(_bot(tmp_path), server)
        server.backend.commands.clear()
        await _runs_until_let_in(_bot(tmp_path), server)
        assert len(_puts(server)) == 2

    async def test_where_the_memory_cannot_be_read_they_are_sent(self, server: Loopback, tmp_path: Path) -> None:
        await _runs_until_let_in(_bot(tmp_path), server)
        bot = _bot(tmp_path)
        with sqlite3.connect(tmp_path / "state.db") as connection:
            connection.execute("DROP TABLE registrations")
        connection.close()
        await _runs_until_let_in(bot, server)
        assert len(_puts(server)) == 2

    async def test_servers_that_are_no_longer_named_lose_them(self, server: Loopback, tmp_path: Path) -> None:
        first, second = (server.backend.create_guild(name).id for name in ("One", "Two"))
        await _runs_until_let_in(_bot(tmp_path), server)
        await _runs_until_let_in(_bot(tmp_path, guild_ids=(first, second)), server)
        assert server.backend.commands[None] == {}
        assert server.backend.commands[first]
        await _runs_until_let_in(_bot(tmp_path, guild_ids=(second,)), server)
        assert server.backend.commands[first] == {}
        await _runs_until_let_in(_bot(tmp_path), server)
        assert server.backend.commands[second] == {}
        assert server.backend.commands[None]

    async def test_one_server_that_fails_is_logged_and_the_others_are_served(
        self, server: Loopback, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        good, bad = (server.backend.create_guild(name).id for name in ("Good", "Bad"))
        _fail(server, "PUT", f"*/guilds/{bad}/commands", 403, code=50001)
        await _runs_until_let_in(_bot(tmp_path, guild_ids=(bad, good)), server)
        assert server.backend.commands[good]
        assert f"in server {bad}" in caplog.text
        assert "applications.commands" in caplog.text

    @pytest.mark.parametrize(
        ("status", "code", "words"),
        [(403, 50001, "scope applications.commands"), (404, 10004, "discord.guilds"), (400, 50035, "breaks its rules")],
    )
    async def test_where_none_can_be_served_it_does_not_start(
        self, server: Loopback, tmp_path: Path, status: int, code: int, words: str
    ) -> None:
        _fail(server, "PUT", "*/commands", status, code=code)
        assert words in await _refusal(_bot(tmp_path, guild_ids=(77,)))

    async def test_a_server_that_the_bot_comes_into_gets_them(self, server: Loopback, tmp_path: Path) -> None:
        here = server.backend.create_guild("Here").id
        bot = _bot(tmp_path, guild_ids=(here,))
        running = asyncio.create_task(run_bot(bot))
        await server.until(lambda: server.gateway.session)
        await asyncio.wait_for(bot.wait_until_ready(), 20)
        await register_in(bot, here)
        await register_in(bot, 99)
        assert len(_puts(server)) == 2
        await bot.close()
        await running


async def test_a_server_that_is_gone_loses_nothing_of_what_is_stored(server: Loopback, tmp_path: Path) -> None:
    here = server.backend.create_guild("Here").id
    bot = _bot(tmp_path)
    running = asyncio.create_task(run_bot(bot))
    await server.until(lambda: server.gateway.session)
    await bot.wait_until_ready()
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    with bot.reception.state.database.writing() as connection:
        connection.execute(
            insert(servers).values(guild_id=here, rules={"language": "ru"}, changed=int(now.timestamp()), changed_by=1)
        )
    left = asyncio.Event()
    bot.add_listener(_setting(left), "on_guild_remove")
    server.backend.remove_guild(here)
    await asyncio.wait_for(left.wait(), 10)
    await bot.close()
    await running
    with bot.reception.state.database.reading() as connection:
        assert connection.execute(select(servers.c.rules)).scalars().all() == [{"language": "ru"}]


def _setting(event: asyncio.Event) -> Callable[[discord.Guild], Coroutine[Any, Any, None]]:
    async def on_guild_remove(_guild: discord.Guild) -> None:
        event.set()

    return on_guild_remove


@pytest.mark.parametrize(
    "error",
    [
        discord.LoginFailure("x"),
        discord.PrivilegedIntentsRequired(None),
        discord.GatewayNotFound(),  # type: ignore[no-untyped-call]  # the library has no types here
        OSError("no route\nto host"),
        TimeoutError(),
        *(discord.HTTPException(_response(status), "over\nthere") for status in (403, 429)),
        discord.DiscordServerError(_response(502), "<html>\n</html>"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_refuses_it_is_one_line_that_says_what_to_do(error: Exception) -> None:
    said = why_refused(error)
    assert "\n" not in said
    assert said.endswith(".")
    assert ";" in said
    assert isinstance(error, FATAL)


class TestLeaving:
    """What becomes of whoever is being answered when the bot is stopped."""

    async def test_who_waits_is_told_at_once_and_who_is_answered_when_time_is_up(self) -> None:
        gate, loop = threading.Event(), asyncio.get_running_loop()
        begun = asyncio.Event()

        def work() -> None:
            loop.call_soon_threadsafe(begun.set)
            gate.wait()

        offload = ThreadOffload(workers=1, waiting=1, limit=30)
        answered, queued = asyncio.create_task(offload.run(work)), asyncio.create_task(offload.run(work))
        await begun.wait()
        assert offload.callers == {answered, queued}
        offload.close()
        with pytest.raises(ClosingError, match="ask again in a minute"):
            await queued
        assert not answered.done()
        offload.give_up()
        with pytest.raises(ClosingError):
            await answered
        assert offload.busy
        gate.set()
        await asyncio.to_thread(offload._pool.shutdown)
        assert not offload.busy

    async def test_who_is_cancelled_is_not_told_that_the_bot_leaves(self) -> None:
        gate = threading.Event()
        offload = ThreadOffload(workers=1, waiting=1, limit=30)
        given_up = asyncio.create_task(offload.run(gate.wait))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        gate.set()
        offload.close()


def _fail(server: Loopback, method: str, path: str, status: int, *, code: int = 0, times: int = 1) -> None:
    fault = {"method": method, "path": path, "status": status, "code": code, "message": "a fault", "times": times}
    server.backend.faults.append(fault)


def _puts(server: Loopback) -> list[Call]:
    return [call for call in server.calls if call.method == "PUT" and call.path.endswith("/commands") and call.body]


async def _runs_until_let_in(bot: NayrabBot, server: Loopback) -> None:
    before = server.gateway.session
    running = asyncio.create_task(run_bot(bot))
    await server.until(lambda: running.done() or server.gateway.session not in {None, before})
    await bot.close()
    await asyncio.wait_for(running, 20)
