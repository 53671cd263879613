"""Whether the dates of a statement are those of the sentences it is held against, or of the day of publication.

Place in the flow: one of the checks of `verify`. Pure. The day of publication supports only what is said to have been
reported on it, never when something happened.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.answering.checking import days as claim_days
from bot.answering.checking.problems import Kind, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.answering.checking.days import Day
    from bot.answering.checking.parts import Statement
    from bot.answering.checking.windows import Window
    from ingest.corpus.models import PublicationDate

_REPORTED = re.compile(
    r"\b(?:reported|published|wrote|dated|printed|as of|according to .{0,40}?)\b(?:\s+\w+){0,3}\s*"
    r"(?:on|in|of|dated)?\s*$",
    re.IGNORECASE,
)


def dating(claim: str, statement: Statement, window: Window) -> Iterator[Problem]:
    """Yield what is wrong with the dates, weekdays and relative words of a statement."""
    years = window.years()
    here = [day for sentence in window.days() for day in sentence]
    offered = here or list(window.days_before())
    for day in claim_days.days(claim):
        printed = _printed(window) if _REPORTED.search(claim[: day.start]) else []
        if not any(_supports(said, day, years) for said in [*offered, *printed]):
            yield _day_problem(claim[day.start : day.end], "is not in the part of {source} about this")
    for day in statement.days:
        if not any(claim_days.supports(said, day, ()) for said in _printed(window)):
            yield _day_problem(_spoken(day), "is not the day of {source}")
    counts = Counter(day.key for day in claim_days.days(claim))
    for key, times in counts.items():
        if times > 1 and sum(_supports(said, _day(*key), years) for said in offered) < times:
            yield _day_problem(_spoken(_day(*key)), "is said of two events, in {source} of one")
    yield from _loose_days(claim, window, offered)


def _day(year: int | None, month: int | None, day: int | None) -> Day:
    return claim_days.Day(year, month, day, -1, -1)


def _supports(said: Day, claimed: Day, years: Iterable[int]) -> bool:
    return claim_days.supports(said, claimed, years)


def _spoken(day: Day) -> str:
    return "-".join(str(part) for part in day.key if part)


def _day_problem(day: str, what: str) -> Problem:
    return Problem(Kind.DATE, f"the date {day} {what}")


def _printed(window: Window) -> list[Day]:
    """Return the days of publication, each as exactly as it is known."""
    dates = (run.piece.article.published for run in window.runs)
    return [_as_known(date) for date in dates if date]


def _as_known(published: PublicationDate) -> Day:
    day = claim_days.of_day(published.first)
    if published.first == published.last:
        return day
    return day._replace(day=None, month=day.month if published.last.month == day.month else None)


def _loose_days(claim: str, window: Window, offered: list[Day]) -> Iterator[Problem]:
    said = claim_days.weekdays(window.text) | {name for day in offered for name in _weekday(day)}
    for name in sorted(claim_days.weekdays(claim) - said):
        yield _day_problem(name.capitalize(), "is not in the part of {source} about this")
    for phrase in sorted(claim_days.relative(claim) - claim_days.relative(window.text)):
        yield _day_problem(f"“{phrase}”", "is not in the part of {source} about this")


def _weekday(day: Day) -> Iterator[str]:
    date = claim_days.calendar_day(day)
    if date is not None:
        yield f"{date:%A}".lower()
