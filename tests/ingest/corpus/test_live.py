from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import CorruptSnapshotError, NoCorpusError, SnapshotMismatchError
from ingest.corpus.live import LiveCorpus
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from pathlib import Path


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
