"""Query -> scored sentences: hybrid search over vectors and words, fused per sentence, near-duplicates collapsed.

Place in the flow: after `query`, before `evidence` and the answerer. It reads the corpus and changes nothing; it does
not judge whether what it found answers the question (that is `sufficiency`).

Method: each sentence of the candidate passages gets cosine and BM25 parts; a BM25 part is divided by the most any
text could get for the question (the sum of idf x (k1 + 1) over its terms), which keeps it in 0..1 and leaves a
paraphrased question, whose words are nowhere, to the vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.answering.calibration import cosine_range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


WITH_SENTENCE_VECTORS = Weights(sentence_cosine=1.0, passage_cosine=0.5, passage_words=0.8, sentence_words=0.4)
PASSAGE_VECTORS_ONLY = Weights(sentence_cosine=0.0, passage_cosine=1.0, passage_words=0.8, sentence_words=0.8)


@dataclass(frozen=True, slots=True)
class Depth:
    """How many candidates each index is asked for."""

    dense: int = 60
    passages: int = 60
    sentences: int = 200
    kept: int = 300


class ScoredSentence(NamedTuple):
    """One sentence of a passage with its score for the query, and the unweighted parts, each about 0..1."""

    passage: Passage
    place: int
    score: float
    cosine: float
    passage_cosine: float
    words: float
    passage_words: float

    @property
    def parts(self) -> dict[str, float]:
        """The parts by name, for `--explain`."""
        return {
            "cosine": self.cosine,
            "passage_cosine": self.passage_cosine,
            "words": self.words,
            "passage_words": self.passage_words,
        }

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
    found = [p for p in passages.values() if p.passage.sentences]
    if not found:
        return []
    counts = [len(p.passage.sentences) for p in found]
    of_passage = np.repeat(np.arange(len(found)), counts)
    starts = np.concatenate([[0], np.cumsum(counts)])
    whole = cosines_lie.on_common_scale(np.stack([p.vector for p in found]) @ vector)[of_passage]
    with_states = all(p.sentence_vectors is not None for p in found)
    weights = WITH_SENTENCE_VECTORS if with_states else PASSAGE_VECTORS_ONLY
    cosines = np.zeros(starts[-1], dtype=np.float32)
    if with_states:
        cosines = cosines_lie.on_common_scale(_sentence_cosines(found, vector))
    lexical = np.array([words.get(p.passage.id, 0.0) for p in found])[of_passage]
    own = np.zeros(starts[-1])
    first = {p.passage.id: start for p, start in zip(found, starts.tolist(), strict=False)}
    for (passage_id, place), value in sentence_words.items():
        if passage_id in first:
            own[first[passage_id] + place] = value
    scores = (
        weights.sentence_cosine * cosines
        + weights.passage_cosine * whole
        + weights.passage_words * lexical
        + weights.sentence_words * own
    )
    best = np.argsort(-scores, kind="stable")[:keep]
    parts = np.stack([scores, cosines, whole, own, lexical], axis=1)[best].tolist()
    owners = of_passage[best]
    places = (best - starts[owners]).tolist()
    return [
        ScoredSentence(found[n].passage, place, *row)
        for n, place, row in zip(owners.tolist(), places, parts, strict=True)
    ]


def _sentence_cosines(found: Sequence[EmbeddedPassage], vector: Vector) -> Vector:
    """Return every sentence's cosine, in the order of `found`; all of them must have sentence vectors."""
    return np.concatenate([p.sentence_vectors for p in found if p.sentence_vectors is not None]) @ vector
