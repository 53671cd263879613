"""Showing something that may be longer than one message: its first page, with buttons to turn to the others.

Place in the flow: used by the cogs that look things up; the pages are kept, so that the buttons outlive a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.views import turning_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import NayrabBot


async def show_pages(
    interaction: discord.Interaction[NayrabBot],
    pages: Sequence[str],
    *,
    file: discord.File | None = None,
    answer_id: str | None = None,
) -> discord.Message:
    """Put the first page where "is thinking" stands (the interaction is deferred), with a picture if there is one.

    `answer_id` is the answer that the pages show, where they show one that is kept: its passages are offered. Where the
    pages cannot be kept (the memory is broken), all that is lost are the buttons.
    """
    bot = interaction.client
    language, kept = await bot.language_in(interaction.guild_id), answer_id
    if len(pages) > 1:
        kept = await bot.reception.keep_pages(pages, interaction.user.id, answer_id)
    shown: discord.Message = await interaction.edit_original_response(
        content=pages[0],
        view=turning_view(kept, 0, len(pages), quoting=answer_id is not None, language=language) if kept else None,
        attachments=[file] if file else [],
        allowed_mentions=discord.AllowedMentions.none(),
    )
    return shown
