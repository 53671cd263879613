"""Answerer: the stages of answering, in order: read, embed, retrieve, judge, select, write.

Place in the flow: what the command line and the Discord bot call. It holds no state of its own; the corpus is leased
for one question, so a new snapshot never fails a question in flight.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering import attribution, dates, evidence, extractive, query, ranking, refusal, sufficiency
from bot.answering.models import Answer, Reason, Timings
from bot.answering.retrieve import Retrieval, retrieve

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering.models import Evidence, Outcome, Question
    from bot.answering.ports import CorpusProvider, QuestionEmbedder, SearchableCorpus, TokenCounter
    from ingest.corpus.models import Article, Passage, Span, TimeMention

MODEL = "extractive"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What `search` found, best first, and what it cost."""

    evidence: tuple[Evidence, ...]
    timings: Timings
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    query: query.Query
    retrieval: Retrieval
    timings: Timings


class Answerer:
    """Answers questions from the live corpus; safe to call from several threads."""

    def __init__(
        self,
        corpus: CorpusProvider,
        embedder: QuestionEmbedder,
        count_tokens: TokenCounter,
        *,
        limits: extractive.Limits | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._corpus = corpus
        self._embedder = embedder
        self._count_tokens = count_tokens
        self._limits = limits or extractive.Limits()
        self._clock = clock

    def answer(self, question: Question) -> Outcome:
        """Return an answer or a refusal; raises `BadQuestionError`, or `CorpusError` for a corpus it cannot read."""
        started = self._clock()
        with self._corpus.lease() as corpus:
            found = self._find(question, corpus)
            outcome = self._write(question, found, corpus)
        finished = self._clock()
        searched = found.timings
        spent = replace(
            searched,
            answer=1000 * (finished - started) - searched.embed - searched.search,
            total=1000 * (finished - started),
        )
        return replace(outcome, timings=spent)

    def search(self, question: Question, *, limit: int | None = None, tokens: int | None = None) -> SearchResult:
        """Return the best passages (`limit`), or the evidence that fits into a budget of `tokens` cl100k tokens."""
        started = self._clock()
        with self._corpus.lease() as corpus:
            found = self._find(question, corpus)
            ranked = found.retrieval.sentences
            if tokens is None:
                pieces = evidence.best_passages(ranked, corpus.article, self._count_tokens, limit or _DEFAULT_PASSAGES)
            else:
                pieces = evidence.within_budget(ranked, corpus.article, self._count_tokens, tokens)
        total = 1000 * (self._clock() - started)
        return SearchResult(pieces, replace(found.timings, total=total))

    def _find(self, question: Question, corpus: SearchableCorpus) -> _Found:
        started = self._clock()
        asked = query.read(question, corpus)
        read = self._clock()
        vector = self._embedder.query_vector(asked.text)
        embedded = self._clock()
        retrieval = retrieve(asked, vector, corpus)
        searched = self._clock()
        timings = Timings(embed=1000 * (embedded - read), search=1000 * (searched - embedded + read - started))
        return _Found(asked, retrieval, timings)

    def _write(self, question: Question, found: _Found, corpus: SearchableCorpus) -> Outcome:
        ranked = ranking.rank(found.query, found.retrieval.sentences, corpus.article)
        verdict = sufficiency.judge(found.query, found.retrieval.rarity, ranked, corpus.embedder_name)
        if verdict.reason is not None:
            return refusal.write(question, verdict.reason, ranked, corpus, MODEL)
        pages = _Pages(corpus)
        runs = extractive.select(ranked, pages.sentences, self._limits)
        if not runs:
            return refusal.write(question, Reason.NO_EVIDENCE, ranked, corpus, MODEL)
        claims, sources, text = extractive.write(runs, pages.times, pages.also_printed_by)
        return Answer(
            question=question.text,
            text=text,
            claims=claims,
            sources=sources,
            as_of=dates.as_of(s.article for s in sources),
            model=MODEL,
        )


_DEFAULT_PASSAGES = 10


class _Pages:
    """What one answer needs of the articles it may quote, each looked up once: the passages, and who else has them."""

    def __init__(self, corpus: SearchableCorpus) -> None:
        self._corpus = corpus
        self._passages: dict[str, list[Passage]] = {}

    def _of(self, article_id: str) -> list[Passage]:
        if article_id not in self._passages:
            self._passages[article_id] = [p.passage for p in self._corpus.passages_of(article_id)]
        return self._passages[article_id]

    def sentences(self, article_id: str) -> list[Span]:
        return [span for passage in self._of(article_id) for span in passage.sentences]

    def times(self, article_id: str) -> list[TimeMention]:
        return [time for passage in self._of(article_id) for time in passage.times]

    def also_printed_by(self, article: Article) -> tuple[str, ...]:
        others = self._corpus.story_of(article.id) if article.story else ()
        return attribution.also_printed_by(article, others)
