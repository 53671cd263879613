"""Which language has which frame. Pure.

Place in the flow: `bot.render` asks `phrases(language)`; the modules beside it write dates and amounts with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.phrases import arabic, english, russian, turkish

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.phrases.catalogue import Phrases
    from bot.phrases.languages import Language

_ALL: Mapping[Language, Phrases] = {
    "en": english.PHRASES,
    "ar": arabic.PHRASES,
    "tr": turkish.PHRASES,
    "ru": russian.PHRASES,
}


def phrases(language: Language = "en") -> Phrases:
    """Return what a language says around the quotes of an answer."""
    return _ALL[language]
