"""Upkeep: the memory is purged daily, and the log tells how the connection and the servers come and go.

Place in the flow: loaded like every cog. A server that is gone or cannot be reached keeps all that is stored of it:
it may come back.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.client.registration import register_in
from bot.faults import StateError

if TYPE_CHECKING:
    import discord

    from bot.client import NayrabBot

_log = logging.getLogger(__name__)


class UpkeepCog(commands.Cog):
    """Runs the daily purge, and notes what becomes of the connection."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot
        self._connected = False

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

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note that a session began (also a new one, after the old was lost)."""
        me = self._bot.user
        _log.info("in as %s (%s), in %d servers", me, me.id if me else "?", len(self._bot.guilds))

    @commands.Cog.listener()
    async def on_connect(self) -> None:
        """Note that the gateway is reached."""
        self._connected = True
        _log.info("connected to Discord")

    @commands.Cog.listener()
    async def on_resumed(self) -> None:
        """Note that a lost connection was taken up where it broke off."""
        self._connected = True
        _log.info("connected to Discord again; nothing was missed")

    @commands.Cog.listener()
    async def on_disconnect(self) -> None:
        """Note that the connection is lost, once: every try to get it back is reported the same way."""
        if self._connected:
            self._connected = False
            _log.info("disconnected from Discord; discord.py makes the connection anew")

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Offer the commands in a server that the settings name and that was not there at start."""
        _log.info("came into server %d", guild.id)
        await register_in(self._bot, guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note it; what is stored of the server stays for its time."""
        _log.info("was sent away from server %d; what is stored of it is kept for its time", guild.id)

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Note an outage of Discord's."""
        _log.info("server %d cannot be reached just now (an outage at Discord)", guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Note that a server is there again."""
        _log.info("server %d is there", guild.id)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(UpkeepCog(bot))
