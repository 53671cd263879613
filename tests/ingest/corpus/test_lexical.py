from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from ingest.corpus import lexical
from ingest.corpus.errors import CorruptSnapshotError
from ingest.corpus.lexical import Entry, WordIndex

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ("olive grove olive", "olive town", "town road border", "road", "")


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    lexical.build(tmp_path / "words", (Entry(10 + n, n // 2, text) for n, text in enumerate(TEXTS)))
    return WordIndex(tmp_path / "words")


def bm25(text: str, term: str) -> float:
    mean = sum(len(t.split()) for t in TEXTS) / len(TEXTS)
    tf = text.split().count(term)
    df = sum(term in t.split() for t in TEXTS)
    idf = math.log(1 + (len(TEXTS) - df + 0.5) / (df + 0.5))
    return idf * 2.2 * tf / (tf + 1.2 * (0.25 + 0.75 * len(text.split()) / mean))


def test_scores_are_bm25(index: WordIndex) -> None:
    found = index.match([("olive",), ("town",)], 9)
    expected = {10 + n: bm25(t, "olive") + bm25(t, "town") for n, t in enumerate(TEXTS)}
    assert dict(found) == pytest.approx({row: s for row, s in expected.items() if s}, rel=1e-4)
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


def test_of_a_group_the_best_counts(index: WordIndex) -> None:
    assert dict(index.match([("olive", "town")], 9))[11] == pytest.approx(
        max(bm25(TEXTS[1], t) for t in ("olive", "town"))
    )


def test_restricting_to_articles_changes_no_score(index: WordIndex) -> None:
    everywhere = dict(index.match([("olive",), ("road",)], 9))
    assert dict(index.match([("olive",), ("road",)], 9, [1])) == pytest.approx({n: everywhere[n] for n in (12, 13)})
    assert index.match([("olive",)], 9, []) == []
    assert index.match([("olive",)], 9, [77]) == []


def test_frequencies_count_entries_and_empty_ones_count_in_all(index: WordIndex) -> None:
    assert [index.frequency(t) for t in ("olive", "road", "sea")] == [2, 2, 0]
    assert len(index) == 5
    assert index.rows() == {10, 11, 12, 13, 14}
    assert index.idf([("grove", "olive")]) == pytest.approx([math.log(1 + 3.5 / 2.5)])


def test_terms_are_taken_as_they_are(tmp_path: Path) -> None:
    lexical.build(tmp_path / "w", [Entry(1, 1, "Die حلب +x a_b"), Entry(2, 1, "die")])
    index = WordIndex(tmp_path / "w")
    assert [index.frequency(t) for t in ("Die", "die", "حلب", "+x", "a_b", "a")] == [1, 1, 1, 1, 1, 0]


def test_an_empty_index_is_an_index(tmp_path: Path) -> None:
    lexical.build(tmp_path / "w", [])
    index = WordIndex(tmp_path / "w")
    assert (len(index), index.rows(), index.match([("a",)], 3)) == (0, set(), [])
    assert index.idf([("a",)]) == pytest.approx([math.log(2)])


def test_building_leaves_no_lock_behind(tmp_path: Path) -> None:
    lexical.build(tmp_path / "w", [Entry(1, 1, "a")])
    assert [p.name for p in (tmp_path / "w").glob("*.lock")] == []


@pytest.mark.parametrize("spoil", ["absent", "garbled", "cut"])
def test_a_broken_index_says_so_in_one_sentence(tmp_path: Path, spoil: str) -> None:
    folder = tmp_path / "w"
    if spoil != "absent":
        lexical.build(folder, [Entry(n, n, "a b c") for n in range(9)])
        victim = folder / "meta.json" if spoil == "garbled" else next(folder.glob("*.idx"))
        victim.write_bytes(b"{")
    with pytest.raises(CorruptSnapshotError, match="nayrab corpus verify") as raised:
        WordIndex(folder)
    assert "\n" not in str(raised.value)
