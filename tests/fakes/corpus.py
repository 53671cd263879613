"""A corpus in memory with the shape of the `SearchableCorpus` port, and small articles to fill it (or a real one) with.

The same contract suite holds for it and for a real snapshot (tests/contracts/test_corpus_contract.py). Plain dicts and
numpy; nothing of Chroma, tantivy or SQLite.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from ingest.corpus import analysis
from ingest.corpus.models import Article, ArticleFilter, EmbeddedPassage, Passage, PublicationDate, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from ingest.corpus.models import Copy, Vector

DIMENSION = 32
EMBEDDER = {"name": "words", "dimension": DIMENSION, "sha256": "none"}
SPLITTER = {"tokens": 200, "sentence_tokens": 100}


def vector_of(text: str) -> Vector:
    """Return a unit vector made of the text's terms: texts that share words are near each other."""
    total = np.full(DIMENSION, 1e-3, np.float32)
    for term in analysis.terms(text):
        seed = int.from_bytes(hashlib.blake2b(term.term.encode(), digest_size=4).digest(), "big")
        total += np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return total / np.linalg.norm(total)


def an_article(
    id_: str,
    *sentences: str,
    publisher: str = "Gazette",
    day: dt.date | None = dt.date(2020, 2, 3),
    copies: tuple[Copy, ...] = (),
) -> Article:
    """Return an article whose text is these sentences."""
    return Article(
        id=id_,
        title=f"Title of {id_}",
        text=" ".join(sentences),
        publisher=publisher,
        origin=f"{id_}.txt",
        published=PublicationDate(day) if day else None,
        copies=copies,
        container=f"{id_}.txt",
    )


def passages_of(article: Article, per_passage: int = 2, *, sentence_vectors: bool = True) -> list[EmbeddedPassage]:
    """Split at ". " into passages of so many sentences and embed them with `vector_of`."""
    sentences = _sentences(article.text)
    groups = [sentences[n : n + per_passage] for n in range(0, len(sentences), per_passage)]
    return [_embedded(article, ordinal, group, sentence_vectors) for ordinal, group in enumerate(groups)]


def _sentences(text: str) -> list[Span]:
    spans, start = [], 0
    for part in text.split(". "):
        end = min(start + len(part) + 1, len(text))
        spans.append(Span(start, end))
        start = end + 1
    return spans


def _embedded(article: Article, ordinal: int, group: list[Span], sentence_vectors: bool) -> EmbeddedPassage:
    span = Span(group[0].start, group[-1].end)
    text, header = span.of(article.text), f"{article.publisher} | {article.title}"
    id_ = Passage.make_id(article.id, header, span, text)
    passage = Passage(id_, article.id, ordinal, span, text, header, tuple(group), len(text.split()))
    states = np.stack([vector_of(s.of(article.text)) for s in group]) if sentence_vectors else None
    return EmbeddedPassage(passage, vector_of(f"{header} {text}"), states)


class WordTable:
    """BM25 over a list of texts (k1 1.2, b .75), the slow and obvious way."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._counts = [Counter(t.term for t in analysis.terms(text)) for text in texts]
        self._mean = sum(c.total() for c in self._counts) / max(len(texts), 1)

    def frequency(self, term: str) -> int:
        return sum(term in counts for counts in self._counts)

    def idf(self, group: Sequence[str]) -> float:
        df = max((self.frequency(t) for t in group), default=0)
        return math.log(1 + (len(self._counts) - df + 0.5) / (df + 0.5))

    def score(self, n: int, groups: Sequence[Sequence[str]]) -> float:
        return sum(max((self._term(n, t, self.idf(group)) for t in group), default=0.0) for group in groups)

    def _term(self, n: int, term: str, idf: float) -> float:
        counts = self._counts[n]
        norm = 1.2 * (0.25 + 0.75 * counts.total() / (self._mean or 1.0))
        return idf * 2.2 * counts[term] / (counts[term] + norm) if counts[term] else 0.0

    def terms(self) -> Counter[str]:
        return Counter(t for counts in self._counts for t in counts)


class InMemoryCorpus:
    """Articles with their passages, searched exactly."""

    def __init__(self, holdings: Iterable[tuple[Article, Sequence[EmbeddedPassage]]], name: str = "000001") -> None:
        self._articles = dict(sorted((article.id, article) for article, _ in holdings))
        self._by_article = {article.id: list(passages) for article, passages in holdings}
        self._passages = {p.passage.id: p for passages in self._by_article.values() for p in passages}
        found = [p.passage for p in self._passages.values()]
        self._places = [(p, n) for p in found for n in range(len(p.sentences))]
        self._words = WordTable([f"{p.header} {p.text}" for p in found])
        self._lines = WordTable([self._line(p, n) for p, n in self._places])
        self.name = name
        self.embedder_name = str(EMBEDDER["name"])

    def _line(self, passage: Passage, n: int) -> str:
        return passage.sentences[n].of(self._articles[passage.article_id].text)

    def nearest(self, vector: Vector, k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        found = [(i, float(p.vector @ vector)) for i, p in self._passages.items() if self._admits(p.passage, within)]
        return sorted(found, key=lambda hit: -hit[1])[: max(k, 0)]

    def match_passages(
        self, groups: Sequence[tuple[str, ...]], k: int, within: ArticleFilter
    ) -> list[tuple[str, float]]:
        scored = ((p.passage, self._words.score(n, groups)) for n, p in enumerate(self._passages.values()))
        found = [(p.id, score) for p, score in scored if score > 0 and self._admits(p, within)]
        return sorted(found, key=lambda hit: -hit[1])[: max(k, 0)]

    def match_sentences(
        self, groups: Sequence[tuple[str, ...]], k: int, within: ArticleFilter
    ) -> list[tuple[str, int, float]]:
        scored = ((place, self._lines.score(n, groups)) for n, place in enumerate(self._places))
        found = [(p.id, at, score) for (p, at), score in scored if score > 0 and self._admits(p, within)]
        return sorted(found, key=lambda hit: -hit[2])[: max(k, 0)]

    def passage_idf(self, groups: Sequence[tuple[str, ...]]) -> list[float]:
        return [self._words.idf(group) for group in groups]

    def sentence_idf(self, groups: Sequence[tuple[str, ...]]) -> list[float]:
        return [self._lines.idf(group) for group in groups]

    def document_frequency(self, term: str) -> int:
        return self._words.frequency(term)

    def similar_terms(self, skeleton: str) -> list[tuple[str, int]]:
        shaped = {
            term for term, words in self._written().items() if any(analysis.skeleton(w) == skeleton for w in words)
        }
        found = [(t, self._words.frequency(t)) for t in shaped if 2 * self._common(t) < self._words.frequency(t)]
        return sorted(found, key=lambda f: (-f[1], f[0]))

    def _written(self) -> dict[str, set[str]]:
        words: dict[str, set[str]] = {}
        for embedded in self._passages.values():
            text = f"{embedded.passage.header} {embedded.passage.text}"
            for term in analysis.terms(text):
                words.setdefault(term.term, set()).add(text[term.start : term.end])
        return words

    def _common(self, wanted: str) -> int:
        return sum(wanted in _common_in(p.passage.text) for p in self._passages.values())

    def load(self, passage_ids: Collection[str]) -> dict[str, EmbeddedPassage]:
        return {i: self._passages[i] for i in passage_ids if i in self._passages}

    def passages_of(self, article_id: str) -> list[EmbeddedPassage]:
        return list(self._by_article.get(article_id, ()))

    def article(self, article_id: str) -> Article | None:
        copied = (a for a in self._articles.values() if article_id in {c.id for c in a.copies})
        return self._articles.get(article_id) or next(copied, None)

    def articles(self) -> Iterator[Article]:
        return iter(self._articles.values())

    def printed(self) -> list[tuple[str, PublicationDate | None]]:
        return [(a.publisher, a.published) for a in self._articles.values()]

    def story_of(self, article_id: str) -> list[Article]:
        of = self.article(article_id)
        return [a for a in self._articles.values() if of and of.story and a.story == of.story and a.id != of.id]

    def publishers(self) -> dict[str, int]:
        return dict(sorted(Counter(p for a in self._articles.values() for p in _publishers(a)).items()))

    def count_articles(self, within: ArticleFilter) -> int:
        return sum(_admitted(a, within) for a in self._articles.values())

    def _admits(self, passage: Passage, within: ArticleFilter) -> bool:
        return _admitted(self._articles[passage.article_id], within)


def _publishers(article: Article) -> set[str]:
    return {article.publisher, *(c.publisher for c in article.copies)}


def _admitted(article: Article, within: ArticleFilter) -> bool:
    return any(within.admits(publisher, article.published) for publisher in _publishers(article))


class LentCorpus:
    """A provider that always lends the same corpus, or fails the way it is told to."""

    def __init__(self, corpus: InMemoryCorpus) -> None:
        self.corpus = corpus
        self.leases = 0
        self._fault: Callable[[], Exception] | None = None

    def fail_with(self, fault: Callable[[], Exception]) -> None:
        """Raise this at every lease from now on."""
        self._fault = fault

    @contextmanager
    def lease(self) -> Iterator[InMemoryCorpus]:
        if self._fault:
            raise self._fault()
        self.leases += 1
        yield self.corpus


def _common_in(text: str) -> set[str]:
    return {t.term for t in analysis.terms(text) if not text[t.start].isupper()}
