"""Dates that a text says, as far as it says them, and whether one supports another.

Place in the flow: one of the checks of `verify`. Pure; it reads no clock. A date without a year is not completed here:
what the year can be is handed in by `verify`, from the passage and from the day of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = {
    name: n
    for n, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
_M = "(?:" + "|".join(sorted((name.capitalize() for name in _MONTHS), key=len, reverse=True)) + r")(?![a-z])\.?"
_M = f"(?:{_M}|{'|'.join(name.upper() for name in sorted(_MONTHS, key=len, reverse=True))})"
_D = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_Y = r"(?:1[89]|20)\d\d"
_TO = r"\s*(?:-|–|—|to|and|until|till|or|,|/)\s*(?:the\s+)?"
_DATE = re.compile(
    rf"(?<![\w.,/-])(?:"
    rf"(?P<iso>{_Y}-\d\d?-\d\d?)(?!\d)"
    rf"|(?P<a>\d\d?)[/.](?P<b>\d\d?)[/.](?P<y0>{_Y}|\d\d)(?!\d)"
    rf"|(?P<d1>{_D})(?:{_TO}(?P<d2>{_D}))?\s+(?:of\s+)?(?P<m1>{_M})(?:,?\s+(?:of\s+)?(?P<y1>{_Y})(?![\d,]\d))?"
    rf"|(?P<m2>{_M})\s+(?:the\s+)?(?P<d3>{_D})(?:{_TO}(?P<d4>{_D})(?!\d|\s+(?:{_M})))?(?![\d:]|,\d|\s*%)(?:,?\s+(?P<y2>{_Y})(?![\d,]\d))?"
    rf"|(?P<m3>{_M}),?\s+(?:of\s+)?(?P<y3>{_Y})(?!\d)"
    rf")(?!\w)"
)
_MONTH_ALONE = re.compile(
    rf"(?:\b(?:in|since|until|till|by|of|from|to|and|late|early|mid|last|this|next|during|through|between|before|after)[\s-]+)"
    rf"(?P<m>{_M})(?!\w)",
)
_PLAIN_MONTH = re.compile(r"\b(?:January|February|April|June|July|September|October|November|December)\b")
_YEAR = re.compile(rf"(?<![\w.,$£€/-])(?P<y>{_Y})(?:\s?[-–/]\s?(?P<z>{_Y}|\d\d))?(?![\w%]|[.,]\d)")
_NOT_A_YEAR = re.compile(
    r"^\s+(?:people|persons|civilians|men|women|children|soldiers|troops|families|fighters|tanks|houses)\b"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|this|next|past|previous|coming)\s+(?:week|month|year|night|weekend|"
    r"decade|summer|spring|winter|autumn)|the day before|(?:days?|weeks?|months?|years?)\s+(?:ago|earlier|later))\b",
    re.IGNORECASE,
)


class Day(NamedTuple):
    """A date as far as a text gives it (None: not said), and where it stands; `month_first` marks a numeric doubt."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def key(self) -> tuple[int | None, int | None, int | None]:
        """What is said, without where."""
        return (self.year, self.month, self.day)


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[Day, ...]:
    """Return the dates in `text`, in order; both ends of a range."""
    found = [day for match in _DATE.finditer(text) for day in _read(match)]
    taken = [(day.start, day.end) for day in found]
    for pattern in (_MONTH_ALONE, _PLAIN_MONTH, _YEAR):
        for match in pattern.finditer(text):
            loose = _loose(match, text)
            found += [day for day in loose if not any(day.start < end and start < day.end for start, end in taken)]
            taken += [(day.start, day.end) for day in found]
    return tuple(sorted(found, key=lambda day: day.start))


def _read(match: re.Match[str]) -> list[Day]:
    part = match.groupdict()
    span = match.span()
    if part["iso"]:
        year, month, day = (int(x) for x in part["iso"].split("-"))
        return _possible(year, month, day, span)
    if part["a"]:
        year, a, b = _full(part["y0"]), int(part["a"]), int(part["b"])
        return _possible(year, b, a, span) or _possible(year, a, b, span)
    month = _month(part["m1"] or part["m2"] or part["m3"])
    year_said = part["y1"] or part["y2"] or part["y3"]
    ends: list[int | None] = [_number(d) for d in (part["d1"], part["d2"], part["d3"], part["d4"]) if d]
    return [Day(int(year_said) if year_said else None, month, day, *span) for day in ends or [None]]


def _loose(match: re.Match[str], text: str) -> list[Day]:
    part = match.groupdict()
    if "m" in part:
        return [Day(None, _month(part["m"]), None, *match.span("m"))]
    if "y" not in part:
        return [Day(None, _month(match.group()), None, *match.span())]
    if _NOT_A_YEAR.match(text[match.end() :]):
        return []
    first = Day(int(part["y"]), None, None, *match.span())
    last = part["z"] and int(part["z"] if len(part["z"]) == len("2000") else part["y"][:2] + part["z"])
    return [first, Day(last, None, None, *match.span())] if last else [first]


def _possible(year: int, month: int, day: int, span: tuple[int, int]) -> list[Day]:
    return [Day(year, month, day, *span)] if 1 <= month <= 12 and 1 <= day <= 31 else []  # noqa: PLR2004 - a calendar


def _full(year: str) -> int:
    return int(year) if len(year) == len("2000") else 2000 + int(year)


def _month(name: str) -> int:
    return _MONTHS[name.rstrip(".").lower()]


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))


def weekdays(text: str) -> set[str]:
    """Return the weekdays that `text` names, in lower case."""
    return {match.group().lower() for match in _WEEKDAY.finditer(text)}


def relative(text: str) -> set[str]:
    """Return the relative words in `text` ("yesterday", "last week"), folded."""
    return {" ".join(match.group().lower().split()) for match in _RELATIVE.finditer(text)}


def without_days(text: str) -> str:
    """Blank out dates and weekdays, so that their figures and capitals are not taken for others."""
    cut = list(text)
    spans = [(day.start, day.end) for day in days(text)]
    spans += [match.span() for match in _WEEKDAY.finditer(text)]
    for start, end in spans:
        cut[start:end] = " " * (end - start)
    return "".join(cut)


def of_day(day: dt.date) -> Day:
    """Return a calendar day as a date that was said nowhere."""
    return Day(day.year, day.month, day.day, -1, -1)


def supports(said: Day, claimed: Day, years: Iterable[int]) -> bool:
    """Tell whether a date in a passage supports a claimed one; `years` may stand for a year that it does not give."""
    if claimed.day is not None and said.day != claimed.day:
        return False
    if claimed.month is not None and said.month != claimed.month:
        return False
    if claimed.year is None or said.year == claimed.year:
        return True
    return said.year is None and claimed.year in set(years)


def calendar_day(day: Day) -> dt.date | None:
    """Return a date that is said in full as a day of the calendar, or None."""
    if day.year is None or day.month is None or day.day is None:
        return None
    try:
        return dt.date(day.year, day.month, day.day)
    except ValueError:
        return None
