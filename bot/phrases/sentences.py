"""Whole sentences that other parts say in English (notes, faults, refusals to speak), found again in other languages.

Place in the flow: `bot.render` and the reception hand over what they were given; `said_in` returns it in the language
of the server. Pure. A sentence that is not known here is returned as it is: English is better than nothing.

A sentence is known by a pattern; what varies in it is named. Names that begin with `day` hold dates, with `time`
amounts of time, both written anew, with `sentence` another sentence; anything else (a channel, a number, a publisher)
is taken over as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.phrases import sentence_table, sentence_table_access
from bot.phrases.dates import redated, retimed
from bot.phrases.languages import embedded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.phrases.languages import Language


TABLE = (*sentence_table.TABLE, *sentence_table_access.TABLE)


@dataclass(frozen=True, slots=True)
class _Sentence:
    pattern: re.Pattern[str]
    texts: Mapping[Language, str]


def said_in(sentence: str, language: Language) -> str:
    """Return a sentence in a language; as it is where it is not known."""
    if language == "en":
        return sentence
    for known in _sentences():
        if match := known.pattern.fullmatch(sentence):
            filled = {name: _filled(name, text or "", language) for name, text in match.groupdict().items()}
            return known.texts[language].format(**filled)
    return sentence


def is_known(sentence: str) -> bool:
    """Tell whether there are words for a sentence."""
    return any(known.pattern.fullmatch(sentence) for known in _sentences())


def _filled(name: str, text: str, language: Language) -> str:
    if name.startswith("day"):
        return redated(text, language)
    if name.startswith("time"):
        return retimed(text, language)
    if name.startswith("sentence"):
        return said_in(text, language)
    if name.startswith("names"):
        text = text.replace("” or “", "”, “")
    return embedded(text, language)


@cache
def _sentences() -> tuple[_Sentence, ...]:
    return tuple(_Sentence(_pattern(english), {"ar": ar, "tr": tr, "ru": ru}) for english, ar, tr, ru in TABLE)


_FIELD = re.compile(r"\{(\w+)\}")


def _pattern(english: str) -> re.Pattern[str]:
    """Return what finds a sentence: its words as they are, anything short where it has a name in braces."""
    parts = _FIELD.split(english)
    found = (
        f"(?P<{part}>.{{1,200}}?)" if odd else re.escape(part) for part, odd in zip(parts, _alternating(), strict=False)
    )
    return re.compile("".join(found), re.DOTALL)


def _alternating() -> tuple[bool, ...]:
    return (False, True) * 8
