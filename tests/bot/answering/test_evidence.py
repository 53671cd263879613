from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.evidence import within_budget
from bot.answering.retrieve import ScoredSentence
from tests.fakes.corpus import an_article, passages_of

if TYPE_CHECKING:
    from bot.answering.models import Evidence

ARTICLE = an_article(
    "one",
    "The first sentence is here.",
    "The second follows it.",
    "The third is short.",
    "The fourth one ends a passage.",
    "The fifth says nothing.",
    "The sixth is the last.",
)
PLACES = [(p.passage, n) for p in passages_of(ARTICLE) for n in range(len(p.passage.sentences))]


def scored(*scores: float) -> list[ScoredSentence]:
    """The article's sentences in reading order with these scores, best first."""
    found = [ScoredSentence(p, n, score, score, 0, 0, 0) for (p, n), score in zip(PLACES, scores, strict=False)]
    return sorted(found, key=lambda s: -s.score)


def words_and_breaks(text: str) -> int:
    """More for a merged piece than for its sentences: as real tokens, where white space between counts."""
    return len(text.split()) + text.count(" The ")


def taken(ranked: list[ScoredSentence], budget: int, cut: float | None = None) -> tuple[Evidence, ...]:
    return within_budget(ranked, lambda _: ARTICLE, words_and_breaks, budget, cut=cut)


def test_neighbours_become_one_piece_also_across_passages() -> None:
    (piece,) = taken(scored(0.1, 0.9, 0.8), 9)
    assert piece.text == "The second follows it. The third is short."
    assert len(piece.sentences) == 2
    assert piece.score == 0.9


def test_the_best_come_first_and_what_is_too_long_is_passed_over() -> None:
    pieces = taken(scored(0.9, 0.1, 0.2, 0.8, 0.1, 0.7), 10)
    assert [p.text for p in pieces] == ["The first sentence is here.", "The sixth is the last."]


def test_the_cut_stops_where_scores_fall_and_always_leaves_the_best() -> None:
    ranked = scored(1.0, 0.2, 0.8, 0.71, 0.1, 0.69)
    assert [p.score for p in taken(ranked, 99, cut=0.3)] == [1.0, 0.8]
    assert [p.score for p in taken(ranked, 99, cut=0.0)] == [1.0]
    assert sum(len(p.sentences) for p in taken(ranked, 99)) == 6
    assert len(taken(scored(-1.0, -1.2), 99, cut=0.1)) == 1


@given(
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
    st.integers(1, 40),
    st.one_of(st.none(), st.floats(0, 1)),
)
def test_evidence_is_verbatim_and_never_over_the_budget(scores: list[float], budget: int, cut: float | None) -> None:
    pieces = taken(scored(*scores), budget, cut)
    assert sum(p.tokens for p in pieces) <= max(budget, 0) or len(pieces) == 1
    assert all(p.text == p.span.of(ARTICLE.text) and p.tokens == words_and_breaks(p.text) for p in pieces)
    spans = sorted(p.span for p in pieces)
    assert all(a.end < b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("budget", [1, 3])
def test_what_holds_no_sentence_holds_nothing(budget: int) -> None:
    assert taken(scored(1.0, 0.5), budget) == ()
