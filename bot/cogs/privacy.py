"""`/privacy`: a person sees what is stored about them, gets a copy of it, and deletes it; for themselves alone.

Place in the flow: the buttons carry no id: whoever presses one acts on their own rows in state.db.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.people import Interaction, bot_of
from bot.phrases import worded
from bot.render.privacy import COPY, LEFT, NO_COPY, SURE, deleted_text, privacy_text

if TYPE_CHECKING:
    import re

    from bot.client import NayrabBot
    from bot.phrases import Language

LARGEST_FILE = 7_000_000
"""Bytes of a copy before it is compressed; Discord takes no more than 10 million in any server."""

_LOOKS = {
    "copy": ("Send me a copy", discord.ButtonStyle.secondary),
    "ask": ("Delete it", discord.ButtonStyle.danger),
    "delete": ("Yes, delete it all", discord.ButtonStyle.danger),
    "leave": ("Keep it", discord.ButtonStyle.secondary),
}


class PrivacyCog(commands.Cog):
    """Shows people what is stored about them."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Revive the buttons of earlier runs."""
        self._bot.add_dynamic_items(PrivacyButton)

    @app_commands.command(name="privacy", description="What I have stored about you; get a copy, or delete it")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: discord.Interaction[NayrabBot]) -> None:
        """Show what is stored about the one who asks."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        state = self._bot.reception.state
        stored = await asyncio.to_thread(state.people.stored, interaction.user.id)
        language = await self._bot.language_in(interaction.guild_id)
        view = None if stored.is_nothing else _row(language, "copy", "ask")
        await _fill_in(interaction, privacy_text(stored, state.kept_for.days, language), view)


class PrivacyButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"nayrab:privacy:(?P<deed>copy|ask|delete|leave)"
):
    """Sends the copy, asks whether to delete, deletes, or leaves it, for the one who presses."""

    def __init__(self, deed: str, language: Language = "en") -> None:
        english, style = _LOOKS[deed]
        label = worded(english, language)
        super().__init__(discord.ui.Button(label=label, style=style, custom_id=f"nayrab:privacy:{deed}"))
        self.deed = deed

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PrivacyButton:
        """Build the button from what Discord sends."""
        return cls(match["deed"])

    async def callback(self, interaction: Interaction) -> None:
        """Do it; faults are told to the one who pressed."""
        bot = bot_of(interaction)
        try:
            await _DEEDS[self.deed](interaction, bot)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the one who pressed
            await bot.apologise(interaction, error)


async def _send_copy(interaction: Interaction, bot: NayrabBot) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    language = await bot.language_in(interaction.guild_id)
    rows = await asyncio.to_thread(bot.reception.state.people.copy, interaction.user.id)
    if not any(rows.values()):
        await _fill_in(interaction, worded(NO_COPY, language))
        return
    name, content = await asyncio.to_thread(copy_file, rows)
    file = discord.File(io.BytesIO(content), name)
    await interaction.edit_original_response(
        content=worded(COPY, language), attachments=[file], allowed_mentions=discord.AllowedMentions.none()
    )


async def _ask(interaction: Interaction, bot: NayrabBot) -> None:
    await interaction.response.defer()
    language = await bot.language_in(interaction.guild_id)
    await _fill_in(interaction, worded(SURE, language), _row(language, "delete", "leave"))


async def _delete(interaction: Interaction, bot: NayrabBot) -> None:
    await interaction.response.defer()
    reception = bot.reception
    deleted = await asyncio.to_thread(reception.state.people.delete, interaction.user.id, reception.clock())
    await _fill_in(interaction, deleted_text(deleted, await bot.language_in(interaction.guild_id)))


async def _leave(interaction: Interaction, bot: NayrabBot) -> None:
    await interaction.response.defer()
    await _fill_in(interaction, worded(LEFT, await bot.language_in(interaction.guild_id)))


_DEEDS = {"copy": _send_copy, "ask": _ask, "delete": _delete, "leave": _leave}


def copy_file(rows: dict[str, list[dict[str, Any]]], largest: int = LARGEST_FILE) -> tuple[str, bytes]:
    """Return the name and bytes of a file with all of somebody's rows; compressed when it would be too large."""
    content = json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    if len(content) <= largest:
        return "nayrab-stored-about-you.json", content
    return "nayrab-stored-about-you.json.gz", gzip.compress(content)


def _row(language: Language, *deeds: str) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for deed in deeds:
        view.add_item(PrivacyButton(deed, language))
    return view


async def _fill_in(interaction: Interaction, text: str, view: discord.ui.View | None = None) -> None:
    await interaction.edit_original_response(content=text, view=view, allowed_mentions=discord.AllowedMentions.none())


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(PrivacyCog(bot))
