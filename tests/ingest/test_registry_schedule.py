from __future__ import annotations

import datetime as dt

import pytest

from ingest.sources.base import SourceSettingsError
from ingest.sources.schedule import Schedule, parse

SIX = dt.time(6)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("every 30 minutes", Schedule(every=dt.timedelta(minutes=30))),
        ("every hour", Schedule(every=dt.timedelta(hours=1))),
        ("Hourly", Schedule(every=dt.timedelta(hours=1))),
        ("every 2 hours", Schedule(every=dt.timedelta(hours=2))),
        ("every day", Schedule(every=dt.timedelta(days=1))),
        ("daily at 06:00", Schedule(at=SIX)),
        ("daily at 6:00 UTC", Schedule(at=SIX)),
        ("daily", Schedule(at=dt.time(0))),
        ("weekly on monday at 06:00", Schedule(at=SIX, weekdays=frozenset({0}))),
        ("on Mondays, Wednesdays and sunday at 06:00", Schedule(at=SIX, weekdays=frozenset({0, 2, 6}))),
        ("every friday at 06:00", Schedule(at=SIX, weekdays=frozenset({4}))),
    ],
)
def test_words_become_times_and_words_again(text: str, schedule: Schedule) -> None:
    assert parse(text) == schedule
    assert parse(str(schedule)) == schedule


@pytest.mark.parametrize(
    "text",
    ["", "often", "every", "every 0 minutes", "every 9999 weeks", "daily at 25:00", "daily at noon", "weekly at 06:00",
     "weekly on moonday at 06:00", "every 1.5 hours", "every second monday at 06:00"],
)  # fmt: skip
def test_other_words_are_refused_with_examples(text: str) -> None:
    with pytest.raises(SourceSettingsError, match='write it like "every 30 minutes"'):
        parse(text)
