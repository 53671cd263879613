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
    from bot.client.bot import NayrabBot


async def run_bot(bot: NayrabBot) -> None:
    """Run the bot until it is stopped (SIGINT, SIGTERM, cancelled); raises `BotStartError` when Discord refuses it."""
    token = bot.options.token.strip()
    if not token:
        raise BotStartError("There is no Discord token; set NAYRAB_DISCORD__TOKEN or discord.token in the config file.")
    async with bot:
        _stop_on_signals(bot)
        try:
            await bot.start(token)
        except discord.LoginFailure as error:
            raise BotStartError(
                "Discord does not accept the token; copy it again from the Developer Portal (Bot, Reset Token) into "
                "NAYRAB_DISCORD__TOKEN or the config file."
            ) from error
        except discord.PrivilegedIntentsRequired as error:
            raise BotStartError(
                "The bot asks for the Message Content intent, which is off for it; switch it on in the Developer "
                "Portal (Bot, Privileged Gateway Intents) or set discord.message_content to false."
            ) from error
        except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
            raise BotStartError(f"Discord cannot be reached ({error}); check the connection and try again.") from error
        except discord.ConnectionClosed as error:
            raise BotStartError(f"Discord closed the connection ({error}); check the bot in the portal.") from error


def _stop_on_signals(bot: NayrabBot) -> None:
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        # Where a platform has no signal handlers on its loop, Ctrl-C still cancels the run.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(name, lambda: closing.append(loop.create_task(bot.close())))
