"""What `/settings publishers` offers while a name is typed: to those alone who may use it.

Place in the flow: used by the settings cog. A fault offers nothing: what is wrong is told by the command itself.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord import app_commands

from bot.access import Action, Allowed
from bot.cogs.people import Interaction, asker, bot_of, place
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 25
_LONGEST_NAME = 100


async def publishers_of_the_corpus(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer publishers of the corpus."""
    library = bot_of(interaction).research.library
    if library is None or not await _may(interaction):
        return []
    try:
        return _offered(await asyncio.to_thread(library.publisher_names, typed))
    except NayrabError:
        return []


async def publishers_set_here(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the publishers that are hidden, or those that are preferred."""
    if not await _may(interaction):
        return []
    try:
        rules = await bot_of(interaction).admission.rules(interaction.guild_id)
    except NayrabError:
        return []
    hidden = interaction.command is not None and interaction.command.name == "unhide"
    names = sorted(rules.hidden if hidden else rules.preferred)
    return _offered(name for name in names if typed.casefold() in name.casefold())


async def _may(interaction: Interaction) -> bool:
    where = place(interaction.guild_id, interaction.channel)
    decision = await bot_of(interaction).admission.decide(asker(interaction), where, Action.CONFIGURE)
    return isinstance(decision, Allowed)


def _offered(names: Iterable[str]) -> list[app_commands.Choice[str]]:
    fitting = [name for name in names if 0 < len(name) <= _LONGEST_NAME]
    return [app_commands.Choice(name=name, value=name) for name in fitting[:_MOST]]
