"""`/help`: what one can ask and which commands there are, to the asker alone; admins read of their commands too.

Everybody may read it everywhere, also where questions are not answered: that is when help is needed.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Allowed
from bot.cogs.corpus_access import may_curate
from bot.cogs.paging import show_pages
from bot.curating import ADMIN_HELP
from bot.render.helping import Offered, help_pages
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.findings import Overview
    from bot.client import NayrabBot

_log = logging.getLogger(__name__)


class HelpCog(commands.Cog):
    """Shows what the bot does."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    @app_commands.command(name="help", description="What you can ask me, and how")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: discord.Interaction[NayrabBot]) -> None:
        """Show what one can ask."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        administers = interaction.guild_id is not None and isinstance(may_curate(interaction), Allowed)
        admin = ADMIN_HELP if administers and self._bot.curator is not None else ""
        offered = list(self._offered(administers=administers))
        language = await self._bot.language_in(interaction.guild_id)
        await show_pages(interaction, help_pages(offered, await self._overview(), admin, language=language))

    async def _overview(self) -> Overview | None:
        """Return what the corpus holds; None without one, or where that cannot be told now."""
        library = self._bot.research.library
        if library is None:
            return None
        try:
            return await self._bot.reception.offload.run(library.overview)
        except NayrabError as error:
            _log.info("help goes without examples: %s", error)
            return None

    def _offered(self, *, administers: bool) -> Iterator[Offered]:
        """Yield the commands that this person is offered, by name; those that Discord shows admins alone to admins."""
        for command in sorted(self._bot.tree.get_commands(), key=lambda c: c.name):
            if isinstance(command, app_commands.ContextMenu):
                if command.type is discord.AppCommandType.message:
                    yield Offered(command.name, "", menu=True)
            elif administers or command.default_permissions is None:
                yield Offered(command.name, command.description)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(HelpCog(bot))
