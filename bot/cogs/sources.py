"""`/sources`: whose articles the bot reads, and how new they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.looking import look_up
from bot.render.sources import source_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import NayrabBot
    from bot.research import Library
    from bot.server_settings import ServerSettings


class SourcesCog(commands.Cog):
    """Lists publishers; what admins configured is shown by `/corpus sources`."""

    def __init__(self, bot: NayrabBot, library: Library) -> None:
        self._bot = bot
        self._library = library

    @app_commands.command(name="sources", description="Whose articles I read, whose voice they are, how new they are")
    @app_commands.describe(private="Show it to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def sources(self, interaction: discord.Interaction[NayrabBot], private: bool | None = None) -> None:  # noqa: FBT001  # discord.py makes the option of this parameter
        """List the publishers."""

        async def made(rules: ServerSettings) -> Sequence[str]:
            lines = await self._bot.reception.offload.run(self._library.publishers)
            return source_pages([line for line in lines if line.name not in rules.hidden], language=rules.language)

        await look_up(interaction, private, made)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    library = bot.research.library
    if library is not None:
        await bot.add_cog(SourcesCog(bot, library))
