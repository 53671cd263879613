"""Which days a sentence of an article is about: dates it writes out, and relative words that ingest worked out.

Place in the flow: timelines ask it for every sentence. Pure. A year that a sentence leaves out is taken from the last
year before it in the article, or from the day of printing when that is shortly after; else the date is not used.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.answering.written_days import last_year_before, written_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.written_days import WrittenDay
    from ingest.corpus.models import Article, Span, TimeMention

    Days = tuple[dt.date, dt.date]

SHORTLY = dt.timedelta(days=60)
"""A report that names a day without its year was printed at most so long after it."""
_LOOKED_BACK = 3_000
"""Characters before a sentence in which its year may stand."""


def datings(article: Article, span: Span, times: Iterable[TimeMention]) -> list[Days]:
    """Return the days (first, last, both inclusive) that the sentence at `span` names, in order of the text.

    `times` are the article's relative words with what they mean.
    """
    text = span.of(article.text)
    written = [(span.start + d.span.start, _resolved(d, article, span)) for d in written_days(text)]
    relative = [
        (t.span.start, (t.first, t.last)) for t in times if span.start <= t.span.start and t.span.end <= span.end
    ]
    found = sorted((at, days) for at, days in (*written, *relative) if days is not None)
    return [days for _, days in found]


def _resolved(day: WrittenDay, article: Article, span: Span) -> Days | None:
    if day.year is not None:
        return day.in_year(day.year)
    printed = article.published.last if article.published else None
    start = span.start + day.span.start
    before = last_year_before(article.text[max(0, start - _LOOKED_BACK) : start], _LOOKED_BACK)
    for year in (before, *((printed.year, printed.year - 1) if printed else ())):
        days = day.in_year(year) if year else None
        if days and (year == before or _just_before(days, printed)):
            return days
    return None


def _just_before(days: Days, printed: dt.date | None) -> bool:
    return printed is not None and dt.timedelta(0) <= printed - days[0] <= SHORTLY
