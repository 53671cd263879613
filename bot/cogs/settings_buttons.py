"""The buttons under `/settings reset`: everything is in the custom id, so that they work after a restart too.

Place in the flow: a press is checked again as the command was, then handed to the settings cog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import discord

from bot.cogs.people import bot_of

if TYPE_CHECKING:
    import re

    from bot.cogs.settings import SettingsCog

COG = "settings"
ALL = "all"


class ResetButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"nayrab:settings:reset:(?P<what>[a-z_]{1,40})"
):
    """Takes a setting, or all of them, back to the default."""

    def __init__(self, what: str) -> None:
        style = discord.ButtonStyle.danger
        super().__init__(discord.ui.Button[Any](label="Reset", style=style, custom_id=f"nayrab:settings:reset:{what}"))
        self.what = what

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Build the button from what Discord sends."""
        return cls(match["what"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do it, for who may; tell anybody else why not."""
        try:
            cog = _cog(interaction)
            if cog is not None:
                await cog.require_manager(interaction, "pressed Reset")
                await cog.reset_now(interaction, None if self.what == ALL else self.what)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the one who pressed
            await bot_of(interaction).apologise(interaction, error)


class KeepButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"nayrab:settings:keep"):
    """Leaves everything as it is."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button[Any](label="Cancel", custom_id="nayrab:settings:keep"))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Build the button from what Discord sends."""
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Say so."""
        try:
            await interaction.response.edit_message(
                content="Nothing was changed.", view=None, allowed_mentions=discord.AllowedMentions.none()
            )
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the one who pressed
            await bot_of(interaction).apologise(interaction, error)


BUTTONS = (ResetButton, KeepButton)


def reset_view(what: str | None) -> discord.ui.View:
    """Return the buttons under the question whether something (None: everything) is to be reset."""
    view = discord.ui.View(timeout=None)
    view.add_item(ResetButton(what or ALL))
    view.add_item(KeepButton())
    return view


def _cog(interaction: discord.Interaction[Any]) -> SettingsCog | None:
    cog: SettingsCog | None = bot_of(interaction).get_cog(COG)  # type: ignore[assignment]  # the one cog of this name
    return cog
