"""The message that shows an ingest: edited by whichever way Discord still takes, and its last word is never lost.

Place in the flow: `corpus_runs` writes through it. An interaction's token dies after 15 minutes; the channel takes the
bot's edits for ever, where the bot may see it. The last word goes into the message, else into the channel as a new
message, else to the one who asked, directly.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.cogs.people import Interaction

_log = logging.getLogger(__name__)

TROUBLE = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What a call to Discord may end with when it is Discord's or the network's fault."""
_FOR_GOOD = (401, 403, 404)


class IngestMessage:
    """The public answer to an interaction, begun with `open`, then `edit`ed, in the end `conclude`d."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction
        self._message: discord.PartialMessage | None = None
        self._closed_ways: set[str] = set()

    async def open(self, text: str, view: discord.ui.View) -> None:
        """Fill in the deferred answer; where that fails there is no progress to see, but still a last word."""
        try:
            shown: discord.InteractionMessage = await self._interaction.edit_original_response(
                content=text, view=view, allowed_mentions=discord.AllowedMentions.none()
            )
        except TROUBLE as error:
            _log.warning("the progress of an ingest cannot be shown: %s", error)
            return
        channel = self._channel()
        self._message = channel.get_partial_message(shown.id) if channel else None

    async def edit(self, text: str, view: discord.ui.View | None) -> bool:
        """Show another text; False when neither the channel nor the token takes it."""
        body = {"content": text, "view": view, "allowed_mentions": discord.AllowedMentions.none()}
        if self._message is not None and await self._went("channel", self._message.edit, **body):
            return True
        return await self._went("token", self._interaction.edit_original_response, **body)

    async def conclude(self, text: str) -> bool:
        """Say the last word, by every way that is left; False (and an entry in the log) when nobody could be told."""
        if await self.edit(text, None):
            return True
        body = {"content": text, "allowed_mentions": discord.AllowedMentions.none(), "suppress_embeds": True}
        channel = self._channel()
        if channel is not None and await self._went("new message", channel.send, **body):
            return True
        if await self._went("direct message", self._interaction.user.send, **body):
            return True
        _log.error("nobody could be told of an ingest: %s", text)
        return False

    def _channel(self) -> discord.PartialMessageable | None:
        if self._interaction.channel_id is None:
            return None
        bot: discord.Client = self._interaction.client
        return bot.get_partial_messageable(self._interaction.channel_id, guild_id=self._interaction.guild_id)

    async def _went(self, way: str, call: Callable[..., Awaitable[object]], **body: Any) -> bool:
        """Try one way, unless it was refused for good before."""
        if way in self._closed_ways:
            return False
        try:
            await call(**body)
        except TROUBLE as error:
            if isinstance(error, discord.HTTPException) and error.status in _FOR_GOOD:
                self._closed_ways.add(way)
            _log.warning("an ingest could not be shown by way of the %s: %s", way, error)
            return False
        return True
