"""Who reads which snapshot, known to every process: a shared lock on its manifest while it is open.

Place in the flow: `SnapshotStore.open` takes a lease, `prune` leaves alone what it cannot get for itself. The kernel
drops a lease when its process dies; nothing is written, so a snapshot on a read-only disk can be leased too. Where the
system has no such locks (Windows, some network disks) everything counts as free: keep two snapshots or more there.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ingest.corpus.manifest import FILE

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Lease:
    """A hold on the snapshot in a folder, until it is closed."""

    def __init__(self, folder: Path) -> None:
        """Take the hold.

        Raises:
            BlockingIOError: it is being removed.
            OSError: it has no manifest.
        """
        self._descriptor: int | None = os.open(folder / FILE, os.O_RDONLY)
        try:
            _lock(self._descriptor, alone=False)
            _check_it_is_there(folder, self._descriptor)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go; a second time is no error."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Keep new readers off a snapshot for a block; false when somebody has it open (then nobody is kept off)."""
    try:
        descriptor = os.open(folder / FILE, os.O_RDWR)
    except OSError:  # without a manifest nobody can have opened it
        yield True
        return
    try:
        yield _is_mine(descriptor)
    finally:
        os.close(descriptor)


def _is_mine(descriptor: int) -> bool:
    try:
        _lock(descriptor, alone=True)
    except BlockingIOError:
        return False
    return True


def _lock(descriptor: int, *, alone: bool) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a disk that knows no locks
        return


def _check_it_is_there(folder: Path, descriptor: int) -> None:
    """Between opening the manifest and locking it the snapshot may have gone."""
    try:
        there = (folder / FILE).stat()
    except FileNotFoundError as error:
        raise BlockingIOError from error
    if not os.path.samestat(there, os.fstat(descriptor)):
        raise BlockingIOError
