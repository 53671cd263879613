"""`/help`: what one can ask and how, to the asker alone; admins read of their commands too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Allowed
from bot.cogs.corpus_access import may_curate
from bot.curating import ADMIN_HELP
from bot.render import help_message

if TYPE_CHECKING:
    from bot.client import NayrabBot


class HelpCog(commands.Cog):
    """Shows what the bot does."""

    @app_commands.command(name="help", description="What you can ask me, and how")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: discord.Interaction[NayrabBot]) -> None:
        """Show what one can ask."""
        curates = interaction.client.curator is not None and interaction.guild_id is not None
        text = help_message() + (ADMIN_HELP if curates and isinstance(may_curate(interaction), Allowed) else "")
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(HelpCog())
