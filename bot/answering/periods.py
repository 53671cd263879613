"""Dates and stretches of time written in a question: "in May 2016", "before June 2015", "since 2019", "last week".

Place in the flow: `scope` asks it which days a question names and where they stand. Pure: the day of asking is handed
in, and without it relative words and months without a year mean nothing. Whether such a day limits the articles or is
the day of an event is not decided here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

from bot.answering.wording import unquoted


class Bound(StrEnum):
    """How the days are meant: within them, from the first on, or up to the last."""

    WITHIN = "within"
    SINCE = "since"
    UNTIL = "until"


class Period(NamedTuple):
    """Days a text names and where (`start:end`, with the preposition); None: open on that side.

    `relative` is true for words such as "last week", which mean days only through the day of asking.
    """

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    bound: Bound = Bound.WITHIN
    relative: bool = False


class _Days(NamedTuple):
    first: dt.date
    last: dt.date


_NAMES = [m.lower() for m in calendar.month_name if m]
_NUMBER = {m: n for n, m in enumerate(_NAMES, 1)} | {m[:3]: n for n, m in enumerate(_NAMES, 1)} | {"sept": 9}
_M = rf"(?:{'|'.join(sorted(_NUMBER, key=len, reverse=True))})\b\.?"
_Y = r"(?:19|20)\d\d"
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = (
    r"(?:(?:the )?(?:beginning|start|middle|end|first half|second half|first week|last week)(?: of)?(?: the)?|"
    r"early|mid|late)(?: in)?[ -]"
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
_DATE = (
    rf"(?:{_Y}-\d\d-\d\d(?!\d)|{_D} (?:of )?{_M}(?:,? {_Y})?|{_M} {_D}(?!\d)(?:,? {_Y})?|"
    rf"(?:{_PART})?{_M},? (?:of )?{_Y}|(?:{'|'.join(_SEASONS)}) (?:of )?{_Y}|(?:{_PART})?{_Y}(?![\d-]))"
)
_OPEN_DATE = rf"(?:{_DATE}|(?:{_PART})?{_M}|{_D}(?!\d))"
_SPAN_UNITS = r"(?:day|week|month|year)s?"
_COUNT = r"\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|few|couple of"
_RELATIVE = (
    rf"(?:the day before yesterday|yesterday|last night|(?:last|this|past) (?:week|month|year)|"
    rf"the (?:last|past) (?:(?:{_COUNT}) )?{_SPAN_UNITS}|(?:{_COUNT}|a) {_SPAN_UNITS} ago|today)(?! of\b)"
)
_SINCE = r"since|starting(?: from| in)?|beginning(?: from| in)?"
_AFTER = r"after|later than"
_BEFORE = r"before|prior to|earlier than"
_UNTIL = r"until|till|up to|up until|by|to the end of"
_IN = r"in|on|during|throughout|at|of|from|dated|over|within"
_PATTERN = re.compile(
    rf"\b(?:(?P<range>between|from) (?:the )?(?P<left>{_OPEN_DATE}) (?:and|to|until|till) (?:the )?(?P<right>{_DATE})|"
    rf"(?:(?P<op>{_SINCE}|{_AFTER}|{_BEFORE}|{_UNTIL}|{_IN}) )?(?:the )?(?:(?P<relative>{_RELATIVE})|(?P<date>{_DATE}))"
    rf"(?P<onwards> (?:onwards?\b|on(?= ?(?:[?.!,]|$))))?|"
    rf"(?P<op_month>{_SINCE}|{_AFTER}|{_BEFORE}|{_UNTIL}|in|during|from) "
    rf"(?P<month>(?:{_PART})?{_M}))(?!\w)",
    re.IGNORECASE,
)


def periods(text: str, today: dt.date | None = None) -> list[Period]:
    """Return the stretches of time that a text names, in order; what stands in quotation marks is not asked."""
    found = (_period(m, today) for m in _PATTERN.finditer(unquoted(text)))
    return [p for p in found if p is not None]


def _period(match: re.Match[str], today: dt.date | None) -> Period | None:
    start, end = match.span()
    if match["range"]:
        days = _range(match["left"].lower(), match["right"].lower())
        return Period(start, end, days.first, days.last) if days else None
    if match["relative"]:
        days = _relative(match["relative"].lower(), today) if today else None
    else:
        days = _written((match["date"] or match["month"]).lower(), today)
    if days is None:
        return None
    operator = (match["op"] or match["op_month"] or "").lower()
    first, last, bound = _bounded(days, "since" if match["onwards"] else operator)
    return Period(start, end, first, last, bound, relative=bool(match["relative"]))


def _bounded(days: _Days, operator: str) -> tuple[dt.date | None, dt.date | None, Bound]:
    day = dt.timedelta(days=1)
    if re.fullmatch(_SINCE, operator):
        return days.first, None, Bound.SINCE
    if re.fullmatch(_AFTER, operator):
        return days.last + day, None, Bound.SINCE
    if re.fullmatch(_BEFORE, operator):
        return None, days.first - day, Bound.UNTIL
    if re.fullmatch(_UNTIL, operator):
        return None, days.last, Bound.UNTIL
    return days.first, days.last, Bound.WITHIN


def _range(left: str, right: str) -> _Days | None:
    """Return the days of "between LEFT and RIGHT"; month and year that LEFT leaves out are RIGHT's."""
    last = _written(right, None)
    if last is None:
        return None
    if re.fullmatch(_D, left):
        left = f"{left} {calendar.month_name[last.first.month].lower()}"
    first = _written(left if re.search(_Y, left) else f"{left} {last.last.year}", None)
    if first is None:
        return None
    if first.first > last.last and not re.search(_Y, left):
        first = _written(f"{left} {last.last.year - 1}", None) or first
    return _Days(first.first, last.last) if first.first <= last.last else None


def _written(text: str, today: dt.date | None) -> _Days | None:
    """Return the days that a written date means; without a year the last ones before the day of asking."""
    try:
        return _with_year(text) if re.search(_Y, text) else _latest(text, today)
    except ValueError:  # 30 February: no day at all
        return None


def _latest(text: str, today: dt.date | None) -> _Days | None:
    if today is None:
        return None
    days = _with_year(f"{text} {today.year}")
    return days if days is None or days.first <= today else _with_year(f"{text} {today.year - 1}")


def _with_year(text: str) -> _Days | None:
    if re.match(rf"{_Y}-\d\d-\d\d", text):
        day = dt.date.fromisoformat(text[:10])
        return _Days(day, day)
    (year,) = (int(y) for y in re.findall(_Y, text)[-1:])
    rest = re.sub(_Y, "", text)
    month = re.search(rf"\b{_M}", rest)
    season = re.search("|".join(_SEASONS), rest)
    if month is None:
        whole = _months(year, *_SEASONS[season.group()]) if season else _months(year, 1, 12)
        return _part(whole, rest)
    number = _NUMBER[month.group().rstrip(".")]
    day_of = re.search(r"\d{1,2}", rest)
    if day_of is None:
        return _part(_months(year, number, number), rest)
    day = dt.date(year, number, int(day_of.group()))
    return _Days(day, day)


def _months(year: int, first: int, last: int) -> _Days:
    """Return the days from one month of a year to another; month 14 is the February of the next year."""
    end_year, end = (year, last) if last <= 12 else (year + 1, last - 12)  # noqa: PLR2004 - the months of a year
    return _Days(dt.date(year, first, 1), dt.date(end_year, end, calendar.monthrange(end_year, end)[1]))


_PARTS = (
    (r"first week", 0.0, 0.0),
    (r"last week", 1.0, 1.0),
    (r"first half", 0.0, 1 / 2),
    (r"second half", 1 / 2, 1.0),
    (r"beginning|start|early", 0.0, 1 / 3),
    (r"middle|mid", 1 / 3, 2 / 3),
    (r"end|late", 2 / 3, 1.0),
)


def _part(days: _Days, text: str) -> _Days:
    """Return the part of a month or year that "early", "the last week of" and the like mean."""
    for pattern, begin, end in _PARTS:
        if re.search(rf"\b(?:{pattern})\b", text):
            length = (days.last - days.first).days
            first = days.first + dt.timedelta(days=round(length * begin))
            last = days.first + dt.timedelta(days=round(length * end))
            week = dt.timedelta(days=6)
            return _Days(first if begin < 1 else last - week, last if end > 0 else first + week)
    return days


_WORDS = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORDS |= {"few": 3, "couple of": 2}
_LENGTH = {"day": 1, "week": 7, "month": 30, "year": 365}


def _relative(text: str, today: dt.date) -> _Days:
    day = dt.timedelta(days=1)
    if "yesterday" in text or text == "last night":
        then = today - (2 * day if "before" in text else day)
        return _Days(then, then)
    if text == "today":
        return _Days(today, today)
    unit = next(u for u in _LENGTH if u in text)
    count = re.search(_COUNT, text)
    number = (int(count.group()) if count.group().isdigit() else _WORDS[count.group()]) if count else 1
    if text.endswith("ago"):
        then = today - _LENGTH[unit] * number * day
        return _Days(then, then)
    if text.startswith(("last", "this")) and unit != "day":
        return _calendar(unit, today, back=text.startswith("last"))
    return _Days(today - _LENGTH[unit] * number * day, today)


def _calendar(unit: str, today: dt.date, *, back: bool) -> _Days:
    """Return this week, month or year up to today, or the whole one before it; weeks begin on Monday."""
    begins = {
        "week": today - dt.timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    if not back:
        return _Days(begins, today)
    end = begins - dt.timedelta(days=1)
    return _Days(
        {"week": end - dt.timedelta(days=6), "month": end.replace(day=1), "year": end.replace(month=1, day=1)}[unit],
        end,
    )
