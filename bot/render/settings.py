"""A server's settings as people read them: each with its value and where it comes from. Pure.

Place in the flow: the cog `settings` sends what is made here. It knows no Discord: what roles and channels are called
is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.tariff import shown as money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.server_settings import Overrides, ServerSettings

LABELS: Mapping[str, str] = {
    "channels": "Channels where I answer",
    "roles": "Roles that may ask",
    "language": "Language",
    "private": "Slash commands answer the asker alone",
    "threads": "Channels where an answer opens a thread",
    "cooldown_seconds": "Wait between two questions of one person",
    "person_questions": "Questions a day for one person",
    "server_questions": "Questions a day for the server",
    "person_tokens": "Language model tokens a day for one person",
    "server_tokens": "Language model tokens a day for the server",
    "server_money": "Money a day for the server",
    "hidden": "Hidden publishers",
    "preferred": "Preferred publishers",
}
"""Every setting and what it is called, in the order in which they are shown."""

LANGUAGES: Mapping[str, str] = {"en": "English", "ar": "Arabic", "tr": "Turkish", "ru": "Russian"}

_EMPTY = {"channels": "everywhere", "roles": "everybody", "threads": "none", "hidden": "none", "preferred": "none"}
_NAMED = 20
_LONGEST_NAME = 60
_LONGEST_VALUE = 600


@dataclass(frozen=True, slots=True)
class Names:
    """What the channels and roles of a server are called, by id, and in which currency prices are set."""

    channels: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    currency: str = "USD"


def value_text(name: str, rules: ServerSettings, names: Names) -> str:
    """Return a setting's value in words, harmless and not longer than a few lines."""
    value = getattr(rules, name)
    if isinstance(value, frozenset):
        return shorten(_listed(name, value, names), _LONGEST_VALUE) or _EMPTY[name]
    if name == "language":
        return LANGUAGES[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "cooldown_seconds":
        return f"{value:,} second{'' if value == 1 else 's'}" if value else "none"
    if name == "server_money":
        return money(value, names.currency) if value else "no limit"
    return f"{value:,}" if value else "no limit"


def settings_messages(rules: ServerSettings, own: Overrides, names: Names) -> Sequence[str]:
    """Return every setting with its value, and whether the server has set it; as messages."""
    lines = ["**What holds in this server**"]
    for name, label in LABELS.items():
        whose = "set here" if name in own.values else "default"
        lines.append(f"- {label}: {value_text(name, rules, names)} ({whose})")
    lines += _complaints(own)
    lines.append("Days begin at 00:00 UTC. Take a setting back to its default with `/settings reset`.")
    return pack(lines, CONTENT_LIMIT)


def changed_text(name: str, rules: ServerSettings, names: Names) -> str:
    """Return the one sentence that a change is answered with: what holds now."""
    return f"{LABELS[name]}: {value_text(name, rules, names)}, from now on."


def reset_question(name: str | None, names: Names, defaults: ServerSettings) -> str:
    """Return the question before something (None: everything) goes back to its default."""
    if name is None:
        return "Shall every setting of this server go back to its default? What was set here is forgotten."
    return f"Shall this go back to its default? {LABELS[name]}: {value_text(name, defaults, names)}."


def _complaints(own: Overrides) -> Iterable[str]:
    if own.unclear:
        yield (
            "What is stored of who may ask here cannot be read, so I answer nobody in this server: set it anew, or "
            "reset it."
        )
    elif own.dropped:
        dropped = ", ".join(LABELS.get(name, escape(one_line(name))[:_LONGEST_NAME]) for name in own.dropped)
        yield f"Not all that is stored can be used: {dropped}."


def _listed(name: str, value: frozenset[int] | frozenset[str], names: Names) -> str:
    called = sorted(_called(name, each, names) for each in value)
    more = len(called) - _NAMED
    return ", ".join(called[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _called(name: str, one: int | str, names: Names) -> str:
    if isinstance(one, str):
        return shorten(escape(one_line(one)), _LONGEST_NAME)
    known = (names.roles if name == "roles" else names.channels).get(one)
    if known is None:
        return f"one that is gone ({one})"
    return (
        f"{'“' if name == 'roles' else '#'}{shorten(escape(one_line(known)), _LONGEST_NAME)}{'”' * (name == 'roles')}"
    )
