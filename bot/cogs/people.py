"""Who is speaking and where, in the words of `bot.access`; shared by the cogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.access import Asker, Place
from bot.markup import one_line

if TYPE_CHECKING:
    from bot.client import NayrabBot

Interaction = discord.Interaction[Any]


def asker(interaction: Interaction) -> Asker:
    """Return who used a command or button, with what Discord says of their permissions in that place."""
    known = asker_of(interaction.user)
    return Asker(
        known.user_id, known.role_ids, interaction.guild_id is not None and interaction.permissions.manage_guild
    )


def asker_of(user: discord.User | discord.Member) -> Asker:
    """Return who wrote a message."""
    if not isinstance(user, discord.Member):
        return Asker(user.id)
    return Asker(user.id, frozenset(role.id for role in user.roles), user.guild_permissions.manage_guild)


def place(guild_id: int | None, channel: object) -> Place:
    """Return where something was said; a thread names the channel it belongs to."""
    parent = channel.parent_id if isinstance(channel, discord.Thread) else None
    return Place(guild_id, getattr(channel, "id", None), parent)


def name_of(user: discord.User | discord.Member) -> str:
    """Return the account's name with its id, as the audit log keeps it: names change, ids do not."""
    return f"{one_line(user.name)} ({user.id})"


def bot_of(interaction: Interaction) -> NayrabBot:
    """Return the bot that got the interaction."""
    bot: NayrabBot = interaction.client
    return bot
