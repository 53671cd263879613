"""The question as typed -> clean text that can be worked on, or the sentence that says why it cannot.

Place in the flow: the first thing that `query` does. Pure; it reads no meaning into anything.
"""

from __future__ import annotations

import unicodedata

from bot.answering.errors import BadQuestionError

LONGEST_QUESTION = 2_000
"""Characters; longer ones are refused with a sentence, not cut."""


def clean(text: str) -> str:
    """Return the question in NFC with control, format and bidi characters removed and white space single."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    spaced = "".join(_kept(c) for c in normal)
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


_ARABIC_VOWEL_MARKS = frozenset("\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670")


def _kept(character: str) -> str:
    if character in _ARABIC_VOWEL_MARKS:  # they would cut a word in two, and articles are written without them
        return ""
    match unicodedata.category(character):
        case "Cf" | "Co" | "Cn" | "Cs":
            return ""
        case "Cc" | "Zs" | "Zl" | "Zp":
            return " "
        case _:
            return character


def check(text: str) -> None:
    """Raise `BadQuestionError` for a cleaned question that is empty, too long, or has no letter or digit in it."""
    if not text:
        raise BadQuestionError("The question is empty; ask something, for example: why does Nayrab matter?")
    if len(text) > LONGEST_QUESTION:
        raise BadQuestionError(
            f"The question is {len(text):,} characters long; please shorten it to at most {LONGEST_QUESTION:,}."
        )
    if not any(c.isalnum() for c in text):
        raise BadQuestionError("The question has no words in it; ask in words, for example: why does Nayrab matter?")
