"""Looking things up: `/timeline` of a place, `/accounts` of a topic on which the sources may differ."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Protocol

import discord
from discord import app_commands
from discord.ext import commands

from bot.answering.models import Answer
from bot.cogs.paging import show_pages
from bot.cogs.people import asker
from bot.cogs.people import place as where
from bot.cogs.replying import admitted, fill_in
from bot.faults import explain
from bot.narrowing import dates_between
from bot.reception import Lookup, Reply, Request
from bot.render.picture import alternative, picture
from bot.render.timeline import timeline_pages
from bot.state import Asked
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from bot.client import NayrabBot

LONGEST_TOPIC = 300
LONGEST_DAY = 40


class Shown(Protocol):
    """Shows what was looked up."""

    async def __call__(self, reply: Reply, *, hidden: bool) -> None:
        """Show it, to the asker alone if `hidden`."""


class LookupCog(commands.Cog):
    """Answers what is looked up rather than asked."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    @app_commands.command(name="timeline", description="What happened at a place, in order of time, with sources")
    @app_commands.describe(
        place="A town, a road, a base: any name",
        since="Only from this day, month or year on",
        until="Only up to this day, month or year",
        private="Show it to you alone",
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def timeline(
        self,
        interaction: discord.Interaction[NayrabBot],
        place: app_commands.Range[str, 1, LONGEST_TOPIC],
        since: app_commands.Range[str, 1, LONGEST_DAY] | None = None,
        until: app_commands.Range[str, 1, LONGEST_DAY] | None = None,
        private: bool | None = None,  # noqa: FBT001  # discord.py makes the option of this parameter
    ) -> None:
        """List the dated events of a place."""

        async def shown(reply: Reply, *, hidden: bool) -> None:
            match reply.outcome:
                case Answer(periods=periods) as outcome if periods:
                    await self._show_timeline(interaction, reply, outcome, place)
                case _:
                    await fill_in(interaction, reply, private=hidden)

        await self._look_up(interaction, place, Lookup.TIMELINE, private, shown, (since, until))

    @app_commands.command(name="accounts", description="Where the sources differ on something, side by side")
    @app_commands.describe(topic="An event or a question about one", private="Show it to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def accounts(
        self,
        interaction: discord.Interaction[NayrabBot],
        topic: app_commands.Range[str, 1, LONGEST_TOPIC],
        private: bool | None = None,  # noqa: FBT001  # discord.py makes the option of this parameter
    ) -> None:
        """Show who says what, without taking a side."""

        async def shown(reply: Reply, *, hidden: bool) -> None:
            await fill_in(interaction, reply, private=hidden)

        await self._look_up(interaction, topic, Lookup.ACCOUNTS, private, shown)

    async def _look_up(  # one place for what the two commands share
        self,
        interaction: discord.Interaction[NayrabBot],
        text: str,
        lookup: Lookup,
        private: bool | None,  # noqa: FBT001  # the option as Discord gives it
        shown: Shown,
        days: tuple[str | None, str | None] = (None, None),
    ) -> None:
        if not await admitted(interaction):
            return
        bot = self._bot
        async with bot.talking():
            rules = await bot.admission.rules(interaction.guild_id)
            hidden = rules.private if private is None else private
            await interaction.response.defer(ephemeral=hidden, thinking=True)
            try:
                within = dates_between(*days, bot.reception.clock().date())
            except NayrabError as error:
                await fill_in(interaction, Reply((explain(error, "", rules.language).text,)), private=hidden)
                return
            asked = Asked(interaction.guild_id, interaction.channel_id, user_id=interaction.user.id)
            request = Request(
                text, asked, show_question=True, private=hidden, lookup=lookup, filter=within, rules=rules
            )
            await shown(await bot.reception.answer(request), hidden=hidden)

    async def _show_timeline(
        self, interaction: discord.Interaction[NayrabBot], reply: Reply, outcome: Answer, place: str
    ) -> None:
        bot = self._bot
        await bot.admission.count(asker(interaction), where(interaction.guild_id, interaction.channel), outcome)
        drawn = await asyncio.to_thread(picture, outcome.periods, place)
        file = None
        if drawn is not None:
            words = alternative(outcome.periods, place)
            file = discord.File(io.BytesIO(drawn), "timeline.png", description=words)
        message = await show_pages(
            interaction,
            timeline_pages(outcome, place, language=await bot.language_in(interaction.guild_id)),
            file=file,
            answer_id=reply.answer_id if reply.passages else None,
        )
        await bot.reception.sent(reply, message.id)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(LookupCog(bot))
