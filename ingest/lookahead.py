"""Fetching several pages at once, results in order: a pool of threads that never runs far ahead of who reads.

Place in the flow: under `gather`, beside the fetcher. It decides nothing; at most `ahead` pages are asked for before
they are taken, and none is begun while more than `most_bytes` of answers lie waiting.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

_LOOK_UP_SECONDS = 0.2


class Lookahead(Generic[R]):
    """A pool for one run. `check` is called while waiting and may raise to stop; nothing more is begun then."""

    def __init__(
        self,
        pool: ThreadPoolExecutor,
        check: Callable[[], None],
        *,
        ahead: int,
        most_bytes: int,
        size: Callable[[R], int],
    ) -> None:
        self._pool = pool
        self._check = check
        self._ahead = ahead
        self._most_bytes = most_bytes
        self._size = size

    def results(self, items: Sequence[T], work: Callable[[T], R]) -> Iterator[tuple[T, R]]:
        """Yield each item with its result, in order."""
        coming = iter(items)
        under_way: deque[tuple[T, Future[R]]] = deque()
        left = len(items)
        while left:
            while len(under_way) < min(self._ahead, left) and self._may_begin(under_way):
                item = next(coming)
                under_way.append((item, self._pool.submit(work, item)))
            item, future = under_way.popleft()
            left -= 1
            yield item, self._wait(future)

    def _may_begin(self, under_way: deque[tuple[T, Future[R]]]) -> bool:
        if not under_way:
            return True
        waiting = sum(self._size(f.result()) for _, f in under_way if f.done() and f.exception() is None)
        return waiting < self._most_bytes

    def _wait(self, future: Future[R]) -> R:
        while True:
            self._check()
            try:
                return future.result(timeout=_LOOK_UP_SECONDS)
            except NotYetError:
                if future.done():  # the work itself may raise it
                    return future.result()


@contextmanager
def several(workers: int) -> Iterator[ThreadPoolExecutor]:
    """A pool that is left behind when the block is stopped: what is under way ends by itself, nothing new begins."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="fetch")
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
