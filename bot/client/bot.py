"""The discord.py bot: intents, mentions off, cogs by name, commands registered, one place where errors reach people.

Place in the flow: `bot.wiring` builds it with `create_bot` and runs it with `run_bot`; the cogs do the talking.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import sys
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.admission import Admission
from bot.client.cogs import cogs_for
from bot.client.login import LOGIN_WAITS, PASSING_FAULTS
from bot.client.options import BotOptions, RefusedError, Tools
from bot.client.registration import register
from bot.client.sending import say
from bot.client.translation import CatalogueTranslator
from bot.conversation import TokenBudget, roughly
from bot.faults import StateError, explain
from bot.offload import Offload, ThreadOffload
from bot.phrases import said_in
from bot.reception import Answerer, Lookups, Reception
from bot.research import Research
from bot.server_settings import ServerSettings
from bot.views import BUTTONS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.curation import Curator
    from bot.phrases import Language
    from bot.state import State

_log = logging.getLogger(__name__)

_STALE = "This command has changed since Discord showed it to you. Please restart Discord and try again."

_LAST_WORDS_SECONDS = 5.0
"""How long, after the end of `closing_seconds`, the excuses may take to reach Discord."""
_REGISTERING_SECONDS = 60.0


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
        admission: Admission,
        tools: Tools,
        *,
        research: Research,
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
        self.reception: Reception = reception
        self.admission: Admission = admission
        self.research: Research = research
        self.curator: Curator | None = curator
        self.tools = tools
        self._warm_up = warm_up
        self._warming: asyncio.Task[None] | None = None
        self._registering: asyncio.Task[None] | None = None
        self._talking: set[asyncio.Task[Any]] = set()
        self._set_up = False
        self._leaving = False

    async def setup_hook(self) -> None:
        """Load the cogs, revive the buttons of earlier runs, register the commands."""
        self._set_up = True
        await self.tree.set_translator(CatalogueTranslator())
        for name in cogs_for(self):
            await self.load_extension(name)
        self.add_dynamic_items(*BUTTONS)
        if self._warm_up is not None:
            self._warming = asyncio.create_task(self._get_warm(self._warm_up))
        await self._register_in_time()

    async def login(self, token: str) -> None:
        """Log in; where Discord cannot be reached just now, try again for a while."""
        for wait in (*LOGIN_WAITS, None):
            try:
                await super().login(token)
            except PASSING_FAULTS as error:
                if wait is None or self._set_up:
                    raise
                _log.warning("Discord cannot be reached (%s); trying again in %g seconds", error, wait)
            else:
                return
            await self.http.close()
            self.http.connector = discord.utils.MISSING  # it was closed with the session; discord.py makes a new one
            await self.tools.sleep(wait)
            if self.is_closed():
                return

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing: there are no prefix commands; the ask cog listens for itself."""

    async def on_error(self, event_method: str, /, *args: Any, **_kwargs: Any) -> None:
        """Note what went wrong in an event; when it was somebody's message, tell them."""
        error = sys.exc_info()[1]
        if error is None:
            return
        text = self.noted(error, f"event {event_method}")
        if args and isinstance(args[0], discord.Message):
            language = await self.language_in(args[0].guild.id if args[0].guild else None)
            await say(args[0], said_in(text, language), language=language)

    async def apologise(self, interaction: discord.Interaction[Any], error: Exception) -> None:
        """Note what went wrong in a command or button, and tell the one who used it."""
        name = interaction.command.qualified_name if interaction.command else "button"
        text = said_in(self.noted(error, f"interaction {name}"), await self.language_in(interaction.guild_id))
        send = interaction.followup.send if interaction.response.is_done() else interaction.response.send_message
        try:
            await send(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as failure:
            _log.warning("the asker could not be told: %s", failure)

    async def language_in(self, guild_id: int | None) -> Language:
        """Return the language that a server has chosen; the default one where its rules cannot be read."""
        try:
            return (await self.admission.rules(guild_id)).language
        except StateError:
            return self.admission.defaults.language

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
        """Finish what is being said, or excuse what cannot be finished in time; then leave Discord."""
        if not self._leaving:
            self._leaving = True
            _log.info("leaving: no new questions are taken")
            await self._finish_talking()
        await super().close()

    async def _finish_talking(self) -> None:
        """Let whoever waits in the queue be told at once, and whoever is being answered after `closing_seconds`."""
        offload, me = self.reception.offload, asyncio.current_task()
        offload.close()
        under_way = (self._talking | offload.callers) - {me}
        if not under_way:
            return
        _done, unfinished = await asyncio.wait(under_way, timeout=self.options.closing_seconds)
        if unfinished:
            _log.warning("%d answers could not be finished in time; whoever asked is told", len(unfinished))
            offload.give_up()
            await asyncio.wait(unfinished, timeout=_LAST_WORDS_SECONDS)

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

    async def _register_in_time(self) -> None:
        """Register the commands; where Discord makes that wait (a rate limit), the bot goes on without waiting."""
        registering = asyncio.create_task(register(self))
        try:
            done, _ = await asyncio.wait({registering}, timeout=_REGISTERING_SECONDS)
        except asyncio.CancelledError:
            registering.cancel()
            raise
        if done:
            registering.result()
            return
        _log.warning("Discord makes the registration of the commands wait; those it has are offered until then")
        registering.add_done_callback(_note_late)
        self._registering = registering


def create_bot(  # noqa: PLR0913 - every part of the bot is handed in here
    options: BotOptions,
    answerer: Answerer,
    state: State,
    *,
    lookups: Lookups | None = None,
    research: Research | None = None,
    rules: ServerSettings | None = None,
    curator: Curator | None = None,
    warm_up: Callable[[], object] | None = None,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    offload: Offload | None = None,
    tools: Tools | None = None,
    count_tokens: Callable[[str], int] | None = None,
) -> NayrabBot:
    """Build the bot; without a `curator` the admin group `/corpus` is not offered, without `lookups` no look-ups.

    `rules` are what holds in a server that has set nothing itself. `warm_up` (blocking) loads in a thread, while the
    bot logs in, what answering needs. `clock` gives aware times.
    """
    offload = offload or ThreadOffload(
        workers=options.max_concurrent, waiting=options.max_waiting, limit=options.answer_seconds
    )
    budget = TokenBudget(options.history_tokens, count_tokens or roughly)
    reception = Reception(answerer, state, offload, clock, (tools := tools or Tools()).new_key, lookups or {}, budget)
    admission = Admission(options.policy, rules or ServerSettings(), state, clock, options.tariff)
    return NayrabBot(
        options, reception, admission, tools, research=research or Research(), curator=curator, warm_up=warm_up
    )


def _note_late(registering: asyncio.Task[None]) -> None:
    if not registering.cancelled() and (error := registering.exception()) is not None:
        _log.warning("the commands were not registered: %s", error)


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
