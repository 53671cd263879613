"""Counting on from the parent's vocabulary gives what counting anew would give."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpus.analysis import skeleton
from ingest.corpus.database import CorpusWriter
from tests.fakes.corpus import an_article, passages_of

if TYPE_CHECKING:
    from pathlib import Path

WORDS = st.sampled_from(["Nayrab", "Neirab", "nayrab", "olives", "olive", "Aleppo", "o'clock", "ﷺ"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(lambda words: " ".join(words) + "."), max_size=3)
DEEDS = st.lists(st.tuples(st.sampled_from("abc"), TEXTS), max_size=6)
"""An article's id and its sentences; none removes it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vocabulary")


def carry_out(path: Path, deeds: list[tuple[str, list[str]]]) -> None:
    writer = CorpusWriter(path)
    for id_, sentences in deeds:
        article = an_article(id_, *sentences)
        if sentences:
            writer.put(article, passages_of(article))
        else:
            writer.remove(id_)
    writer.finish()


def recounted(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    passages, common = Counter[str](), Counter[str]()
    for lines, small in connection.execute("SELECT terms, common FROM passages"):
        passages.update(set(lines.split("\n")[0].split()))
        common.update(small.split())
    return {term: (count, common[term]) for term, count in passages.items()}


@given(DEEDS, DEEDS)
@settings(max_examples=25, deadline=None)
def test_the_vocabulary_counts_what_is_there(
    folder: Path, first: list[tuple[str, list[str]]], second: list[tuple[str, list[str]]]
) -> None:
    path = folder / "corpus.db"
    path.unlink(missing_ok=True)
    carry_out(path, first)
    carry_out(path, second)
    with closing(sqlite3.connect(path)) as connection:
        expected = recounted(connection)
        for consonants, term, passages, common in connection.execute("SELECT * FROM vocabulary"):
            assert consonants
            assert (passages, common) == expected[term]
        listed = {term for (term,) in connection.execute("SELECT term FROM vocabulary")}
        assert {term for term in expected if skeleton(term)} <= listed
