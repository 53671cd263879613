"""From start to stop: the bot logs in, runs until a signal, and every way in which Discord refuses it is one sentence.

Place in the flow: `bot.wiring.running` runs the bot that `create_bot` built with `run_bot`.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.faults import BotStartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.client.bot import NayrabBot
    from bot.client.options import BotOptions


LOGIN_WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try to log in while Discord cannot be reached: five tries in all."""
PASSING_FAULTS = (discord.DiscordServerError, aiohttp.ClientError, OSError, asyncio.TimeoutError)
"""What may be over in a moment: no connection, or a fault on Discord's side."""
FATAL = (
    *PASSING_FAULTS,
    discord.HTTPException,
    discord.GatewayNotFound,
    discord.LoginFailure,
    discord.PrivilegedIntentsRequired,
    discord.ConnectionClosed,
)
"""What ends the run; everything else that happens to the connection is made good by discord.py."""

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_PORTAL = "https://discord.com/developers/applications"
_INTENT = (
    "The bot asks for the Message Content intent, which is off for it; switch it on in the Developer Portal (Bot, "
    "Privileged Gateway Intents) or set discord.message_content to false."
)
_NOT_ACCEPTED = (
    "Discord does not accept the token; copy it again from the Developer Portal (Bot, Reset Token) into "
    "NAYRAB_DISCORD__TOKEN or the config file."
)
_UPDATE = "Discord closed the connection ({code}: {why}); update Nayrab to its newest version."
CLOSE_CODES: Mapping[int, str] = {
    4004: _NOT_ACCEPTED,
    4010: _UPDATE.format(code=4010, why="it takes the bot's part of the servers for invalid"),
    4011: (
        "Discord closed the connection (4011: the bot is in too many servers for one connection); take it out of "
        "some, for Nayrab does not split servers over several connections."
    ),
    4012: _UPDATE.format(code=4012, why="it no longer knows the API version that the bot speaks"),
    4013: _UPDATE.format(code=4013, why="it does not know the intents that the bot asks for"),
    4014: _INTENT,
}
"""The codes with which Discord closes a connection for good, each as one sentence; after any other it is made anew."""


def require_token(options: BotOptions) -> str:
    """Return the token; raises `BotStartError` where there is none."""
    token = options.token.strip()
    if not token:
        raise BotStartError("There is no Discord token; set NAYRAB_DISCORD__TOKEN or discord.token in the config file.")
    return token


async def run_bot(bot: NayrabBot) -> None:
    """Run the bot until it is stopped (SIGINT, SIGTERM, cancelled); raises `BotStartError` when Discord refuses it."""
    token = require_token(bot.options)
    async with bot:
        try:
            with _stopping_on_signals(bot):
                await bot.start(token)
        except FATAL as error:
            raise BotStartError(why_refused(error)) from error


def why_refused(error: BaseException) -> str:
    """Return why Discord does not let the bot in, and what to do, in one sentence."""
    match error:
        case discord.LoginFailure():
            return _NOT_ACCEPTED
        case discord.PrivilegedIntentsRequired():
            return _INTENT
        case discord.ConnectionClosed():
            return CLOSE_CODES.get(error.code) or (
                f"Discord closed the connection (code {error.code}); check the bot at {_PORTAL} and start it again."
            )
        case discord.HTTPException(status=429):
            return (
                "Discord takes no requests from this address for now (429); wait an hour, and see that nothing starts "
                "the bot over and over."
            )
        case _:
            return f"Discord cannot be reached ({_flat(error)}); check the connection and try again."


def _flat(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@contextlib.contextmanager
def _stopping_on_signals(bot: NayrabBot) -> Iterator[None]:
    """Let the first SIGINT or SIGTERM close the bot, and the next one end the process at once."""
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []

    def close() -> None:
        for name in _SIGNALS:
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_DFL)
        closing.append(loop.create_task(bot.close()))

    before = {name: signal.getsignal(name) for name in _SIGNALS}
    # Where a platform has no signal handlers on its loop, Ctrl-C still cancels the run.
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        for name in _SIGNALS:
            loop.add_signal_handler(name, close)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            for name, handler in before.items():
                loop.remove_signal_handler(name)
                signal.signal(name, handler)
