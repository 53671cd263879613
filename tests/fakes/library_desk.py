"""A library in memory with the shape of `bot.research.Library`: it shows what it was given, and notes searches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.errors import UnknownPublisherError
from bot.answering.findings import ArticleCard, Overview, PublisherLine, Titled
from bot.answering.models import Evidence, Excerpt, Timings
from bot.answering.pipeline import SearchResult
from ingest.corpus.models import Article, Span
from tests.fakes.answerer import an_article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.models import Question

LINES = (
    PublisherLine("Harbour Post", 126, dt.date(2011, 2, 2), dt.date(2020, 3, 5), ("port authority",)),
    PublisherLine("Valley Times", 1, dt.date(2020, 2, 27), dt.date(2020, 2, 27)),
)


def a_piece(article: Article, score: float = 1.0) -> Evidence:
    """The whole text of an article as a found passage."""
    span = Span(0, len(article.text))
    return Evidence(article, span, article.text, (span,), score, len(article.text.split()))


@dataclass
class LibraryDesk:
    """`articles` are all there is; `broken` is raised by everything, `searched` is what was searched for."""

    articles: list[Article] = field(default_factory=lambda: [an_article()])
    lines: tuple[PublisherLine, ...] = LINES
    examples: tuple[str, ...] = ("Who took Qasr Ayn?",)
    broken: Exception | None = None
    searched: list[Question] = field(default_factory=list)

    def prints(self, *articles: Article) -> LibraryDesk:
        self.articles = list(articles)
        return self

    def breaks(self, error: Exception) -> LibraryDesk:
        self.broken = error
        return self

    def search(self, question: Question, limit: int) -> SearchResult:
        self._work()
        self.searched.append(question)
        found = [a for a in self.articles if question.filter.admits(a.publisher, a.published)]
        return SearchResult(tuple(map(a_piece, found[:limit])), Timings(), ("Searched all of it.",))

    def titles(self, typed: str, hidden: AbstractSet[str] = frozenset()) -> Sequence[Titled]:
        self._work()
        return [
            Titled(a.id, a.title, a.publisher, a.published)
            for a in self.articles
            if a.publisher not in hidden and typed.casefold() in a.title.casefold()
        ]

    def publisher_names(self, typed: str, hidden: AbstractSet[str] = frozenset()) -> Sequence[str]:
        self._work()
        return [x.name for x in self.lines if x.name not in hidden and typed.casefold() in x.name.casefold()]

    def resolve_publishers(self, typed: str) -> frozenset[str]:
        found = frozenset(line.name for line in self.lines if line.name.casefold() == typed.casefold())
        if not found:
            raise UnknownPublisherError(f"No article is by “{typed}”; /sources lists the publishers.")
        return found

    def card(self, article_id: str, hidden: AbstractSet[str] = frozenset()) -> ArticleCard | None:
        self._work()
        seen = (a for a in self.articles if a.publisher not in hidden and article_id in (a.id, a.title))
        found = next(seen, None)
        return ArticleCard(found, (Excerpt(found, Span(0, len(found.text))),)) if found else None

    def publishers(self) -> Sequence[PublisherLine]:
        self._work()
        return self.lines

    def overview(self) -> Overview:
        self._work()
        newest = dt.date(2020, 3, 5)
        return Overview(
            *("000007", "2020-03-06T10:15:00+00:00", 127, self.lines, dt.date(2011, 2, 2), newest),
            places=("Qasr Ayn",),
            examples=self.examples,
        )

    def _work(self) -> None:
        if self.broken is not None:
            raise self.broken
