from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.answering import query, undated
from bot.answering.finding import Finder
from bot.answering.models import Question
from bot.answering.pipeline import Answerer
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, InMemoryCorpus, LentCorpus, an_article, passages_of, vector_of
from tests.fakes.embedding import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answering.ports import SearchableCorpus
    from ingest.corpus.models import Vector

HOLDINGS = [
    (a, passages_of(a))
    for a in (
        an_article("early", "The bridge was closed.", publisher="Gazette", day=dt.date(2015, 1, 1)),
        an_article("late", "The bridge was opened.", publisher="Gazette", day=dt.date(2020, 5, 2)),
        an_article("wire", "The bridge was hit.", publisher="Wire", day=dt.date(2020, 5, 3)),
        an_article("when", "The bridge was built.", publisher="Gazette", day=None),
        an_article("ever", "The bridge is long.", publisher="Wire", day=None),
    )
]
SINCE = dt.date(2020, 1, 1)


@pytest.fixture(params=["snapshot", "memory"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchableCorpus]:
    if request.param == "memory":
        yield InMemoryCorpus(HOLDINGS)
        return
    with SnapshotStore(tmp_path).begin(EMBEDDER, SPLITTER) as builder:
        for article, passages in HOLDINGS:
            builder.put(article, passages)
        builder.finish({})
        builder.publish()
    opened = SnapshotStore(tmp_path).open()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("within", "note"),
    [
        (ArticleFilter(), None),
        (ArticleFilter(publishers=frozenset({"Wire"})), None),
        (ArticleFilter(since=SINCE), "2 undated articles were left out because a date was asked for."),
        (ArticleFilter(until=SINCE), "2 undated articles were left out because a date was asked for."),
        (
            ArticleFilter(since=SINCE, publishers=frozenset({"Wire"})),
            "1 undated article was left out because a date was asked for.",
        ),
        (ArticleFilter(since=SINCE, publishers=frozenset({"Nobody"})), None),
    ],
)
def test_undated_articles_are_counted_where_a_date_leaves_them_out(
    corpus: SearchableCorpus, within: ArticleFilter, note: str | None
) -> None:
    assert undated.undated_note(corpus, within) == note


class Embedder:
    def query_vector(self, text: str) -> Vector:
        return vector_of(text)


def test_filters_are_exact_in_combination_and_the_search_says_what_they_leave_out(corpus: SearchableCorpus) -> None:
    within = ArticleFilter(SINCE, dt.date(2020, 12, 31), frozenset({"Gazette"}))
    answerer = Answerer(Finder(LentCorpus(corpus), Embedder(), words))  # type: ignore[arg-type]  # any corpus is lent
    found = answerer.search(Question("the bridge", filter=within))
    assert [e.article.id for e in found.evidence] == ["late"]
    assert found.notes == ("1 undated article was left out because a date was asked for.",)
    assert answerer.search(Question("the bridge")).notes == ()


def test_the_note_is_said_once(corpus: SearchableCorpus) -> None:
    asked = query.read(Question("the bridge", filter=ArticleFilter(since=SINCE)), corpus)
    twice = undated.noted(undated.noted(asked, corpus), corpus)
    assert len(twice.notes) == len(set(twice.notes))
