"""Who may do what where, and how much of it. Pure: may(asker, action, place, ...) -> Allowed | Denied(reason, kind).

Place in the flow: `bot.admission` gathers the facts and asks here before a cog acts. It fails closed: an admin action
that nothing allows is denied, and so is a question where a server's rules cannot be read. Nothing here talks to
Discord, reads settings or looks at a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from bot.markup import escape
from bot.server_settings import ServerSettings


class Action(StrEnum):
    """What somebody wants to do.

    `ASK` is counted and limited; `LOOK_UP` only asks whether the place and the person are right. `ADMINISTER` is about
    the corpus, `CONFIGURE` about a server's own rules.
    """

    ASK = "ask"
    LOOK_UP = "look up"
    ADMINISTER = "administer"
    CONFIGURE = "configure"


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
class Standing:
    """What is known of a person and a server just now, today (UTC) and without the question that is being decided.

    `seconds_since`: the person's last question, None where there was none. Money is in millionths. `to_midnight`:
    seconds until the counts begin anew. `role_names`: how the roles that may ask are called.
    """

    seconds_since: float | None = None
    person_questions: int = 0
    server_questions: int = 0
    person_tokens: int = 0
    server_tokens: int = 0
    server_money: int = 0
    to_midnight: float = 86_400.0
    role_names: tuple[str, ...] = ()


class Kind(StrEnum):
    """Why somebody was denied, for who wants to tell cases apart."""

    CHANNEL = "channel"
    ROLE = "role"
    COOLDOWN = "cooldown"
    BUDGET = "budget"
    UNREADABLE = "unreadable"
    ADMIN = "admin"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go ahead."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why: one sentence for the asker."""

    reason: str
    kind: Kind = Kind.UNKNOWN


Decision = Allowed | Denied

_NO_RULES = ServerSettings()
_NEW_HERE = Standing()

UNREADABLE = (
    "I cannot read this server's rules for me just now, so I keep quiet; its admins can look at `/settings show`."
)


def may(
    asker: Asker,
    action: Action,
    place: Place,
    policy: Policy,
    rules: ServerSettings | None = _NO_RULES,
    standing: Standing = _NEW_HERE,
) -> Decision:
    """Decide whether the asker may do this here; whatever is not clearly allowed is denied.

    `rules` is None where a server has some and they cannot be read.
    """
    match action:
        case Action.ASK:
            return _denied_place(asker, place, policy, rules, standing) or _denied_amount(rules, standing) or Allowed()
        case Action.LOOK_UP:
            return _denied_place(asker, place, policy, rules, standing) or Allowed()
        case Action.ADMINISTER:
            return _may_administer(asker, place, policy)
        case Action.CONFIGURE:
            return _may_configure(asker, place, policy)
    return Denied("I do not know this action, so I may not do it.")  # type: ignore[unreachable]  # guards the open end


def _denied_place(
    asker: Asker, place: Place, policy: Policy, rules: ServerSettings | None, standing: Standing
) -> Denied | None:
    """Say no to the wrong channel or a missing role. The people named as admins may ask everywhere."""
    if place.guild_id is None or asker.user_id in policy.admin_user_ids:
        return None
    if rules is None:
        return Denied(UNREADABLE, Kind.UNREADABLE)
    if outside := _outside(place, policy.channel_ids, rules.channels):
        return outside
    if rules.roles and not asker.role_ids & rules.roles:
        return Denied(_role_reason(standing.role_names), Kind.ROLE)
    return None


def _outside(place: Place, everywhere: frozenset[int], here: frozenset[int]) -> Denied | None:
    """Say no outside the named channels: the bot's own list and the server's both hold where both name some."""
    at = {place.channel_id, place.parent_id}
    if all(at & named for named in (everywhere, here) if named):
        return None
    open_ones = everywhere & here or here or everywhere
    if everywhere and here and not everywhere & here:
        return Denied("I answer questions only in a direct message, not in this server.", Kind.CHANNEL)
    rooms = ", ".join(f"<#{channel}>" for channel in sorted(open_ones))
    return Denied(f"I answer questions only in {rooms} here, or in a direct message.", Kind.CHANNEL)


def _role_reason(names: tuple[str, ...]) -> str:
    if not names:
        return "Here I answer only people with a role that the server's admins have chosen."
    said = " or ".join(f"“{escape(name)}”" for name in names)
    return f"Here I answer only people with the role {said}."


def _denied_amount(rules: ServerSettings | None, standing: Standing) -> Denied | None:
    """Say no to too much too soon; this holds for everybody, admins too."""
    if rules is None:
        return None
    if standing.seconds_since is not None and standing.seconds_since < rules.cooldown_seconds:
        left = _spoken(rules.cooldown_seconds - max(0.0, standing.seconds_since))
        return Denied(f"Please wait {left} before your next question.", Kind.COOLDOWN)
    used_up = (
        (rules.person_questions, standing.person_questions, "Your questions for today are used up"),
        (rules.server_questions, standing.server_questions, "This server's questions for today are used up"),
        (rules.person_tokens, standing.person_tokens, "Your share of the language model for today is used up"),
        (
            rules.server_tokens,
            standing.server_tokens,
            "This server's share of the language model for today is used up",
        ),
        (rules.server_money, standing.server_money, "What this server may spend on answers today is used up"),
    )
    for most, so_far, sentence in used_up:
        if most and so_far >= most:
            return Denied(f"{sentence}; I can answer again at 00:00 UTC ({_in(standing.to_midnight)}).", Kind.BUDGET)
    return None


_MINUTE = 60
_HOUR = 3600


def _spoken(seconds: float) -> str:
    """Return a time to wait, rounded up: `12 seconds`, `3 minutes`, `2 hours`."""
    whole = max(1, ceil(seconds))
    if whole < 2 * _MINUTE:
        return f"{whole} second{'' if whole == 1 else 's'}"
    if whole < 2 * _HOUR:
        return f"{ceil(whole / _MINUTE)} minutes"
    return f"{ceil(whole / _HOUR)} hours"


def _in(seconds: float) -> str:
    return f"in {_spoken(seconds)}"


def _may_administer(asker: Asker, place: Place, policy: Policy) -> Decision:
    if asker.user_id in policy.admin_user_ids:
        return Allowed()
    if place.guild_id is None:
        return Denied("That can be done here only by the people named as admins in the bot's settings.", Kind.ADMIN)
    if policy.admin_guild_ids and place.guild_id not in policy.admin_guild_ids:
        return Denied(
            "The corpus is not looked after from this server; use the one that the bot's settings name.", Kind.ADMIN
        )
    if asker.manages_server or asker.role_ids & policy.admin_role_ids:
        return Allowed()
    return Denied("That needs the permission Manage Server or a role that is named in the bot's settings.", Kind.ADMIN)


def _may_configure(asker: Asker, place: Place, policy: Policy) -> Decision:
    """A server's rules are its own: whoever manages it sets them, and the people named as the bot's admins."""
    if place.guild_id is None:
        return Denied("These are the settings of a server; use the command in one.", Kind.ADMIN)
    if asker.manages_server or asker.user_id in policy.admin_user_ids:
        return Allowed()
    return Denied("Changing what I do in this server needs the permission Manage Server.", Kind.ADMIN)
