"""A reviewer and an atlas that say what a test wants, and remember what they were asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering.findings import Checked, PlaceNote, Review, Verdict
from bot.answering.models import Excerpt
from ingest.corpus.models import Article, Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence


@dataclass
class FakeReviewer:
    """Gives one review to every message."""

    gives: Review = field(default_factory=lambda: Review(()))
    asked: list[tuple[str, dt.date, frozenset[str]]] = field(default_factory=list)
    error: Exception | None = None

    def review(self, text: str, today: dt.date, hidden: frozenset[str] = frozenset()) -> Review:
        self.asked.append((text, today, hidden))
        if self.error:
            raise self.error
        return self.gives

    def fails(self, error: Exception) -> None:
        self.error = error


@dataclass
class FakeAtlas:
    """Gives the same places for every message."""

    gives: Sequence[PlaceNote] = ()
    asked: list[tuple[str, dt.date, frozenset[str]]] = field(default_factory=list)

    def explain(self, text: str, today: dt.date, hidden: frozenset[str] = frozenset()) -> Sequence[PlaceNote]:
        self.asked.append((text, today, hidden))
        return self.gives


def excerpt(article: Article, words: str) -> Excerpt:
    """The stretch of an article that these words are."""
    start = article.text.index(words)
    return Excerpt(article, Span(start, start + len(words)))


def checked(statement: str, verdict: Verdict, *excerpts: Excerpt, why: str = "") -> Checked:
    return Checked(statement, verdict, excerpts, why)
