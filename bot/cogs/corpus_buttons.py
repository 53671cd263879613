"""The buttons of `/corpus`. They carry a key in their custom id and no more, so that a restart cannot deafen them.

Place in the flow: a press is checked again as a command is (a message may be older than somebody's role), then handed
to the corpus cog. A key that the cog does not know gets a plain sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord

from bot.cogs.corpus_access import require_curator
from bot.cogs.people import Interaction, bot_of

if TYPE_CHECKING:
    import re

    from bot.cogs.corpus import CorpusCog

COG = "corpus"
_KEY = r"(?P<key>[0-9a-zA-Z_-]{1,40})"


class _KeyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"nayrab:corpus:none:{_KEY}"):
    """What the buttons have in common: a kind, a key, the check, and faults that are told to the one who pressed."""

    kind: ClassVar[str] = "none"
    what: ClassVar[str] = ""

    def __init__(self, key: str, label: str = "", style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> None:
        button = discord.ui.Button[Any](label=label or "-", style=style, custom_id=f"nayrab:corpus:{self.kind}:{key}")
        super().__init__(button)
        self.key = key

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Build the button from what Discord sends."""
        return cls(match["key"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Answer the press of an admin, refuse anybody else's."""
        bot = bot_of(interaction)
        try:
            cog: CorpusCog | None = bot.get_cog(COG)  # type: ignore[assignment]  # the one cog of this name
            if cog is not None:
                await require_curator(interaction, cog.curator, self.what)
                await self.pressed(interaction, cog)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the one who pressed
            await bot.apologise(interaction, error)

    async def pressed(self, interaction: Interaction, cog: CorpusCog) -> None:
        """Do what the button is for."""
        raise NotImplementedError


class CancelButton(_KeyButton, template=rf"nayrab:corpus:cancel:{_KEY}"):
    """Stops an ingest that is under way; whichever admin presses it."""

    kind = "cancel"
    what = "to cancel an ingest"

    async def pressed(self, interaction: Interaction, cog: CorpusCog) -> None:
        """Stop the run of this key."""
        await cog.cancel(interaction, self.key)


class ConfirmButton(_KeyButton, template=rf"nayrab:corpus:confirm:{_KEY}"):
    """Does what was asked to be confirmed."""

    kind = "confirm"
    what = "to confirm a change of the corpus"

    async def pressed(self, interaction: Interaction, cog: CorpusCog) -> None:
        """Do what waits under this key."""
        await cog.confirm(interaction, self.key)


class DropButton(_KeyButton, template=rf"nayrab:corpus:drop:{_KEY}"):
    """Leaves what was asked to be confirmed as it is."""

    kind = "drop"
    what = "to drop a change of the corpus"

    async def pressed(self, interaction: Interaction, cog: CorpusCog) -> None:
        """Forget what waits under this key."""
        await cog.drop(interaction, self.key)


class ReadButton(_KeyButton, template=rf"nayrab:corpus:read:{_KEY}"):
    """Reads a source that was just added."""

    kind = "read"
    what = "to read a source"

    async def pressed(self, interaction: Interaction, cog: CorpusCog) -> None:
        """Begin an ingest of the source that waits under this key."""
        await cog.read_now(interaction, self.key)


BUTTONS = (CancelButton, ConfirmButton, DropButton, ReadButton)


def cancel_view(key: str) -> discord.ui.View:
    """Return the button under an ingest that is under way."""
    return _row(CancelButton(key, "Cancel", discord.ButtonStyle.danger))


def confirm_view(key: str, label: str, *, danger: bool = False) -> discord.ui.View:
    """Return the buttons under a question: do it, or leave it."""
    style = discord.ButtonStyle.danger if danger else discord.ButtonStyle.success
    return _row(ConfirmButton(key, label, style), DropButton(key, "Cancel"))


def read_view(key: str) -> discord.ui.View:
    """Return the button under a source that was just added."""
    return _row(ReadButton(key, "Read it now", discord.ButtonStyle.primary))


def _row(*buttons: _KeyButton) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    return view
