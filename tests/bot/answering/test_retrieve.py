from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering import query
from bot.answering.models import Question
from bot.answering.retrieve import PASSAGE_VECTORS_ONLY, WITH_SENTENCE_VECTORS, Depth, retrieve
from ingest.corpus.models import ArticleFilter
from tests.fakes.corpus import InMemoryCorpus, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from bot.answering.retrieve import Retrieval, ScoredSentence
    from ingest.corpus.models import Article

ROADS = an_article(
    "roads",
    "The harvest was poor that year.",
    "Rebels took the junction of two highways.",
    "The garrison left the junction at night.",
    "Prices rose in the capital.",
    "Rain fell.",
)
OTHER = an_article("other", "Prices rose in the capital.", "A junction was repaired.", publisher="Wire")


def found(text: str, *articles: Article, sentence_vectors: bool = True, depth: Depth | None = None) -> Retrieval:
    corpus = InMemoryCorpus([(a, passages_of(a, sentence_vectors=sentence_vectors)) for a in articles])
    asked = query.read(Question(text), corpus)
    return retrieve(asked, vector_of(asked.text), corpus, depth)


@pytest.mark.parametrize("sentence_vectors", [True, False])
def test_the_shares_of_the_parts_sum_to_the_score(sentence_vectors: bool) -> None:
    retrieval = found("junction of highways", ROADS, OTHER, sentence_vectors=sentence_vectors)
    for sentence in retrieval.sentences:
        assert sum(part.share for part in sentence.parts) == pytest.approx(sentence.score, abs=1e-5)
    weights = {part.name: part.weight for part in retrieval.sentences[0].parts}
    assert weights["cosine"] == (WITH_SENTENCE_VECTORS if sentence_vectors else PASSAGE_VECTORS_ONLY).sentence_cosine


def test_sentences_come_best_first_and_the_one_that_says_it_leads() -> None:
    sentences = found("junction of two highways", ROADS, OTHER).sentences
    assert sentences[0].text == "Rebels took the junction of two highways."
    assert [s.score for s in sentences] == sorted((s.score for s in sentences), reverse=True)


def test_a_sentence_shares_in_its_neighbours_also_across_passages() -> None:
    by_text = {s.text: s for s in found("junction of two highways", ROADS).sentences}
    before, middle = (
        by_text["Rebels took the junction of two highways."],
        by_text["The garrison left the junction at night."],
    )
    after = by_text["Prices rose in the capital."]
    assert before.passage.id != middle.passage.id
    assert middle.neighbours == pytest.approx((max(alone(before), 0) + max(alone(after), 0)) / 2, abs=1e-5)


def test_the_last_sentence_of_one_article_is_no_neighbour_of_the_first_of_the_next() -> None:
    sentences = found("junction of two highways", ROADS, OTHER).sentences
    before = next(s for s in sentences if s.text == "A junction was repaired.")
    first = next(s for s in sentences if s.text == "The harvest was poor that year.")
    after = next(s for s in sentences if s.text == "Rebels took the junction of two highways.")
    assert alone(before) > 0
    assert first.neighbours == pytest.approx(max(alone(after), 0) / 2, abs=1e-5)


def alone(sentence: ScoredSentence) -> float:
    """The score before neighbours and length."""
    return sum(part.share for part in sentence.parts if part.name not in {"neighbours", "length"})


def test_a_filter_keeps_everything_else_out() -> None:
    corpus = InMemoryCorpus([(a, passages_of(a)) for a in (ROADS, OTHER)])
    asked = query.read(Question("junction", filter=ArticleFilter(publishers=frozenset({"Wire"}))), corpus)
    retrieval = retrieve(asked, vector_of(asked.text), corpus)
    assert {s.passage.article_id for s in retrieval.sentences} == {"other"}


def test_no_more_than_the_depth_is_kept_and_an_empty_corpus_gives_none() -> None:
    assert len(found("junction", ROADS, OTHER, depth=Depth(kept=2)).sentences) == 2
    assert found("junction").sentences == ()
