"""A simulated Discord with the real bot in it: one guild, one channel, Alice; the outbox is checked on the way out."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import simcord

from bot.client import BotOptions, NayrabBot, Tools, create_bot
from bot.state import State
from tests.fakes.answerer import FakeAnswerer
from tests.fakes.outbox import check_outbox, contents

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    import discord
    from simcord.results import ResponseMessage

    from bot.offload import Offload
    from bot.reception import Answerer, Lookups
    from bot.research import Research
    from bot.server_settings import ServerSettings
    from tests.fakes.curator import FakeCurator

START = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, **how: float) -> None:
        self.now += dt.timedelta(**how)


@dataclass
class House:
    """Everything a test needs: the world, the people, the fake answerer (or a real one), the clock."""

    folder: Path
    answerer: FakeAnswerer = field(default_factory=FakeAnswerer)
    clock: Clock = field(default_factory=Clock)
    options: BotOptions = field(default_factory=lambda: BotOptions(token="not-a-token"))
    offload: Offload | None = None
    real_answerer: Answerer | None = None
    warm_up: Callable[[], object] | None = None
    curator: FakeCurator | None = None
    lookups: Lookups | None = None
    research: Research | None = None
    rules: ServerSettings | None = None
    ids: itertools.count[int] = field(default_factory=itertools.count)
    seen_errors: int = 0
    env: simcord.Env = field(init=False)
    guild: simcord.GuildHandle = field(init=False)
    channel: simcord.ChannelHandle = field(init=False)
    alice: simcord.MemberActor = field(init=False)

    def bot(self) -> NayrabBot:
        """A new bot over the same folder."""
        return create_bot(
            self.options,
            self.real_answerer or self.answerer,
            State(self.folder / "state.db"),
            warm_up=self.warm_up,
            clock=self.clock,
            offload=self.offload,
            curator=self.curator,
            lookups=self.lookups,
            research=self.research,
            rules=self.rules,
            tools=Tools(
                lambda: "abc123", lambda: f"answer{next(self.ids)}", self._sleep, lambda: self.env.now().timestamp()
            ),
        )

    async def passes(self, seconds: float) -> None:
        """Let time go by for everybody."""
        self.clock.advance(seconds=seconds)
        await self.env.advance_time(seconds)

    async def outside(self, waiting: Awaitable[Any]) -> Any:
        """Wait, inside the bot, for something that only the test can bring about."""
        return await self.env.external_wait(waiting, reason="the test decides")

    async def _sleep(self, seconds: float) -> None:
        await self.outside(asyncio.sleep(seconds))

    def errors(self) -> list[BaseException]:
        """What the bot raised so far; asking for it says that it was meant to."""
        self.seen_errors = self.env.error_cursor
        return self.env.errors

    @property
    def running(self) -> NayrabBot:
        """The bot that is running now."""
        assert isinstance(self.env.bot, NayrabBot)
        return self.env.bot

    @property
    def me(self) -> str:
        user = self.env.bot.user
        assert user is not None
        return user.mention

    @property
    def last(self) -> discord.Message:
        message = self.channel.last_message
        assert message is not None
        return message

    @property
    def said(self) -> list[str]:
        return contents(self.env)


def shown(result: simcord.InteractionResult) -> ResponseMessage:
    """The message an interaction was answered with."""
    assert result.response is not None
    return result.response


@contextlib.asynccontextmanager
async def opened(house: House, **options: Any) -> AsyncIterator[House]:
    """Open the house; on the way out whatever the bot sent is checked."""
    # Not `simcord.run`: its clock context cannot be left by a fixture, whose teardown runs in another context.
    if house.curator is not None:
        house.curator.waiting = house.outside
    env = house.env = simcord.Env(house.bot(), **options)
    await env.start()
    try:
        house.guild = env.create_guild()
        house.channel = house.guild.create_text_channel("general")
        house.alice = house.guild.add_member(env.create_user("alice"))
        yield house
        check_outbox(env)
    finally:
        await env.shutdown()
    unexpected = env.errors_since(house.seen_errors)
    assert not unexpected, unexpected
