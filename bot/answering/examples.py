"""Questions to begin with, made of what a corpus holds, each tried out: only what is answered well is offered.

Place in the flow: `library` makes them once per snapshot, in the background. The templates are few and plain; whether
one fits a place is decided by asking it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.answering.errors import BadQuestionError
from bot.answering.models import Answer, Question
from ingest.corpus.gazetteer import find_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.answering.models import Outcome
    from bot.answering.stock import Stock

MOST = 4
TRIED = 14
"""Questions that are tried at most; each costs about a tenth of a second."""
_PLACES = 8
_MONTHS = 6
_OF_ONE_KIND = 2
_A_WHILE = dt.timedelta(days=31)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?)\b", re.IGNORECASE
)


def made(
    stock: Stock, ask: Callable[[Question], Outcome], hushed: Callable[[], bool] = lambda: False
) -> tuple[str, ...]:
    """Return up to `MOST` questions that `ask` answers about the place they name; `hushed` ends it early."""
    kept: list[tuple[str, str]] = []
    for tried, (kind, place, question, holds) in enumerate(_candidates(stock)):
        if len(kept) == MOST or tried == TRIED or hushed():
            break
        crowded = sum(k == kind for k, _ in kept) >= _OF_ONE_KIND
        if not crowded and _is_answered(question, place, holds, ask):
            kept.append((kind, question))
    return tuple(question for _, question in kept)


_Candidate = tuple[str, str, str, "Callable[[str], bool]"]


def _candidates(stock: Stock) -> Iterator[_Candidate]:
    """Yield (kind, place, question, what its answer must hold), the kinds taking turns."""
    places = stock.places[:_PLACES]
    months = _busiest(stock)
    for dated, matters, toll, taken in zip_longest(months, places, months[::-1], places[::-1]):
        yield from _about(dated, matters, toll, taken)


def _busiest(stock: Stock) -> list[tuple[str, int, int]]:
    """Return the busiest month of each place, busiest first; none where all was printed at one time.

    The dates of such a corpus are those of its files, and say nothing of events.
    """
    if not (stock.earliest and stock.newest and stock.newest - stock.earliest > _A_WHILE):
        return []
    busy = sorted(stock.months.items(), key=lambda m: (-m[1], m[0]))
    first: dict[str, tuple[str, int, int]] = {}
    for (place, year, month), _ in busy:
        first.setdefault(place, (place, year, month))
    return list(first.values())[:_MONTHS]


def _about(
    dated: tuple[str, int, int] | None, matters: str | None, toll: tuple[str, int, int] | None, taken: str | None
) -> Iterator[_Candidate]:
    if dated:
        when = f"{calendar.month_name[dated[2]]} {dated[1]}"
        yield "what", dated[0], f"What happened in {dated[0]} in {when}?", lambda _text: True
    if matters:
        yield "why", matters, f"Why does {matters} matter?", lambda text: bool(_REASON.search(text))
    if toll:
        when = f"{calendar.month_name[toll[2]]} {toll[1]}"
        yield "toll", toll[0], f"How many people were killed in {toll[0]} in {when}?", _tells_a_toll
    if taken:
        yield "taken", taken, f"Who captured {taken}?", lambda text: bool(_TAKEN.search(text))


_REASON = re.compile(
    r"\b(?:because|junction|strategic|important|matters|key|crossroads|capital|supply)\b", re.IGNORECASE
)
_TAKEN = re.compile(r"\b(?:captur|recaptur|t[ao]ken?\b|retook|seiz|took\b|control)", re.IGNORECASE)
_KILLED = re.compile(r"\b(?:kill|dead|died|martyr|death)", re.IGNORECASE)


def _tells_a_toll(text: str) -> bool:
    return bool(_FIGURE.search(text) and _KILLED.search(text))


def _is_answered(question: str, place: str, holds: Callable[[str], bool], ask: Callable[[Question], Outcome]) -> bool:
    """Tell whether it is answered, and with words about the place that say what was asked."""
    try:
        outcome = ask(Question(question))
    except BadQuestionError:
        return False
    if not isinstance(outcome, Answer) or not outcome.sources:
        return False
    first = _quoted(outcome)
    return holds(first) and place in _places_in(first) and _is_of_that_month(question, outcome)


def _quoted(outcome: Answer) -> str:
    """Return the words of the first source, which are what a reader sees first."""
    return " ".join(quote.text for quote in outcome.sources[0].quotes)


def _places_in(text: str) -> Sequence[str]:
    return [place.name for match in find_places(text) for place in match.places]


_MONTH_ASKED = re.compile(r"in (\w+) (\d{4})\?$")


def _is_of_that_month(question: str, outcome: Answer) -> bool:
    """Tell whether what is quoted first was printed in the month that was asked for, or up to a month later."""
    asked = _MONTH_ASKED.search(question)
    if asked is None:
        return True
    published = outcome.sources[0].article.published
    first = dt.date(int(asked[2]), list(calendar.month_name).index(asked[1]), 1)
    return published is not None and first <= published.day < first + dt.timedelta(days=62)
