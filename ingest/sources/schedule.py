"""When a source is read by itself: from words ("every 30 minutes", "daily at 06:00") to a schedule. Pure.

Place in the flow: `registry` checks the words of `sources.toml` with it, and the bot's scheduler runs what it says. It
reads no clock and starts nothing. All times are UTC.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ingest.sources.base import SourceSettingsError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST = dt.timedelta(minutes=1)
LONGEST = dt.timedelta(days=366)
_UNITS = {"minute": 1, "min": 1, "hour": 60, "h": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_EVERY = re.compile(r"every(?: (?P<count>\d{1,5}))? ?(?P<unit>minute|min|hour|h|day|week)s?")
_WORDS = {"hourly": "every hour"}
_EXAMPLES = '"every 30 minutes", "hourly", "daily at 06:00" or "weekly on monday at 06:00" (UTC)'


@dataclass(frozen=True, slots=True)
class Schedule:
    """Either `every` so long, or `at` a time of day (UTC), on these `weekdays` (0 is Monday; none: every day)."""

    every: dt.timedelta | None = None
    at: dt.time | None = None
    weekdays: frozenset[int] = frozenset()

    def __str__(self) -> str:
        """The schedule in words that `parse` reads again."""
        if self.every is not None:
            return _spoken(self.every)
        at = f"{self.at:%H:%M}" if self.at else "00:00"
        if not self.weekdays:
            return f"daily at {at}"
        return f"weekly on {', '.join(WEEKDAYS[day] for day in sorted(self.weekdays))} at {at}"


def _spoken(every: dt.timedelta) -> str:
    minutes = int(every.total_seconds()) // 60
    for unit in ("day", "hour"):
        if minutes % _UNITS[unit] == 0:
            count = minutes // _UNITS[unit]
            return f"every {count} {unit}s" if count > 1 else f"every {unit}"
    return f"every {minutes} minutes" if minutes > 1 else "every minute"


def parse(text: str) -> Schedule:
    """Return the schedule that `text` says; raises `SourceSettingsError` with what may be written instead."""
    words = " ".join(text.lower().replace(",", " , ").replace(" and ", " , ").split())
    words = _WORDS.get(words, words)
    schedule = _interval(words) or _times(words)
    if schedule is None:
        raise SourceSettingsError(f"{text!r} is not a schedule; write it like {_EXAMPLES}.")
    return schedule


def _interval(words: str) -> Schedule | None:
    match = _EVERY.fullmatch(words)
    if not match:
        return None
    every = dt.timedelta(minutes=int(match["count"] or 1) * _UNITS[match["unit"]])
    if not SHORTEST <= every <= LONGEST:
        raise SourceSettingsError(
            f"{words!r} is too {'often' if every < SHORTEST else 'seldom'}; write it like {_EXAMPLES}."
        )
    return Schedule(every=every)


def _times(words: str) -> Schedule | None:
    when = "daily at 00:00" if words == "daily" else words
    match = re.fullmatch(r"(?P<days>.+) at (?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?utc)?", when)
    days = _days(match["days"]) if match else None
    if match is None or days is None:
        return None
    try:
        return Schedule(at=dt.time(int(match["hour"]), int(match["minute"])), weekdays=days)
    except ValueError:
        return None


def _days(words: str) -> frozenset[int] | None:
    """Return the weekdays named ("daily": none, which means all), or None for other words."""
    if words in {"daily", "every day"}:
        return frozenset()
    listed = re.sub(r"^(?:weekly on|weekly|every week on|every|on) ", "", words)
    names = [name.strip().removesuffix("s") for name in listed.split(",")]
    if all(name in WEEKDAYS for name in names):
        return frozenset(WEEKDAYS.index(name) for name in names)
    return None
