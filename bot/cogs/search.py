"""`/search`: the passages of the articles that fit some words, as pages, with the words in bold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.answering.errors import UnknownPublisherError
from bot.answering.highlighting import searched_terms
from bot.answering.models import Question
from bot.cogs.looking import look_up, suggested
from bot.narrowing import dates_between
from bot.render.search import search_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import NayrabBot
    from bot.research import Library
    from bot.server_settings import ServerSettings
    from ingest.corpus.models import ArticleFilter

LONGEST_WORDS = 300
MOST_PASSAGES = 12
_LONGEST_CHOICE = 100


class SearchCog(commands.Cog):
    """Searches without answering."""

    def __init__(self, bot: NayrabBot, library: Library) -> None:
        self._bot = bot
        self._library = library

    @app_commands.command(name="search", description="Find passages by words; shown as they were printed")
    @app_commands.describe(
        words="What to look for: words, names, a sentence",
        publisher="Only what this publisher printed",
        since="Only from this day, month or year on",
        until="Only up to this day, month or year",
        private="Show it to you alone",
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def search(
        self,
        interaction: discord.Interaction[NayrabBot],
        words: app_commands.Range[str, 1, LONGEST_WORDS],
        publisher: app_commands.Range[str, 1, _LONGEST_CHOICE] | None = None,
        since: app_commands.Range[str, 1, 40] | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        private: bool | None = None,  # noqa: FBT001  # discord.py makes the option of this parameter
    ) -> None:
        """Show the best passages."""

        async def made(rules: ServerSettings) -> Sequence[str]:
            within = dates_between(since, until, self._bot.reception.clock().date())
            return await self._bot.reception.offload.run(lambda: self._found(words, publisher, within, rules))

        await look_up(interaction, private, made)

    @search.autocomplete("publisher")
    async def _publishers(
        self, interaction: discord.Interaction[NayrabBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the publishers that fit what was typed so far."""
        return await suggested(interaction, lambda hidden: self._choices(typed, hidden))

    def _choices(self, typed: str, hidden: frozenset[str]) -> list[tuple[str, str]]:
        names = self._library.publisher_names(typed, hidden)
        return [(name, name) for name in names if 0 < len(name) <= _LONGEST_CHOICE]

    def _found(self, words: str, publisher: str | None, within: ArticleFilter, rules: ServerSettings) -> Sequence[str]:
        hidden = rules.hidden
        chosen = self._named(publisher, hidden) if publisher is not None else frozenset[str]()
        within = replace(within, publishers=chosen, hidden=hidden)
        question = Question(words, filter=within, today=self._bot.reception.clock().date())
        result = self._library.search(question, MOST_PASSAGES)
        return search_pages(result.evidence, words, searched_terms(words), result.notes, language=rules.language)

    def _named(self, publisher: str, hidden: frozenset[str]) -> frozenset[str]:
        """Return the stored names of a publisher; one that is hidden here is as unknown as one that never was."""
        names = self._library.resolve_publishers(publisher) - hidden
        if not names:
            raise UnknownPublisherError(f"I have no article by “{publisher}”; /sources lists the publishers.")
        return names


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    library = bot.research.library
    if library is not None:
        await bot.add_cog(SearchCog(bot, library))
