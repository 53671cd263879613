"""Dates in answers: the as-of day, how dates and ranges of days are written, and the relative words within a quote.

Place in the flow: the answerer and the renderers use it. Pure; it reads no clock and guesses nothing: what "yesterday"
means was worked out by ingest and is kept with the passages.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.corpus.models import Precision

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from bot.answering.query import Query
    from ingest.corpus.models import Article, PublicationDate, Span, TimeMention


def as_of(articles: Iterable[Article]) -> dt.date | None:
    """Return the newest day any of the articles can be from, or None when all are undated."""
    days = [a.published.day for a in articles if a.published]
    return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """From what age on an answer about the present is said to be old.

    `stale_days` lie at most between the newest cited article and the day of asking before people are warned.
    """

    stale_days: int = 30

    def remarks(self, query: Query, articles: Sequence[Article], today: dt.date | None) -> tuple[str, ...]:
        """Return what people should know of the age of these articles when they ask how things are now.

        Nothing for a question about the past, and nothing where the day of asking is not known.
        """
        if not query.about_now or today is None:
            return ()
        newest = as_of(articles)
        if newest is None:
            return ("You ask how things are now, but none of these reports is dated: they may be old.",)
        days = (today - newest).days
        if days <= 0:  # of today: the date says enough
            return ()
        said = f"The newest of these reports is {age(newest, today)} old ({spoken_day(newest)})"
        return (f"{said}: things may have changed since.",) if days > self.stale_days else (f"{said}.",)


_DAYS_ALONE = 60
_MONTHS_ALONE = 24


def age(then: dt.date, today: dt.date) -> str:
    """Return the time from `then` to `today` for people, rounded down: `5 days`, `3 months`, `6 years`."""
    days = max(0, (today - then).days)
    if days < _DAYS_ALONE:
        return _several(days, "day")
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    return _several(months, "month") if months < _MONTHS_ALONE else _several(months // 12, "year")


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


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


def spoken_days(first: dt.date, last: dt.date) -> str:
    """Write the days from `first` to `last` for people: a day, a month, a year, or `17 to 23 February 2020`."""
    if first == last:
        return spoken_day(first)
    if (first.day, first.month, last.day, last.month, first.year) == (1, 1, 31, 12, last.year):
        return f"{first.year}"
    if first.day == 1 and last == _month_end(first):
        return f"{first:%B} {first.year}"
    if first.year != last.year:
        return f"{spoken_day(first)} to {spoken_day(last)}"
    opening = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{opening} to {spoken_day(last)}"


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def resolve_relative(text: str, span: Span, times: Iterable[TimeMention]) -> tuple[tuple[str, TimeMention], ...]:
    """Return (words as written, what they mean) for the relative words within `span`, the first of the same words only.

    `text` is the article's; `times` are those that ingest kept with its passages. Nothing is worked out here.
    """
    found: dict[str, tuple[str, TimeMention]] = {}
    for time in sorted(times):
        if span.start <= time.span.start and time.span.end <= span.end:
            written = " ".join(time.span.of(text).split())
            found.setdefault(written.casefold(), (written, time))
    return tuple(found.values())
