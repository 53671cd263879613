"""CorpusLibrary: articles looked up rather than asked about: by words, by title, in short, by publisher.

Place in the flow: beside answering; it has the shape of `bot.research.Library`. What is costly to know (titles,
publishers, places, questions that can be answered) is worked out once per snapshot and kept until the next one.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering import attribution, examples, stock
from bot.answering.errors import UnknownPublisherError
from bot.answering.findings import ArticleCard, Overview
from bot.answering.outlets import resolve_publishers
from bot.answering.same_event import other_reports
from bot.answering.summing_up import summary
from bot.answering.titles import MOST, TitleIndex
from bot.answering.veil import veiled
from ingest.corpus.analysis import fold
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.findings import PublisherLine, Titled
    from bot.answering.models import Question
    from bot.answering.pipeline import Answerer, SearchResult
    from bot.answering.ports import CorpusProvider, SearchableCorpus
    from bot.answering.stock import Stock
    from ingest.corpus.models import Article

PATIENCE = 0.8
"""Seconds for which an overview waits for its examples."""
_BY_SHELL = " `nayrab corpus status` lists the publishers."

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one snapshot."""

    snapshot: str
    titles: TitleIndex
    stock: Stock


class CorpusLibrary:
    """Looks things up in the live corpus; safe to call from several threads.

    `created` gives a snapshot's time (ISO 8601) by its name. `patience` is in seconds: so long an overview waits for
    questions that can be answered; those found later are in the next one.
    """

    def __init__(
        self,
        corpus: CorpusProvider,
        answerer: Answerer,
        *,
        created: Callable[[str], str] = lambda _name: "",
        patience: float = PATIENCE,
    ) -> None:
        self._corpus = corpus
        self._answerer = answerer
        self._created = created
        self._patience = patience
        self._lock = threading.Lock()
        self._known: _Known | None = None
        self._examples: _Examples | None = None

    def search(self, question: Question, limit: int) -> SearchResult:
        """Return the best passages for words, best first; raises `BadQuestionError`."""
        return self._answerer.search(question, limit=limit)

    def titles(self, typed: str, hidden: AbstractSet[str] = _NOBODY) -> Sequence[Titled]:
        """Return up to 25 articles whose title fits what was typed so far; the newest ones for nothing typed."""
        with self._corpus.lease() as corpus:
            return self._of(corpus).titles.fitting(typed, hidden)

    def publisher_names(self, typed: str, hidden: AbstractSet[str] = _NOBODY) -> Sequence[str]:
        """Return up to 25 publishers whose name fits what was typed so far, the most frequent first."""
        with self._corpus.lease() as corpus:
            counts = corpus.publishers()
        wanted = fold(typed.strip())
        fitting = [name for name in counts if name not in hidden and wanted in fold(name)]
        return sorted(fitting, key=lambda n: (not fold(n).startswith(wanted), -counts[n], n))[:MOST]

    def resolve_publishers(self, typed: str) -> frozenset[str]:
        """Return the stored names for what a person typed; raises `UnknownPublisherError` with a sentence for them."""
        with self._corpus.lease() as corpus:
            known = corpus.publishers()
        try:
            return resolve_publishers([typed], known)
        except UnknownPublisherError as error:
            raise UnknownPublisherError(str(error).replace(_BY_SHELL, " /sources lists the publishers.")) from None

    def card(self, article_id: str, hidden: AbstractSet[str] = _NOBODY) -> ArticleCard | None:
        """Return an article in short, by its id, its choice or its title; None where there is none of that name."""
        with self._corpus.lease() as whole:
            corpus = veiled(whole, hidden)
            article = self._find(corpus, article_id, hidden)
            return _card(corpus, article) if article is not None else None

    def publishers(self) -> Sequence[PublisherLine]:
        """Return every publisher, the one with most articles first."""
        with self._corpus.lease() as corpus:
            return self._of(corpus).stock.publishers

    def overview(self) -> Overview:
        """Return what the corpus holds; raises `NoCorpusError` when there is none."""
        with self._corpus.lease() as corpus:
            known = self._of(corpus)
        held = known.stock
        return Overview(
            snapshot=known.snapshot,
            created=self._created(known.snapshot),
            articles=held.articles,
            publishers=held.publishers,
            earliest=held.earliest,
            newest=held.newest,
            places=held.places,
            examples=self._examples_for(known).wait(self._patience),
        )

    def _find(self, corpus: SearchableCorpus, typed: str, hidden: AbstractSet[str]) -> Article | None:
        if found := corpus.article(typed):
            return found
        titles = self._of(corpus).titles
        if found := corpus.article(titles.id_of(typed)):
            return found
        named = titles.called(typed, hidden)
        return corpus.article(named) if named else None

    def _of(self, corpus: SearchableCorpus) -> _Known:
        """Return what is known of a snapshot; the first to ask works it out while the others wait."""
        with self._lock:
            if self._known is None or self._known.snapshot != corpus.name:
                articles = list(corpus.articles())
                self._known = _Known(corpus.name, TitleIndex(map(_without_text, articles)), stock.taken(articles))
            return self._known

    def _examples_for(self, known: _Known) -> _Examples:
        with self._lock:
            if self._examples is None or self._examples.snapshot != known.snapshot:
                if self._examples is not None:
                    self._examples.stop()
                self._examples = _Examples(known, self._answerer)
            return self._examples


class _Examples:
    """Questions that one snapshot can answer, found in a thread of their own."""

    def __init__(self, known: _Known, answerer: Answerer) -> None:
        self.snapshot = known.snapshot
        self._found: tuple[str, ...] = ()
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._find, args=(known.stock, answerer), name="nayrab-examples", daemon=True
        )
        self._thread.start()

    def wait(self, seconds: float) -> tuple[str, ...]:
        """Return what was found, waiting so long for it; nothing while it is looked for."""
        self._thread.join(seconds)
        return self._found

    def stop(self) -> None:
        """Give up: there is a newer snapshot."""
        self._stopped.set()

    def _find(self, held: Stock, answerer: Answerer) -> None:
        try:
            self._found = examples.made(held, answerer.answer, self._stopped.is_set)
        except NayrabError:  # whoever asks a question is told; a page of help goes without examples
            self._found = ()


def _card(corpus: SearchableCorpus, article: Article) -> ArticleCard:
    others = corpus.story_of(article.id) if article.story else ()
    return ArticleCard(
        article,
        summary(article, corpus.passages_of(article.id)),
        attribution.also_printed_by(article, others),
        other_reports(corpus, article),
    )


def _without_text(article: Article) -> Article:
    return replace(article, text="")
