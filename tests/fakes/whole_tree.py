"""Every command that any bot can offer, whatever it was given: what is registered with Discord, and its texts."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.client import BotOptions, NayrabBot, create_bot
from bot.client.cogs import OFFERED
from bot.client.translation import CatalogueTranslator, kind_of
from bot.research import Research
from bot.state import State
from tests.fakes.answerer import FakeAnswerer
from tests.fakes.curator import FakeCurator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from discord import Locale

    from bot.phrases.commands import Kind

__all__ = ["TextsHeard", "opened_tree", "payloads"]


@dataclass
class TextsHeard(app_commands.Translator):
    """Translates as the bot does, and notes every text it is asked for with what it is used as."""

    heard: set[tuple[Kind, str]] = field(default_factory=set)
    real: CatalogueTranslator = field(default_factory=CatalogueTranslator)

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        self.heard.add((kind_of(context), string.message))
        return await self.real.translate(string, locale, context)


@contextlib.asynccontextmanager
async def opened_tree(folder: Path) -> AsyncIterator[NayrabBot]:
    """A bot that never logs in, with every cog loaded."""
    anything: Any = object()
    bot = create_bot(
        BotOptions("no-token"),
        FakeAnswerer(),
        State(folder / "state.db"),
        curator=FakeCurator(),
        lookups={},
        research=Research(library=anything, reviewer=anything, atlas=anything, chronicle=anything),
    )
    async with bot:
        for name, _ in OFFERED:
            await bot.load_extension(name)
        yield bot


async def payloads(bot: NayrabBot, translator: app_commands.Translator) -> list[dict[str, Any]]:
    """What Discord would be sent."""
    return [await command.get_translated_payload(bot.tree, translator) for command in bot.tree.get_commands()]
