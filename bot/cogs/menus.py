"""Message context menus: "Check against sources" and "Explain place", on anybody's message, shown to who asked alone.

Place in the flow: Discord hands over the message that was picked, text included, whatever the bot may read otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Action, Denied
from bot.cogs.paging import show_pages
from bot.cogs.people import asker, place
from bot.cogs.replying import refuse
from bot.render.places import places_pages
from bot.render.review import review_pages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from bot.client import NayrabBot
    from bot.research import Atlas, Reviewer
    from bot.server_settings import ServerSettings

    Interaction = discord.Interaction[NayrabBot]


CHECK = "Check against sources"
EXPLAIN = "Explain place"


class MenusCog(commands.Cog):
    """Looks at a message for somebody; what it finds is for their eyes alone, for it is about another's words."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot
        self._menus: list[app_commands.ContextMenu] = []
        if bot.research.reviewer is not None:
            self._menus.append(_everywhere(app_commands.ContextMenu(name=CHECK, callback=self._check)))
        if bot.research.atlas is not None:
            self._menus.append(_everywhere(app_commands.ContextMenu(name=EXPLAIN, callback=self._explain)))

    async def cog_load(self) -> None:
        """Offer the menus: a cog does not do that for context menus by itself."""
        for menu in self._menus:
            self._bot.tree.add_command(menu)

    async def cog_unload(self) -> None:
        """Take them back."""
        for menu in self._menus:
            self._bot.tree.remove_command(menu.name, type=menu.type)

    async def _check(self, interaction: Interaction, message: discord.Message) -> None:
        """Hold a message against the articles, statement by statement."""
        reviewer = self._bot.research.reviewer
        if reviewer is not None:
            # What somebody wrote yesterday of "today" was about yesterday.
            day = message.created_at.date()
            await self._look(interaction, lambda rules: _reviewed(reviewer, message, day, rules))

    async def _explain(self, interaction: Interaction, message: discord.Message) -> None:
        """Say of each place that a message names which it is and what was said of it last."""
        atlas = self._bot.research.atlas
        if atlas is not None:
            day = self._bot.reception.clock().date()
            await self._look(interaction, lambda rules: _explained(atlas, message, day, rules))

    async def _look(self, interaction: Interaction, pages: Callable[[ServerSettings], Sequence[str]]) -> None:
        who, where = asker(interaction), place(interaction.guild_id, interaction.channel)
        decision = await self._bot.admission.decide(who, where, Action.ASK)
        if isinstance(decision, Denied):
            await refuse(interaction, decision)
            return
        async with self._bot.talking():
            await interaction.response.defer(ephemeral=True, thinking=True)
            try:
                rules = await self._bot.admission.rules(interaction.guild_id)
                shown = await self._bot.reception.offload.run(lambda: pages(rules))
                await show_pages(interaction, shown)
            finally:
                await self._bot.admission.count(who, where, None)


def _reviewed(reviewer: Reviewer, message: discord.Message, day: dt.date, rules: ServerSettings) -> Sequence[str]:
    return review_pages(reviewer.review(text_of(message), day, rules.hidden), language=rules.language)


def _explained(atlas: Atlas, message: discord.Message, day: dt.date, rules: ServerSettings) -> Sequence[str]:
    return places_pages(atlas.explain(text_of(message), day, rules.hidden), language=rules.language)


def text_of(message: discord.Message) -> str:
    """Return what a message says; of one that only shows something (a link's preview, a forward), what that says."""
    if message.content.strip():
        return message.content
    forwarded = [shot.content for shot in message.message_snapshots if shot.content.strip()]
    return "\n".join(forwarded or [line for embed in message.embeds for line in _lines(embed)])


def _lines(embed: discord.Embed) -> Iterator[str]:
    yield from filter(None, (embed.title, embed.description))
    for field in embed.fields:
        yield from filter(None, (field.name, field.value))


def _everywhere(menu: app_commands.ContextMenu) -> app_commands.ContextMenu:
    menu.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
    menu.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
    return menu


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(MenusCog(bot))
