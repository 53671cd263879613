"""Arithmetic of days: the week, month or year a day lies in, the one before, the latest Monday, "three weeks ago".

Place in the flow: the phrases of each language (`phrases`, `foreign`) count with it. Pure; it knows no words.

Conventions: weeks run from Monday to Sunday, months and years are those of the calendar. "Two days ago" is that day,
"three weeks ago" the seven days around it, "two months ago" that month, "a year ago" that year. "The past two days"
reach to the day itself.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple


class Days(NamedTuple):
    """First and last day, inclusive."""

    first: dt.date
    last: dt.date


def week_of(day: dt.date) -> Days:
    """Return Monday to Sunday of the week that holds `day`."""
    monday = day - dt.timedelta(days=day.weekday())
    return Days(monday, monday + dt.timedelta(days=6))


def month_of(day: dt.date) -> Days:
    """Return the month that holds `day`."""
    return Days(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def year_of(day: dt.date) -> Days:
    """Return the year that holds `day`."""
    return Days(day.replace(month=1, day=1), day.replace(month=12, day=31))


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months earlier, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_PERIOD = {"week": week_of, "month": month_of, "year": year_of}


def _back(day: dt.date, number: int, unit: str) -> dt.date:
    match unit:
        case "day":
            return day - dt.timedelta(days=number)
        case "week":
            return day - dt.timedelta(weeks=number)
        case "month":
            return months_before(day, number)
    return months_before(day, 12 * number)


def ago(day: dt.date, number: int, unit: str) -> Days | None:
    """Return what "number units ago" means; None for a count that nobody means to the day."""
    if not 1 <= number <= _MOST[unit]:
        return None
    there = _back(day, number, unit)
    if unit == "day":
        return on(there)
    if unit == "week":
        return Days(there - dt.timedelta(days=3), there + dt.timedelta(days=3))
    return _PERIOD[unit](there)


_MOST = {"day": 31, "week": 26, "month": 36, "year": 100}


def within(day: dt.date, number: int, unit: str) -> Days | None:
    """Return what "the past number units" means: up to and with the day itself."""
    if unit == "hour":
        number, unit = -(-number // 24), "day"
    return Days(_back(day, number, unit), day) if 1 <= number <= _MOST[unit] else None


def period(which: str, unit: str, day: dt.date) -> Days:
    """Return the week, month or year: `which` is this, last, earlier (this one until the day) or later."""
    match which:
        case "last":
            return _PERIOD[unit](_back(day, 1, unit))
        case "earlier":
            return Days(_PERIOD[unit](day).first, day)
        case "later":
            return Days(day, _PERIOD[unit](day).last)
    return _PERIOD[unit](day)


def on(day: dt.date) -> Days:
    """Return one day."""
    return Days(day, day)


def latest(weekday: int, day: dt.date, *, before: bool = False) -> Days:
    """Return the latest such weekday that is not after `day` (or is `before` it)."""
    return on(day - dt.timedelta(days=(day.weekday() - weekday) % 7 or (7 if before else 0)))


def coming(weekday: int, day: dt.date) -> Days | None:
    """Return the next such weekday; None on that weekday itself, when it is today's or next week's."""
    ahead = (weekday - day.weekday()) % 7
    return on(day + dt.timedelta(days=ahead)) if ahead else None
