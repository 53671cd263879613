from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.corpus.errors import CorruptSnapshotError
from ingest.corpus.store import DATABASE, Entry, VectorIndex

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.corpus.models import Vector


def unit_vectors(count: int, seed: int = 0, dimension: int = 24) -> Vector:
    found = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    unit: Vector = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def entries(count: int, start: int = 0) -> list[Entry]:
    return [Entry(f"p{n}", f"P{n % 3}", 20200101 + n % 28) for n in range(start, start + count)]


def test_what_was_added_is_found_by_cosine_after_reopening(tmp_path: Path) -> None:
    vectors = unit_vectors(50)
    with closing(VectorIndex.create(tmp_path / "chroma")) as index:
        index.add(entries(50), vectors)
        assert len(index) == 50
    with closing(VectorIndex.open(tmp_path / "chroma")) as index:
        found = index.nearest(vectors[7], 50)
        assert found[0][0] == "p7"
        assert [s for _, s in found] == pytest.approx(np.sort(vectors @ vectors[7])[::-1], abs=1e-4)
        assert index.entries() == set(entries(50))
        np.testing.assert_allclose(index.vectors(["p3", "unknown"])["p3"], vectors[3], atol=1e-6)


def test_cosine_does_not_mind_the_length_of_a_question(tmp_path: Path) -> None:
    vectors = unit_vectors(40)
    with closing(VectorIndex.create(tmp_path / "chroma")) as index:
        index.add(entries(40), vectors)
        ((id_, cosine),) = index.nearest(vectors[2] * 9, 1)
        assert (id_, round(cosine, 5)) == ("p2", 1.0)


def test_more_records_than_one_call_takes_are_added(tmp_path: Path) -> None:
    with closing(VectorIndex.create(tmp_path / "chroma")) as index:
        index.add(entries(5_500), unit_vectors(5_500, dimension=3))
        assert len(index) == 5_500
        index.remove(["p0", "p5499"])
        assert {e.id for e in index.entries()} == {f"p{n}" for n in range(1, 5_499)}


def test_an_entry_is_replaced_and_a_removed_one_is_never_found(tmp_path: Path) -> None:
    vectors = unit_vectors(12)
    with closing(VectorIndex.create(tmp_path / "chroma")) as index:
        index.add(entries(10), vectors[:10])
        index.add([Entry("p0", "Other", 0)], vectors[10:11])
        index.remove(["p1", "unknown"])
        assert index.nearest(vectors[10], 1)[0][0] == "p0"
        assert "p1" not in {i for i, _ in index.nearest(vectors[1], 10)}
        assert Entry("p0", "Other", 0) in index.entries()
        assert len(index) == 9


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    with closing(VectorIndex.create(tmp_path / "chroma")) as index:
        assert index.nearest(unit_vectors(1)[0], 5) == []
        assert index.entries() == set()


def test_after_closing_nothing_is_left_for_a_reader_to_write_but_sqlite(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    vectors = unit_vectors(30)
    with closing(VectorIndex.create(folder)) as index:
        index.add(entries(30), vectors)
    before = {p.name: p.read_bytes() for p in folder.rglob("*.*") if p.is_file() and p.name != DATABASE}
    with closing(VectorIndex.open(folder)) as index:
        index.nearest(vectors[0], 5)
    assert "data_level0.bin" in before
    assert {p.name: p.read_bytes() for p in folder.rglob("*.*") if p.is_file() and p.name != DATABASE} == before


def test_a_missing_index_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(CorruptSnapshotError, match=r"missing.*nayrab corpus rollback"):
        VectorIndex.open(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()


def test_a_broken_index_says_so_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(CorruptSnapshotError, match="nayrab corpus verify") as raised:
        VectorIndex.open(tmp_path)
    assert "\n" not in str(raised.value)


def test_an_index_without_the_collection_is_refused(tmp_path: Path) -> None:
    import chromadb  # noqa: PLC0415 -- only this test makes a foreign store
    from chromadb.config import Settings  # noqa: PLC0415 -- as above

    with chromadb.PersistentClient(str(tmp_path / "c"), settings=Settings(anonymized_telemetry=False)):  # type: ignore[attr-defined] # its stub names the base class
        pass
    with pytest.raises(CorruptSnapshotError):
        VectorIndex.open(tmp_path / "c")
