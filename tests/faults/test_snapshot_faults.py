"""What goes wrong on disks and in processes: the live corpus stays as it was, and the next build completes."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.durable import Disk
from ingest.corpus.errors import CorpusBusyError, StorageError
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article
from tests.fakes.disks import FIRST, SECOND, DyingDisk, PowerCutError, Worker, assert_untouched, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.corpus.models import Article


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one snapshot, to copy."""
    folder = tmp_path_factory.mktemp("first") / "data"
    build(SnapshotStore(folder), *FIRST)
    return folder


@pytest.fixture
def store(tmp_path: Path, first_day: Path) -> SnapshotStore:
    return SnapshotStore(shutil.copytree(first_day, tmp_path / "data"))


@pytest.fixture
def worker(store: SnapshotStore) -> Iterator[Worker]:
    found = Worker(store)
    yield found
    found.kill()


@pytest.mark.parametrize(("step", "times"), [("remove_tree", 1), ("replace_text", 1), ("replace_text", 2)])
def test_a_killed_build_leaves_the_live_corpus_and_no_lock(
    store: SnapshotStore, worker: Worker, step: str, times: int
) -> None:
    worker.reach(step, times)
    with pytest.raises(CorpusBusyError, match="wait until it is done"):
        store.begin(EMBEDDER, SPLITTER)
    worker.kill()
    assert_untouched(store)


def test_a_build_killed_after_publishing_is_live(store: SnapshotStore, worker: Worker) -> None:
    worker.reach("published")
    worker.kill()
    assert_untouched(store, "000002")


STEPS = 10
"""Steps on disk of one build; the last moves CURRENT."""


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_power_cut_at_any_step_leaves_the_live_corpus(store: SnapshotStore, steps: int) -> None:
    with pytest.raises(PowerCutError):
        build(SnapshotStore(store.data_dir, disk=DyingDisk(steps, PowerCutError)))
    assert_untouched(store)


def test_the_steps_above_are_all_there_are(store: SnapshotStore) -> None:
    assert build(SnapshotStore(store.data_dir, disk=DyingDisk(STEPS, PowerCutError))) == "000002"


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_full_disk_is_one_sentence_and_loses_nothing(store: SnapshotStore, steps: int) -> None:
    full = SnapshotStore(
        store.data_dir, disk=DyingDisk(steps, lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    )
    with pytest.raises(
        StorageError, match=r"No space left on device; free some space.*live corpus is as it was"
    ) as said:
        build(full)
    assert "\n" not in str(said.value)
    assert_untouched(store)


def test_a_removal_that_breaks_off_leaves_no_half_snapshot(store: SnapshotStore) -> None:
    build(store)
    for steps in range(2):  # putting out of sight, removing
        with pytest.raises(PowerCutError):
            SnapshotStore(store.data_dir, disk=DyingDisk(steps, PowerCutError)).prune(1)
        for manifest in store.history():
            assert store.verify(manifest.name).ok
    assert [m.name for m in store.history()] == ["000002"]
    assert store.prune(1) == []
    assert [p.name for p in store.snapshots.iterdir()] == ["000002"]


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


LONG = [an_article(f"long{n}", *(f"Sentence {n} and {m} about olives." for m in range(60))) for n in range(12)]


class SmallIndexes(Disk):
    """Lets no file grow beyond so many bytes from the moment the vector index is made."""

    def remove_tree(self, path: Path) -> None:
        super().remove_tree(path)
        if path.name == "chroma":
            resource.setrlimit(resource.RLIMIT_FSIZE, (170_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@pytest.mark.parametrize(
    ("size", "articles", "disk"),
    [(40_000, SECOND, Disk()), (300_000, LONG, Disk()), (10**9, SECOND, SmallIndexes())],
    ids=["copying", "storing", "indexing"],
)
def test_a_file_that_cannot_grow_is_one_sentence_and_loses_nothing(
    store: SnapshotStore, size: int, articles: list[Article], disk: Disk
) -> None:
    with pytest.raises(StorageError, match="free some space or choose another --data-dir") as said, files_up_to(size):
        build(SnapshotStore(store.data_dir, disk=disk), *articles)
    assert isinstance(disk, SmallIndexes) == ("chroma" in str(said.value))
    assert "\n" not in str(said.value)
    assert_untouched(store)


@pytest.mark.parametrize("in_the_way", ["data", "data/snapshots"])
def test_a_data_directory_that_cannot_be_made(tmp_path: Path, in_the_way: str) -> None:
    (tmp_path / in_the_way).parent.mkdir(exist_ok=True)
    (tmp_path / in_the_way).write_text("a file")
    with pytest.raises(StorageError, match="--data-dir"):
        SnapshotStore(tmp_path / "data").begin(EMBEDDER, SPLITTER)


def test_articles_with_odd_characters_survive(store: SnapshotStore) -> None:
    odd = replace(an_article("odd\x00id ' \" %", "نيرب ﷺ at 35°N.", "\x00 \u202e 🫒 İstanbul."), publisher="O'Neil; --")
    build(store, odd)
    assert store.verify().problems == ()
    snapshot = store.open()
    assert snapshot.article(odd.id) == odd
    assert snapshot.publishers()["O'Neil; --"] == 1
    snapshot.close()
