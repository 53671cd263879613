"""The passages behind an answer as pages: whose words, when, the words themselves, and what stands around them.

Place in the flow: kept sources -> contents of messages that the button shows. Pure, like all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, cut, size
from bot.phrases import phrases
from bot.render.answers import SourceCard, described, publisher_name, squeezed
from bot.render.page_links import page_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.phrases import Language


def passage_pages(
    cards: Sequence[SourceCard], limit: int = CONTENT_LIMIT, language: Language = "en"
) -> tuple[str, ...]:
    """Return the exact quotes by source, as pages; each page says whose words it shows.

    Above and below each quote stands in small print what stands around it, as far as that is known and not quoted too.
    """
    said = phrases(language)
    has_beside = any(any(_beside(card, index)) for card in cards for index in range(len(card.quotes)))
    key = f"\n-# {said.key}" if has_beside else ""
    room = limit - 40 - size(key)
    chunks = [chunk for card in cards for chunk in _quote_chunks(card, room, language)]
    pages = [f"{page}{key}" for page in pack_chunks(chunks, room)] or [said.no_quotes]
    return numbered(pages, language)


def numbered(pages: Sequence[str], language: Language = "en") -> tuple[str, ...]:
    """Return the pages with their numbers below; one alone has none."""
    if len(pages) == 1:
        return tuple(pages)
    foot, all_of_them = phrases(language).page, len(pages)
    return tuple(f"{page}\n-# {foot.format(page=i, pages=all_of_them)}" for i, page in enumerate(pages, start=1))


def pack_chunks(chunks: Sequence[str], limit: int) -> list[str]:
    """Return chunks (each within `limit`) joined by a blank line to pages, never cut."""
    pages: list[str] = []
    for chunk in chunks:
        if pages and size(pages[-1]) + 2 + size(chunk) <= limit:
            pages[-1] += f"\n\n{chunk}"
        else:
            pages.append(chunk)
    return pages


def _quote_chunks(card: SourceCard, room: int, language: Language) -> list[str]:
    head = f"**[{card.n}]** {described(card, language)}"
    said = phrases(language)
    again = f"**[{card.n}]** {publisher_name(card.publisher, language)}{said.comma}{said.continued}"
    chunks: list[str] = []
    chunk = head
    for line in _quoted_lines(card, room - size(head) - 1, language):
        if size(chunk) + 1 + size(line) > room:
            chunks.append(chunk)
            chunk = again
        chunk = f"{chunk}\n{line}"
    return [*chunks, chunk]


def _quoted_lines(card: SourceCard, room: int, language: Language) -> list[str]:
    lines: list[str] = []
    for index, quote in enumerate(card.quotes):
        before, after = _beside(card, index)
        link = None if card.gone else page_link(card.url, quote)
        lines += [
            *([""] if lines else []),
            *(f"-# {piece}" for piece in cut(before, room - 3)),
            *_block(quote, room),
            *(f"-# {piece}" for piece in cut(after, room - 3)),
            *([f"-# [{phrases(language).open_at}](<{link}>)"] if link else []),
        ]
    return lines


def _beside(card: SourceCard, index: int) -> tuple[str, str]:
    """Return what stands before and after a quote, escaped; "" for what is unknown or quoted anyway."""
    around = card.around[index] if index < len(card.around) else ("", "")
    before, after = ("" if any(text.strip() in quote for quote in card.quotes) else text for text in around)
    return escape(one_line(before)), escape(one_line(after))


def _block(quote: str, room: int) -> list[str]:
    lines: list[str] = []
    for line in squeezed(escape(quote.strip())):
        lines += [f"> {piece}" for piece in cut(line, room - 2)] or ["> "]
    return lines
