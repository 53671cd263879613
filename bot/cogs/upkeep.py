"""Upkeep of the bot's memory: at start and once a day it forgets answers that are past their time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.faults import StateError

if TYPE_CHECKING:
    from bot.client import NayrabBot

_log = logging.getLogger(__name__)


class UpkeepCog(commands.Cog):
    """Runs the daily purge."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Begin (the first round is at once)."""
        self.forget.start()

    async def cog_unload(self) -> None:
        """Stop."""
        self.forget.cancel()

    @tasks.loop(hours=24)
    async def forget(self) -> None:
        """Forget old answers; a fault is noted and tried again the next day."""
        try:
            gone = await self._bot.reception.purge()
        except StateError:
            _log.exception("old answers could not be forgotten")
            return
        _log.info("forgot %d old answers", gone)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(UpkeepCog(bot))
