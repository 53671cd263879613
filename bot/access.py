"""Who may do what where. Pure: may(asker, action, place, policy) -> Allowed | Denied(reason).

Place in the flow: every cog asks here before it acts. It fails closed: an admin action that nothing allows is denied.
Nothing here talks to Discord or reads settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What somebody wants to do."""

    ASK = "ask"
    ADMINISTER = "administer"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants it: `manages_server` is Discord's own Manage Server permission, in the place where it is asked."""

    user_id: int
    role_ids: frozenset[int] = frozenset()
    manages_server: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is asked; `guild_id` is None in a direct message, `parent_id` is a thread's channel."""

    guild_id: int | None = None
    channel_id: int | None = None
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What the settings say beyond Discord's own permissions.

    Empty channels: questions are answered everywhere. Where `admin_guild_ids` are named, nobody administers from
    another server: there is one corpus, and whoever invites the bot manages a server of their own.
    """

    admin_user_ids: frozenset[int] = frozenset()
    admin_role_ids: frozenset[int] = frozenset()
    channel_ids: frozenset[int] = frozenset()
    admin_guild_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go ahead."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why: one sentence for the asker."""

    reason: str


Decision = Allowed | Denied


def may(asker: Asker, action: Action, place: Place, policy: Policy) -> Decision:
    """Decide whether the asker may do this here; whatever is not clearly allowed is denied."""
    match action:
        case Action.ASK:
            return _may_ask(asker, place, policy)
        case Action.ADMINISTER:
            return _may_administer(asker, place, policy)
    return Denied("I do not know this action, so I may not do it.")  # type: ignore[unreachable]  # guards the open end


def _may_ask(asker: Asker, place: Place, policy: Policy) -> Decision:
    if not policy.channel_ids or place.guild_id is None or asker.user_id in policy.admin_user_ids:
        return Allowed()
    if {place.channel_id, place.parent_id} & policy.channel_ids:
        return Allowed()
    rooms = ", ".join(f"<#{channel}>" for channel in sorted(policy.channel_ids))
    return Denied(f"I answer questions only in {rooms} here, or in a direct message.")


def _may_administer(asker: Asker, place: Place, policy: Policy) -> Decision:
    if asker.user_id in policy.admin_user_ids:
        return Allowed()
    if place.guild_id is None:
        return Denied("That can be done here only by the people named as admins in the bot's settings.")
    if policy.admin_guild_ids and place.guild_id not in policy.admin_guild_ids:
        return Denied("The corpus is not looked after from this server; use the one that the bot's settings name.")
    if asker.manages_server or asker.role_ids & policy.admin_role_ids:
        return Allowed()
    return Denied("That needs the permission Manage Server or a role that is named in the bot's settings.")
