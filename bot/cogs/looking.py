"""What the commands that look something up have in common: who is let in, where it is shown, what a fault says.

Place in the flow: used by the cogs `search`, `articles`, `sources` and `about`; it loads no command of its own.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.access import Action, Denied
from bot.cogs.paging import show_pages
from bot.cogs.people import asker, place
from bot.cogs.replying import refuse
from bot.faults import explain
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.client import NayrabBot
    from bot.server_settings import ServerSettings

    Shown = Callable[[ServerSettings], Awaitable[Sequence[str]]]
    """Makes the pages to show, by the rules of the server."""

_log = logging.getLogger(__name__)

SUGGESTING_SECONDS = 2.0
"""Discord waits three seconds for suggestions."""


async def look_up(interaction: discord.Interaction[NayrabBot], private: bool | None, made: Shown) -> None:  # noqa: FBT001  # the option as Discord gives it
    """Let the person in, acknowledge, and show what is made; whoever may not is told why, to them alone.

    `private` is what the option says, None for what the server has set.
    """
    bot = interaction.client
    who, where = asker(interaction), place(interaction.guild_id, interaction.channel)
    decision = await bot.admission.decide(who, where, Action.LOOK_UP)
    if isinstance(decision, Denied):
        await refuse(interaction, decision)
        return
    rules = await bot.admission.rules(interaction.guild_id)
    async with bot.talking():
        await interaction.response.defer(ephemeral=rules.private if private is None else private, thinking=True)
        try:
            pages = await made(rules)
        except NayrabError as error:
            _log.warning("nothing could be looked up: %s", error)
            pages = (explain(error, "", rules.language).text,)
        await show_pages(interaction, pages)
    await bot.admission.count(who, where, None)


async def suggested(
    interaction: discord.Interaction[NayrabBot],
    offered: Callable[[frozenset[str]], Sequence[tuple[str, str]]],
) -> list[app_commands.Choice[str]]:
    """Return choices of (name, value) that `offered` (blocking) makes, given the hidden publishers.

    None where they cannot be had in time: suggestions are a help, and never an error.
    """
    try:
        rules = await interaction.client.admission.rules(interaction.guild_id)
        # Not behind the questions that are being answered: who types waits for nobody.
        async with asyncio.timeout(SUGGESTING_SECONDS):
            found = await asyncio.to_thread(offered, rules.hidden)
    except (NayrabError, TimeoutError) as error:
        _log.info("nothing could be suggested: %s", error or "it took too long")
        return []
    return [app_commands.Choice(name=name, value=value) for name, value in found]
