"""The loopback Discord with the bot's own process in it, over a real corpus."""

from __future__ import annotations

import asyncio
import re
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.playground.loopback import Loopback
from bot.playground.people import Person, replies, responses
from tests.fakes.newsroom import Newsroom
from tests.fakes.outbox import check_requests, message_bodies
from tests.wire.edition import EDITION
from tests.wire.process import BotProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from simcord.backend.models import Interaction, Message

TOKEN = "a-token-of-nobody"
HEARTBEAT_MS = 500
_UNHANDLED = re.compile(r"\(ref \w+\)|never retrieved|Exception in callback|Fatal Python|Unhandled|Ignoring exception")
"""What the log says of an exception that nobody was prepared for."""


@dataclass
class Wire:
    """A server with one guild, and the bot's process; it can be killed and started again."""

    server: Loopback
    data: Path
    guild_id: int
    bot: BotProcess | None = None
    people: int = 0
    logs: list[Path] = field(default_factory=list)

    async def starts_the_bot(self, **settings: str) -> BotProcess:
        self.bot = await BotProcess.starts(self.server, self.data, token=TOKEN, **settings)
        self.logs.append(self.bot.log)
        await self.bot.is_let_in(self.server)
        return self.bot

    def somebody(self) -> Person:
        """A new member with a channel of their own: no test sees what another did."""
        self.people += 1
        return Person.joins(self.server.backend, self.guild_id, f"reader{self.people}")

    @property
    def me(self) -> str:
        return f"<@{self.server.backend.bot_user.id}>"

    async def reply(self, message: Message) -> Message:
        """Wait for the bot's reply to a message."""
        return (await self.server.until(lambda: replies(self.server.backend, message)))[0]

    async def response(self, interaction: Interaction) -> Message:
        """Wait for what a command or button is answered with."""
        return (await self.server.until(lambda: responses(self.server.backend, interaction)))[0]

    async def finished(self, message: Message) -> Message:
        """Wait until the reply to a message is complete: an answer has its buttons then."""
        await self.server.until(lambda: any(r.components for r in replies(self.server.backend, message)))
        return replies(self.server.backend, message)[0]

    async def answered(self, interaction: Interaction) -> Message:
        """Wait until the answer to a command is complete."""
        await self.server.until(lambda: any(r.components for r in responses(self.server.backend, interaction)))
        return responses(self.server.backend, interaction)[0]

    async def until(self, holds: Callable[[], object], within: float = 30.0) -> None:
        """Wait for something that happens elsewhere than in Discord."""
        async with asyncio.timeout(within):
            while not holds():  # noqa: ASYNC110 - it happens in another thread or process, which sets no event
                await asyncio.sleep(0.01)

    def sent(self) -> list[dict[str, Any]]:
        """Every message body the bot sent."""
        return message_bodies((call.method, call.body) for call in self.server.calls)

    def check(self) -> None:
        """Fail unless all that was sent kept the rules, and nothing was asked for that the server cannot do."""
        requests = ((call.method, call.path, call.body) for call in self.server.calls)
        check_requests(requests, self.server.backend.channels)
        assert self.server.missing == []
        for log in self.logs:
            unhandled = [line for line in log.read_text().splitlines() if _UNHANDLED.search(line)]
            assert not unhandled, log.read_text()


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A real corpus that nobody has open."""
    return Newsroom(tmp_path_factory.mktemp("wire") / "edition").prints(*EDITION)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(edition: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Wire]:
    """The server alone; what was said is checked in the end."""
    copy = edition.copied_to(tmp_path_factory.mktemp("wire") / "copy")
    async with Loopback(TOKEN, heartbeat_ms=HEARTBEAT_MS) as server:
        wire = Wire(server, copy.data, server.backend.create_guild("Newsroom").id)
        try:
            yield wire
        finally:
            if wire.bot is not None:
                await wire.bot.ends(by=signal.SIGKILL)
        wire.check()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wire(discord: Wire) -> AsyncIterator[Wire]:
    """The server with the bot let in."""
    await discord.starts_the_bot()
    yield discord
    assert discord.bot is not None
    assert await discord.bot.ends(by=signal.SIGTERM) == 0, discord.bot.log.read_text()
    assert discord.sent()
