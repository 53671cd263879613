"""The languages that an answer's frame can be in, and what a language does to a line. Pure.

Place in the flow: every module of `bot.phrases` goes by it. The quotes of an answer are never translated.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ar", "tr", "ru"]

LANGUAGES: tuple[Language, ...] = ("en", "ar", "tr", "ru")
RIGHT_TO_LEFT: frozenset[Language] = frozenset({"ar"})

_ISOLATE, _END = "\u2068", "\u2069"


def embedded(text: str, language: Language) -> str:
    """Return foreign text as it may stand within a line of this language.

    Discord takes a line's direction from its first letter, so a title in Latin letters within an Arabic line is
    isolated: its brackets and full stops then stay with it.
    """
    return f"{_ISOLATE}{text}{_END}" if language in RIGHT_TO_LEFT and text else text
