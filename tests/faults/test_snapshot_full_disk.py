"""A disk that is really full (a small one in memory), whoever writes: SQLite, Chroma, tantivy or the kernel itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import StorageError
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.disks import FIRST, assert_untouched, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class SmallDisk:
    """A disk of 8 MB in memory, which can be filled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def leave(self, size: int) -> None:
        """Fill it but for so many bytes."""
        self.clear()
        found = os.statvfs(self.folder)
        self._ballast.write_bytes(bytes(max(found.f_bavail * found.f_frsize - size, 0)))

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not (mount and umount) or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk in memory")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], check=False, capture_output=True
    ).returncode:
        pytest.skip("this system does not let a small disk in memory be mounted")
    yield SmallDisk(folder)
    subprocess.run([umount, "-l", folder], check=True)


WHO_IS_STOPPED = {
    "copying": (100_000, "corpus.db"),
    "tantivy": (300_000, "lexical"),
    "Chroma's database": (420_000, "chroma"),
    "Chroma's graph": (560_000, "chroma"),
}
"""Bytes that are left, and what cannot be written then."""


def test_a_full_disk_stops_a_build_in_one_sentence_and_loses_nothing(disk: SmallDisk) -> None:
    store = SnapshotStore(disk.folder / "data")
    build(store, *FIRST)
    for size, part in WHO_IS_STOPPED.values():
        disk.leave(size)
        with pytest.raises(StorageError, match=rf"{part}.*free some space.*live corpus is as it was") as said:
            build(store)
        assert "\n" not in str(said.value)
        assert store.current() == "000001"
        assert [p.name for p in store.snapshots.iterdir()] == ["000001"]
        assert store.verify().problems == ()
    disk.clear()
    assert_untouched(store)


def test_on_a_full_disk_old_snapshots_can_be_removed_and_the_fault_is_named(disk: SmallDisk) -> None:
    store = SnapshotStore(disk.folder / "data")
    build(store, *FIRST)
    build(store)
    disk.leave(0)
    with closing(store.open()) as snapshot:
        assert snapshot.article("first0") == FIRST[0]
        with pytest.raises(StorageError, match="free some space"):
            snapshot.ready()
    with pytest.raises(StorageError, match="free some space"):
        store.verify()
    with pytest.raises(StorageError, match="free some space"):
        store.rollback("000001")
    assert store.prune(1) == ["000001"]
    assert store.verify().problems == ()
