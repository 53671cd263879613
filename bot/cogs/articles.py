"""`/article`: one article in short, chosen by its title while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.looking import look_up, suggested
from bot.render.articles import article_pages, choice_name, which_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import NayrabBot
    from bot.research import Library
    from bot.server_settings import ServerSettings

LONGEST_TITLE = 300
_MOST_CHOICES = 25


class ArticleCog(commands.Cog):
    """Shows articles."""

    def __init__(self, bot: NayrabBot, library: Library) -> None:
        self._bot = bot
        self._library = library

    @app_commands.command(name="article", description="One article in short: its own words, its link, other reports")
    @app_commands.describe(title="Type a few words of the title and choose", private="Show it to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def article(
        self,
        interaction: discord.Interaction[NayrabBot],
        title: app_commands.Range[str, 1, LONGEST_TITLE],
        private: bool | None = None,  # noqa: FBT001  # discord.py makes the option of this parameter
    ) -> None:
        """Show an article."""

        async def made(rules: ServerSettings) -> Sequence[str]:
            return await self._bot.reception.offload.run(lambda: self._shown(title, rules))

        await look_up(interaction, private, made)

    @article.autocomplete("title")
    async def _titles(self, interaction: discord.Interaction[NayrabBot], typed: str) -> list[app_commands.Choice[str]]:
        """Offer the articles whose title fits what was typed so far."""
        return await suggested(interaction, lambda hidden: self._choices(typed, hidden))

    def _choices(self, typed: str, hidden: frozenset[str]) -> list[tuple[str, str]]:
        found = self._library.titles(typed, hidden)[:_MOST_CHOICES]
        return [(choice_name(titled), titled.article_id) for titled in found]

    def _shown(self, title: str, rules: ServerSettings) -> Sequence[str]:
        card = self._library.card(title, rules.hidden)
        if card is not None:
            return article_pages(card, language=rules.language)
        return which_pages(self._library.titles(title, rules.hidden), title, rules.language)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    library = bot.research.library
    if library is not None:
        await bot.add_cog(ArticleCog(bot, library))
