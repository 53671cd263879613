from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import CorpusBusyError, CorpusError, NoCorpusError
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import Snapshot, SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.corpus.manifest import Manifest
    from ingest.corpus.models import Article

NOON = dt.datetime(2026, 5, 6, 12, tzinfo=dt.UTC)
ALL = ArticleFilter()

TOWN = an_article("town", "The town fell at dawn.", "Its people left.", "The road is shut.", publisher="Gazette")
ROAD = an_article("road", "The road was opened again.", "Convoys passed.", publisher="Wire", day=dt.date(2020, 5, 1))


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "data", clock=lambda: NOON)


def publish(store: SnapshotStore, *articles: Article, remove: tuple[str, ...] = (), fresh: bool = False) -> Manifest:
    with store.begin(EMBEDDER, SPLITTER, fresh=fresh) as builder:
        for article in articles:
            builder.put(article, passages_of(article))
        for id_ in remove:
            builder.remove(id_)
        builder.finish({"added": len(articles)})
        return builder.publish()


@pytest.fixture
def opened(store: SnapshotStore) -> Iterator[list[Snapshot]]:
    """Snapshots to close at the end."""
    found: list[Snapshot] = []
    yield found
    for snapshot in found:
        snapshot.close()


def test_an_empty_data_directory_has_no_corpus(store: SnapshotStore) -> None:
    assert (store.current(), store.history()) == (None, [])
    for ask in (store.open, store.verify, store.rollback):
        with pytest.raises(NoCorpusError):
            ask()
    assert store.prune(2) == []


def test_a_published_snapshot_says_what_it_is(store: SnapshotStore) -> None:
    manifest = publish(store, TOWN, ROAD)
    assert (store.current(), manifest.name, manifest.parent) == ("000001", "000001", None)
    assert manifest.created == "2026-05-06T12:00:00+00:00"
    assert manifest.counts == {"articles": 2, "passages": 3, "sentences": 5}
    assert (manifest.embedder, manifest.splitter, manifest.report) == (EMBEDDER, SPLITTER, {"added": 2})
    assert "corpus.db" in manifest.files
    assert store.history() == [manifest]
    assert store.verify().ok


def test_nothing_is_visible_before_publishing(store: SnapshotStore) -> None:
    with store.begin(EMBEDDER, SPLITTER) as builder:
        builder.put(TOWN, passages_of(TOWN))
        assert (store.current(), store.history()) == (None, [])
        builder.finish({})
        assert (store.current(), store.history()) == (None, [])
        builder.publish()
    assert store.current() == "000001"


def test_an_abandoned_build_leaves_nothing_and_gives_the_lock_back(store: SnapshotStore) -> None:
    publish(store, TOWN)
    with store.begin(EMBEDDER, SPLITTER) as builder:
        builder.put(ROAD, passages_of(ROAD))
        builder.finish({})
    assert [p.name for p in store.snapshots.iterdir()] == ["000001"]
    assert store.current() == "000001"
    builder.abandon()
    assert publish(store, ROAD).name == "000002"


def test_an_error_in_the_block_abandons_and_goes_on(store: SnapshotStore) -> None:
    with pytest.raises(KeyboardInterrupt), store.begin(EMBEDDER, SPLITTER):
        raise KeyboardInterrupt
    assert list(store.snapshots.iterdir()) == []
    with store.lock():
        pass


def test_an_unfinished_build_cannot_be_published(store: SnapshotStore) -> None:
    with store.begin(EMBEDDER, SPLITTER) as builder, pytest.raises(CorpusError, match="not finished"):
        builder.publish()


def test_one_writer_at_a_time(store: SnapshotStore) -> None:
    second = SnapshotStore(store.data_dir)
    with store.begin(EMBEDDER, SPLITTER) as builder:
        for attempt in (lambda: second.begin(EMBEDDER, SPLITTER), lambda: second.prune(1), second.rollback):
            with pytest.raises(CorpusBusyError, match="wait until it is done"):
                attempt()
        builder.put(TOWN, passages_of(TOWN))
        builder.finish({})
        builder.publish()
    assert publish(second, ROAD).name == "000002"


def test_the_one_who_holds_the_lock_may_begin(store: SnapshotStore) -> None:
    with store.lock():
        publish(store, TOWN)
        assert store.prune(1) == []
    with SnapshotStore(store.data_dir).lock():
        pass


def test_rollback_goes_to_the_parent_or_where_it_is_told(store: SnapshotStore) -> None:
    publish(store, TOWN)
    publish(store, ROAD)
    assert store.rollback().name == "000001"
    assert publish(store).parent == "000001"
    assert store.current() == "000003"
    assert store.rollback("000002").name == store.current() == "000002"
    store.rollback("000003")
    assert store.rollback().name == "000001"
    with pytest.raises(NoCorpusError, match="oldest"):
        store.rollback()
    for unknown in ("000009", "../000001", "x"):
        with pytest.raises(NoCorpusError, match="nayrab corpus history"):
            store.rollback(unknown)


def test_rollback_goes_to_the_next_older_when_the_parent_is_gone(store: SnapshotStore) -> None:
    for _ in range(3):
        publish(store)
    store.rollback("000001")
    publish(store)
    with store.lock():
        store._disk.remove_tree(store.snapshots / "000001")
    assert store.rollback().name == "000003"


def test_pruning_keeps_the_newest_the_live_and_the_open(store: SnapshotStore) -> None:
    for _ in range(5):
        publish(store)
    store.rollback("000002")
    reader = SnapshotStore(store.data_dir).open("000001")
    assert store.prune(2) == ["000003"]
    reader.close()
    reader.close()
    assert store.prune(2) == ["000001"]
    assert [m.name for m in store.history()] == ["000005", "000004", "000002"]
    assert store.prune(0) == ["000004", "000005"]
    assert store.current() == "000002"


def test_a_number_is_never_used_twice_while_a_newer_one_is_kept(store: SnapshotStore) -> None:
    publish(store)
    publish(store)
    store.rollback()
    assert publish(store).name == "000003"


def test_a_reader_goes_on_while_the_next_is_built_and_published(store: SnapshotStore, opened: list[Snapshot]) -> None:
    publish(store, TOWN)
    opened.append(store.open().ready())
    publish(store, ROAD, remove=("town",))
    assert opened[0].article("town") == TOWN
    assert len(opened[0].nearest(vector_of("town"), 9, ALL)) == 2
    assert store.verify("000001").ok
