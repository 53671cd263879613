from __future__ import annotations

import resource
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import CorruptSnapshotError, NoCorpusError, SnapshotMismatchError
from ingest.corpus.live import LiveCorpus
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from ingest.corpus.snapshot import Snapshot


class Ticker:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "data")


def publish(store: SnapshotStore, *ids: str) -> str:
    with store.begin(EMBEDDER, SPLITTER) as builder:
        for id_ in ids:
            article = an_article(id_, f"News of {id_}.", "More will follow.")
            builder.put(article, passages_of(article))
        builder.finish({})
        return builder.publish().name


def test_nothing_to_lend_before_the_first_ingest(store: SnapshotStore) -> None:
    live = LiveCorpus(store)
    with pytest.raises(NoCorpusError, match="nayrab ingest"), live.lease():
        pass
    publish(store, "first")
    with live.lease() as corpus:
        assert corpus.name == "000001"
    live.close()


def test_a_new_snapshot_is_noticed_after_a_while_and_the_old_one_closed(store: SnapshotStore) -> None:
    clock = Ticker()
    live = LiveCorpus(store, check_every=1.0, clock=clock)
    publish(store, "first")
    with live.lease() as old:
        pass
    publish(store, "second")
    clock.now = 0.9
    with live.lease() as corpus:
        assert corpus is old
    clock.now = 1.0
    with live.lease() as corpus:
        assert (corpus.name, corpus.article("second") is not None) == ("000002", True)
    with pytest.raises(CorruptSnapshotError):
        old.load(["x"])
    live.close()


def test_what_is_in_flight_finishes_on_the_old_snapshot(store: SnapshotStore) -> None:
    live = LiveCorpus(store, check_every=0.0)
    publish(store, "first")
    with live.lease() as old:
        publish(store, "second")
        with live.lease() as new:
            assert new.name == "000002"
        assert [i for i, _ in old.nearest(vector_of("news"), 5, ArticleFilter())] != []
        assert old.article("second") is None
        assert store.prune(1) == []
    assert store.prune(1) == ["000001"]
    live.close()


def test_a_rollback_is_noticed_too(store: SnapshotStore) -> None:
    live = LiveCorpus(store, check_every=0.0)
    publish(store, "first")
    publish(store, "second")
    with live.lease() as corpus:
        assert corpus.name == "000002"
    store.rollback()
    with live.lease() as corpus:
        assert corpus.name == "000001"
    live.close()


def test_a_snapshot_built_otherwise_is_refused_and_not_left_open(store: SnapshotStore) -> None:
    publish(store, "first")
    live = LiveCorpus(store).expected({**EMBEDDER, "name": "other"}, SPLITTER)
    with pytest.raises(SnapshotMismatchError, match="nayrab ingest --rebuild"), live.lease():
        pass
    publish(store, "second")
    assert store.prune(1) == ["000001"]
    with live.expected(EMBEDDER, SPLITTER).lease() as corpus:
        assert corpus.name == "000002"
    live.close()


def test_closing_waits_for_the_last_lease(store: SnapshotStore) -> None:
    publish(store, "first")
    live = LiveCorpus(store)
    with live.lease() as corpus:
        live.close()
        assert corpus.article("first") is not None
        assert corpus.match_passages([("news",)], 3, ArticleFilter()) != []
    with pytest.raises(CorruptSnapshotError):
        corpus.passages_of("first")
    live.close()


class SlowStore(SnapshotStore):
    """Opens snapshots only when it is let."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.asked, self.let = threading.Event(), threading.Event()

    def open(self, name: str | None = None) -> Snapshot:
        self.asked.set()
        assert self.let.wait(20)
        return super().open(name)


def test_nobody_waits_while_another_opens_the_new_snapshot(store: SnapshotStore) -> None:
    publish(store, "first")
    slow = SlowStore(store.data_dir)
    live = LiveCorpus(slow, check_every=0.0)
    slow.let.set()
    with live.lease():
        pass
    publish(store, "second")
    slow.let.clear()
    slow.asked.clear()

    def ask() -> str:
        with live.lease() as corpus:
            return corpus.name

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask)
        assert slow.asked.wait(20)
        assert ask() == "000001"
        slow.let.set()
        assert first.result() == ask() == "000002"
    live.close()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not list a process's open files")
def test_many_swaps_leave_no_file_thread_or_memory_behind(store: SnapshotStore) -> None:
    publish(store, "first")
    publish(store, "second")
    live = LiveCorpus(store, check_every=0.0)
    used = []
    for swap in range(30):
        store.pointer.write_text(f"00000{1 + swap % 2}\n")
        with live.lease() as corpus:
            assert corpus.nearest(vector_of("news"), 3, ArticleFilter())
            assert corpus.match_passages([("news",)], 3, ArticleFilter())
        used.append(footprint())
    files, threads, pages = zip(*used, strict=True)
    # Chroma lets go a little later; 20 swaps that kept their files (a dozen each) would be far more.
    assert max(files[10:]) <= max(files[:10]) + 30
    assert max(threads[10:]) <= max(threads[:10]) + 15
    assert pages[-1] - pages[10] < 20_000 * 1_024 // resource.getpagesize()
    live.close()


def footprint() -> tuple[int, int, int]:
    """Return the open files, the threads and the resident pages of this process."""
    own = Path("/proc/self")
    pages = int((own / "statm").read_text().split()[1])
    return len(list((own / "fd").iterdir())), len(list((own / "task").iterdir())), pages


def test_threads_share_one_snapshot_while_another_is_published(store: SnapshotStore) -> None:
    live = LiveCorpus(store, check_every=0.0)
    publish(store, "first")
    published = threading.Event()

    def ask(_: int) -> set[str]:
        seen = set()
        while not (published.is_set() and "000002" in seen):
            with live.lease() as corpus:
                assert corpus.nearest(vector_of("news of first"), 3, ArticleFilter())
                assert corpus.match_sentences([("news",)], 3, ArticleFilter())
                assert corpus.load([p.passage.id for p in corpus.passages_of("first")])
                seen.add(corpus.name)
        return seen

    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(ask, range(4))
        publish(store, "second")
        published.set()
        assert all("000002" in seen for seen in asked)
    live.close()
    publish(store, "third")
    assert store.prune(1) == ["000001", "000002"]
