"""Looking things up: `/timeline` of a place, `/accounts` of a topic on which the sources may differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.cogs.replying import admitted, fill_in
from bot.reception import Lookup, Request
from bot.state import Asked

if TYPE_CHECKING:
    import discord

    from bot.client import NayrabBot

LONGEST_TOPIC = 300


class LookupCog(commands.Cog):
    """Answers what is looked up rather than asked."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    @app_commands.command(name="timeline", description="What happened at a place, in order of time, with sources")
    @app_commands.describe(place="A town, a road, a base: any name", private="Show it to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def timeline(
        self,
        interaction: discord.Interaction[NayrabBot],
        place: app_commands.Range[str, 1, LONGEST_TOPIC],
        private: bool = False,  # noqa: FBT001, FBT002  # discord.py makes the option of this parameter
    ) -> None:
        """List the dated events of a place."""
        await self._look_up(interaction, place, Lookup.TIMELINE, private=private)

    @app_commands.command(name="accounts", description="Where the sources differ on something, side by side")
    @app_commands.describe(topic="An event or a question about one", private="Show it to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def accounts(
        self,
        interaction: discord.Interaction[NayrabBot],
        topic: app_commands.Range[str, 1, LONGEST_TOPIC],
        private: bool = False,  # noqa: FBT001, FBT002  # discord.py makes the option of this parameter
    ) -> None:
        """Show who says what, without taking a side."""
        await self._look_up(interaction, topic, Lookup.ACCOUNTS, private=private)

    async def _look_up(
        self, interaction: discord.Interaction[NayrabBot], text: str, lookup: Lookup, *, private: bool
    ) -> None:
        if not await admitted(interaction):
            return
        async with self._bot.talking():
            await interaction.response.defer(ephemeral=private, thinking=True)
            asked = Asked(interaction.guild_id, interaction.channel_id)
            request = Request(text, asked, show_question=True, private=private, lookup=lookup)
            await fill_in(interaction, await self._bot.reception.answer(request), private=private)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(LookupCog(bot))
