"""The picture of a timeline: its events as numbered points over time, as a PNG, with a text for who cannot see it.

Place in the flow: beside `bot.render.timeline`, whose numbers it shows. Pure but for the drawing library's font cache
(wherever MPLCONFIGDIR points). It draws no word of an article: the place's name and dates are all that is written.
"""

from __future__ import annotations

import io
import re
import threading
from itertools import groupby
from typing import TYPE_CHECKING

from bot.markup import one_line
from bot.phrases import day_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Period = tuple[dt.date, dt.date]
    """The first and the last day of an event, inclusive."""

FEWEST = 3
"""Fewer events need no picture."""
WIDTH, DOTS = 8.0, 110
"""Inches, and dots an inch."""
_HIGHEST = 14
_YEARS, _MONTHS = 1500, 120
"""From so many days on the axis names years, or months; else days."""
_PAPER, _INK, _FAINT, _POINT = "#ffffff", "#1f2328", "#8c959f", "#0b57d0"
_NAME_LIMIT = 60
# What the drawing library's own font has letters for: others would be drawn as boxes.
_UNDRAWN = re.compile("[^\u0020-\u024f\u0370-\u03ff\u0400-\u052f\u0600-\u06ff\u2010-\u2027]")
_DRAWING = threading.Lock()  # the library shares its fonts between figures


def picture(events: Sequence[Period], place: str) -> bytes | None:
    """Return a PNG of the events (in order of time), some 900 by 400 pixels; None where there are too few to draw."""
    if len(events) < FEWEST:
        return None
    from matplotlib.figure import Figure  # noqa: PLC0415  # heavy, and only for who asks for a timeline

    with _DRAWING:
        heights = _heights(events)
        figure = Figure(figsize=(WIDTH, 1.6 + 0.28 * max(heights)), dpi=DOTS, facecolor=_PAPER, layout="constrained")
        _draw(figure, events, heights, place)
        target = io.BytesIO()
        figure.savefig(target, format="png", facecolor=_PAPER, metadata={"Software": None})
    return target.getvalue()


def alternative(events: Sequence[Period], place: str) -> str:
    """Return the picture in words, at most 1,000 characters: how many events, and from when to when."""
    first, last = min(first for first, _ in events), max(last for _, last in events)
    text = f"{len(events)} events at {one_line(place)[:_NAME_LIMIT]} from {day_text(first)} to {day_text(last)}"
    busiest, count = _busiest(events)
    return f"{text}; most of them ({count}) in {busiest:%B} {busiest.year}." if count > 1 else f"{text}."


def _busiest(events: Sequence[Period]) -> tuple[dt.date, int]:
    months = [
        (month, len(list(found))) for month, found in groupby(events, key=lambda period: period[0].replace(day=1))
    ]
    return max(months, key=lambda month: month[1])


def _heights(events: Sequence[Period]) -> list[int]:
    """Return a height for each event, so that what lies close together in time does not stand in one spot."""
    span = max(1, (events[-1][0] - events[0][0]).days)
    needed = span / 34  # days that a number takes up on paper
    free: list[float] = []
    heights = []
    for first, last in events:
        day = (first - events[0][0]).days
        level = next((n for n, until in enumerate(free) if until <= day), len(free))
        if level == len(free) and level < _HIGHEST:
            free.append(0)
        level = min(level, _HIGHEST - 1)
        free[level] = (last - events[0][0]).days + needed
        heights.append(level + 1)
    return heights


def _draw(figure: Figure, events: Sequence[Period], heights: Sequence[int], place: str) -> None:
    from matplotlib.dates import date2num  # noqa: PLC0415  # as above

    axes = figure.add_subplot()
    axes.xaxis_date()
    days = [float(date2num(first)) for first, _ in events]
    lasts = [float(date2num(last)) for _, last in events]
    axes.vlines(days, 0, heights, color=_FAINT, linewidth=0.8)
    axes.hlines(heights, days, lasts, color=_POINT, linewidth=3, alpha=0.35)
    axes.scatter(days, heights, s=190, color=_POINT, zorder=3)
    for number, (day, height) in enumerate(zip(days, heights, strict=True), start=1):
        axes.text(day, height, str(number), color=_PAPER, size=8, ha="center", va="center", zorder=4, weight="bold")
    _frame(axes, max(heights), int(max(lasts) - min(days)), place)


def _frame(axes: Axes, highest: int, days: int, place: str) -> None:
    from matplotlib import dates  # noqa: PLC0415  # as above

    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=7, interval_multiples=days > _MONTHS))
    written = "%Y" if days > _YEARS else "%b %Y" if days > _MONTHS else "%d %b %Y"
    axes.xaxis.set_major_formatter(dates.DateFormatter(written))
    axes.set_ylim(0, highest + 0.8)
    axes.margins(x=0.04)
    axes.get_yaxis().set_visible(False)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)
    axes.tick_params(colors=_INK, labelsize=9)
    name = _UNDRAWN.sub("", one_line(place)).strip()[:_NAME_LIMIT]
    axes.set_title(name, loc="left", color=_INK, size=12, weight="bold", parse_math=False)
