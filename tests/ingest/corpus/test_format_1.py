"""A snapshot of the first format is read, built upon, rebuilt, verified and gone back to as if it were of this one."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.corpus import manifest, schema
from ingest.corpus.durable import sha256_of
from ingest.corpus.models import ArticleFilter, Copy
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.corpus.snapshot import Builder

ALL = ArticleFilter()
TOWN = replace(
    an_article("town", "The town of Nayrab fell at dawn.", "Its people left."),
    copies=(Copy("copy", "copy.txt", "Mirror"),),
)
ROAD = an_article("road", "The road was opened again.", "Convoys passed.", publisher="Wire")
FORMER = {
    "articles": "number id title text publisher origin url day precision language author affiliation container digest"
    " text_digest",
    "copies": "article ordinal id origin publisher url",
    "passages": "row id article ordinal first last text header tokens sentences terms common vector sentence_vectors",
    "vocabulary": "skeleton term passages common",
}
"""The tables of format 1 with their columns."""


def make_former(folder: Path) -> None:
    """Turn a snapshot into what the first format was."""
    with closing(sqlite3.connect(folder / "corpus.db")) as connection:
        connection.executescript("""
            DROP TABLE revisions; DROP TABLE signatures; DROP INDEX articles_by_story; DROP INDEX vocabulary_by_term;
            ALTER TABLE articles DROP COLUMN gone; ALTER TABLE articles DROP COLUMN story;
            ALTER TABLE copies DROP COLUMN container; ALTER TABLE passages DROP COLUMN times;""")
        tables = {t: [c for (c,) in connection.execute(schema.COLUMNS, (t,))] for t in FORMER}
        assert tables == {table: columns.split() for table, columns in FORMER.items()}
    path = folder / "manifest.json"
    said = json.loads(path.read_text())
    said |= {"format": 1, "files": {**said["files"], "corpus.db": sha256_of(folder / "corpus.db")}}
    path.write_text(json.dumps(said))


@pytest.fixture(scope="module")
def of_old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one snapshot of format 1, to copy."""
    folder = tmp_path_factory.mktemp("former") / "data"
    store = SnapshotStore(folder)
    with store.begin(EMBEDDER, SPLITTER) as builder:
        put(builder, TOWN, ROAD)
        builder.finish({})
        builder.publish()
    make_former(folder / "snapshots" / "000001")
    return folder


@pytest.fixture
def store(tmp_path: Path, of_old: Path) -> SnapshotStore:
    return SnapshotStore(shutil.copytree(of_old, tmp_path / "data"))


def put(builder: Builder, *articles: object) -> None:
    for article in articles:
        builder.put(article, passages_of(article))  # type: ignore[arg-type] # articles all


def test_it_verifies_and_answers(store: SnapshotStore) -> None:
    assert manifest.read(store.snapshots / "000001", "000001").format == 1
    assert store.verify().problems == ()
    with closing(store.open()) as snapshot:
        assert list(snapshot.articles()) == [ROAD, TOWN]
        assert snapshot.article("copy") == TOWN
        assert [p.passage for p in snapshot.passages_of("town")] == [p.passage for p in passages_of(TOWN)]
        assert (
            snapshot.match_passages([("nayrab",)], 3, ALL)[0][0]
            == snapshot.nearest(vector_of("The town of Nayrab fell at dawn."), 1, ALL)[0][0]
        )
        assert snapshot.similar_terms("nrb") == [("nayrab", 1)]
        assert (snapshot.story_of("town"), snapshot.revisions("town"), snapshot.revised()) == ([], [], [])


def test_a_build_upon_it_brings_it_up_to_date(store: SnapshotStore) -> None:
    changed = replace(ROAD, text="The road was shut again. Nobody passed Neirab.")
    with store.begin(EMBEDDER, SPLITTER) as builder:
        known = builder.known()["town"]
        assert (known.digest, known.gone, known.story, known.title) == (TOWN.digest, None, "", TOWN.title)
        assert builder.signatures() == {}
        put(builder, changed)
        builder.mark_gone("town", dt.date(2026, 1, 2))
        builder.set_stories({"town": "town", "road": "town"})
        builder.keep_signature("town", b"t")
        assert builder.finish({}).format == manifest.FORMAT
        builder.publish()
    assert store.verify().problems == ()
    with closing(store.open()) as snapshot:
        assert snapshot.article("town") == replace(TOWN, gone=dt.date(2026, 1, 2), story="town")
        assert [r.article for r in snapshot.revisions("road")] == [ROAD]
        assert [a.id for a in snapshot.story_of("town")] == ["road"]
        assert snapshot.similar_terms("nrb") == [("nayrab", 1), ("neirab", 1)]
        assert snapshot.document_frequency("convoy") == 0
        assert snapshot.similar_terms("knfs") == []
    assert store.difference("000001", "000002").replaced == ("road",)
    with store.begin(EMBEDDER, SPLITTER) as builder:
        assert builder.signatures() == {"town": b"t"}


def test_it_can_be_rebuilt_mended_and_gone_back_to(store: SnapshotStore) -> None:
    with store.begin({**EMBEDDER, "name": "other"}, SPLITTER, fresh=True) as builder:
        put(builder, *builder.articles(), replace(TOWN, title="Rebuilt"))
        builder.finish({})
        builder.publish()
    assert store.verify().problems == ()
    with closing(store.open()) as snapshot:
        assert [r.article for r in snapshot.revisions("town")] == [replace(TOWN, copies=())]
    assert store.rollback().name == "000001"
    assert store.mend().format == manifest.FORMAT
    assert store.verify().problems == ()
    with closing(store.open()) as snapshot:
        assert list(snapshot.articles()) == [ROAD, TOWN]
