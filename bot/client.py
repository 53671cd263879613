"""The discord.py bot: intents, mentions off, cogs by name, commands registered, one place where errors reach people.

Place in the flow: `bot.wiring` builds it with `create_bot` and runs it with `run_bot`; the cogs do the talking.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import secrets
import signal
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Policy
from bot.faults import BotStartError, explain
from bot.offload import Offload, ThreadOffload
from bot.reception import Answerer, Lookups, Reception
from bot.views import BUTTONS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.curation import Curator
    from bot.state import State

_log = logging.getLogger(__name__)

COGS = ("bot.cogs.ask", "bot.cogs.help", "bot.cogs.upkeep")
LOOKUP_COG, ADMIN_COG = "bot.cogs.lookup", "bot.cogs.corpus"  # only where there are look-ups, only with a curator

_STALE = "This command has changed since Discord showed it to you. Please restart Discord and try again."


@dataclass(frozen=True, slots=True)
class BotOptions:
    """What the bot is run with.

    `guild_ids`: register commands in these servers alone (at once; for trying out), else everywhere.
    `message_content`: read messages that do not mention the bot, in threads it answers in; a privileged intent.
    `answer_seconds`: limit on one answer. `max_concurrent` answers at once, `max_waiting` more queued behind them.
    `closing_seconds`: how long a shutdown waits for what is under way. `upload_bytes`: the biggest file taken in.
    """

    token: str = field(repr=False)
    guild_ids: tuple[int, ...] = ()
    message_content: bool = False
    answer_seconds: float = 120.0
    max_concurrent: int = 2
    max_waiting: int = 20
    closing_seconds: float = 10.0
    upload_bytes: int = 8 * 1024 * 1024
    policy: Policy = field(default_factory=Policy)


class RefusedError(app_commands.CheckFailure):
    """Somebody may not do this; the message is the sentence for them."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a test replaces: `new_ref` ties an apology to the log, `new_key` names what a button stands for."""

    new_ref: Callable[[], str] = lambda: secrets.token_hex(3)
    new_key: Callable[[], str] = lambda: secrets.token_hex(8)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class NayrabTree(app_commands.CommandTree["NayrabBot"]):
    """The command tree; every error of a command goes to the bot's one handler."""

    async def on_error(
        self, interaction: discord.Interaction[NayrabBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the asker and note it."""
        await self.client.apologise(interaction, error)


class NayrabBot(commands.Bot):
    """The bot. Everything it needs is handed in; `reception` answers, `curator` acts for admins, the cogs speak."""

    def __init__(
        self,
        options: BotOptions,
        reception: Reception,
        tools: Tools,
        *,
        curator: Curator | None = None,
        warm_up: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=_intents(options),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=NayrabTree,
        )
        self.options = options
        self.reception = reception
        self.curator = curator
        self.tools = tools
        self._warm_up = warm_up
        self._warming: asyncio.Task[None] | None = None
        self._talking: set[asyncio.Task[Any]] = set()

    async def setup_hook(self) -> None:
        """Load the cogs, revive the buttons of earlier runs, register the commands."""
        offered = {LOOKUP_COG: bool(self.reception.lookups), ADMIN_COG: self.curator is not None}
        for name in (*COGS, *(cog for cog, wanted in offered.items() if wanted)):
            await self.load_extension(name)
        self.add_dynamic_items(*BUTTONS)
        if self._warm_up is not None:
            self._warming = asyncio.create_task(self._get_warm(self._warm_up))
        await self._register_commands()

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing: there are no prefix commands; the ask cog listens for itself."""

    async def on_error(self, event_method: str, /, *args: Any, **_kwargs: Any) -> None:
        """Note what went wrong in an event; when it was somebody's message, tell them."""
        error = sys.exc_info()[1]
        if error is None:
            return
        text = self.noted(error, f"event {event_method}")
        if args and isinstance(args[0], discord.Message):
            await say(args[0], text)

    async def apologise(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Note what went wrong in a command or button, and tell the one who used it."""
        name = interaction.command.qualified_name if interaction.command else "button"
        text = self.noted(error, f"interaction {name}")
        send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        try:
            await send(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as failure:
            _log.warning("the asker could not be told: %s", failure)

    @contextlib.asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        """Mark the current task as a conversation that a shutdown waits for."""
        task = asyncio.current_task()
        if task is not None:
            self._talking.add(task)
        try:
            yield
        finally:
            if task is not None:
                self._talking.discard(task)

    async def close(self) -> None:
        """Finish what is being said (for a while), then leave Discord."""
        if not self.is_closed():
            under_way = self._talking - {asyncio.current_task()}
            if under_way:
                await asyncio.wait(under_way, timeout=self.options.closing_seconds)
            self.reception.offload.close()
        await super().close()

    async def _get_warm(self, warm_up: Callable[[], object]) -> None:
        """Load what answering needs before the first question comes; whatever fails now is told to who asks later."""
        try:
            await asyncio.to_thread(warm_up)
        except Exception as error:  # noqa: BLE001  # a question meets the same fault and is answered with its sentence
            _log.warning("the bot is not ready to answer: %s", error)

    def noted(self, error: BaseException, where: str) -> str:
        """Write an error to the log and return the sentence for whoever met it."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        refusal = _refusal_of_discord(cause)
        if refusal:
            return refusal
        ref = self.tools.new_ref()
        told = explain(cause, ref)
        if told.expected:
            _log.warning("%s: %s", where, cause)
        else:
            _log.error("%s failed (ref %s)", where, ref, exc_info=cause)
        return told.text

    async def _register_commands(self) -> None:
        guilds = [discord.Object(guild_id) for guild_id in self.options.guild_ids]
        try:
            if not guilds:
                await self.tree.sync()
            for guild in guilds:
                self.tree.copy_global_to(guild=guild)
                await self.tree.sync(guild=guild)
        except (discord.HTTPException, app_commands.AppCommandError) as error:
            raise BotStartError(
                f"Discord did not take the bot's commands ({error}); check the server ids in the settings, and that "
                "the bot was invited with the scope applications.commands."
            ) from error


def create_bot(  # noqa: PLR0913 - every part of the bot is handed in here
    options: BotOptions,
    answerer: Answerer,
    state: State,
    *,
    lookups: Lookups | None = None,
    curator: Curator | None = None,
    warm_up: Callable[[], object] | None = None,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    offload: Offload | None = None,
    tools: Tools | None = None,
) -> NayrabBot:
    """Build the bot; without a `curator` the admin group `/corpus` is not offered, without `lookups` no look-ups.

    `warm_up` (blocking) loads in a thread, while the bot logs in, what answering needs. `clock` gives aware times.
    """
    offload = offload or ThreadOffload(
        workers=options.max_concurrent, waiting=options.max_waiting, limit=options.answer_seconds
    )
    reception = Reception(answerer, state, offload, clock, (tools := tools or Tools()).new_key, lookups or {})
    return NayrabBot(options, reception, tools, curator=curator, warm_up=warm_up)


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


async def say(message: discord.Message, content: str, view: discord.ui.View | None = None) -> discord.Message | None:
    """Reply to a message; failing that write into its channel, failing that to its author alone.

    Returns what was sent, or None when nobody could be told (which is logged).
    """
    options: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none(), "suppress_embeds": True}
    if view is not None:
        options["view"] = view
    reference = message.to_reference(fail_if_not_exists=False)
    ways: tuple[tuple[discord.abc.Messageable, dict[str, Any]], ...] = (
        (message.channel, {"reference": reference, "mention_author": False}),
        (message.channel, {}),
        (message.author, {}),
    )
    for where, how in ways:
        try:
            return await where.send(content, **how, **options)
        except discord.HTTPException as error:
            _log.warning("could not answer message %s: %s", message.id, error)
    return None


def _intents(options: BotOptions) -> discord.Intents:
    intents = discord.Intents.none()
    intents.guilds = True
    intents.messages = True
    intents.message_content = options.message_content
    return intents


def _refusal_of_discord(error: BaseException) -> str | None:
    match error:
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return _STALE
        case app_commands.CommandOnCooldown():
            return f"Please wait {error.retry_after:.0f} seconds before you use that again."
        case RefusedError():
            return str(error)
        case app_commands.CheckFailure():
            return "You may not do that here."
    return None


def _stop_on_signals(bot: NayrabBot) -> None:
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        # Where a platform has no signal handlers on its loop, Ctrl-C still cancels the run.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(name, lambda: closing.append(loop.create_task(bot.close())))
