"""Blocking work off the event loop: a bounded number at once, a bounded queue behind it, a time limit on each.

Place in the flow: `reception` runs the answerer through this, so that a slow answer never stops Discord's heartbeat.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.faults import BusyError, ClosingError, TooSlowError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")

_CLOSING = "I am being restarted; please ask again in a minute."


class Offload(Protocol):
    """Runs a blocking call without blocking the event loop."""

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; raises what it raises, or `BusyError`, `TooSlowError`, `ClosingError`."""

    def close(self) -> None:
        """Take no more work; whoever waits in the queue gets a `ClosingError`."""

    def give_up(self) -> None:
        """Let nobody wait any longer, not even for work that runs: they get a `ClosingError`."""

    @property
    def busy(self) -> bool:
        """True while work runs or waits, awaited or not."""

    @property
    def callers(self) -> frozenset[asyncio.Task[Any]]:
        """The tasks that wait for work just now."""


class ThreadOffload:
    """The real one: `workers` threads, up to `waiting` calls queued behind them, `limit` seconds for each in all.

    A call that is past its limit keeps its thread until it ends (a thread cannot be stopped), and counts until then.
    """

    def __init__(self, *, workers: int, waiting: int, limit: float) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="nayrab-answer")
        self._room = workers + waiting
        self._limit = limit
        self._inside = 0
        self._awaited: dict[asyncio.Future[Any], asyncio.Task[Any] | None] = {}
        self._lock = threading.Lock()

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread; see the class for when it is refused or given up."""
        result = asyncio.wrap_future(self._admit(work))
        self._awaited[result] = asyncio.current_task()
        result.add_done_callback(lambda done: self._awaited.pop(done, None))
        try:
            async with asyncio.timeout(self._limit) as limit:
                return await result
        except TimeoutError:
            if not limit.expired():
                raise
            raise TooSlowError(
                f"This took longer than {self._limit:g} seconds, so I stopped waiting. "
                "Please ask again, perhaps more narrowly."
            ) from None
        except asyncio.CancelledError:
            if _is_asked_to_stop():
                raise
            raise ClosingError(_CLOSING) from None  # not this task was cancelled, but the work it waits for

    @property
    def busy(self) -> bool:
        """True while work runs or waits, awaited or not."""
        return self._inside > 0

    @property
    def callers(self) -> frozenset[asyncio.Task[Any]]:
        """The tasks that wait for work just now."""
        return frozenset(filter(None, self._awaited.values()))

    def close(self) -> None:
        """Take no more work; queued calls are cancelled, running ones end by themselves."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def give_up(self) -> None:
        """Let nobody wait any longer; a call that runs goes on unheard (a thread cannot be stopped)."""
        for result in tuple(self._awaited):
            result.cancel()

    def _admit(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._inside >= self._room:
                raise BusyError("I am answering as many questions as I can just now. Please ask again in a moment.")
            self._inside += 1
        try:
            job = self._pool.submit(work)
        except RuntimeError:  # the pool is closed
            self._leave()
            raise ClosingError(_CLOSING) from None
        job.add_done_callback(lambda _job: self._leave())
        return job

    def _leave(self) -> None:
        with self._lock:
            self._inside -= 1


def _is_asked_to_stop() -> bool:
    """Tell whether somebody cancelled the current task itself (or a time limit around it ran out)."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
