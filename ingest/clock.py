"""What time it is, as an argument: ingest asks this, tests pass one that stands still.

Place in the flow: wiring gives the pipeline a `SystemClock`. Nothing else in ingest reads a clock.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock(Protocol):
    """The time of day and a stopwatch's time."""

    def now(self) -> dt.datetime:
        """Return the present moment, with its time zone."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """Return the present moment in UTC."""
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        """Return the system's monotonic seconds."""
        return time.monotonic()


class Stopwatch:
    """Seconds of wall time by stage; stages must not be nested."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun = clock.monotonic()
        self._spent: dict[str, float] = defaultdict(float)

    def now(self) -> float:
        """Return the clock's seconds, for spans that belong to no stage."""
        return self._clock.monotonic()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block's time to a stage."""
        start = self._clock.monotonic()
        try:
            yield
        finally:
            self._spent[name] += self._clock.monotonic() - start

    def seconds(self) -> dict[str, float]:
        """Return the seconds of each stage so far and the `total` since the start."""
        return {**self._spent, "total": self._clock.monotonic() - self._begun}
