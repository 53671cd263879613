"""A fake answerer with verbs, and small articles to answer from."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

from bot.answering.models import (
    Answer,
    CitedSource,
    Claim,
    Outcome,
    Question,
    Quote,
    Reason,
    Refused,
    Searched,
)
from ingest.corpus.models import Article, PublicationDate, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering.models import DraftClaim
    from bot.answering.writers import Progress

SEARCHED = Searched(2, ("Harbour Post", "Valley Times"), dt.date(2020, 2, 1), dt.date(2020, 3, 5))


def an_article(
    text: str = "The town lies where the two roads meet.",
    *,
    title: str = "Rebels retake the town",
    publisher: str = "Harbour Post",
    url: str | None = "https://news.example/retaken",
    published: PublicationDate | None = PublicationDate(dt.date(2020, 2, 25)),  # noqa: B008  # frozen
) -> Article:
    return Article("a1", title, text, publisher, "folder/a1.txt", url, published)


def cited(n: int, article: Article, *quotes: str) -> CitedSource:
    """A source with these quotes of its text (the whole text when none is given)."""
    shown = quotes or (article.text,)
    spans = [Span(article.text.index(q), article.text.index(q) + len(q)) for q in shown]
    return CitedSource(n, article, tuple(Quote(s.of(article.text), s) for s in spans))


def an_answer(text: str = "The town lies where the two roads meet [1].", *sources: CitedSource) -> Answer:
    shown = sources or (cited(1, an_article()),)
    numbers = tuple(source.n for source in shown)
    return Answer("?", text, (Claim(text, numbers),), shown, dt.date(2020, 2, 25), "fake")


def a_refusal(text: str = "The articles do not say.", reason: Reason = Reason.NO_EVIDENCE) -> Refused:
    return Refused("?", reason, text, SEARCHED, "fake")


class FakeAnswerer:
    """Answers as it was told: `answers(...)`, `refuses(...)`, `fails(...)`, `takes(...)`; `asked` is what it got."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.threads: list[str] = []
        self._make: Callable[[], Outcome] = an_answer
        self._seconds = 0.0
        self._claims: tuple[DraftClaim, ...] = ()
        self._never = threading.Event()

    def answers(self, text: str = "The town lies where the two roads meet [1].", *sources: CitedSource) -> FakeAnswerer:
        return self.gives(an_answer(text, *sources))

    def refuses(self, text: str = "The articles do not say.", reason: Reason = Reason.NO_EVIDENCE) -> FakeAnswerer:
        return self.gives(a_refusal(text, reason))

    def gives(self, outcome: Outcome) -> FakeAnswerer:
        self._make = lambda: outcome
        return self

    def fails(self, error: Exception) -> FakeAnswerer:
        def fail() -> Outcome:
            raise error

        self._make = fail
        return self

    def takes(self, seconds: float) -> FakeAnswerer:
        """Block the calling thread for this long before answering."""
        self._seconds = seconds
        return self

    def tells(self, *claims: DraftClaim) -> FakeAnswerer:
        """Report these claims, one after the other, before answering."""
        self._claims = claims
        return self

    def answer(self, question: Question, progress: Progress | None = None) -> Outcome:
        self.asked.append(question)
        self.threads.append(threading.current_thread().name)
        if progress:
            for claim in self._claims:
                progress(claim)
        if self._seconds:
            self._never.wait(self._seconds)
        outcome = self._make()
        kind = type(outcome)
        return kind(
            **{name: getattr(outcome, name) for name in outcome.__dataclass_fields__} | {"question": question.text}
        )

    @property
    def last(self) -> Question:
        return self.asked[-1]
