"""The snapshots of a data directory: which one is live, opening, building, publishing, rolling back, pruning.

Place in the flow: ingest begins a build here and publishes it; the bot and the command line open what is live. A
published snapshot is never changed; the name in CURRENT says which one counts.
"""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingest.corpus import database, leases, verification
from ingest.corpus import manifest as manifests
from ingest.corpus.builder import UNFINISHED, Builder, Plan
from ingest.corpus.difference import Difference, difference
from ingest.corpus.durable import Disk
from ingest.corpus.errors import CorpusError, CorruptSnapshotError, NoCorpusError, StorageError
from ingest.corpus.lock import WriterLock
from ingest.corpus.reading import CorpusReader
from ingest.corpus.searching import Snapshot
from ingest.corpus.verification import Verification

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ingest.corpus.manifest import Manifest

__all__ = ["Builder", "Difference", "Snapshot", "SnapshotStore", "Verification"]

_NAME = re.compile(r"\d{6,}")

REMOVED = ".removed"
"""Ending of a directory that is no snapshot any more; what a crash leaves of it goes at the next build or removal."""


def _now() -> datetime:
    return datetime.now(UTC)


class SnapshotStore:
    """The snapshots below one data directory; making one touches nothing on disk."""

    def __init__(self, data_dir: Path, clock: Callable[[], datetime] = _now, disk: Disk | None = None) -> None:
        self.data_dir = data_dir
        self.snapshots = data_dir / "snapshots"
        self.pointer = data_dir / "CURRENT"
        self._clock = clock
        self._disk = disk or Disk()
        self._lock = WriterLock(data_dir / "write.lock")

    def current(self) -> str | None:
        """Return the live snapshot's name, None when there is none yet.

        Raises:
            CorruptSnapshotError: CURRENT names no snapshot.
            StorageError: CURRENT cannot be read.
        """
        try:
            name = self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or error
            raise StorageError(f"{self.pointer} cannot be read ({why}); choose another --data-dir.") from error
        if not _NAME.fullmatch(name):
            raise CorruptSnapshotError(
                f"{self.pointer} names no snapshot; choose one with `nayrab corpus rollback --to NAME`"
                " (`nayrab corpus history` lists them)."
            )
        return name

    def open(self, name: str | None = None) -> Snapshot:
        """Open a snapshot for reading, the live one by default; close it when done.

        Raises:
            NoCorpusError: there is none yet, or none of this name.
            CorruptSnapshotError: its files are not whole.
            SnapshotMismatchError: a newer Nayrab wrote it.
        """
        while True:
            live = None if name else self.current()
            try:
                return self._opened(self._folder(name))
            except CorpusError:
                # Another process may have published and pruned between reading CURRENT and opening what it named.
                if name or self.current() == live:
                    raise

    def lock(self) -> AbstractContextManager[None]:
        """Hold the writer's lock for a block; `CorpusBusyError` at once when another holds it."""
        return self._lock.held()

    def begin(self, embedder: Mapping[str, Any], splitter: Mapping[str, Any], *, fresh: bool = False) -> Builder:
        """Begin the next snapshot, holding the writer's lock until it is published or abandoned.

        It starts as a copy of the live one, or empty when `fresh` or when nothing is live.

        Raises:
            CorpusBusyError: another writer is at it.
            SnapshotMismatchError: the live one was built otherwise, and this is not a fresh build.
            CorruptSnapshotError: the live one is damaged, and this is not a fresh build.
            StorageError: the disk refuses.
        """
        self._lock.acquire()
        try:
            plan = self._plan(embedder, splitter, fresh=fresh)
            self._sweep(UNFINISHED, REMOVED)
        except BaseException:
            self._lock.release()
            raise
        return Builder(plan, self._disk, self._point, self._lock.release)

    def history(self) -> list[Manifest]:
        """Return the manifests of all snapshots that can be read, newest first; `current()` tells which is live."""
        found = []
        for name in reversed(self._names()):
            try:
                found.append(manifests.read(self.snapshots / name, name))
            except CorpusError:
                continue
        return found

    def rollback(self, to: str | None = None) -> Manifest:
        """Make another snapshot live: the named one, or else the live one's parent (or the next older); verified first.

        Raises:
            NoCorpusError: there is no such snapshot.
            CorruptSnapshotError: it does not verify.
        """
        with self.lock():
            target = to or self._before_current()
            checked = self.verify(target)
            if not checked.ok:
                raise checked.error()
            self._point(target)
            return manifests.read(self.snapshots / target, target)

    def verify(self, name: str | None = None) -> Verification:
        """Check checksums, counts, ids and sample queries of a snapshot, the live one by default."""
        folder = self._folder(name)
        try:
            with closing(_lease(folder)):
                manifest = manifests.read(folder, folder.name)
                return verification.verify(folder, manifest)
        except CorruptSnapshotError as error:
            return Verification(folder.name, {}, (error.fault,))

    def difference(self, older: str, newer: str) -> Difference:
        """Return which articles one snapshot has more, otherwise, or no longer than another, by their digests.

        Raises:
            NoCorpusError: there is no snapshot of one of these names.
            CorruptSnapshotError: the files of one are not whole.
        """
        with closing(self.open(older)) as before, closing(self.open(newer)) as after:
            return difference(before.reader.digests(), after.reader.digests())

    def prune(self, keep: int) -> list[str]:
        """Remove all but the newest `keep` snapshots and return their names.

        The live one and those that somebody has open, in this process or another, always stay.
        """
        with self.lock():
            self._sweep(REMOVED)
            names = self._names()
            kept = {*names[max(len(names) - keep, 0) :], self.current()}
            gone = [name for name in names if name not in kept and self._put_away(name)]
            self._sweep(REMOVED)
            return gone

    def mend(self) -> Manifest:
        """Publish a snapshot with the live one's articles and both indexes built anew from its corpus.db."""
        live = manifests.read(self._folder(None), str(self.current()))
        with self.begin(live.embedder, live.splitter) as builder:
            builder.finish({**live.report, "mended": live.name}, reindex=True)
            return builder.publish()

    def _plan(self, embedder: Mapping[str, Any], splitter: Mapping[str, Any], *, fresh: bool) -> Plan:
        live = self._live_for_build(fresh=fresh)
        parent = self.snapshots / live if live else None
        if parent and not fresh:
            manifest = manifests.read(parent, parent.name)
            manifests.check_built_by(manifest, embedder, splitter)
            _check_database(parent, manifest)
        names = self._names()
        number = int(names[-1]) + 1 if names else 1
        return Plan(f"{number:06d}", self.snapshots, parent, embedder, splitter, fresh, self._clock())

    def _live_for_build(self, *, fresh: bool) -> str | None:
        try:
            return self.current()
        except CorruptSnapshotError:
            if fresh:
                return None
            raise

    def _sweep(self, *endings: str) -> None:
        """Remove what crashed builds and removals left: under the lock nobody else is at it."""
        for ending in endings:
            for folder in sorted(self.snapshots.glob("*" + ending)):
                self._disk.remove_tree(folder)

    def _put_away(self, name: str) -> bool:
        """Take a snapshot out of sight at once, so that a crash never leaves half of one; false when it is open."""
        folder = self.snapshots / name
        with leases.alone(folder) as free:
            if free:
                self._disk.rename(folder, folder.with_name(name + REMOVED))
            return free

    def _opened(self, folder: Path) -> Snapshot:
        lease = _lease(folder)
        try:
            return Snapshot(folder, manifests.read(folder, folder.name), on_close=lease.close)
        except BaseException:
            lease.close()
            raise

    def _names(self) -> list[str]:
        if not self.snapshots.is_dir():
            return []
        return sorted((p.name for p in self.snapshots.iterdir() if _NAME.fullmatch(p.name) and p.is_dir()), key=int)

    def _folder(self, name: str | None) -> Path:
        wanted = name or self.current()
        if wanted is None:
            raise NoCorpusError(f"There is no corpus in {self.data_dir} yet; make one with `nayrab ingest PATH`.")
        folder = self.snapshots / wanted
        if _NAME.fullmatch(wanted) and folder.is_dir():
            return folder
        if name is None:
            raise manifests.damaged(wanted, "its directory is missing")
        raise NoCorpusError(f"There is no snapshot {wanted}; `nayrab corpus history` lists them.")

    def _before_current(self) -> str:
        names, live = self._names(), self.current()
        if live is None:
            raise NoCorpusError(f"There is no corpus in {self.data_dir} yet, so there is nothing to go back to.")
        older = [n for n in names if int(n) < int(live)]
        parent = next((m.parent for m in self.history() if m.name == live), None)
        if parent in older:
            return str(parent)
        if not older:
            raise NoCorpusError(f"Snapshot {live} is the oldest one kept, so there is nothing to go back to.")
        return older[-1]

    def _point(self, name: str) -> None:
        first = not self.pointer.exists()
        self._disk.replace_text(self.pointer, name + "\n")
        if first:
            self._disk.anchor(self.data_dir)


def _lease(folder: Path) -> leases.Lease:
    """Hold a snapshot against `prune`."""
    try:
        return leases.Lease(folder)
    except BlockingIOError as error:
        raise NoCorpusError(f"Snapshot {folder.name} is just being removed; choose another.") from error
    except OSError as error:
        raise manifests.damaged(folder.name, "its manifest cannot be read") from error


def _check_database(folder: Path, manifest: Manifest) -> None:
    """Refuse to build upon a corpus.db that is damaged; indexes that are so are made anew from it."""
    with closing(CorpusReader(folder / database.FILE, folder.name)) as reader:
        if reader.counts() != dict(manifest.counts):
            raise manifests.damaged(folder.name, "its corpus.db does not hold what the manifest says")
