"""What the bot is run with, and what a test replaces of the world around it. Pure data.

Place in the flow: `bot.wiring` fills it in from the settings, `bot.client.bot` reads it.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discord import app_commands

from bot.access import Policy
from bot.tariff import Tariff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(frozen=True, slots=True)
class BotOptions:
    """What the bot is run with.

    `guild_ids`: register commands in these servers alone (at once; for trying out), else everywhere.
    `message_content`: read messages that do not mention the bot, in threads it answers in; a privileged intent.
    `answer_seconds`: limit on one answer. `max_concurrent` answers at once, `max_waiting` more queued behind them.
    `closing_seconds`: how long a shutdown waits for what is under way. `upload_bytes`: the biggest file taken in.
    `tariff`: what the language model costs that answers. `history_tokens`: how much of a conversation (earlier
    questions, in cl100k tokens) goes along with a question.
    """

    token: str = field(repr=False)
    guild_ids: tuple[int, ...] = ()
    message_content: bool = False
    answer_seconds: float = 120.0
    max_concurrent: int = 2
    max_waiting: int = 100
    closing_seconds: float = 10.0
    upload_bytes: int = 8 * 1024 * 1024
    policy: Policy = field(default_factory=Policy)
    tariff: Tariff = field(default_factory=Tariff)
    history_tokens: int = 400


class RefusedError(app_commands.CheckFailure):
    """Somebody may not do this; the message is the sentence for them."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a test replaces: `new_ref` ties an apology to the log, `new_key` names what a button stands for.

    `now` is in seconds and only ever grows; `sleep` waits on the same clock.
    """

    new_ref: Callable[[], str] = lambda: secrets.token_hex(3)
    new_key: Callable[[], str] = lambda: secrets.token_hex(8)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now: Callable[[], float] = time.monotonic
