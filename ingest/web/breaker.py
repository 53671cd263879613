"""Leaving a host alone that fails again and again. Asks no server; the clock is passed in.

Place in the flow: the client asks `rest` before it goes to a host and tells afterwards how it went. Safe to use from
several threads.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.clock import Clock


@dataclass(slots=True)
class _Record:
    failures: int = 0
    closed_until: float = 0.0


class Breaker:
    """Per host: after so many failures in a row nobody is let through for a while, then one at a time to see."""

    def __init__(self, failures: int, seconds: float, clock: Clock) -> None:
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._records: dict[str, _Record] = {}
        self._lock = threading.Lock()

    def rest(self, host: str) -> float:
        """Return for how many seconds the host is still left alone; 0 lets the caller through.

        When the time is over one caller is let through to see, and the others wait for another round; a success that
        it reports opens the way for all.
        """
        with self._lock:
            record = self._records.get(host)
            now = self._clock.monotonic()
            if record is None:
                return 0.0
            if record.closed_until > now:
                return record.closed_until - now
            if record.failures >= self._most:
                record.closed_until = now + self._seconds
            return 0.0

    def succeeded(self, host: str) -> None:
        """Note that the host answered sensibly."""
        with self._lock:
            self._records.pop(host, None)

    def failed(self, host: str) -> None:
        """Note that the host did not answer, or only with an error of its own."""
        with self._lock:
            record = self._records.setdefault(host, _Record())
            record.failures += 1
            if record.failures >= self._most:
                record.closed_until = max(record.closed_until, self._clock.monotonic() + self._seconds)

    def leave_alone(self, host: str, seconds: float) -> None:
        """Let nobody through for so long: the host asked for it."""
        with self._lock:
            record = self._records.setdefault(host, _Record())
            record.closed_until = max(record.closed_until, self._clock.monotonic() + seconds)
