"""What a question names besides its topic: publishers, years and months; and whether an article fits them.

Place in the flow: part of reading the question; `signs` weighs whether a candidate fits. Pure; it filters nothing away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.corpus.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.corpus.models import Article

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NUMBER_OF = {m: n for n, m in enumerate(_MONTHS, 1)} | {m[:3]: n for n, m in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})\b")
_MAY_THE_MONTH = re.compile(r"\b(?:in|since|until|of|early|late|mid|by|from|\d{1,2}(?:st|nd|rd|th)?) may\b|\bmay \d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HEAD = 200
_LONGEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Mentions:
    """Years and months (1..12) a question names, and the publishers it names, by their stored names."""

    years: frozenset[int]
    months: frozenset[int]
    publishers: frozenset[str]


def read_mentions(text: str, publishers: Iterable[str]) -> Mentions:
    """Find what the question names; `publishers` are the corpus's own."""
    return Mentions(years_in(text), months_in(text), _publishers_in(text, publishers))


@lru_cache(maxsize=10_000)
def years_in(text: str) -> frozenset[int]:
    """Return the years written in `text`."""
    return frozenset(int(y) for y in _YEAR.findall(text))


@lru_cache(maxsize=10_000)
def months_in(text: str) -> frozenset[int]:
    """Return the months written in `text`; "may" only where it can be no verb."""
    folded = fold(text)
    found = {_NUMBER_OF[m] for m in _MONTH.findall(folded)}
    return frozenset(found if _MAY_THE_MONTH.search(folded) else found - {5})


def names_a_month(text: str) -> bool:
    """Tell whether `text` has the name of a month in it, be it "may"."""
    return bool(_MONTH.search(fold(text)))


def _publishers_in(text: str, publishers: Iterable[str]) -> frozenset[str]:
    words = re.findall(r"\w+", fold(text))
    runs = {"".join(words[i : i + n]) for n in range(1, _LONGEST_NAME + 1) for i in range(len(words) - n + 1)}
    runs |= {run.removeprefix("al") for run in runs}
    return frozenset(p for p in publishers if (squeezed(p) in runs or squeezed(p).removeprefix("al") in runs))


def squeezed(name: str) -> str:
    """Return a name as one folded word, for comparing `Daily Sabah` with `dailysabah`."""
    return re.sub(r"\W+", "", fold(name))


def fits_publisher(mentions: Mentions, article: Article, text: str) -> float:
    """Return 1 when the article is by a publisher that was named, or `text` names it, -1 when not, 0 when none was."""
    if not mentions.publishers:
        return 0.0
    printed_by = {article.publisher, *(c.publisher for c in article.copies)}
    named = any(squeezed(p) in squeezed(text) for p in mentions.publishers)
    return 1.0 if named or printed_by & mentions.publishers else -1.0


def fits_time(mentions: Mentions, article: Article, text: str) -> float:
    """Return 1 when the article's date, its opening or `text` has the year and month named, -1 when not, 0 for none.

    A report may be printed in the month after the one it is about.
    """
    if not mentions.years and not mentions.months:
        return 0.0
    day = article.published.day if article.published else None
    printed = day is not None and _within(mentions, {day.year}, {day.month, (day.month - 2) % 12 + 1})
    written = any(_within(mentions, years_in(t), months_in(t)) for t in (text, article.text[:_HEAD]))
    return 1.0 if printed or written else -1.0


def _within(mentions: Mentions, years: Iterable[int], months: Iterable[int]) -> bool:
    right_year = not mentions.years or bool(mentions.years.intersection(years))
    return right_year and (not mentions.months or bool(mentions.months.intersection(months)))
