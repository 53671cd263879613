"""Tolls that differ: of one event, what each publisher gives for the same counted people; newest of each.

Place in the flow: `accounts` hands in sentences that tell of one event. Pure; it takes no figure for the true one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.models import Dispute, Version
from bot.answering.tolls import Counted, Toll, agree, stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answering.events import Told

    NameOf = Callable[[Told], str]
    """How a publisher is named in an account: with its voice, and who else printed the report."""

MOST_VERSIONS = 6
_MOST_OF_ONE = 2
_AS_GOOD = 0.25
_NO_PART = 0.25
_TRIFLE = 0.1
"""A publisher's second figure counts when its sentence fits the question nearly as well as the first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One publisher's figure: the sentence that gives it, and what it says."""

    told: Told
    toll: Toll


@dataclass(frozen=True, slots=True)
class Position:
    """What one publisher gives by its newest report: one figure, or two; and the older one that it replaced."""

    figures: tuple[Figure, ...]
    former: Figure | None = None

    @property
    def publisher(self) -> str:
        """The publisher's stored name."""
        return self.figures[0].told.article.publisher


def positions(figures: Iterable[Figure]) -> list[Position]:
    """Return one position per publisher, in the order given; a report that several printed counts once."""
    by_publisher: dict[str, list[Figure]] = {}
    tellers: dict[str, str] = {}
    for figure in figures:
        publisher = tellers.setdefault(figure.told.teller, figure.told.article.publisher)
        if publisher == figure.told.article.publisher:
            by_publisher.setdefault(publisher, []).append(figure)
    return [_position(found) for found in by_publisher.values()]


def _position(figures: Sequence[Figure]) -> Position:
    newest = max(_printed(f) for f in figures)
    now = _distinct(_no_trifles([f for f in figures if _printed(f) == newest]))
    now = [f for f in now if f.told.score >= now[0].told.score - _AS_GOOD]
    least = max(stated(f.toll) for f in now) * _NO_PART
    now = [f for f in now if stated(f.toll) >= least]
    before = [f for f in figures if _printed(f) < newest and not any(agree(f.toll, n.toll) for n in now)]
    return Position(tuple(now[:_MOST_OF_ONE]), max(before, key=_printed, default=None))


def _no_trifles(figures: Sequence[Figure]) -> list[Figure]:
    """Leave out what can only be a part ("one of them a child was killed") of the greatest figure."""
    least = max(stated(f.toll) for f in figures) * _TRIFLE
    return [f for f in figures if stated(f.toll) >= least]


def _printed(figure: Figure) -> dt.date:
    published = figure.told.article.published
    return published.day if published else dt.date.min


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    found: list[Figure] = []
    for figure in figures:
        if not any(agree(figure.toll, other.toll) for other in found):
            found.append(figure)
    return found


def dispute(found: Sequence[Position], name_of: NameOf) -> Dispute | None:
    """Return what the publishers differ on, lowest figure first; None where no two of them differ."""
    if not any(_differ(a, b) for n, a in enumerate(found) for b in found[n + 1 :]):
        return None
    shown = sorted(_most_telling(found), key=_least)
    tolls = [f.toll for position in shown for f in position.figures]
    low, high = min(map(stated, tolls)), max(map(stated, tolls))
    about = f"{what(tolls[0])} (reported figures range from {low:,} to {high:,})"
    return Dispute(about, tuple(_version(position, name_of) for position in shown))


def _differ(one: Position, other: Position) -> bool:
    return not any(agree(a.toll, b.toll) for a in one.figures for b in other.figures)


def _least(position: Position) -> int:
    return min(stated(f.toll) for f in position.figures)


def _most_telling(found: Sequence[Position]) -> list[Position]:
    """Return at most so many positions; each figure once before any figure twice."""
    chosen: list[Position] = []
    for new_only in (True, False):
        for position in found:
            is_new = all(_differ(position, other) for other in chosen)
            if position not in chosen and len(chosen) < MOST_VERSIONS and (is_new or not new_only):
                chosen.append(position)
    return chosen


def what(toll: Toll) -> str:
    """Return what a toll counts, as a dispute names it: `the number of fighters killed`."""
    people = "people" if toll.who == "people" else toll.who
    return f"the number of {people} {toll.counted}"


def _version(position: Position, name_of: NameOf) -> Version:
    figures = sorted(position.figures, key=lambda f: stated(f.toll))
    said = ", also ".join(_said(f.toll) for f in figures)
    former = f" (updated from {position.former.toll.written.lower()})" if position.former else ""
    excerpts = tuple(dict.fromkeys(f.told.excerpt for f in figures))
    return Version(f"{name_of(figures[0].told)}: {said}{former}", excerpts)


def _said(toll: Toll) -> str:
    written = toll.written[0].lower() + toll.written[1:]
    people = "" if toll.who == "people" else f" {toll.who}"
    return f"{written}{people} {toll.counted}"


def update_lines(found: Iterable[Position], name_of: NameOf) -> list[str]:
    """Return a line for each publisher that replaced an older figure of its own."""
    return [_version(position, name_of).says for position in found if position.former]


def usable(toll: Toll, counted: Counted, who: str) -> bool:
    """Tell whether a figure counts these people in one event."""
    return toll.counted is counted and toll.who == who and not toll.is_part and not toll.is_total
