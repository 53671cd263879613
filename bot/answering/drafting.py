"""A model's line -> what it states and the numbers it cites.

Place in the flow: `generative` reads a model's lines with it. Pure parsing; it judges nothing and drops nothing
that was said: a statement without a number comes out without a number.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKS = re.compile(r"((?:\s*\[\s*\d{1,9}(?:\s*[,;–-]\s*\d{1,9})*\s*\])+\s*[.!?]?)")
_NUMBER = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|claim(?:\s*\d+)?\s*:\s*)+", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)")
_ENDED = re.compile(r"[.!?؟。][\"'”’»)]*\s*$")
_MOST_IN_A_RANGE = 10


class Statement(NamedTuple):
    """One statement of a model, without marks, and the numbers behind it, each once."""

    text: str
    numbers: tuple[int, ...]


def statements(line: str) -> tuple[Statement, ...]:
    """Return the statements of one line: a mark ends one where it stands at the end of a sentence."""
    found: list[Statement] = []
    text, numbers = "", list[int]()
    for n, part in enumerate(_MARKS.split(_BULLET.sub("", line.strip()))):
        if n % 2 == 0:
            text += part
            continue
        numbers += _numbers(part)
        closing = part.rstrip()[-1:]
        text += closing if closing in {".", "!", "?"} else ""
        if _ENDED.search(text):
            found.append(_tidied(text, numbers))
            text, numbers = "", []
    if text.strip(" .;,"):
        found.append(_tidied(text, numbers))
    return tuple(statement for statement in found if statement.text)


def _numbers(marks: str) -> list[int]:
    found: list[int] = []
    for first, last in _NUMBER.findall(marks):
        until = int(last) if last and 0 <= int(last) - int(first) <= _MOST_IN_A_RANGE else int(first)
        found += range(int(first), until + 1)
        if last and until != int(last):
            found.append(int(last))
    return found


def _tidied(text: str, numbers: list[int]) -> Statement:
    plain = " ".join(_EMPHASIS.sub("", text).split())
    plain = re.sub(r"([.!?])[.!?]+$", r"\1", re.sub(r"\s+([.,;:!?])", r"\1", plain))
    return Statement(plain, tuple(dict.fromkeys(numbers)))
