"""What every corpus promises the answerer: the suite holds for a real snapshot and for the fake in memory."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ingest.corpus.analysis import skeleton, terms
from ingest.corpus.models import ArticleFilter, Copy
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, InMemoryCorpus, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.answering.ports import SearchableCorpus

NAYRAB = an_article(
    "nayrab",
    "Nayrab stands by the junction of two highways.",
    "Whoever holds it commands the road to Saraqib.",
    "Fighting for the village went on for days.",
    publisher="Al Khabar",
    day=dt.date(2020, 2, 20),
)
SPELLED = an_article(
    "spelled",
    "The town of Neirab fell at dawn.",
    "Residents left for the border.",
    publisher="Gazette",
    day=dt.date(2020, 2, 25),
    copies=(Copy("reprint", "mirror.txt", "Mirror", "https://mirror.example/1", "mirror.jsonl"),),
)
SPELLED = replace(SPELLED, story="spelled", gone=dt.date(2026, 1, 2))
UNDATED = an_article(
    "undated", "Highways need repair.", "Ceasefire talks resumed in March.", publisher="Wire", day=None
)
OLD = replace(
    an_article("old", "Olive harvests were poor.", publisher="Gazette", day=dt.date(2015, 1, 1)), story="spelled"
)
HOLDINGS = [(a, passages_of(a)) for a in (NAYRAB, SPELLED, UNDATED, OLD)]
ALL = ArticleFilter()


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchableCorpus]:
    store = SnapshotStore(_made(tmp_path_factory.mktemp("data")))
    opened = store.open()
    yield opened
    opened.close()


def _made(data_dir: Path) -> Path:
    with SnapshotStore(data_dir).begin(EMBEDDER, SPLITTER) as builder:
        for article, passages in HOLDINGS:
            builder.put(article, passages)
        builder.finish({})
        builder.publish()
    return data_dir


@pytest.fixture(params=["snapshot", "memory"])
def corpus(request: pytest.FixtureRequest, snapshot: SearchableCorpus) -> SearchableCorpus:
    return snapshot if request.param == "snapshot" else InMemoryCorpus(HOLDINGS)


def groups(*texts: str) -> list[tuple[str, ...]]:
    """One group per text, its words the spellings."""
    return [tuple(t.term for t in terms(text)) for text in texts]


def articles_of(corpus: SearchableCorpus, ids: list[str]) -> list[str]:
    return [corpus.load([i])[i].passage.article_id for i in ids]


def test_it_has_a_name_and_says_whose_vectors_it_holds(corpus: SearchableCorpus) -> None:
    assert (corpus.name, corpus.embedder_name) == ("000001", "words")


def test_nearest_finds_each_passage_by_its_own_vector(corpus: SearchableCorpus) -> None:
    for _, passages in HOLDINGS:
        for embedded in passages:
            found = corpus.nearest(embedded.vector, 3, ALL)
            assert found[0][0] == embedded.passage.id
            assert found[0][1] == pytest.approx(1.0, abs=1e-4)
            assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


def test_nearest_returns_cosines(corpus: SearchableCorpus) -> None:
    asked = vector_of("ceasefire on the highways")
    for id_, score in corpus.nearest(asked, 99, ALL):
        assert score == pytest.approx(float(corpus.load([id_])[id_].vector @ asked), abs=1e-4)


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_is_found_when_nothing_is_asked_for(corpus: SearchableCorpus, k: int) -> None:
    assert corpus.nearest(vector_of("road"), k, ALL) == []
    assert corpus.match_passages(groups("road"), k, ALL) == []
    assert corpus.match_sentences(groups("road"), k, ALL) == []


def test_words_find_the_passages_that_hold_them(corpus: SearchableCorpus) -> None:
    found = corpus.match_passages(groups("highways", "junction"), 9, ALL)
    assert articles_of(corpus, [i for i, _ in found]) == ["nayrab", "undated"]
    assert found[0][1] > found[1][1] > 0


def test_words_of_the_header_count_for_the_passage_and_not_for_the_sentence(corpus: SearchableCorpus) -> None:
    found = corpus.match_passages(groups("Khabar"), 9, ALL)
    assert set(articles_of(corpus, [i for i, _ in found])) == {"nayrab"}
    assert corpus.match_sentences(groups("Khabar"), 9, ALL) == []


def test_of_a_group_the_best_spelling_counts_once(corpus: SearchableCorpus) -> None:
    together = dict(corpus.match_passages(groups("Nayrab Neirab"), 9, ALL))
    alone = {s: dict(corpus.match_passages(groups(s), 9, ALL)) for s in ("Nayrab", "Neirab")}
    assert together.keys() == alone["Nayrab"].keys() | alone["Neirab"].keys()
    common = alone["Nayrab"]
    assert {id_: together[id_] for id_ in common} == pytest.approx(common, rel=1e-4)


def test_a_sentence_is_named_by_its_place_in_the_passage(corpus: SearchableCorpus) -> None:
    ((id_, index, score),) = corpus.match_sentences(groups("Saraqib"), 9, ALL)
    passage = corpus.load([id_])[id_].passage
    assert passage.sentences[index].of(NAYRAB.text) == "Whoever holds it commands the road to Saraqib."
    assert score > 0


def test_unknown_words_and_no_words_find_nothing(corpus: SearchableCorpus) -> None:
    assert corpus.match_passages([("zzz",)], 9, ALL) == []
    assert corpus.match_passages([], 9, ALL) == []
    assert corpus.match_sentences([()], 9, ALL) == []


def test_idf_follows_the_formula_over_passages_and_over_sentences(corpus: SearchableCorpus) -> None:
    # 5 passages, 8 sentences; "highways" is in 2 of each, "harvest" in one.
    wanted = [("highway",), ("highway", "harvest"), ("nowher",), ()]
    for found, n in ((corpus.passage_idf(wanted), 5), (corpus.sentence_idf(wanted), 8)):
        assert found == pytest.approx([math.log(1 + (n - df + 0.5) / (df + 0.5)) for df in (2, 2, 0, 0)])
    assert [corpus.document_frequency(t) for t in ("highway", "harvest", "nowher")] == [2, 1, 0]


def test_other_spellings_of_a_name_are_found_by_its_consonants(corpus: SearchableCorpus) -> None:
    # "Nayrab" is also in the title, which stands in the header of both its passages.
    assert corpus.similar_terms(skeleton("Nerab")) == [("nayrab", 2), ("neirab", 1)]
    assert corpus.similar_terms("qqq") == []


def test_words_written_small_are_no_names(corpus: SearchableCorpus) -> None:
    assert corpus.document_frequency("harvest") > 0
    assert corpus.similar_terms(skeleton("harvests")) == []


FILTERS = {
    "publisher": (ArticleFilter(publishers=frozenset({"Gazette"})), {"spelled", "old"}),
    "a copy's publisher": (ArticleFilter(publishers=frozenset({"Mirror"})), {"spelled"}),
    "since": (ArticleFilter(since=dt.date(2020, 2, 21)), {"spelled"}),
    "until": (ArticleFilter(until=dt.date(2020, 2, 20)), {"nayrab", "old"}),
    "both": (ArticleFilter(dt.date(2020, 1, 1), dt.date(2020, 2, 22), frozenset({"Al Khabar", "Wire"})), {"nayrab"}),
    "nobody": (ArticleFilter(publishers=frozenset({"gazette"})), set()),
    "hidden": (ArticleFilter(hidden=frozenset({"Wire", "Al Khabar"})), {"spelled", "old"}),
    "hidden, but printed by another too": (
        ArticleFilter(hidden=frozenset({"Gazette"})),
        {"nayrab", "spelled", "undated"},
    ),
    "hidden with all who printed it": (ArticleFilter(hidden=frozenset({"Gazette", "Mirror"})), {"nayrab", "undated"}),
}


@pytest.mark.parametrize(("within", "admitted"), FILTERS.values(), ids=FILTERS)
def test_a_filter_is_exact_and_changes_no_score(
    corpus: SearchableCorpus, within: ArticleFilter, admitted: set[str]
) -> None:
    asked = vector_of("the town by the highway")
    words = groups("highways", "Nayrab Neirab", "harvests", "border", "talks")
    near, near_all = dict(corpus.nearest(asked, 99, within)), dict(corpus.nearest(asked, 99, ALL))
    assert set(articles_of(corpus, list(near))) == admitted
    assert near == pytest.approx({i: near_all[i] for i in near}, abs=1e-4)
    match, match_all = dict(corpus.match_passages(words, 99, within)), dict(corpus.match_passages(words, 99, ALL))
    assert set(articles_of(corpus, list(match))) == admitted
    assert match == pytest.approx({i: match_all[i] for i in match}, rel=1e-4)
    sentences = [i for i, _, _ in corpus.match_sentences(words, 99, within)]
    assert set(articles_of(corpus, sentences)) == admitted
    assert corpus.count_articles(within) == len(admitted)


def test_k_under_a_filter_still_gives_the_best(corpus: SearchableCorpus) -> None:
    within = ArticleFilter(publishers=frozenset({"Gazette"}))
    asked = vector_of("Nayrab highways junction border")
    assert [i for i, _ in corpus.nearest(asked, 1, within)] == [i for i, _ in corpus.nearest(asked, 99, within)][:1]


def test_loading_gives_back_what_was_put(corpus: SearchableCorpus) -> None:
    ids = [p.passage.id for _, passages in HOLDINGS for p in passages]
    loaded = corpus.load([*ids, "unknown"])
    assert set(loaded) == set(ids)
    for _, passages in HOLDINGS:
        for put in passages:
            got = loaded[put.passage.id]
            assert got.passage == put.passage
            np.testing.assert_array_equal(got.vector, put.vector)
            assert got.sentence_vectors is not None
            assert put.sentence_vectors is not None
            assert np.allclose(got.sentence_vectors, put.sentence_vectors, atol=1e-3)
            assert got.sentence_vectors.dtype == got.vector.dtype == np.float32


def test_an_articles_passages_come_in_reading_order(corpus: SearchableCorpus) -> None:
    assert [p.passage.ordinal for p in corpus.passages_of("nayrab")] == [0, 1]
    assert corpus.passages_of("unknown") == []


def test_articles_are_found_by_id_and_by_a_copys_id(corpus: SearchableCorpus) -> None:
    assert corpus.article("nayrab") == NAYRAB
    assert corpus.article("reprint") == SPELLED
    assert corpus.article("unknown") is None
    assert [a.id for a in corpus.articles()] == ["nayrab", "old", "spelled", "undated"]


def test_the_others_of_a_story_are_found_by_any_of_its_ids(corpus: SearchableCorpus) -> None:
    assert corpus.story_of("spelled") == corpus.story_of("reprint") == [OLD]
    assert corpus.story_of("old") == [SPELLED]
    assert corpus.story_of("nayrab") == corpus.story_of("unknown") == []


def test_publishers_are_counted_with_those_of_copies(corpus: SearchableCorpus) -> None:
    assert corpus.publishers() == {"Al Khabar": 1, "Gazette": 2, "Mirror": 1, "Wire": 1}
    for publisher, count in corpus.publishers().items():
        assert corpus.count_articles(ArticleFilter(publishers=frozenset({publisher}))) == count
    assert corpus.count_articles(ALL) == 4
