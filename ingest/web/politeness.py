"""Not crowding a host: so many requests at once, so long between two starts. Opens no connection.

Place in the flow: every attempt of the client takes its turn here. Clock and sleep are passed in; safe to use from
several threads.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.clock import Clock


class Politeness:
    """Turns, by host."""

    def __init__(self, at_once: int, clock: Clock, sleep: Callable[[float], None]) -> None:
        self._at_once = at_once
        self._clock = clock
        self._sleep = sleep
        self._places: dict[str, threading.BoundedSemaphore] = {}
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Wait until the host may be asked, hold one of its places in the block; `delay` seconds keep the next away."""
        with self._place(host):
            wait = self._reserve(host, delay)
            if wait > 0:
                self._sleep(wait)
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody start for so long: the host asked for a pause."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock.monotonic() + seconds)

    def _place(self, host: str) -> threading.BoundedSemaphore:
        with self._lock:
            return self._places.setdefault(host, threading.BoundedSemaphore(self._at_once))

    def _reserve(self, host: str, delay: float) -> float:
        """Take the next free start and return the seconds until then."""
        with self._lock:
            now = self._clock.monotonic()
            start = max(now, self._next.get(host, now))
            self._next[host] = start + delay
            return start - now
