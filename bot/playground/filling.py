"""Forms (modals) filled in: what the page gives, laid into the shape in which Discord sends a form back.

Place in the flow: `acting` sends what `filled` returns. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcord.enums import ComponentType

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


def filled(form: Mapping[str, Any], values: Mapping[str, Any]) -> list[Json]:
    """Return the form's components with the values, by custom id, in them."""
    return [_node(component, values) for component in form["components"]]


def _node(component: Mapping[str, Any], values: Mapping[str, Any]) -> Json:
    kind = component["type"]
    node: Json = {"type": kind} | ({"id": component["id"]} if component.get("id") is not None else {})
    if kind == ComponentType.ACTION_ROW:
        return node | {"components": [_node(child, values) for child in component["components"]]}
    if kind == ComponentType.LABEL:
        return node | {"component": _node(component["component"], values)}
    if "custom_id" not in component:
        return node  # a text between the fields
    given = values.get(component["custom_id"])
    if kind in (ComponentType.TEXT_INPUT, ComponentType.RADIO_GROUP, ComponentType.CHECKBOX):
        value = "" if given is None and kind == ComponentType.TEXT_INPUT else given
        return node | {"custom_id": component["custom_id"], "value": value}
    return node | {"custom_id": component["custom_id"], "values": list(given or [])}
