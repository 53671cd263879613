"""Query -> scored sentences: hybrid search over vectors and words, fused per sentence, near-duplicates collapsed.

Place in the flow: after `query`, before `evidence` and the answerer. It reads the corpus and changes nothing; it does
not judge whether what it found answers the question (that is `sufficiency`).

Method: each sentence of the candidate passages gets cosine and BM25 parts; a BM25 part is divided by the most any
text could get for the question (the sum of idf x (k1 + 1) over its terms), which keeps it in 0..1 and leaves a
paraphrased question, whose words are nowhere, to the vectors. A sentence whose neighbours score well gains a little,
because what answers often runs over two or three; a long one loses a little, because it takes the room of others.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.answering.calibration import cosine_range
from bot.answering.models import ScorePart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from bot.answering.calibration import CosineRange
    from bot.answering.ports import SearchableCorpus, TermGroup
    from bot.answering.query import Query
    from ingest.corpus.models import EmbeddedPassage, Passage, Span, Vector

_K1_PLUS_1 = 2.2
"""tantivy's BM25 has k1 = 1.2; a term's score stays below idf x (k1 + 1)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the parts add up, per embedder family (with sentence vectors or without)."""

    sentence_cosine: float
    passage_cosine: float
    passage_words: float
    sentence_words: float
    neighbours: float = 0.2
    length: float = -0.04


WITH_SENTENCE_VECTORS = Weights(sentence_cosine=1.0, passage_cosine=0.2, passage_words=1.4, sentence_words=0.7)
PASSAGE_VECTORS_ONLY = Weights(
    sentence_cosine=0.0, passage_cosine=1.0, passage_words=0.5, sentence_words=0.5, neighbours=0.1
)
"""Chosen on a chunking benchmark, on development questions and on titles as questions, for what helps on all three."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How many candidates each index is asked for."""

    dense: int = 100
    passages: int = 100
    sentences: int = 400
    kept: int = 300


class ScoredSentence(NamedTuple):
    """One sentence of a passage with its score for the query, and the unweighted parts, each about 0..1.

    `neighbours` is the mean score, before this part, of the sentences before and after it; `length` the logarithm of
    its characters over 100.
    """

    passage: Passage
    place: int
    score: float
    cosine: float
    passage_cosine: float
    words: float
    passage_words: float
    neighbours: float = 0.0
    length: float = 0.0
    weights: Weights = WITH_SENTENCE_VECTORS

    @property
    def parts(self) -> tuple[ScorePart, ...]:
        """How the score is made up, for `--explain`: the shares sum to the score."""
        by = self.weights
        return (
            ScorePart("cosine", self.cosine, by.sentence_cosine),
            ScorePart("passage_cosine", self.passage_cosine, by.passage_cosine),
            ScorePart("words", self.words, by.sentence_words),
            ScorePart("passage_words", self.passage_words, by.passage_words),
            ScorePart("neighbours", self.neighbours, by.neighbours),
            ScorePart("length", self.length, by.length),
        )

    @property
    def span(self) -> Span:
        """Where the sentence stands in the article's text."""
        return self.passage.sentences[self.place]

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        start = self.passage.span.start
        return self.passage.text[self.span.start - start : self.span.end - start]


@dataclass(frozen=True, slots=True, eq=False)
class Retrieval:
    """What was found: sentences best first, the passages they stand in, and how rare each term group is.

    `rarity` is a group's idf over that of a word the corpus does not hold: 1 for unknown, near 0 for everyday words.
    """

    sentences: tuple[ScoredSentence, ...]
    passages: Mapping[str, EmbeddedPassage]
    rarity: tuple[float, ...]


def retrieve(query: Query, vector: Vector, corpus: SearchableCorpus, depth: Depth | None = None) -> Retrieval:
    """Search both indexes and score every sentence of every candidate passage; an empty corpus gives none."""
    depth = depth or Depth()
    groups = query.groups
    dense = corpus.nearest(vector, depth.dense, query.filter)
    lexical = corpus.match_passages(groups, depth.passages, query.filter) if groups else []
    sentences = corpus.match_sentences(groups, depth.sentences, query.filter) if groups else []
    passages = corpus.load(
        {i for i, _ in dense} | {i for i, _ in lexical} | {i for i, _, _ in sentences[: depth.passages]}
    )
    idf = corpus.passage_idf(groups) if groups else []
    ideal = _ideal(corpus.sentence_idf(groups)) if groups else 1.0
    scored = _score_all(
        passages,
        vector,
        {i: s / _ideal(idf) for i, s in lexical},
        {(i, n): s / ideal for i, n, s in sentences},
        depth.kept,
        cosine_range(corpus.embedder_name),
    )
    return Retrieval(sentences=tuple(scored), passages=passages, rarity=_rarity(idf, corpus))


_IN_NO_TEXT: TermGroup = ("\x00",)


def _rarity(idf: Sequence[float], corpus: SearchableCorpus) -> tuple[float, ...]:
    (unknown,) = corpus.passage_idf([_IN_NO_TEXT])
    return tuple(min(1.0, value / unknown) if unknown else 1.0 for value in idf)


def _ideal(idf: Sequence[float]) -> float:
    return max(sum(idf) * _K1_PLUS_1, 1e-9)


def _score_all(
    passages: Mapping[str, EmbeddedPassage],
    vector: Vector,
    words: Mapping[str, float],
    sentence_words: Mapping[tuple[str, int], float],
    keep: int,
    cosines_lie: CosineRange,
) -> list[ScoredSentence]:
    """Score in arrays (a thousand sentences cost about a millisecond), and make values of the best `keep` only."""
    found = sorted((p for p in passages.values() if p.passage.sentences), key=_in_reading_order)
    if not found:
        return []
    layout = _Layout(found)
    with_states = all(p.sentence_vectors is not None for p in found)
    weights = WITH_SENTENCE_VECTORS if with_states else PASSAGE_VECTORS_ONLY
    whole = cosines_lie.on_common_scale(np.stack([p.vector for p in found]) @ vector)[layout.of_passage]
    cosines = np.zeros(len(whole), dtype=np.float32)
    if with_states:
        cosines = cosines_lie.on_common_scale(_sentence_cosines(found, vector))
    lexical = np.array([words.get(p.passage.id, 0.0) for p in found])[layout.of_passage]
    own = layout.placed(sentence_words)
    alone = (
        weights.sentence_cosine * cosines
        + weights.passage_cosine * whole
        + weights.passage_words * lexical
        + weights.sentence_words * own
    )
    beside, lengths = layout.mean_of_neighbours(alone), layout.lengths()
    scores = alone + weights.neighbours * beside + weights.length * lengths
    best = np.argsort(-scores, kind="stable")[:keep]
    parts = np.stack([scores, cosines, whole, own, lexical, beside, lengths], axis=1)[best].tolist()
    owners = layout.of_passage[best]
    places = (best - layout.starts[owners]).tolist()
    return [
        ScoredSentence._make((found[n].passage, place, *row, weights))
        for n, place, row in zip(owners.tolist(), places, parts, strict=True)
    ]


def _in_reading_order(embedded: EmbeddedPassage) -> tuple[str, int]:
    return embedded.passage.article_id, embedded.passage.ordinal


class _Layout:
    """The sentences of passages in reading order as one row of an array: whose each is, and which follow each other."""

    def __init__(self, found: Sequence[EmbeddedPassage]) -> None:
        self._found = found
        counts = [len(p.passage.sentences) for p in found]
        self.of_passage = np.repeat(np.arange(len(found)), counts)
        self.starts = np.concatenate([[0], np.cumsum(counts)])
        follows = np.ones(self.starts[-1], dtype=np.bool_)
        follows[self.starts[:-1]] = [False, *(_next_to(a.passage, b.passage) for a, b in pairwise(found))]
        self._follows = follows

    def placed(self, values: Mapping[tuple[str, int], float]) -> NDArray[np.float64]:
        """Put the values of (passage id, sentence) in their places; 0 where there is none."""
        row = np.zeros(self.starts[-1])
        first = {p.passage.id: start for p, start in zip(self._found, self.starts.tolist(), strict=False)}
        for (passage_id, place), value in values.items():
            if passage_id in first:
                row[first[passage_id] + place] = value
        return row

    def mean_of_neighbours(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean score of the sentences before and after each; one that is missing or below 0 counts as 0."""
        kept = np.maximum(scores, 0.0)
        before = np.concatenate([[0.0], kept[:-1]]) * self._follows
        after = np.concatenate([(kept[1:] * self._follows[1:]), [0.0]])
        return np.asarray((before + after) / 2, dtype=np.float64)

    def lengths(self) -> NDArray[np.float64]:
        """Return ln(characters / 100) of each sentence."""
        lengths = [end - start for p in self._found for start, end in p.passage.sentences]
        return np.log(np.maximum(lengths, 1) / 100)


def _next_to(before: Passage, after: Passage) -> bool:
    return before.article_id == after.article_id and after.ordinal == before.ordinal + 1


def _sentence_cosines(found: Sequence[EmbeddedPassage], vector: Vector) -> Vector:
    """Return every sentence's cosine, in the order of `found`; all of them must have sentence vectors."""
    return np.concatenate([p.sentence_vectors for p in found if p.sentence_vectors is not None]) @ vector
