"""What the roles and channels of a server are called, for the words of `/settings` and of refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import one_line
from bot.render.settings import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord


def names_in(guild: discord.Guild | None, currency: str) -> Names:
    """Return what is called how in a server, and the currency of prices."""
    if guild is None:
        return Names(currency=currency)
    rooms = {each.id: each.name for each in (*guild.channels, *guild.threads)}
    return Names(rooms, {role.id: role.name for role in guild.roles}, currency)


def role_names(guild: discord.Guild | None, roles: Iterable[int]) -> tuple[str, ...]:
    """Return the names of those of these roles that there are, in order of their ids."""
    found = [guild.get_role(role) for role in sorted(roles)] if guild else []
    return tuple(one_line(role.name) for role in found if role is not None)
