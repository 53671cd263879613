"""What a Discord client sends when somebody uses a command, presses a button or fills in a form, as JSON.

Place in the flow: `people` finds here the button that is meant and the data of an interaction. Nothing is sent or
changed here.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from simcord.backend import serializers
from simcord.backend.models import Channel, Role, User
from simcord.components import walk_components
from simcord.enums import SELECT_TYPES, AppCommandType, ComponentType
from simcord.interactions import nest_options, walk_to_subcommand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simcord.backend import Backend
    from simcord.backend.models import Message

_TYPED = frozenset({ComponentType.TEXT_INPUT, ComponentType.RADIO_GROUP, ComponentType.CHECKBOX})
_CHOSEN = frozenset({*SELECT_TYPES, ComponentType.CHECKBOX_GROUP})


class Handed(NamedTuple):
    """A file that somebody hands to a command: what Discord says of it, and where it can be fetched."""

    filename: str
    url: str
    size: int


def command_data(backend: Backend, guild_id: int | None, command: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a slash command in use; raises `LookupError` when the command or an option is unknown.

    Values are strings, numbers, booleans, a `Handed` file, or a channel, role or user of the simulated world.
    """
    spec, leaf, nesting = _found(backend, guild_id, command)
    types = {option["name"]: option["type"] for option in leaf.get("options") or []}
    if unknown := sorted(set(options) - set(types)):
        raise LookupError(f"/{command} has no option {unknown[0]!r}")
    resolved: dict[str, Any] = {}
    given = [
        {"name": name, "type": types[name], "value": _wire_value(backend, value, resolved)}
        for name, value in options.items()
        if value is not None
    ]
    return _command(spec, nest_options(spec, nesting, given), resolved)


def typing_data(
    backend: Backend, guild_id: int | None, command: str, option: str, text: str, **others: Any
) -> dict[str, Any]:
    """Return the data of a command into whose option somebody is typing; `others` are filled in already."""
    spec, leaf, nesting = _found(backend, guild_id, command)
    types = {known["name"]: known["type"] for known in leaf.get("options") or []}
    if option not in types:
        raise LookupError(f"/{command} has no option {option!r}")
    filled = [{"name": name, "type": types[name], "value": value} for name, value in others.items()]
    typed = {"name": option, "type": types[option], "value": text, "focused": True}
    return _command(spec, nest_options(spec, nesting, [*filled, typed]), {})


def menu_data(backend: Backend, guild_id: int | None, name: str, message: Message) -> dict[str, Any]:
    """Return the data of a message's context menu; raises `LookupError` when there is no such entry."""
    spec = backend.find_command(name, guild_id, AppCommandType.MESSAGE)
    if spec is None:
        raise LookupError(f"messages have no menu entry {name!r}")
    shown = dict(serializers.message_payload(backend, message))
    return {
        "id": spec["id"], "name": name, "type": int(AppCommandType.MESSAGE), "target_id": str(message.id),
        "resolved": {"messages": {str(message.id): shown}},
    }  # fmt: skip


def button_data(message: Message, which: str) -> dict[str, Any]:
    """Return the data of a pressed button; `which` is its label, its emoji, or how its custom id begins.

    Raises `LookupError` when there is none, or when it is disabled.
    """
    buttons = [part for part in walk_components(message.components) if part.get("type") == ComponentType.BUTTON]
    found = _first(buttons, which)
    if found is None or "custom_id" not in found:
        raise LookupError(f"there is no button {which!r} among {[_called(button) for button in buttons]}")
    if found.get("disabled"):
        raise LookupError(f"the button {which!r} is disabled")
    return {"custom_id": found["custom_id"], "component_type": int(ComponentType.BUTTON)}


def choice_data(message: Message, values: Sequence[str], which: str = "") -> dict[str, Any]:
    """Return the data of a choice from a select menu; `which` is how its custom id begins."""
    for part in walk_components(message.components):
        if part.get("type") in SELECT_TYPES and part["custom_id"].startswith(which):
            return {"custom_id": part["custom_id"], "component_type": part["type"], "values": list(values)}
    raise LookupError(f"there is no select menu {which!r}")


def form_data(modal: Mapping[str, Any], texts: Sequence[str], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a filled-in modal; `texts` go in order, `fields` by custom id or label, the rest is empty.

    Raises `LookupError` when something is filled in that the form does not ask for.
    """
    left, named = list(texts), dict(fields)
    components = [_filled(part, left, named, part.get("label", "")) for part in modal["components"]]
    if left or named:
        raise LookupError(f"the form has no field for {left or sorted(named)}")
    return {"custom_id": modal["custom_id"], "components": [part for part in components if part is not None]}


def _filled(part: Mapping[str, Any], texts: list[str], named: dict[str, Any], label: str) -> dict[str, Any] | None:
    kind = part["type"]
    known = {"type": kind, "id": part.get("id", 0)}
    if kind == ComponentType.ACTION_ROW:
        return known | {"components": [_filled(child, texts, named, "") for child in part["components"]]}
    if kind == ComponentType.LABEL:
        return known | {"component": _filled(part["component"], texts, named, label)}
    if kind not in _TYPED | _CHOSEN:
        return known if kind == ComponentType.TEXT_DISPLAY else None
    key = next((key for key in (part["custom_id"], label or part.get("label", "")) if key in named), None)
    value = named.pop(key) if key is not None else texts.pop(0) if texts else part.get("value")
    if kind in _TYPED:
        return known | {"custom_id": part["custom_id"], "value": "" if value is None else value}
    chosen = [value] if isinstance(value, str) else list(value or ())
    return known | {"custom_id": part["custom_id"], "values": chosen}


def _found(backend: Backend, guild_id: int | None, command: str) -> tuple[dict[str, Any], dict[str, Any], list[str]]:
    name, *path = command.split()
    spec = backend.find_command(name, guild_id)
    if spec is None:
        raise LookupError(f"there is no command /{name}")
    leaf, nesting = walk_to_subcommand(spec, path)
    return spec, leaf, nesting


def _command(spec: dict[str, Any], options: list[dict[str, Any]], resolved: dict[str, Any]) -> dict[str, Any]:
    data = {"id": spec["id"], "name": spec["name"], "type": spec["type"], "options": options}
    return data | ({"resolved": resolved} if resolved else {})


def _first(buttons: list[dict[str, Any]], which: str) -> dict[str, Any] | None:
    by_label = (button for button in buttons if button.get("label") == which)
    by_emoji = (button for button in buttons if (button.get("emoji") or {}).get("name") == which)
    by_id = (button for button in buttons if button.get("custom_id", "").startswith(which))
    return next(chain(by_label, by_emoji, by_id), None)


def _called(button: dict[str, Any]) -> str:
    return str(button.get("label") or (button.get("emoji") or {}).get("name") or button.get("custom_id", ""))


def _wire_value(backend: Backend, value: Any, resolved: dict[str, Any]) -> Any:
    """Return an option's value; of a thing, its id, with the thing itself put among what is resolved."""
    match value:
        case Handed():
            key, kind = str(backend.snowflake()), "attachments"
            shown: dict[str, Any] = {"id": key, "proxy_url": value.url, **value._asdict()}
        case Channel():
            key, kind = str(value.id), "channels"
            shown = {**serializers.channel_payload(backend, value), "permissions": str(discord.Permissions.all().value)}
        case Role():
            key, kind = str(value.id), "roles"
            shown = dict(serializers.role_payload(value))
        case User():
            key, kind = str(value.id), "users"
            shown = dict(serializers.user_payload(value))
        case _:
            return value
    resolved.setdefault(kind, {})[key] = shown
    return key
