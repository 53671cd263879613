"""Plain text to a draft: a page saved as text loses its furniture, any other text is kept as it is. Pure.

Place in the flow: `extract` uses it for .txt files. A text counts as a saved page when a line near its top is nothing
but a date, or when furniture of two kinds stands in it; only then is anything but capital promotions taken out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import published
from ingest.dates import parse_date
from ingest.draft import Draft

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ingest.corpus.models import PublicationDate

_HEAD_LINES = 12
_PROSE = 200
_TITLE_WORDS = 30
_LEAST_TITLE_WORDS = 2
_LINE_KINDS = (published.is_promotion, published.is_quiet_promotion, published.is_caption, published.is_share_line)


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the story: indexes of the title and date lines, and from which line the body begins."""

    title: int | None
    date: int
    body: int


def read_text(text: str, *, today: dt.date) -> Draft:
    """Return the draft of a plain text whose lines are tidy; a title that cannot be told is None."""
    lines = text.split("\n")
    dated = _date_line(lines, today)
    if dated is None:
        return _undated(lines)
    at, day = dated
    head = _head(lines, at)
    return _page(lines, head, day)


def _undated(lines: Sequence[str]) -> Draft:
    kinds = {kind for line in lines for kind in _LINE_KINDS if line and kind(line)}
    is_page = len(kinds) > 1
    kept = [line for line in lines if not (is_furniture(line) if is_page else published.is_promotion(line))]
    first = next((line for line in kept if line), "")
    follows = sum(bool(line) for line in kept) > 1
    title = first if follows and looks_like_title(first) else None
    return Draft(text="\n".join(kept), title=title)


def _page(lines: Sequence[str], head: _Head, day: PublicationDate) -> Draft:
    title = lines[head.title] if head.title is not None else None
    between = lines[head.title + 1 if head.title is not None else 0 : head.date]
    author = next(
        (name for line in (*between, *lines[head.date + 1 : head.date + 4]) if (name := published.byline(line))), None
    )
    story = [*_prose_before(between), *lines[head.body :]]
    body = [line for line in story if not is_furniture(line) and line != title and not _is_own_byline(line, author)]
    return Draft(text="\n".join(body), title=title, published=day, author=author)


def _is_own_byline(line: str, author: str | None) -> bool:
    return author is not None and published.byline(line) == author


def _prose_before(lines: Sequence[str]) -> list[str]:
    """A standfirst between title and date belongs to the story; labels and bylines there do not."""
    return [line for line in lines if line and published.ends_sentence(line) and not published.byline(line)]


def _date_line(lines: Sequence[str], today: dt.date) -> tuple[int, PublicationDate] | None:
    """The first line near the top that is nothing but a date, unless prose came before it."""
    seen = 0
    for at, line in enumerate(lines):
        if not line:
            continue
        seen += 1
        if seen > _HEAD_LINES or len(line) > _PROSE:
            return None
        day = _day_in(line, today)
        if day:
            return at, day
    return None


def _day_in(line: str, today: dt.date) -> PublicationDate | None:
    """A date alone, or behind a byline ("By Jane Doe | 25 February 2020"); a year alone is rather a heading."""
    parts = [line, *(part.strip() for part in line.split("|"))] if "|" in line else [line]
    for part in parts:
        found = parse_date(part, today=today) if not part.strip().isdigit() else None
        if found and (part == line or all(_is_label(other) for other in line.split("|") if other.strip() != part)):
            return found
    return None


def _is_label(part: str) -> bool:
    return published.byline(part.strip()) is not None or len(part.split()) <= 4  # noqa: PLR2004 - a section or a place


def _head(lines: Sequence[str], date: int) -> _Head:
    above = [at for at in range(date) if lines[at] and _may_be_title(lines[at])]
    if above:
        return _Head(above[-1], date, date + 1)
    below = next((at for at in range(date + 1, len(lines)) if lines[at]), None)
    follows = below is not None and any(lines[below + 1 :])
    if below is not None and follows and not any(lines[:date]) and looks_like_title(lines[below]):
        return _Head(below, date, below + 1)
    return _Head(None, date, date + 1)


def _may_be_title(line: str) -> bool:
    return looks_like_title(line) and not is_furniture(line) and not published.byline(line)


def looks_like_title(line: str) -> bool:
    """Tell whether a line could be a headline: some words, no sentence end, no list mark."""
    words = line.split()
    if not _LEAST_TITLE_WORDS <= len(words) <= _TITLE_WORDS or len(line) > _PROSE:
        return False
    return (
        (not published.ends_sentence(line) or line.endswith("?"))
        and line[0] not in "-*•|[{(#=>"
        and line[-1] not in ",;:"
    )


def is_furniture(line: str) -> bool:
    """Tell whether a line of a published page is no part of its story."""
    return bool(line) and any(kind(line) for kind in _LINE_KINDS)
