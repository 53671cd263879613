"""A clock that stands where a test puts it."""

from __future__ import annotations

import datetime as dt


class StillClock:
    """Says the same moment until it is told to `pass_seconds`."""

    def __init__(self, moment: dt.datetime = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)) -> None:
        self._moment = moment
        self._seconds = 0.0

    def now(self) -> dt.datetime:
        return self._moment + dt.timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds

    def pass_seconds(self, seconds: float) -> None:
        self._seconds += seconds
