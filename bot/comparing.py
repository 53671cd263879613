"""Two versions of a text as what stayed, went and came, word by word, without the long stretches where nothing changed.

Place in the flow: `nayrab corpus diff` compares an article's former revision with its present text and shows the lines.
Pure, and knows no article: text in, pieces out.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_AROUND = 12
_TOKENS_COMPARED = 6_000
_ALIKE = 0.4
_LONGEST_CONTEXT = 160


class Part(StrEnum):
    """What became of a piece: it is in both versions, only in the older, only in the newer, or in both and left out."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"


class Piece(NamedTuple):
    """A run of characters of one fate; of a skipped one `text` says how much it was ("12 paragraphs")."""

    part: Part
    text: str


Line = tuple[Piece, ...]


def compare(older: str, newer: str) -> list[Line]:
    """Return the changed paragraphs with one unchanged neighbour on either side, and how many were left out between."""
    before, after = _paragraphs(older), _paragraphs(newer)
    lines: list[Line] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for at, (what, i, j, k, m) in enumerate(steps):
        if what == "equal":
            lines += _context(before[i:j], first=at == 0, last=at == len(steps) - 1)
        else:
            lines += _changed(before[i:j], after[k:m])
    return lines if any(step[0] != "equal" for step in steps) else []


def compare_words(older: str, newer: str) -> Line:
    """Return one paragraph's changes inside it; unchanged words far from any change are left out."""
    before, after = _WORD.findall(older), _WORD.findall(newer)
    if len(before) + len(after) > _TOKENS_COMPARED:
        return (Piece(Part.GONE, older), Piece(Part.NEW, newer))
    return tuple(_elided(_merged(_steps(before, after))))


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _context(lines: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    """Of paragraphs that stayed the one before and the one after a change."""
    head, tail = (0 if first else 1), (0 if last else 1)
    if len(lines) <= head + tail:
        yield from (_unchanged(line) for line in lines)
        return
    yield from (_unchanged(line) for line in lines[:head])
    left_out = len(lines) - head - tail
    yield (Piece(Part.SKIPPED, f"{left_out} paragraph{'s' if left_out > 1 else ''}"),)
    yield from (_unchanged(line) for line in lines[len(lines) - tail :])


def _unchanged(line: str) -> Line:
    if len(line) <= _LONGEST_CONTEXT:
        return (Piece(Part.SAME, line),)
    words = _WORD.findall(line)
    shown, rest = words[: _AROUND * 2], words[_AROUND * 2 :]
    return (Piece(Part.SAME, "".join(shown)), Piece(Part.SKIPPED, _count(rest)))


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Paragraphs that took one another's place are compared by word where they are alike; others go and come whole."""
    came = list(after)
    for line in before:
        twin = max(came, key=lambda other: _likeness(line, other), default=None)
        if twin is None or _likeness(line, twin) < _ALIKE:
            yield (Piece(Part.GONE, line),)
            continue
        at = came.index(twin)
        yield from ((Piece(Part.NEW, other),) for other in came[:at])
        yield compare_words(line, twin)
        came = came[at + 1 :]
    yield from ((Piece(Part.NEW, other),) for other in came)


def _likeness(one: str, other: str) -> float:
    """The share of words two paragraphs have in common, 0 to 1."""
    a, b = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Part.SAME, "".join(before[i:j]))
            continue
        if i < j:
            yield Piece(Part.GONE, "".join(before[i:j]))
        if k < m:
            yield Piece(Part.NEW, "".join(after[k:m]))


def _merged(pieces: Iterator[Piece]) -> list[Piece]:
    """Take a lone blank between two changes into both, so that changed phrases stay phrases."""
    gathered: list[Piece] = []
    gone = new = ""
    for piece in pieces:
        if piece.part is Part.GONE:
            gone += piece.text
        elif piece.part is Part.NEW:
            new += piece.text
        elif piece.text.isspace() and (gone or new):
            gone, new = gone + piece.text, new + piece.text
        else:
            gathered += _change(gone, new)
            gathered.append(piece)
            gone = new = ""
    return [*gathered, *_change(gone, new)]


def _change(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece(Part.GONE, gone)
    if new:
        yield Piece(Part.NEW, new)


def _elided(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Keep a dozen words on either side of a change."""
    for at, piece in enumerate(pieces):
        words = _WORD.findall(piece.text) if piece.part is Part.SAME else []
        head = 0 if at == 0 else _AROUND * 2
        tail = 0 if at == len(pieces) - 1 else _AROUND * 2
        if len(pieces) == 1 or len(words) <= head + tail + _AROUND:
            yield piece
            continue
        if head:
            yield Piece(Part.SAME, "".join(words[:head]))
        yield Piece(Part.SKIPPED, _count(words[head : len(words) - tail]))
        if tail:
            yield Piece(Part.SAME, "".join(words[len(words) - tail :]))


def _count(tokens: Sequence[str]) -> str:
    number = sum(token.isalnum() for token in tokens)
    return f"{number} word{'' if number == 1 else 's'}"
