"""Short texts and sentences with places to fill in, looked up by their English. Pure.

Place in the flow: pages, buttons and forms are worded with `worded`; a test sees to it that every text which is asked
for here has its words in every language. What comes back from other parts as a finished sentence goes to `said_in`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.phrases import words_checks, words_lookups, words_people

if TYPE_CHECKING:
    from bot.phrases.languages import Language

_ORDER: tuple[Language, ...] = ("ar", "tr", "ru")
WORDS: dict[str, dict[Language, str]] = {
    english: dict(zip(_ORDER, others, strict=True))
    for table in (words_people.TABLE, words_lookups.TABLE, words_checks.TABLE)
    for english, *others in table
}


def worded(english: str, language: Language, **fields: object) -> str:
    """Return a text in a language with its places filled in; in English where there are no other words."""
    text = WORDS.get(english, {}).get(language, english)
    return text.format(**fields) if fields else text
