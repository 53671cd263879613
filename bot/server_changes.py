"""What a change of a server's settings makes of what is set: lists longer or shorter, amounts as they are stored. Pure.

Place in the flow: the cog `settings` hands these to `bot.admission`, which applies them to what is set at that moment.
Every function raises `ImpossibleValueError` with one sentence for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.markup import escape, one_line
from bot.server_settings import MOST, ImpossibleValueError, Overrides, ServerSettings, checked
from bot.tariff import MILLION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Change = Callable[[Overrides], Mapping[str, Any]]

MOST_NAMED = 100
"""Channels, roles or publishers in one list."""
_MOST_MONEY = MOST // MILLION


def putting(name: str, value: object) -> Change:
    """Set a setting to this value."""
    return lambda _own: {name: checked(name, value)}


def adding(name: str, one: int | str, defaults: ServerSettings) -> Change:
    """Add one to a list; a publisher that is hidden is preferred no more."""

    def change(own: Overrides) -> Mapping[str, Any]:
        having = _having(own, defaults, name) | {one}
        if len(having) > MOST_NAMED:
            raise ImpossibleValueError(f"That is one too many: a list has {MOST_NAMED} at most.")
        if name == "preferred" and one in _having(own, defaults, "hidden"):
            raise ImpossibleValueError(f"{escape(one_line(str(one)))} is hidden here; unhide it first.")
        also = {"preferred": _having(own, defaults, "preferred") - {one}} if name == "hidden" else {}
        return {name: checked(name, having), **also}

    return change


def removing(name: str, one: int | str, defaults: ServerSettings) -> Change:
    """Take one off a list that it is on."""

    def change(own: Overrides) -> Mapping[str, Any]:
        having = _having(own, defaults, name)
        if one not in having:
            raise ImpossibleValueError("That was not on the list, so nothing was changed.")
        return {name: having - {one}}

    return change


def amount(name: str, given: float) -> int:
    """Return an amount as it is stored: money in millionths, anything else as whole numbers."""
    if name == "server_money":
        if given > _MOST_MONEY:
            raise ImpossibleValueError(f"A budget of money can be {_MOST_MONEY:,} at most.")
        return round(given * MILLION)
    if given != int(given):
        raise ImpossibleValueError("Questions and tokens come in whole numbers.")
    return int(given)


def _having(own: Overrides, defaults: ServerSettings, name: str) -> frozenset[Any]:
    found: frozenset[Any] = getattr(own.over(defaults), name)
    return found
