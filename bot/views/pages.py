"""Buttons that turn the pages of anything longer than one message; the pages are kept in state.db.

Place in the flow: `bot.cogs.paging` puts them under what it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.phrases import phrases, said_in
from bot.reception import GONE_PAGES
from bot.views.answers import PassagesButton

if TYPE_CHECKING:
    import re

    from bot.client import NayrabBot
    from bot.phrases import Language


class LeafButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"nayrab:leaf:(?P<kept>[0-9a-zA-Z_-]{1,40}):(?P<page>[0-9]{1,3}):(?P<arrow>[<>])(?P<quoting>q?)",
):
    """Turns to another kept page, in place; `quoting` pages are kept under the id of an answer with passages."""

    def __init__(  # what a button is made of
        self,
        kept: str,
        page: int,
        *,
        forward: bool,
        disabled: bool = False,
        quoting: bool = False,
        language: Language = "en",
    ) -> None:
        said = phrases(language)
        super().__init__(
            discord.ui.Button(
                label=said.next_page if forward else said.previous_page,
                style=discord.ButtonStyle.secondary,
                custom_id=f"nayrab:leaf:{kept}:{page}:{'>' if forward else '<'}{'q' if quoting else ''}",
                disabled=disabled,
            )
        )
        self.kept = kept
        self.page = page
        self.quoting = quoting

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> LeafButton:
        """Build the button from what Discord sends."""
        forward, quoting = match["arrow"] == ">", bool(match["quoting"])
        return cls(match["kept"], int(match["page"]), forward=forward, quoting=quoting)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Turn the page; faults are told to the one who pressed."""
        bot: NayrabBot = interaction.client
        try:
            await interaction.response.defer()
            language = await bot.language_in(interaction.guild_id)
            pages = await bot.reception.kept_pages(self.kept) or (said_in(GONE_PAGES, language),)
            page = min(self.page, len(pages) - 1)
            await interaction.edit_original_response(
                content=pages[page],
                view=turning_view(self.kept, page, len(pages), quoting=self.quoting, language=language),
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the user
            await bot.apologise(interaction, error)


def turning_view(
    kept: str, page: int, pages: int, *, quoting: bool = False, language: Language = "en"
) -> discord.ui.View | None:
    """Return the buttons under page `page` (from 0) of so many; None where there are none to offer.

    `quoting`: the pages show an answer that is kept under the same id, so its passages are offered as well.
    """
    view = discord.ui.View(timeout=None)
    if pages > 1:
        for forward, leaf in ((False, max(0, page - 1)), (True, min(pages - 1, page + 1))):
            disabled = leaf == page
            view.add_item(
                LeafButton(kept, leaf, forward=forward, disabled=disabled, quoting=quoting, language=language)
            )
    if quoting:
        view.add_item(PassagesButton(kept, language))
    return view if view.children else None
