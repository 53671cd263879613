"""Options of a slash command as Discord sends them: typed values, and what ids among them stand for.

Place in the flow: `acting` turns what the page gives for a command into the interaction's data. Nothing is sent here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from simcord.backend import serializers
from simcord.enums import ComponentType, OptionType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simcord.backend import Backend

    from bot.playground.rooms import Rooms

Json = dict[str, Any]
_MENUS = {
    int(ComponentType.USER_SELECT): OptionType.USER,
    int(ComponentType.ROLE_SELECT): OptionType.ROLE,
    int(ComponentType.MENTIONABLE_SELECT): OptionType.MENTIONABLE,
    int(ComponentType.CHANNEL_SELECT): OptionType.CHANNEL,
}


class MissingOptionError(ValueError):
    """A required option was left out."""


class Chooser(Protocol):
    """Who fills the options in."""

    @property
    def backend(self) -> Backend:
        """The world."""

    @property
    def rooms(self) -> Rooms:
        """Where they are."""

    @property
    def user_id(self) -> int:
        """Who they are."""

    @property
    def uploads(self) -> Mapping[str, Json]:
        """Their files, by id."""


def chosen(who: Chooser, leaf: Json, given: Mapping[str, Any], *, partly: bool = False) -> tuple[list[Json], Json]:
    """Return the options of a command in their order, and what their ids stand for; raises `ValueError`.

    `partly`: somebody is still typing, so required options may be missing and unusable ones are left out.
    """
    options: list[Json] = []
    resolved: Json = {}
    for option in leaf.get("options") or []:
        name, kind = option["name"], OptionType(option["type"])
        if given.get(name) in (None, ""):
            if option.get("required") and not partly:
                raise MissingOptionError(f"The option “{name}” is missing.")
            continue
        options.append({"name": name, "type": int(kind), "value": _value(who, kind, given[name], resolved)})
    return options, resolved


def resolved_choice(who: Chooser, kind: int, values: Sequence[str]) -> Json:
    """Return what was chosen in a menu of people, roles or channels; of a menu with its own options, nothing."""
    resolved: Json = {}
    meant = _MENUS.get(kind)
    if meant is not None:
        for value in values:
            _resolve(who, meant, value, resolved)
    return resolved


def _value(who: Chooser, kind: OptionType, raw: Any, resolved: Json) -> Any:
    match kind:
        case OptionType.INTEGER:
            return int(raw)
        case OptionType.NUMBER:
            return float(raw)
        case OptionType.BOOLEAN:
            return raw in (True, "true")
        case OptionType.STRING:
            return str(raw)
        case _:
            return _resolve(who, kind, str(raw), resolved)


def _resolve(who: Chooser, kind: OptionType, number: str, resolved: Json) -> str:
    """Note what an id stands for, and return the id; raises `LookupError`."""
    backend = who.backend
    match kind:
        case OptionType.CHANNEL:
            channel = backend.get_channel(int(number))
            allowed = backend.compute_permissions(who.rooms.guild_id, who.user_id, channel.id)
            payload = {**serializers.channel_payload(backend, channel), "permissions": str(allowed)}
            resolved.setdefault("channels", {})[number] = payload
        case OptionType.ATTACHMENT:
            resolved.setdefault("attachments", {})[number] = who.uploads[number]
        case _ if (role := backend.guilds[who.rooms.guild_id].roles.get(int(number))) is not None:
            resolved.setdefault("roles", {})[number] = dict(serializers.role_payload(role))
        case _:
            _resolve_person(who, number, resolved)
    return number


def _resolve_person(who: Chooser, number: str, resolved: Json) -> None:
    backend = who.backend
    guild = backend.guilds[who.rooms.guild_id]
    member = guild.members[int(number)]
    resolved.setdefault("users", {})[number] = dict(serializers.user_payload(backend.get_user(int(number))))
    payload = serializers.member_payload(backend, guild, member, with_user=False)
    resolved.setdefault("members", {})[number] = dict(payload)
