"""What the bot reads, as pages: each publisher with its articles, whose voice it is, and how new the newest is.

Place in the flow: `PublisherLine` -> contents of messages for `/sources`. Pure. What admins configured (addresses,
schedules) is shown by `/corpus sources` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import day_text, phrases, worded
from bot.render.answers import PUBLISHER_LIMIT, publisher_name
from bot.render.passages import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import PublisherLine
    from bot.phrases import Language

EMPTY = "I have no articles to read yet; an admin of this bot can add some."
_VOICES = 3
_FOOT = 40


def source_pages(
    lines: Sequence[PublisherLine], limit: int = CONTENT_LIMIT, language: Language = "en"
) -> tuple[str, ...]:
    """Return the publishers as pages, in the order they come."""
    if not lines:
        return (worded(EMPTY, language),)
    pages = pack([*_head(lines, language), *(_line(line, language) for line in lines)], limit - _FOOT)
    return numbered(pages, language)


def _head(lines: Sequence[PublisherLine], language: Language) -> list[str]:
    newest = max((line.newest for line in lines if line.newest), default=None)
    until = (
        worded(", the newest of {day}", language, day=day_text(newest, language))
        if newest
        else worded(", none of them dated", language)
    )
    one = len(lines) == 1
    count = worded("one publisher", language) if one else worded("{count} publishers", language, count=len(lines))
    return [worded("I read articles by {count}{until}:", language, count=count, until=until)]


def _line(line: PublisherLine, language: Language) -> str:
    one = line.articles == 1
    articles = (
        worded("1 article", language) if one else worded("{count} articles", language, count=f"{line.articles:,}")
    )
    return f"- **{publisher_name(line.name, language)}**{_voices(line)} · {articles} · {_dates(line, language)}"


def _voices(line: PublisherLine) -> str:
    shown = [shorten(escape(one_line(voice)), PUBLISHER_LIMIT) for voice in line.affiliations[:_VOICES]]
    return f" ({'; '.join(shown)})" if shown else ""


def _dates(line: PublisherLine, language: Language) -> str:
    if line.newest is None or line.earliest is None:
        return phrases(language).undated
    newest = day_text(line.newest, language)
    if line.newest == line.earliest:
        return newest
    return worded("{first} to {last}", language, first=day_text(line.earliest, language), last=newest)
