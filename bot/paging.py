"""Escaped text fitted into messages: cut where a reader would pause, never inside something that belongs together.

Place in the flow: between `markup` (which made the text harmless) and `render` (which builds messages of the pages).
Pure. It does not decide what is shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import regex  # type: ignore[import-untyped]  # the package ships no types; only finditer is used, on strings

from bot.markup import guard_line

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTENT_LIMIT = 2_000
"""Characters of one Discord message."""

_ATOM = regex.compile(
    r"\[(?:\\.|[^\[\]\\\n])*\]\(<[^<>\s]*>\)"  # a masked link
    r"|\s*\[[0-9]{1,4}\]"  # a mark, together with the space before it
    r"|\*\*(?:\\.|[^*\\\n]){1,80}\*\*"  # a bold word of ours
    r"|`[^`\n]{1,80}`"  # a word of ours in code
    r"|\\\X"  # an escaped character
    r"|@\u200b"  # an at sign with what keeps it from pinging
    r"|\X",  # a grapheme
)
_SENTENCE_END = re.compile(r"[.!?…؟。۔]['\"”’»)]*(?:\s*\[[0-9]{1,4}\])*$")
_MARK_NEXT = re.compile(r"\s+\[[0-9]{1,4}\]")
_FENCE = "```"
_LOOK_BACK = 60
_EARLIEST_SENTENCE = 0.3
_EARLIEST_SPACE = 0.1


def size(text: str) -> int:
    """Return the length in UTF-16 units, the strictest way in which Discord's limits could be counted."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def cut(text: str, limit: int, first: int | None = None) -> list[str]:
    """Return `text` in pieces of at most `limit` units (the first of at most `first`).

    It is cut at sentence ends, else at spaces, else between graphemes.
    """
    pieces: list[str] = []
    room = first or limit
    while size(text) > room:
        at = _cut_point(text, room)
        pieces.append(text[:at].rstrip())
        text = guard_line(text[at:].lstrip())
        room = limit
    return [piece for piece in (*pieces, text) if piece]


def pack(lines: Iterable[str], limit: int) -> list[str]:
    """Return the lines joined to pages of at most `limit` units; a longer line is cut, blank lines at edges go.

    A block of code (its fences are lines of their own) that goes on is closed on its page and opened anew on the next.
    """
    lines = list(lines)
    fences = [line for line in lines if line.startswith(_FENCE)]
    if not fences:
        return _packed(lines, limit)
    return _fenced(_packed(lines, limit - max(map(size, fences)) - len(_FENCE) - 2))


def _fenced(pages: list[str]) -> list[str]:
    whole: list[str] = []
    opening = ""
    for page in pages:
        text = f"{opening}\n{page}" if opening else page
        for line in page.split("\n"):
            if line.startswith(_FENCE):
                opening = "" if opening else line
        whole.append(f"{text}\n{_FENCE}" if opening else text)
    return whole


def _packed(lines: Iterable[str], limit: int) -> list[str]:
    pages: list[str] = []
    page = ""
    for line in lines:
        room = limit - size(page) - 1
        # A long line begins on the page that is open; a short one goes to the next page whole.
        fills = page and size(line) > limit / 2 and room > limit / 4
        for piece in cut(line, limit, room if fills else None) or [""]:
            if page and size(page) + 1 + size(piece) > limit:
                pages.append(page)
                page = piece
            elif page or piece:
                page = f"{page}\n{piece}" if page else piece
    return [page.strip("\n") for page in (*pages, page) if page.strip()]


def shorten(text: str, limit: int) -> str:
    """Return the beginning of escaped `text` within `limit` units, with an ellipsis where something is missing."""
    if size(text) <= limit:
        return text
    kept = text[: _cut_point(text, limit - 1, earliest_sentence=1.0)]
    return kept.rstrip() + "…"


def _cut_point(text: str, limit: int, *, earliest_sentence: float = _EARLIEST_SENTENCE) -> int:
    sentence = space = atom = 0
    end = _reach(text, limit)
    for match in _ATOM.finditer(text):
        at = match.end()
        if at > end:
            break
        atom = at
        if at < len(text) and text[at].isspace() and not _MARK_NEXT.match(text, at):
            space = at
            if _SENTENCE_END.search(text, max(0, at - _LOOK_BACK), at):
                sentence = at
    if sentence > end * earliest_sentence:
        return sentence
    return space if space > end * _EARLIEST_SPACE else atom or _hard(text, end)


def _reach(text: str, limit: int) -> int:
    """Return how many code points from the start fit into `limit` units."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _hard(text: str, end: int) -> int:
    backslashes = len(text[:end]) - len(text[:end].rstrip("\\"))
    return max(1, end - backslashes % 2)
