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
    found: dict[str, dt.date] = {}
    for match in _RELATIVE.finditer(text):
        found.setdefault(match.group().casefold(), _resolve(match.group().casefold(), published.day))
    return tuple(found.items())


def _resolve(word: str, day: dt.date) -> dt.date:
    if word in _DAYS_BACK:
        return day - dt.timedelta(days=_DAYS_BACK[word])
    back = (day.weekday() - _WEEKDAYS.index(word.rsplit(maxsplit=1)[-1])) % 7
    return day - dt.timedelta(days=back or (7 if word.startswith("last") else 0))
