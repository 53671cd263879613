"""A workbench without models or disk: tells the command line what a test wants it to hear, and notes what was asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bot.answering.models import (
    Account,
    Answer,
    CitedSource,
    Claim,
    Disagreement,
    Evidence,
    Quote,
    Reason,
    Refused,
    ScorePart,
    Searched,
    Timings,
)
from bot.answering.pipeline import SearchResult
from ingest.corpus.errors import NoCorpusError
from ingest.corpus.models import Article, Precision, PublicationDate, Source, Span
from ingest.ledger import Ledger
from ingest.report import Report
from ingest.sources.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answering.models import Outcome, Question
    from bot.settings import Settings
    from ingest.corpus.models import Limits, SourceKind
    from ingest.sources.base import Failure
    from ingest.sources.discover import Discovery

TEXT = "Al-Nayrab lies where the M4 meets the M5. It changed hands twice in February 2020."
ARTICLE = Article(
    id="nayrab",
    title="The town at the junction",
    text=TEXT,
    publisher="The Idlib Courier",
    origin="/news/nayrab.md",
    url="https://news.example/nayrab",
    published=PublicationDate(dt.date(2020, 2, 25)),
)
UNDATED = Article(
    id="old", title="An old leaflet", text="Nothing here.", publisher="Unknown hand", origin="/news/old.txt"
)
MONTHLY = Article(
    id="monthly",
    title="Review",
    text="A review.",
    publisher="The Review",
    origin="/news/review.md",
    published=PublicationDate(dt.date(2020, 3, 1), Precision.MONTH),
)
FIRST = Span(0, 41)


def an_answer(question: str = "why does nayrab matter?", **changes: Any) -> Answer:
    """Return an answer from one source."""
    values: dict[str, Any] = {
        "question": question,
        "text": "Al-Nayrab lies where the M4 meets the M5. [1]",
        "claims": (Claim("Al-Nayrab lies where the M4 meets the M5.", (1,)),),
        "sources": (CitedSource(1, ARTICLE, (Quote(FIRST.of(TEXT), FIRST),)),),
        "as_of": dt.date(2020, 2, 25),
        "model": "extractive",
        "timings": Timings(1.0, 2.0, 3.0, 6.0),
    }
    return Answer(**(values | changes))


def a_disputed_answer() -> Answer:
    """Return an answer whose sources differ."""
    dispute = Disagreement("how many fled", (Account("hundreds fled", (1,)), Account("thousands fled", (2,))))
    return an_answer(disagreements=(dispute,), notes=("One source is undated.",))


def a_refusal(question: str = "who won the cup?") -> Refused:
    """Return a refusal with one article that comes near."""
    return Refused(
        question=question,
        reason=Reason.NO_EVIDENCE,
        text="The articles do not say. I searched 3 articles by 2 publishers.",
        searched=Searched(3, ("The Idlib Courier", "Unknown hand"), dt.date(2020, 2, 25), dt.date(2020, 2, 25), 1),
        model="extractive",
        nearest=(ARTICLE,),
    )


def some_evidence() -> Evidence:
    """Return one retrieved passage."""
    return Evidence(
        ARTICLE,
        FIRST,
        FIRST.of(TEXT),
        (FIRST,),
        0.75,
        12,
        (ScorePart("cosine", 0.5, 1.0), ScorePart("words", 0.5, 0.5)),
    )


@dataclass
class FakeAnswerer:
    """Answers with the given outcome (or raises it) and notes the questions."""

    outcome: Outcome | BaseException = field(default_factory=an_answer)
    found: tuple[Evidence, ...] = field(default_factory=lambda: (some_evidence(),))
    asked: list[Question] = field(default_factory=list)
    limits: list[tuple[int, int | None]] = field(default_factory=list)

    def answer(self, question: Question) -> Outcome:
        self.asked.append(question)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome

    def search(
        self, question: Question, *, limit: int = 10, tokens: int | None = None, cut: bool = False
    ) -> SearchResult:
        self.asked.append(question)
        self.limits.append((limit, tokens))
        return SearchResult(self.found, Timings(1.0, 2.0, 0.0, 3.0))


class FakeStore:
    """Snapshots that are only names."""

    def __init__(self) -> None:
        self.rolled_back_to: list[str | None] = []
        self.problems: tuple[str, ...] = ()

    def open(self) -> SimpleNamespace:
        """Return a snapshot that holds nothing."""
        return SimpleNamespace(reader=SimpleNamespace(known=dict), close=lambda: None)

    def rollback(self, to: str | None) -> SimpleNamespace:
        self.rolled_back_to.append(to)
        return SimpleNamespace(name=to or "000001", created="2020-03-01T10:00:00+00:00")


@dataclass
class FakeWorkbench:
    """Stands in for `bot.wiring.Workbench`."""

    settings: Settings
    corpus_exists: bool = True
    answers: FakeAnswerer = field(default_factory=FakeAnswerer)
    ingested: list[tuple[list[Source], bool]] = field(default_factory=list)
    store: FakeStore = field(default_factory=FakeStore)
    removed: list[str] = field(default_factory=list)
    who: list[str] = field(default_factory=list)
    insisted: list[str] = field(default_factory=list)
    stopping: Callable[[], bool] = lambda: False
    found: Discovery | Failure | None = None
    looked_at: list[str] = field(default_factory=list)
    during_ingest: Callable[[Callable[[Any], None]], None] | None = None
    report: Report = field(default_factory=lambda: Report(added=("nayrab",), articles=1, passages=1, embedded=1))

    def has_corpus(self) -> bool:
        return self.corpus_exists

    def load_ahead(self) -> None:
        """Nothing to load."""

    def answerer(self, model: str | None = None) -> FakeAnswerer:
        return self.answers

    def known_publishers(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(name.title() for name in names)

    def starter_sources(self) -> list[Source]:
        return [Source("starter/one", "/starter/one.md")]

    def discover(
        self, address: str, *, kind: SourceKind | None = None, limits: Limits | None = None
    ) -> Discovery | Failure:
        self.looked_at.append(address)
        assert self.found is not None
        return self.found

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.settings.data_dir / "ledger.db")

    @property
    def sources(self) -> Registry:
        return Registry(self.settings.data_dir)

    def ingest(
        self,
        sources: Sequence[Source],
        *,
        observer: Callable[[Any], None],
        rebuild: bool = False,
        removed: Sequence[str] = (),
        who: str = "command line",
        cancelled: Callable[[], bool] = lambda: False,
        insist: Sequence[str] = (),
    ) -> Report:
        self.removed += removed
        self.who.append(who)
        self.insisted += insist
        self.stopping = cancelled
        if self.during_ingest:
            self.during_ingest(observer)
        self.ingested.append((list(sources), rebuild))
        return self.report

    def status(self) -> dict[str, Any]:
        if not self.corpus_exists:
            raise NoCorpusError("There is no corpus yet; make one with `nayrab ingest PATH`.")
        return {"snapshot": "000002", "articles": 3, "publishers": {"The Idlib Courier": 2}, "mismatch": None}

    def history(self) -> list[dict[str, Any]]:
        return [{"name": "000002", "live": True, "articles": 3}] if self.corpus_exists else []

    def export(self, write: Callable[[str], object]) -> int:
        write('{"id": "nayrab"}\n')
        return 1
