"""Days written out in English text ("24 February 2020", "Feb. 24", "in March 2019") with where they stand.

Place in the flow: timelines are made of them. Pure pattern matching; relative words ("yesterday") were worked out by
ingest and are kept with the passages, and a year that the text does not give is not guessed here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = tuple(name.lower() for name in calendar.month_name if name)
_NUMBER_OF = (
    {name: n for n, name in enumerate(_NAMES, 1)} | {name[:3]: n for n, name in enumerate(_NAMES, 1)} | {"sept": 9}
)
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_PATTERNS = (
    re.compile(rf"(?<![\d./–-])\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_MONTH}\s+{_DAY}\b(?!\s*(?:[–-]|to\s)\s*\d)(?:,?\s+{_YEAR})?(?![\d:])", re.IGNORECASE),
    re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?!\d)"),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}", re.IGNORECASE),
)
_FIGURE = re.compile(r"\d")
_YEARS = re.compile(rf"(?<![\d.,-]){_YEAR}(?!-\d)")
_MAY_IS_A_VERB = re.compile(r"^may\b", re.IGNORECASE)


class WrittenDay(NamedTuple):
    """A date in a text: where it stands, and what is said of it; `day` None means a whole month."""

    span: Span
    year: int | None
    month: int
    day: int | None

    def in_year(self, year: int) -> tuple[dt.date, dt.date] | None:
        """Return the first and last day it means in `year`, None for a day that the year has not (30 February)."""
        if self.day is None:
            return dt.date(year, self.month, 1), dt.date(year, self.month, calendar.monthrange(year, self.month)[1])
        try:
            day = dt.date(year, self.month, self.day)
        except ValueError:
            return None
        return day, day


def written_days(text: str) -> list[WrittenDay]:
    """Return the dates in `text` that name a month, in order, none overlapping another."""
    found: list[WrittenDay] = []
    if not _FIGURE.search(text):  # every pattern has one, and most sentences have none
        return found
    for each in sorted((d for pattern in _PATTERNS for d in _matches(pattern, text)), key=_longest_first):
        if not found or each.span.start >= found[-1].span.end:
            found.append(each)
    return found


def last_year_before(text: str, end: int) -> int | None:
    """Return the last year that stands in `text` before `end`."""
    years = [int(m.group("year")) for m in _YEARS.finditer(text, 0, end)]
    return years[-1] if years else None


def _longest_first(found: WrittenDay) -> tuple[int, int]:
    return found.span.start, -found.span.end


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[WrittenDay]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        name = parts.get("month")
        month = _NUMBER_OF[name.lower()] if name else int(parts["number"])
        day, year = parts.get("day"), parts.get("year")
        if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):  # noqa: PLR2004 - a calendar's own numbers
            continue
        if day is None and _MAY_IS_A_VERB.match(match.group()) and not match.group()[0].isupper():
            continue
        yield WrittenDay(Span(*match.span()), int(year) if year else None, month, int(day) if day else None)
