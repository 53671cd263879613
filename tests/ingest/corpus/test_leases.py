"""Readers in other processes: what they have open is not pruned, and a reader that dies holds nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from ingest.corpus import leases
from ingest.corpus.errors import CorruptSnapshotError, NoCorpusError
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.disks import ROOT, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

READER = """
import sys
from pathlib import Path
from ingest.corpus.snapshot import SnapshotStore
snapshot = SnapshotStore(Path(sys.argv[1])).open(sys.argv[2])
print("open", flush=True)
sys.stdin.readline()
print(len(list(snapshot.articles())), len(snapshot.ready().catalogue), flush=True)
snapshot.close()
print("closed", flush=True)
sys.stdin.readline()
"""


class Reader:
    """Another process that has a snapshot open, and reads it only when it is told to."""

    def __init__(self, store: SnapshotStore, name: str) -> None:
        command = [sys.executable, "-c", READER, str(store.data_dir), name]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        assert self._line() == "open"

    def read(self) -> tuple[str, str]:
        """Let it read and close; return how many articles and passages it found, and that it closed."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._line(), self._line()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with three snapshots, to copy."""
    folder = tmp_path_factory.mktemp("three") / "data"
    for _ in range(3):
        build(SnapshotStore(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path, three: Path) -> SnapshotStore:
    return SnapshotStore(shutil.copytree(three, tmp_path / "data"))


@pytest.fixture
def reader(store: SnapshotStore) -> Iterator[Reader]:
    found = Reader(store, "000001")
    yield found
    found.kill()


def test_what_another_process_reads_stays_until_it_is_done(store: SnapshotStore, reader: Reader) -> None:
    assert store.prune(1) == ["000002"]
    assert reader.read() == ("6 6", "closed")
    assert store.prune(1) == ["000001"]


def test_a_reader_that_died_holds_nothing(store: SnapshotStore, reader: Reader) -> None:
    reader.kill()
    assert store.prune(1) == ["000001", "000002"]


def test_a_snapshot_without_a_manifest_can_be_removed_and_not_opened(store: SnapshotStore) -> None:
    (store.snapshots / "000001" / "manifest.json").unlink()
    with pytest.raises(CorruptSnapshotError, match="manifest"):
        store.open("000001")
    assert store.prune(2) == ["000001"]


def test_one_that_is_being_removed_is_not_there_any_more(store: SnapshotStore) -> None:
    with leases.alone(store.snapshots / "000001") as free:
        assert free
        with pytest.raises(NoCorpusError, match="being removed"):
            store.open("000001")
    store.open("000001").close()


def test_a_lease_is_no_second_time_closed(store: SnapshotStore) -> None:
    folder = store.snapshots / "000001"
    lease = leases.Lease(folder)
    lease.close()
    other = os.open(folder / "manifest.json", os.O_RDONLY)  # likely gets the number that was just let go
    lease.close()
    os.fstat(other)
    os.close(other)


class Meanwhile(SnapshotStore):
    """Another process does something each time after CURRENT was read."""

    def __init__(self, data_dir: Path, deeds: list[Callable[[], object]]) -> None:
        super().__init__(data_dir)
        self._deeds = deeds

    def current(self) -> str | None:
        found = super().current()
        if self._deeds:
            self._deeds.pop(0)()
        return found


def test_one_that_vanishes_while_it_is_opened_is_replaced_by_the_new_live_one(store: SnapshotStore) -> None:
    store.rollback("000001")

    def publish_and_prune() -> None:
        store.rollback("000003")
        assert store.prune(1) == ["000001", "000002"]

    with closing(Meanwhile(store.data_dir, [int, publish_and_prune]).open()) as snapshot:
        assert snapshot.name == "000003"
