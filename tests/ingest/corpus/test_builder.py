from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.corpus import searching
from ingest.corpus.errors import CorpusError, SnapshotMismatchError
from ingest.corpus.models import ArticleFilter, Copy
from ingest.corpus.snapshot import Snapshot, SnapshotStore
from tests.fakes.corpus import DIMENSION, EMBEDDER, SPLITTER, InMemoryCorpus, an_article, passages_of, vector_of

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


def test_the_next_snapshot_is_the_live_one_with_the_changes(store: SnapshotStore, opened: list[Snapshot]) -> None:
    publish(store, TOWN, ROAD)
    changed = replace(TOWN, text=TOWN.text + " Shelling went on.")
    later = an_article("later", "Talks began.")
    manifest = publish(store, changed, later, remove=("road", "unknown"))
    assert (manifest.name, manifest.parent) == ("000002", "000001")
    old, new = store.open("000001"), store.open()
    opened += [old, new]
    assert [a.id for a in old.articles()] == ["road", "town"]
    assert list(new.articles()) == [later, changed]
    assert new.match_passages([("convoy",)], 3, ALL) == []
    assert new.document_frequency("convoy") == 0
    assert len(old.match_passages([("convoy",)], 3, ALL)) == 1
    assert all(store.verify(name).ok for name in ("000001", "000002"))


@pytest.mark.parametrize("share", [0.0, 1.0], ids=["anew", "taken over"])
def test_indexes_are_the_same_whether_taken_over_or_built_anew(
    store: SnapshotStore, opened: list[Snapshot], monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr("ingest.corpus.indexing.REBUILD_SHARE", share)
    articles = [an_article(f"a{n}", f"Report {n} on olives.", f"Word{n} of it.", "The end.") for n in range(12)]
    publish(store, *articles)
    again = replace(articles[3], text="Quite another report. On wheat.")
    publish(store, again, remove=("a5",))
    kept = [again if a.id == "a3" else a for a in articles if a.id != "a5"]
    expected = InMemoryCorpus([(a, passages_of(a)) for a in kept])
    found = store.open()
    opened.append(found)
    asked = vector_of("a report on wheat and olives")
    assert dict(found.nearest(asked, 99, ALL)) == pytest.approx(dict(expected.nearest(asked, 99, ALL)), abs=1e-4)
    words = [("report",), ("wheat", "oliv")]
    assert dict(found.match_passages(words, 99, ALL)) == pytest.approx(
        dict(expected.match_passages(words, 99, ALL)), rel=1e-4
    )
    assert found.sentence_idf(words) == pytest.approx(expected.sentence_idf(words))
    assert store.verify().ok


def test_an_unchanged_corpus_takes_its_word_index_over_as_it_is(store: SnapshotStore) -> None:
    publish(store, TOWN, ROAD)
    publish(store)
    names = [{p.name for p in (store.snapshots / n / "lexical").rglob("*.idx")} for n in ("000001", "000002")]
    assert names[0] == names[1] != set()


def test_unchanged_passages_keep_their_vectors(store: SnapshotStore, opened: list[Snapshot]) -> None:
    publish(store, TOWN)
    ids = [p.passage.id for p in passages_of(TOWN)]
    with store.begin(EMBEDDER, SPLITTER) as builder:
        kept = builder.kept_vectors([*ids, "unknown"])
        assert set(kept) == set(ids)
        np.testing.assert_array_equal(kept[ids[0]].vector, passages_of(TOWN)[0].vector)
        # A second embedding of the same passage may differ in the last digits: the first one stays everywhere.
        other = [replace(p, vector=vector_of("something else")) for p in passages_of(TOWN)]
        builder.put(replace(TOWN, url="https://example.org/town"), other)
        builder.finish({})
        builder.publish()
    found = store.open()
    opened.append(found)
    np.testing.assert_array_equal(found.load(ids)[ids[0]].vector, kept[ids[0]].vector)
    assert found.article("town") == replace(TOWN, url="https://example.org/town")
    assert store.verify().ok


def test_a_changed_publisher_reaches_every_filter_though_the_passages_stay(
    store: SnapshotStore, opened: list[Snapshot]
) -> None:
    publish(store, TOWN, ROAD)
    moved = replace(TOWN, publisher="Herald", published=None, copies=(Copy("c", "c.txt", "Mirror"),))
    with store.begin(EMBEDDER, SPLITTER) as builder:
        builder.put(moved, passages_of(TOWN))
        builder.finish({})
        builder.publish()
    found = store.open()
    opened.append(found)
    for publisher, count in (("Gazette", 0), ("Herald", 2), ("Mirror", 2)):
        within = ArticleFilter(publishers=frozenset({publisher}))
        assert len(found.nearest(vector_of("town"), 9, within)) == count
        assert len(found.match_passages([("town",)], 9, within)) == count
    assert store.verify().ok


def test_a_build_knows_what_the_parent_holds_and_what_it_has_put(store: SnapshotStore) -> None:
    publish(store, TOWN, ROAD)
    with store.begin(EMBEDDER, SPLITTER) as builder:
        known = builder.known()
        assert set(known) == {"town", "road"}
        assert known["town"][:4] == (TOWN.digest, TOWN.text_digest, TOWN.origin, TOWN.container)
        assert builder.article("town") == TOWN
        changed = replace(TOWN, title="Changed")
        builder.put(changed, passages_of(changed))
        builder.remove("road")
        assert builder.article("town") == changed
        assert builder.article("road") is None
        assert [a.id for a in builder.articles()] == ["road", "town"]


def test_a_fresh_build_starts_empty_but_can_read_what_was(store: SnapshotStore) -> None:
    publish(store, TOWN, ROAD)
    with store.begin({**EMBEDDER, "name": "other"}, SPLITTER, fresh=True) as builder:
        assert builder.known() == {}
        assert builder.article("town") is None
        assert builder.kept_vectors([p.passage.id for p in passages_of(TOWN)]) == {}
        for article in builder.articles():
            builder.put(article, passages_of(article)[:1])
        assert builder.finish({}).counts["passages"] == 2
        assert builder.publish().parent == "000001"
    assert store.verify().ok


def test_a_build_with_another_embedder_or_splitter_is_refused_with_the_command(store: SnapshotStore) -> None:
    publish(store, TOWN)
    with pytest.raises(SnapshotMismatchError, match="nayrab ingest --rebuild"):
        store.begin({**EMBEDDER, "sha256": "changed"}, SPLITTER)
    with pytest.raises(SnapshotMismatchError, match="tokens=200, the settings say tokens=99"):
        store.begin(EMBEDDER, {**SPLITTER, "tokens": 99})
    with store.lock():
        pass


@pytest.mark.parametrize("wrong", ["dimension", "nan", "sentences"])
def test_a_useless_vector_is_refused_before_it_is_stored(store: SnapshotStore, wrong: str) -> None:
    first, *rest = passages_of(TOWN)
    assert first.sentence_vectors is not None
    spoilt = {
        "dimension": replace(first, vector=np.ones(DIMENSION + 1, np.float32)),
        "nan": replace(first, vector=np.full(DIMENSION, np.nan, np.float32)),
        "sentences": replace(first, sentence_vectors=first.sentence_vectors[:1]),
    }[wrong]
    with store.begin(EMBEDDER, SPLITTER) as builder:
        with pytest.raises(CorpusError, match="no usable vector of 32 numbers for passage 0 of town"):
            builder.put(TOWN, [spoilt, *rest])
        assert builder.article("town") is None


def test_passages_without_sentence_vectors_are_stored_without(store: SnapshotStore, opened: list[Snapshot]) -> None:
    with store.begin(EMBEDDER, SPLITTER) as builder:
        builder.put(TOWN, passages_of(TOWN, sentence_vectors=False))
        builder.finish({})
        builder.publish()
    opened.append(store.open())
    assert [p.sentence_vectors for p in opened[0].passages_of("town")] == [None, None]


def test_an_empty_corpus_is_a_corpus(store: SnapshotStore, opened: list[Snapshot]) -> None:
    publish(store)
    assert store.verify().ok
    opened.append(store.open())
    asked = ArticleFilter(publishers=frozenset({"Gazette"}))
    for within in (ALL, asked):
        assert opened[0].nearest(vector_of("town"), 5, within) == []
        assert opened[0].match_passages([("town",)], 5, within) == []
    assert (opened[0].publishers(), opened[0].count_articles(ALL)) == ({}, 0)


def test_exact_and_graph_search_agree_under_a_filter(
    store: SnapshotStore, opened: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, *(an_article(f"a{n}", f"Report {n} on olives.", publisher=f"P{n % 4}") for n in range(40)))
    opened.append(store.open())
    within = ArticleFilter(publishers=frozenset({"P1", "P2"}))
    exact = opened[0].nearest(vector_of("report 7"), 5, within)
    monkeypatch.setattr(searching, "FEW_PASSAGES", 0)
    assert [i for i, _ in opened[0].nearest(vector_of("report 7"), 5, within)] == [i for i, _ in exact]
    assert len(opened[0].nearest(vector_of("report 7"), 99, within)) == 20
    other = (ArticleFilter(publishers=frozenset({f"P{n}"})) for n in range(4))
    assert [len(opened[0].nearest(vector_of("report"), 99, w)) for w in other] == [10] * 4
    assert [i for i, _ in opened[0].nearest(vector_of("report 7"), 5, within)] == [i for i, _ in exact]
