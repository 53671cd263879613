"""Dates in answers: the as-of day, how a date is written, and relative words resolved against an article's day.

Place in the flow: the answerer and the renderers use it. Pure; it reads no clock and guesses nothing: a word that
cannot be resolved to one day is left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from ingest.corpus.models import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.corpus.models import Article, PublicationDate

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_BACK = {"yesterday": 1, "last night": 1, "today": 0, "this morning": 0, "tonight": 0, "tomorrow": -1}
_RELATIVE = re.compile(rf"\b({'|'.join(_DAYS_BACK)}|(?:on|last) (?:{'|'.join(_WEEKDAYS)}))\b", re.IGNORECASE)


def as_of(articles: Iterable[Article]) -> dt.date | None:
    """Return the newest day any of the articles can be from, or None when all are undated."""
    days = [a.published.day for a in articles if a.published]
    return max(days, default=None)


def spoken(published: PublicationDate | None) -> str:
    """Write a publication date for people: `25 February 2020`, `February 2020`, `2020` or `undated`."""
    if published is None:
        return "undated"
    match published.precision:
        case Precision.DAY:
            return spoken_day(published.day)
        case Precision.MONTH:
            return f"{published.day:%B %Y}"
        case Precision.YEAR:
            return f"{published.day.year}"


def spoken_day(day: dt.date) -> str:
    """Write a day for people, without a leading zero: `5 March 2020`."""
    return f"{day.day} {day:%B} {day.year}"


def resolve_relative(text: str, published: PublicationDate | None) -> tuple[tuple[str, dt.date], ...]:
    """Return (word as written, day it means) for each relative word, first mention only.

    Only for an article dated to the day. A weekday means the latest one not after the day of publication.
    """
    if published is None or published.precision is not Precision.DAY:
        return ()
    found = {m.group().casefold(): (m.group(), published.day) for m in reversed([*_RELATIVE.finditer(text)])}
    return tuple((written, _resolve(word, day)) for word, (written, day) in reversed(found.items()))


_DAY_WRITTEN = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Z][a-z]{2,8})\.?,?\s+(\d{4})\b|\b([A-Z][a-z]{2,8})\.?\s+(\d{1,2}),?\s+(\d{4})\b"
)
_OPENING = 300
"""Characters in which a report writes its own date."""


def agrees_with_text(published: PublicationDate | None, text: str) -> bool:
    """Tell whether the first full date in a report's opening is its publication date, or none is written there.

    Where they differ, one of the two is wrong, and counting days back from either would invent a date.
    """
    match = _DAY_WRITTEN.search(text[:_OPENING])
    if match is None or published is None:
        return True
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    return (
        f"{int(day)} {month[:3].casefold()} {year}"
        == f"{published.day.day} {published.day:%b} {published.day.year}".casefold()
    )


def _resolve(word: str, day: dt.date) -> dt.date:
    if word in _DAYS_BACK:
        return day - dt.timedelta(days=_DAYS_BACK[word])
    back = (day.weekday() - _WEEKDAYS.index(word.rsplit(maxsplit=1)[-1])) % 7
    return day - dt.timedelta(days=back or (7 if word.startswith("last") else 0))
