"""Files that are missing, garbled or of the future: said in one sentence, and there is a way out."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import CorpusError, CorruptSnapshotError, SnapshotMismatchError
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, passages_of, vector_of
from tests.fakes.disks import FIRST, assert_untouched, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one snapshot, to copy."""
    folder = tmp_path_factory.mktemp("first") / "data"
    build(SnapshotStore(folder), *FIRST)
    return folder


@pytest.fixture
def store(tmp_path: Path, first_day: Path) -> SnapshotStore:
    return SnapshotStore(shutil.copytree(first_day, tmp_path / "data"))


def garble(path: Path) -> None:
    path.write_bytes(b"\x00 no such format " * 500)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Change one letter of a stored text."""
    content = path.read_bytes()
    assert b"first day" in content
    path.write_bytes(content.replace(b"first day", b"wrong day"))


def the_one(folder: Path, pattern: str) -> Path:
    return next(p for p in sorted(folder.rglob(pattern)) if p.is_file())


SPOILERS: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda f: (f / "manifest.json").unlink(),
    "garbled manifest": lambda f: garble(f / "manifest.json"),
    "no corpus.db": lambda f: (f / "corpus.db").unlink(),
    "garbled corpus.db": lambda f: garble(f / "corpus.db"),
    "half a corpus.db": lambda f: cut(f / "corpus.db"),
    "no chroma": lambda f: shutil.rmtree(f / "chroma"),
    "no vector file": lambda f: (f / "chroma" / "chroma.sqlite3").unlink(),
    "garbled chroma": lambda f: garble(f / "chroma" / "chroma.sqlite3"),
    "no lexical": lambda f: shutil.rmtree(f / "lexical"),
    "no word index": lambda f: (f / "lexical" / "sentences" / "meta.json").unlink(),
    "garbled word index": lambda f: garble(the_one(f / "lexical", "*.idx")),
}


def use(store: SnapshotStore) -> None:
    """Open the live snapshot and search it in every way."""
    snapshot = store.open()
    try:
        snapshot.ready()
        snapshot.nearest(vector_of("report"), 3, ArticleFilter())
        snapshot.match_passages([("report",)], 3, ArticleFilter())
        snapshot.match_sentences([("report",)], 3, ArticleFilter())
        list(snapshot.articles())
    finally:
        snapshot.close()


@pytest.mark.parametrize("spoil", SPOILERS.values(), ids=SPOILERS)
def test_a_damaged_snapshot_says_so_and_can_be_left(store: SnapshotStore, spoil: Callable[[Path], object]) -> None:
    build(store)
    spoil(store.snapshots / "000002")
    with pytest.raises(CorruptSnapshotError, match="nayrab corpus") as said:
        use(store)
    assert "\n" not in str(said.value)
    assert not store.verify().ok
    with pytest.raises(CorruptSnapshotError):
        store.rollback("000002")
    assert store.rollback().name == "000001"
    assert_untouched(store)


@pytest.mark.parametrize("spoil", ["no manifest", "garbled corpus.db", "no corpus.db", "no chroma"])
def test_a_rebuild_gets_past_a_damaged_live_snapshot(store: SnapshotStore, spoil: str) -> None:
    SPOILERS[spoil](store.snapshots / "000001")
    assert build(store, fresh=True) == "000002"
    assert store.verify().ok


@pytest.mark.parametrize("spoil", ["no chroma", "no vector file", "garbled chroma", "no lexical", "garbled word index"])
def test_a_build_on_damaged_indexes_makes_them_anew(store: SnapshotStore, spoil: str) -> None:
    SPOILERS[spoil](store.snapshots / "000001")
    assert store.mend().report["mended"] == "000001"
    assert store.verify().ok
    SPOILERS[spoil](store.snapshots / "000002")
    with store.begin(EMBEDDER, SPLITTER) as builder:
        builder.finish({})
        builder.publish()
    assert store.verify().ok
    use(store)


@pytest.mark.parametrize("spoil", ["no manifest", "garbled corpus.db"])
def test_an_ingest_on_a_damaged_corpus_is_refused_with_the_way_out(store: SnapshotStore, spoil: str) -> None:
    SPOILERS[spoil](store.snapshots / "000001")
    with pytest.raises(CorpusError, match=r"(nayrab ingest --rebuild|free some space)"):
        build(store)
    with store.lock():
        pass


def test_a_changed_letter_is_found_by_its_checksum(store: SnapshotStore) -> None:
    flip(store.snapshots / "000001" / "corpus.db")
    assert "corpus.db is not what was written" in store.verify().problems


def test_entries_that_went_missing_are_found(store: SnapshotStore) -> None:
    from ingest.corpus.store import Entry, VectorIndex  # noqa: PLC0415 -- the fault of this one test

    index = VectorIndex.open(store.snapshots / "000001" / "chroma")
    index.remove([passages_of(FIRST[0])[0].passage.id])
    index.add([Entry("stranger", "Nobody", 0)], vector_of("x")[None])
    index.add([Entry(passages_of(FIRST[1])[0].passage.id, "Gazette", 20200203)], vector_of("x")[None])
    index.close()
    said = " ".join(store.verify().problems)
    assert "lacks 1 of 3" in said
    assert "1 entries that are no passage" in said
    assert "differs between corpus.db and the vector index" in said


def test_a_snapshot_of_the_future_says_which_and_what_to_do(store: SnapshotStore) -> None:
    path = store.snapshots / "000001" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 3, "nayrab": "3.0", "new": 1}))
    for ask in (store.open, store.verify, lambda: store.begin(EMBEDDER, SPLITTER)):
        with pytest.raises(SnapshotMismatchError, match=r"newer Nayrab \(3\.0: format 3.*upgrade"):
            ask()
    assert store.history() == []
    with store.lock():
        pass


@pytest.mark.parametrize("content", [b"", b"../000001", b"\xff\xfe", b"000001 000002"])
def test_a_current_that_names_nothing_is_said_and_mended_by_rollback(store: SnapshotStore, content: bytes) -> None:
    store.pointer.write_bytes(content)
    with pytest.raises(CorpusError, match=r"CURRENT"):
        store.open()
    assert store.rollback("000001").name == "000001"
    assert_untouched(store)


def test_a_current_that_names_a_missing_snapshot_is_damage_not_emptiness(store: SnapshotStore) -> None:
    store.pointer.write_text("000009\n")
    with pytest.raises(CorruptSnapshotError, match="000009 is damaged"):
        store.open()
    assert build(store, fresh=True) == "000002"
