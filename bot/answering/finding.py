"""Finder: a question in, its material out: read, embedded, retrieved and ranked.

Place in the flow: the first half of answering, shared by answers, searches, accounts and timelines. It holds no state
of its own and writes nothing.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering import orders, query, ranking, undated
from bot.answering.material import Library, Material
from bot.answering.models import Timings
from bot.answering.recency import newest_first
from bot.answering.retrieve import retrieve
from bot.answering.veil import veiled
from bot.answering.which_place import Seen, told_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from bot.answering.models import Question
    from bot.answering.ports import CorpusProvider, QuestionEmbedder, SearchableCorpus, TokenCounter
    from bot.answering.ranking import Candidate


class Finder:
    """Finds material in the live corpus; safe to call from several threads."""

    def __init__(
        self,
        corpus: CorpusProvider,
        embedder: QuestionEmbedder,
        count_tokens: TokenCounter,
        *,
        clock: Callable[[], float] = time.perf_counter,
        rewrite: Callable[[str, Sequence[str]], str] | None = None,
    ) -> None:
        self._corpus = corpus
        self._embedder = embedder
        self.count_tokens = count_tokens
        self.clock = clock
        self._rewrite = rewrite

    def lease(self) -> AbstractContextManager[SearchableCorpus]:
        """Return the live corpus for one question; raises `NoCorpusError` when there is none."""
        return self._corpus.lease()

    @contextmanager
    def lease_for(self, question: Question) -> Iterator[SearchableCorpus]:
        """Return the live corpus as this question may see it: without the publishers that it hides."""
        with self.lease() as corpus:
            yield veiled(corpus, question.filter.hidden)

    def read(self, question: Question, corpus: SearchableCorpus) -> query.Query:
        """Return the question as it is understood; raises `BadQuestionError`."""
        return undated.noted(query.read(question, corpus, self._rewrite), corpus)

    def find(self, question: Question, asked: query.Query, corpus: SearchableCorpus, *, calm: bool = True) -> Material:
        """Return what the corpus holds for a question that was read.

        Text that gives orders is left out unless it was asked for; without `calm` nothing is.
        """
        started = self.clock()
        vector = self._embedder.query_vector(asked.text)
        embedded = self.clock()
        retrieval = retrieve(asked, vector, corpus)
        ranked = ranking.rank(asked, retrieval.sentences, corpus.article, retrieval.rarity, question.preferred)
        if asked.about_now:
            ranked = newest_first(ranked)
        ranked, said = told_apart(asked.places, ranked, _seen)
        asked = replace(asked, notes=(*asked.notes, *said))
        timings = Timings(embed=1000 * (embedded - started), search=1000 * (self.clock() - embedded))
        found = Material(question, asked, retrieval, ranked, Library(corpus), self.count_tokens, timings)
        return orders.calmed(found) if calm else found


def _seen(candidate: Candidate) -> Seen:
    article = candidate.article
    return Seen(article, ranking.window_text(candidate.sentence, article), candidate.preference)
