"""Questions: `/ask`, mentions, replies, threads and direct messages become requests; the replies are sent in place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Action, Denied
from bot.client import say
from bot.client.interacting import InteractionOutlet
from bot.client.sending import FAILURES, MessageOutlet, Voice
from bot.cogs.listening import Listener
from bot.cogs.people import asker, asker_of, place
from bot.cogs.replying import admitted, answer_through
from bot.conversation import LONGEST_QUESTION, thread_name, tidy
from bot.faults import explain
from bot.markup import escape, one_line
from bot.narrowing import UnusableOptionError, dates_between
from bot.paging import shorten
from bot.phrases import said_in, worded
from bot.reception import Request
from bot.render import help_message
from bot.state import Asked
from bot.underway import Underway
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.access import Place
    from bot.client import NayrabBot
    from bot.server_settings import ServerSettings
    from bot.underway import Asking
    from ingest.corpus.models import ArticleFilter

_log = logging.getLogger(__name__)

_UNREADABLE = "Discord lets me read a reply only when it mentions me: write @ and my name in it, or use `/ask`."
_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
_LONGEST_OPTION = 100
_HEADLINE = 300
_TYPING_SECONDS = 8.0
"""Discord shows that somebody is typing for ten seconds."""


class AskCog(commands.Cog):
    """Answers questions, however they reach the bot."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot
        self._listener = Listener(bot)
        self._underway = Underway()

    @app_commands.command(name="ask", description="Ask about the conflict; answered from news articles, with sources")
    @app_commands.describe(
        question="What you want to know",
        publisher="Only what this publisher printed",
        since="Only articles from then on: 2020-02-25, February 2020, 2020, last week",
        until="Only articles up to then: 2020-02-25, February 2020, 2020, last week",
        private="Show the answer to you alone",
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(  # discord.py makes the options of these parameters
        self,
        interaction: discord.Interaction[NayrabBot],
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
        publisher: app_commands.Range[str, 1, _LONGEST_OPTION] | None = None,
        since: app_commands.Range[str, 1, _LONGEST_OPTION] | None = None,
        until: app_commands.Range[str, 1, _LONGEST_OPTION] | None = None,
        private: bool | None = None,  # noqa: FBT001  # as above
    ) -> None:
        """Answer in place: acknowledged at once, filled in when the answer is there."""
        try:
            within = dates_between(since, until, self._bot.reception.clock().date())
        except UnusableOptionError as error:
            none, language = discord.AllowedMentions.none(), await self._bot.language_in(interaction.guild_id)
            told = explain(error, "", language).text
            await interaction.response.send_message(told, ephemeral=True, allowed_mentions=none)
            return
        if not await admitted(interaction):
            return
        rules = await self._bot.admission.rules(interaction.guild_id)
        alone = rules.private if private is None else private
        async with self._bot.talking():
            outlet = self._outlet(interaction, question, rules, private=alone)
            await outlet.acknowledge()
            await self._answer_command(interaction, outlet, Request(
                question, Asked(interaction.guild_id, interaction.channel_id, user_id=interaction.user.id),
                show_question=True, private=alone, filter=within, rules=rules,
            ), publisher)  # fmt: skip

    @ask.autocomplete("publisher")
    async def _offer_publishers(
        self, interaction: discord.Interaction[NayrabBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the publishers of the corpus; none where that cannot be told just now."""
        library = self._bot.research.library
        if library is None:
            return []
        try:
            hidden = (await self._bot.admission.rules(interaction.guild_id)).hidden
            names = await asyncio.to_thread(library.publisher_names, typed, hidden)
        except NayrabError as error:
            _log.info("no publishers can be offered: %s", error)
            return []
        return [app_commands.Choice(name=name, value=name) for name in names if len(name) <= _LONGEST_OPTION][:25]

    async def _answer_command(
        self,
        interaction: discord.Interaction[NayrabBot],
        outlet: InteractionOutlet,
        request: Request,
        publisher: str | None,
    ) -> None:
        who, where = asker(interaction), place(interaction.guild_id, interaction.channel)
        try:
            within = await self._printed_by(publisher, request.filter, request.rules) if publisher else request.filter
        except NayrabError as error:
            await self._bot.admission.count(who, where, None)
            await outlet.final((explain(error, "", request.rules.language).text,), None)
            return
        history = await self._listener.turns_in_thread(interaction.channel)
        await answer_through(self._bot, replace(request, filter=within, history=history), outlet, who, where)

    async def _printed_by(self, typed: str, within: ArticleFilter, rules: ServerSettings) -> ArticleFilter:
        """Return the filter for a publisher as typed; raises `NayrabError` for one that is unknown here."""
        library = self._bot.research.library
        if library is None:
            return replace(within, publishers=frozenset({typed.strip()}))
        names = await self._bot.reception.offload.run(lambda: library.resolve_publishers(typed)) - rules.hidden
        if not names:
            raise UnusableOptionError(f"Articles by “{shorten(one_line(typed), _LONGEST_OPTION)}” are not shown here.")
        return replace(within, publishers=names)

    def _outlet(
        self, interaction: discord.Interaction[NayrabBot], question: str, rules: ServerSettings, *, private: bool
    ) -> InteractionOutlet:
        text = tidy(question)
        thread = thread_name(text) if interaction.channel_id in rules.threads else None
        headline = f"> {shorten(escape(text), _HEADLINE)}"
        return InteractionOutlet(
            interaction, private=private, thread=thread, headline=headline, language=rules.language
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot, as a reply to it; drop it when that makes no sense any more."""
        if message.type not in _SPOKEN or message.author.bot:
            return
        asking = self._underway.begin(message.id, message.channel.id, message.author.id, message.content)
        if asking is None:
            return
        try:
            if await self._listener.hears(message):
                await self._heed(message, asking)
        except asyncio.CancelledError:
            if not asking.dropped:
                raise
            asking.task.uncancel()
            _log.info("the question in message %s is no longer wanted", message.id)
        finally:
            self._underway.end(asking)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Drop a question whose words change while it is being answered."""
        self._underway.changed(payload.message_id, payload.data.get("content"))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Drop a question that is deleted while it is being answered."""
        self._underway.deleted((payload.message_id,))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Drop the questions among deleted messages."""
        self._underway.deleted(payload.message_ids)

    async def _heed(self, message: discord.Message, asking: Asking) -> None:
        text = self._listener.words(message)
        where = place(message.guild.id if message.guild else None, message.channel)
        action = Action.ASK if text else Action.LOOK_UP
        decision = await self._bot.admission.decide(asker_of(message.author), where, action)
        if isinstance(decision, Denied):
            language = await self._bot.language_in(where.guild_id)
            await say(message, said_in(decision.reason, language), language=language)
        elif not text:
            language = await self._bot.language_in(where.guild_id)
            told = worded(_UNREADABLE, language) if _is_withheld(message) else help_message(language)
            await say(message, told, language=language)
        elif self._underway.overtake(asking):
            async with self._bot.talking(), _typing(message.channel, self._bot.tools.sleep):
                await self._answer_message(message, text, asking, where)
        else:
            await self._bot.admission.count(asker_of(message.author), where, None)

    async def _answer_message(self, message: discord.Message, text: str, asking: Asking, where: Place) -> None:
        rules = await self._bot.admission.rules(where.guild_id)
        request = Request(
            text,
            Asked(where.guild_id, message.channel.id, message.id, message.author.id),
            await self._listener.history(message),
            rules=rules,
        )
        thread = thread_name(text) if message.channel.id in rules.threads else None
        sleep = self._bot.tools.sleep
        voice = Voice(message, sleep, thread, rules.language)
        outlet = MessageOutlet(voice.say, sleep, voice.leave)

        def settled() -> None:
            asking.settled = True

        await answer_through(self._bot, request, outlet, asker_of(message.author), where, settled=settled)


@contextlib.asynccontextmanager
async def _typing(channel: discord.abc.Messageable, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
    """Show that the bot is writing; where that is refused, go on without. Nothing waits for it."""

    async def keep_on() -> None:
        with contextlib.suppress(*FAILURES):
            while True:
                await channel.typing()
                await sleep(_TYPING_SECONDS)

    typing = asyncio.create_task(keep_on())
    try:
        yield
    finally:
        typing.cancel()


def _is_withheld(message: discord.Message) -> bool:
    """Tell whether Discord kept the text from the bot: nobody can send a message with nothing in it."""
    return not (message.content or message.attachments or message.stickers)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(AskCog(bot))
