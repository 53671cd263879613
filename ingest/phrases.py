"""English relative words ("yesterday", "on Monday", "two weeks ago") and the days each means, counted from a day.

Place in the flow: `relative` looks for these in an article. Pure tables; whether a word may be counted from the
article's day at all (tense, quotations, "Russia Today") `relative` decides.

Conventions, besides those of `days`: a weekday is the latest one that is not after the day, and "last Monday" one
before it; with a future verb it is the next one. The weekend is Friday to Sunday, because the outlets' countries differ
in which two of the three are free.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ingest.days import Days, ago, coming, latest, on, period, within

if TYPE_CHECKING:
    from collections.abc import Callable


class Need(Enum):
    """What `relative` must see around the words before it counts: nothing; news of the day; a past or future verb."""

    NOTHING = "nothing"
    NEWS = "news"
    TENSE = "tense"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern and the days it means; `after` gives those it means with a future verb (None: it has no such sense)."""

    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], dt.date], Days | None]
    need: Need = Need.NOTHING
    after: Callable[[re.Match[str], dt.date], Days | None] | None = None


def shifted(days: int) -> Callable[[re.Match[str], dt.date], Days]:
    """Return a rule for one day so many days after the day of publication."""

    def rule(_: re.Match[str], day: dt.date) -> Days:
        return on(day + dt.timedelta(days=days))

    return rule


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FRIDAY = 4


def _weekday(match: re.Match[str], day: dt.date) -> Days | None:
    number = WEEKDAYS.index(match["weekday"])
    if match["week"]:
        monday = period("last", "week", day).first + dt.timedelta(days=number)
        return on(monday)
    return latest(number, day, before=(match["which"] or "").lower() == "last")


def _coming_weekday(match: re.Match[str], day: dt.date) -> Days | None:
    plain = not match["week"] and (match["which"] or "").lower() in {"on", "this"}
    return coming(WEEKDAYS.index(match["weekday"]), day) if plain else None


def _weekend(match: re.Match[str], day: dt.date) -> Days | None:
    """Return the latest weekend that has begun; on a Friday itself it cannot be told which one is meant."""
    if day.weekday() == _FRIDAY:
        return None
    friday = latest(_FRIDAY, day).first
    if "last" in match.group().lower() and day.weekday() > _FRIDAY:
        friday -= dt.timedelta(days=7)
    return Days(friday, min(friday + dt.timedelta(days=2), day))


def _english_ago(match: re.Match[str], day: dt.date) -> Days | None:
    return ago(day, _NUMBERS.get(match["n"].lower()) or int(match["n"]), match["unit"])


def _english_within(match: re.Match[str], day: dt.date) -> Days | None:
    number = match["n"]
    if number is None and (match.group().endswith("s") or match["unit"] in {"hour", "day"}):
        return None  # "the past days", "the last day": nobody can say which
    return within(day, (_NUMBERS.get(number.lower()) or int(number)) if number else 1, match["unit"])


def _english_period(match: re.Match[str], day: dt.date) -> Days | None:
    which, extent = (match["which"] or "").lower(), (match["extent"] or "").lower()
    found = period(extent if which == "this" and extent in {"earlier", "later"} else which, match["unit"], day)
    return found if found.first < day or extent != "earlier" else None


_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: n for n, word in enumerate(_NUMBER_WORDS, 1)} | {"a": 1, "an": 1}
_N = rf"(?P<n>\d{{1,3}}|{'|'.join((*_NUMBERS, *(w.capitalize() for w in _NUMBERS)))})"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_NO_DATE_FOLLOWS = (
    rf"(?! ?,? ?\(?(?:the )?(?:\d|(?:{_MONTHS})\b))(?! (?:Times|Telegraph|Mirror|Express|Mail|Post|Herald)\b)"
)


def phrase(
    pattern: str,
    days: Callable[[re.Match[str], dt.date], Days | None],
    need: Need = Need.NOTHING,
    after: Callable[[re.Match[str], dt.date], Days | None] | None = None,
) -> Phrase:
    """Return the phrase of a pattern whose spaces stand for any white space; it matches whole words only."""
    spaced = pattern.replace(" ", r"[ \t\n\u00a0]")
    return Phrase(re.compile(rf"(?<![\w’'-])(?:{spaced})(?![\w-])"), days, need, after)


ENGLISH = (
    phrase("[Tt]he day before yesterday", shifted(-2)),
    phrase("[Tt]he day after tomorrow", shifted(2)),
    phrase(rf"(?:[Ll]ate |[Ee]arly |[Ee]arlier )?[Yy](?:esterday|ESTERDAY){_PART}", shifted(-1)),
    phrase(rf"(?:[Ll]ate |[Ee]arly )?[Tt](?:omorrow|OMORROW){_PART}", shifted(1)),
    phrase("[Ll]ast night", shifted(-1)),
    phrase("(?:[Ee]arly |[Ee]arlier |[Ll]ate )?[Tt]his (?:morning|afternoon|evening)|[Tt]onight", shifted(0)),
    phrase("(?:[Ee]arlier |[Ll]ater )?[Tt](?:oday|ODAY)", shifted(0), Need.NEWS),
    phrase(
        rf"(?:(?P<which>[Oo]n|[Ll]ast|[Tt]his|[Ss]ince|[Ll]ate(?: on)?|[Ee]arly(?: on)?) )?"
        rf"(?P<weekday>{'|'.join(WEEKDAYS)}){_PART}(?P<week> (?:of )?last week)?{_NO_DATE_FOLLOWS}",
        _weekday,
        Need.TENSE,
        _coming_weekday,
    ),
    phrase(rf"{_N} (?P<unit>day|week|month|year)s? ago", _english_ago),
    phrase(
        rf"(?:[Tt]he )?(?:past|(?<=[Tt]he )last) (?:{_N} )?(?P<unit>hour|day|week|month|year)s?(?! (?:of|ago)\b)",
        _english_within,
    ),
    phrase(
        "(?:(?P<extent>[Ee]arlier|[Ll]ater?|[Ee]arly) )?(?P<which>[Tt]his|[Ll]ast) (?P<unit>week|month|year)(?! of\\b)",
        _english_period,
    ),
    phrase("(?:[Oo]ver|[Aa]t|[Dd]uring|[Oo]n) the weekend|[Ll]ast weekend", _weekend, Need.TENSE),
)
"""Longer words stand before those that they begin with; what one has taken the next does not get."""
