"""One writer at a time: a lock on a file, held across threads and processes.

Place in the flow: `snapshot` takes it around everything that changes the data directory. The kernel drops it when its
process dies, so a crash never leaves the corpus locked.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ingest.corpus.errors import CorpusBusyError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class WriterLock:
    """The writer's lock of one data directory; the thread that holds it may take it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._held: FileLock | None = None
        self._owner: int | None = None
        self._depth = 0

    def acquire(self) -> None:
        """Take the lock now or raise `CorpusBusyError`; `StorageError` where the file cannot be made."""
        with self._guard:
            if self._held is None:
                self._held = self._lock_file()
                self._owner = threading.get_ident()
            elif self._owner != threading.get_ident():
                raise self._busy()
            self._depth += 1

    def release(self) -> None:
        """Give one hold back; any thread may, so that a build can be published by another than began it."""
        with self._guard:
            self._depth -= 1
            if self._depth == 0 and self._held is not None:
                self._held.release()
                self._held = self._owner = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for a block."""
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def _lock_file(self) -> FileLock:
        lock = FileLock(self._path, timeout=0, thread_local=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise self._busy() from error
        except (OSError, NotImplementedError) as error:
            why = getattr(error, "strerror", None) or error
            raise StorageError(
                f"The data directory {self._path.parent} cannot be written ({why}); choose another with --data-dir."
            ) from error
        return lock

    def _busy(self) -> CorpusBusyError:
        return CorpusBusyError(
            f"Another ingest is writing to {self._path.parent} right now; wait until it is done, then try again."
        )
