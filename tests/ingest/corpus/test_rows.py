from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.corpus import rows
from ingest.corpus.models import EmbeddedPassage, Passage, Span
from ingest.corpus.searching import _Decoded, _size

if TYPE_CHECKING:
    from ingest.corpus.models import Vector

HALVES = st.floats(-1, 1, width=16)


def row(name: str, sentences: int, states: Vector | None, vector: tuple[float, ...] = (1.0, 0.0)) -> tuple[Any, ...]:
    """Return a row as `reading` fetches it."""
    spans = tuple(Span(10 * n, 10 * n + 9) for n in range(sentences))
    passage = Passage(name, "article", 0, Span(0, 10 * sentences - 1), "x" * 30, "Header", spans, 7)
    embedded = EmbeddedPassage(passage, np.array(vector, np.float32), states)
    id_, _, ordinal, first, last, text, header, tokens, bounds, _, _, whole, own, times = rows.passage_row(
        embedded, 1, rows.analyse(passage)
    )
    return (id_, "article", ordinal, first, last, text, header, tokens, bounds, whole, own, times)


@given(st.lists(st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=4), max_size=5))
def test_what_is_decoded_together_is_what_was_stored_one_by_one(stored: list[list[tuple[float, float]]]) -> None:
    given_states = [np.array(states, np.float32) for states in stored]
    found = rows.passages_of([row(f"p{n}", len(states), states) for n, states in enumerate(given_states)])
    assert [each.passage.id for each in found] == [f"p{n}" for n in range(len(stored))]
    for each, states in zip(found, given_states, strict=True):
        assert each.sentence_vectors is not None
        assert each.sentence_vectors.dtype == np.float32
        assert np.array_equal(each.sentence_vectors, states.astype(np.float16).astype(np.float32))
        assert each.passage.sentences == tuple(Span(10 * n, 10 * n + 9) for n in range(len(states)))


def test_passages_without_sentence_vectors_may_stand_among_others() -> None:
    states = np.array([[0.5, -0.25]], np.float32)
    first, second, third = rows.passages_of([row("a", 2, None), row("b", 1, states), row("c", 3, None)])
    assert (first.sentence_vectors, third.sentence_vectors) == (None, None)
    assert second.sentence_vectors is not None
    assert second.sentence_vectors.tolist() == [[0.5, -0.25]]
    assert [len(each.passage.sentences) for each in (first, second, third)] == [2, 1, 3]


def test_decoded_vectors_cannot_be_written_and_share_nothing() -> None:
    found = rows.passages_of([row(name, 1, np.array([[0.5, 0.5]], np.float32)) for name in "ab"])
    for each in found:
        assert each.sentence_vectors is not None
        assert each.sentence_vectors.base is None
        for vector in (each.vector, each.sentence_vectors):
            with pytest.raises(ValueError, match="read-only"):
                vector[...] = 0


def test_decoded_passages_are_kept_up_to_a_size_and_the_longest_unused_goes_first() -> None:
    found = {each.passage.id: each for each in rows.passages_of([row(name, 1, None) for name in "abc"])}
    kept = _Decoded(2 * _size(found["a"]))
    kept.keep({name: found[name] for name in "ab"})
    assert kept.take(["a"]) == {"a": found["a"]}
    kept.keep({"c": found["c"]})
    kept.keep({"c": found["c"]})
    assert kept.take("abc") == {"a": found["a"], "c": found["c"]}
