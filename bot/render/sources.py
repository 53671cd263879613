"""What the bot reads, as pages: each publisher with its articles, whose voice it is, and how new the newest is.

Place in the flow: `PublisherLine` -> contents of messages for `/sources`. Pure. What admins configured (addresses,
schedules) is shown by `/corpus sources` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import day_text
from bot.render.answers import PUBLISHER_LIMIT, publisher_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import PublisherLine

EMPTY = "I have no articles to read yet; an admin of this bot can add some."
_VOICES = 3
_FOOT = 40


def source_pages(lines: Sequence[PublisherLine], limit: int = CONTENT_LIMIT) -> tuple[str, ...]:
    """Return the publishers as pages, in the order they come."""
    if not lines:
        return (EMPTY,)
    pages = pack([*_head(lines), *map(_line, lines)], limit - _FOOT)
    if len(pages) == 1:
        return tuple(pages)
    return tuple(f"{page}\n-# Page {n} of {len(pages)}" for n, page in enumerate(pages, start=1))


def _head(lines: Sequence[PublisherLine]) -> list[str]:
    newest = max((line.newest for line in lines if line.newest), default=None)
    until = f", the newest of {day_text(newest)}" if newest else ", none of them dated"
    count = "one publisher" if len(lines) == 1 else f"{len(lines)} publishers"
    return [f"I read articles by {count}{until}:"]


def _line(line: PublisherLine) -> str:
    noun = "article" if line.articles == 1 else "articles"
    parts = [f"**{publisher_name(line.name)}**{_voices(line)}", f"{line.articles:,} {noun}", _dates(line)]
    return f"- {' · '.join(parts)}"


def _voices(line: PublisherLine) -> str:
    shown = [shorten(escape(one_line(voice)), PUBLISHER_LIMIT) for voice in line.affiliations[:_VOICES]]
    return f" ({'; '.join(shown)})" if shown else ""


def _dates(line: PublisherLine) -> str:
    if line.newest is None or line.earliest is None:
        return "undated"
    if line.newest == line.earliest:
        return day_text(line.newest)
    return f"{day_text(line.earliest)} to {day_text(line.newest)}"
