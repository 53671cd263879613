"""Handing out the live snapshot: notices a new CURRENT, lets what is in flight finish on the old one, and swaps.

Place in the flow: `bot.wiring` passes it to the answerer as its corpus provider; a command line may ingest or roll back
at any time meanwhile.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from ingest.corpus.manifest import check_built_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ingest.corpus.searching import Snapshot
    from ingest.corpus.snapshot import SnapshotStore


class _Lent:
    """A snapshot and how many are using it; closed when it is outdated and the last of them is done."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.users = 0
        self.outdated = False


class LiveCorpus:
    """Leases of the live snapshot, for several threads.

    `check_every` is in seconds of `clock` (monotonic): so long may a new CURRENT go unnoticed. `embedder` and
    `splitter` are what a snapshot must have been built with; None accepts any.
    """

    def __init__(
        self,
        store: SnapshotStore,
        *,
        embedder: Mapping[str, Any] | None = None,
        splitter: Mapping[str, Any] | None = None,
        check_every: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._splitter = splitter
        self._check_every = check_every
        self._clock = clock
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._live: _Lent | None = None
        self._checked: float | None = None

    def expected(self, embedder: Mapping[str, Any] | None, splitter: Mapping[str, Any] | None) -> Self:
        """Say what every snapshot must have been built with, from the next opening on; returns self."""
        self._embedder, self._splitter = embedder, splitter
        return self

    @contextmanager
    def lease(self) -> Iterator[Snapshot]:
        """Lend the live snapshot for a block; it stays open until the block ends, whatever is published meanwhile.

        Raises:
            NoCorpusError: there is none yet.
            CorruptSnapshotError: the live one is not whole.
            SnapshotMismatchError: it was built otherwise than expected.
        """
        lent = self._borrow()
        try:
            yield lent.snapshot
        finally:
            self._give_back(lent)

    def close(self) -> None:
        """Close the live snapshot as soon as its last lease ends; a later lease opens it again."""
        with self._opening, self._lock:
            self._retire()

    def _borrow(self) -> _Lent:
        while True:
            # While one thread opens a new snapshot, the others go on with the one before.
            if self._is_due() and self._opening.acquire(blocking=self._live is None):
                try:
                    self._follow()
                finally:
                    self._opening.release()
            with self._lock:
                if self._live is not None:
                    self._live.users += 1
                    return self._live

    def _give_back(self, lent: _Lent) -> None:
        with self._lock:
            lent.users -= 1
            self._close_if_done(lent)

    def _is_due(self) -> bool:
        with self._lock:
            looked = self._live is not None and self._checked is not None
            return not (looked and self._clock() - (self._checked or 0.0) < self._check_every)

    def _follow(self) -> None:
        """Look at CURRENT, and open what it names where that is another snapshot."""
        if not self._is_due():
            return
        now, name = self._clock(), self._store.current()
        if self._live is None or self._live.snapshot.name != name:
            replacement = _Lent(self._open())
            with self._lock:
                self._retire()
                self._live = replacement
        self._checked = now

    def _open(self) -> Snapshot:
        snapshot = self._store.open()
        try:
            check_built_by(snapshot.manifest, self._embedder, self._splitter)
            return snapshot.ready()
        except BaseException:
            snapshot.close()
            raise

    def _retire(self) -> None:
        retired, self._live, self._checked = self._live, None, None
        if retired is not None:
            retired.outdated = True
            self._close_if_done(retired)

    def _close_if_done(self, lent: _Lent) -> None:
        if lent.outdated and lent.users == 0:
            lent.snapshot.close()
