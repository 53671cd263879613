"""The buttons of an answer. They live in their custom id alone, so that they work after a restart.

Place in the flow: an answer's message carries **Passages**; pressing it shows the quotes to the one who pressed, with
buttons to turn the page when they need more than one message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.reception import GONE

if TYPE_CHECKING:
    import re

    from bot.client import NayrabBot

_ID = r"(?P<answer>[0-9a-zA-Z_-]{1,40})"


class PassagesButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"nayrab:passages:{_ID}"):
    """Shows the exact quotes behind an answer to whoever presses it."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(
            discord.ui.Button(
                label="Passages", style=discord.ButtonStyle.secondary, custom_id=f"nayrab:passages:{answer_id}"
            )
        )
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PassagesButton:
        """Build the button from what Discord sends."""
        return cls(match["answer"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press; faults are told to the one who pressed (discord.py would only log them)."""
        bot: NayrabBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await _show(interaction, self.answer_id, 0)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the user
            await bot.apologise(interaction, error)


class PageButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"nayrab:page:{_ID}:(?P<page>[0-9]{{1,3}}):[<>]"
):
    """Turns to another page of quotes, in place."""

    def __init__(self, answer_id: str, page: int, *, forward: bool, disabled: bool = False) -> None:
        arrow = ">" if forward else "<"
        super().__init__(
            discord.ui.Button(
                label="Next" if forward else "Previous",
                style=discord.ButtonStyle.secondary,
                custom_id=f"nayrab:page:{answer_id}:{page}:{arrow}",
                disabled=disabled,
            )
        )
        self.answer_id = answer_id
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PageButton:
        """Build the button from what Discord sends."""
        return cls(match["answer"], int(match["page"]), forward=match.string.endswith(">"))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page; faults are told to the one who pressed."""
        bot: NayrabBot = interaction.client
        try:
            await interaction.response.defer()
            await _show(interaction, self.answer_id, self.page)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the user
            await bot.apologise(interaction, error)


def answer_view(answer_id: str, *, accounts: bool = False) -> discord.ui.View:  # noqa: ARG001
    """Return the row of buttons under an answer; it never times out. `accounts`: the sources differ."""
    view = discord.ui.View(timeout=None)
    view.add_item(PassagesButton(answer_id))
    return view


async def _show(interaction: discord.Interaction[Any], answer_id: str, page: int) -> None:
    bot: NayrabBot = interaction.client
    pages = await bot.reception.passages(answer_id) or (GONE,)
    page = min(page, len(pages) - 1)
    await interaction.edit_original_response(
        content=pages[page],
        view=_turning(answer_id, page, len(pages)),
        allowed_mentions=discord.AllowedMentions.none(),
    )


def _turning(answer_id: str, page: int, pages: int) -> discord.ui.View | None:
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(PageButton(answer_id, max(0, page - 1), forward=False, disabled=page == 0))
    view.add_item(PageButton(answer_id, min(pages - 1, page + 1), forward=True, disabled=page == pages - 1))
    return view
