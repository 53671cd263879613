"""Blocking work off the event loop: a bounded number at once, a bounded queue behind it, a time limit on each.

Place in the flow: `reception` runs the answerer through this, so that a slow answer never stops Discord's heartbeat.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.faults import BusyError, ClosingError, TooSlowError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")


class Offload(Protocol):
    """Runs a blocking call without blocking the event loop."""

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; raises what it raises, or `BusyError`, `TooSlowError`, `ClosingError`."""

    def close(self) -> None:
        """Take no more work; what waits is given up."""


class ThreadOffload:
    """The real one: `workers` threads, up to `waiting` calls queued behind them, `limit` seconds for each in all.

    A call that is past its limit keeps its thread until it ends (a thread cannot be stopped), and counts until then.
    """

    def __init__(self, *, workers: int, waiting: int, limit: float) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="nayrab-answer")
        self._room = workers + waiting
        self._limit = limit
        self._inside = 0
        self._lock = threading.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread; see the class for when it is refused or given up."""
        job = self._admit(work)
        try:
            async with asyncio.timeout(self._limit) as limit:
                return await asyncio.wrap_future(job)
        except TimeoutError:
            if not limit.expired():
                raise
            raise TooSlowError(
                f"This took longer than {self._limit:g} seconds, so I stopped waiting. "
                "Please ask again, perhaps more narrowly."
            ) from None

    def close(self) -> None:
        """Take no more work; queued calls are cancelled, running ones end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _admit(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._inside >= self._room:
                raise BusyError("I am answering as many questions as I can just now. Please ask again in a moment.")
            self._inside += 1
        try:
            job = self._pool.submit(work)
        except RuntimeError:  # the pool is closed
            self._leave()
            raise ClosingError("I am just being restarted. Please ask again in a minute.") from None
        job.add_done_callback(lambda _job: self._leave())
        return job

    def _leave(self) -> None:
        with self._lock:
            self._inside -= 1
