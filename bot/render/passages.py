"""The passages behind an answer as pages: whose words, when, and the words themselves.

Place in the flow: kept sources -> contents of messages that the button shows. Pure, like all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape
from bot.paging import CONTENT_LIMIT, cut, size
from bot.render.answers import SourceCard, described, publisher_name, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence


def passage_pages(cards: Sequence[SourceCard], limit: int = CONTENT_LIMIT) -> tuple[str, ...]:
    """Return the exact quotes by source, as pages; each page says whose words it shows."""
    room = limit - 40
    chunks = [chunk for card in cards for chunk in _quote_chunks(card, room)]
    pages = pack_chunks(chunks, room) or ["No passage was quoted."]
    if len(pages) == 1:
        return tuple(pages)
    return tuple(f"{page}\n-# Page {i} of {len(pages)}" for i, page in enumerate(pages, start=1))


def pack_chunks(chunks: Sequence[str], limit: int) -> list[str]:
    """Return chunks (each within `limit`) joined by a blank line to pages, never cut."""
    pages: list[str] = []
    for chunk in chunks:
        if pages and size(pages[-1]) + 2 + size(chunk) <= limit:
            pages[-1] += f"\n\n{chunk}"
        else:
            pages.append(chunk)
    return pages


def _quote_chunks(card: SourceCard, room: int) -> list[str]:
    head = f"**[{card.n}]** {described(card)}"
    again = f"**[{card.n}]** {publisher_name(card.publisher)}, continued"
    chunks: list[str] = []
    chunk = head
    for line in _quoted_lines(card.quotes, room - size(head) - 1):
        if size(chunk) + 1 + size(line) > room:
            chunks.append(chunk)
            chunk = again
        chunk = f"{chunk}\n{line}"
    return [*chunks, chunk]


def _quoted_lines(quotes: Sequence[str], room: int) -> list[str]:
    lines: list[str] = []
    for quote in quotes:
        if lines:
            lines.append("")
        for line in squeezed(escape(quote.strip())):
            lines += [f"> {piece}" for piece in cut(line, room - 2)] or ["> "]
    return lines
