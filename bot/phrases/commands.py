"""Names and descriptions of the commands in Arabic, Turkish and Russian, looked up by their English text. Pure.

Place in the flow: `bot.client.translation` asks for what Discord shows in its menus, `/help` for the Arabic ones.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.phrases import commands_arabic, commands_russian, commands_turkish

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from bot.phrases.languages import Language


class Kind(StrEnum):
    """What a text is used as: each kind has rules of its own at Discord."""

    NAME = "name"
    """Of a command, group or option: lower case, no spaces, 32 characters."""
    DESCRIPTION = "description"
    """100 characters."""
    LABEL = "label"
    """The entry of a context menu or a choice: free text."""


_MODULES: Mapping[Language, ModuleType] = {"ar": commands_arabic, "tr": commands_turkish, "ru": commands_russian}

CATALOGUE: Mapping[Language, Mapping[Kind, Mapping[str, str]]] = {
    language: {Kind.NAME: module.NAMES, Kind.DESCRIPTION: module.DESCRIPTIONS, Kind.LABEL: module.LABELS}
    for language, module in _MODULES.items()
}


def command_text(kind: Kind, english: str, language: Language) -> str | None:
    """Return a command's text in a language; None where there is none, and for English itself."""
    return CATALOGUE[language][kind].get(english) if language in CATALOGUE else None
