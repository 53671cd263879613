"""Sending that finds a way: a reply, else a message in the channel, else one to the author alone.

Place in the flow: the cogs send with it what `bot.reception` made; mentions are off in all of it.
"""

from __future__ import annotations

import logging
from typing import Any

import discord

_log = logging.getLogger(__name__)


async def say(message: discord.Message, content: str, view: discord.ui.View | None = None) -> discord.Message | None:
    """Reply to a message; failing that write into its channel, failing that to its author alone.

    Returns what was sent, or None when nobody could be told (which is logged).
    """
    options: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none(), "suppress_embeds": True}
    if view is not None:
        options["view"] = view
    reference = message.to_reference(fail_if_not_exists=False)
    ways: tuple[tuple[discord.abc.Messageable, dict[str, Any]], ...] = (
        (message.channel, {"reference": reference, "mention_author": False}),
        (message.channel, {}),
        (message.author, {}),
    )
    for where, how in ways:
        try:
            return await where.send(content, **how, **options)
        except discord.HTTPException as error:
            _log.warning("could not answer message %s: %s", message.id, error)
    return None
