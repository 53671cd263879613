"""What the options of a slash command limit the articles to: dates as people type them, and publishers.

Place in the flow: the cog `ask` turns the options of `/ask` into the filter of a request with it. Pure; the day of
asking is handed in. Whether a publisher exists is not decided here (that is `bot.research.Library`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answering.periods import Period as Written
from bot.answering.periods import periods
from bot.arguments import Period, UnusableValueError, parse_period
from bot.markup import one_line
from bot.paging import shorten
from ingest.corpus.errors import NayrabError
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    import datetime as dt

_SHOWN = 60
_SEPARATED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


class UnusableOptionError(NayrabError):
    """An option cannot be understood; the message says what to type instead."""


def dates_between(since: str | None, until: str | None, today: dt.date) -> ArticleFilter:
    """Return the filter of two typed dates (2020-02-25, 25.2.2020, February 2020, 2020, last week, yesterday).

    Raises `UnusableOptionError` for what is no date, and for a period that ends before it begins.
    """
    first = _days(since, "since", today).first if since and since.strip() else None
    last = _days(until, "until", today).last if until and until.strip() else None
    if first and last and first > last:
        raise UnusableOptionError(f"“since” ({first}) is after “until” ({last}); swap them.")
    return ArticleFilter(since=first, until=last)


def _days(typed: str, option: str, today: dt.date) -> Period:
    text = one_line(typed)
    if numbers := _SEPARATED.fullmatch(text):
        text = f"{numbers[3]}-{numbers[2]}-{numbers[1]}"
    try:
        return parse_period(text)
    except UnusableValueError:
        days = _written(text, today) or _written(f"in {text}", today)  # a month alone is one only behind "in"
    if days is None:
        raise UnusableOptionError(
            f"I cannot read “{shorten(text, _SHOWN)}” ({option}) as a date; write it like 2020-02-25, February 2020, "
            "2020 or last week."
        )
    # "before June" has no first day and "since June" no last one: the option itself says which side is meant.
    first, last = days.first or days.last, days.last or days.first
    assert first is not None and last is not None  # noqa: S101, PT018  # a period names a day on one side at least
    return Period(first, last)


def _written(text: str, today: dt.date) -> Written | None:
    found = periods(text, today)
    return found[0] if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None
