"""Buttons that turn the pages of anything longer than one message; the pages are kept in state.db.

Place in the flow: `bot.cogs.paging` puts them under what it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.reception import GONE_PAGES

if TYPE_CHECKING:
    import re

    from bot.client import NayrabBot


class LeafButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"nayrab:leaf:(?P<kept>[0-9a-zA-Z_-]{1,40}):(?P<page>[0-9]{1,3}):[<>]",
):
    """Turns to another kept page, in place."""

    def __init__(self, kept: str, page: int, *, forward: bool, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(
                label="Next" if forward else "Previous",
                style=discord.ButtonStyle.secondary,
                custom_id=f"nayrab:leaf:{kept}:{page}:{'>' if forward else '<'}",
                disabled=disabled,
            )
        )
        self.kept = kept
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> LeafButton:
        """Build the button from what Discord sends."""
        return cls(match["kept"], int(match["page"]), forward=match.string.endswith(">"))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page; faults are told to the one who pressed."""
        bot: NayrabBot = interaction.client
        try:
            await interaction.response.defer()
            pages = await bot.reception.kept_pages(self.kept) or (GONE_PAGES,)
            page = min(self.page, len(pages) - 1)
            await interaction.edit_original_response(
                content=pages[page],
                view=turning_view(self.kept, page, len(pages)),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the user
            await bot.apologise(interaction, error)


def turning_view(kept: str, page: int, pages: int) -> discord.ui.View | None:
    """Return the buttons under page `page` (from 0) of so many; None where there is nothing to turn to."""
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(LeafButton(kept, max(0, page - 1), forward=False, disabled=page == 0))
    view.add_item(LeafButton(kept, min(pages - 1, page + 1), forward=True, disabled=page == pages - 1))
    return view
