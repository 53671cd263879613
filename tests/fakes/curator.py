"""A curator that does what a test tells it: ingests step when told, calls fail with what they are given."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.curation import (
    CorpusStatus,
    Deed,
    IngestStoppedError,
    Order,
    Proposal,
    ProposedArticle,
    SnapshotLine,
    SourceLine,
    Step,
)
from ingest.corpus.errors import CorpusBusyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from bot.curation import Observer

    Waiting = Callable[[Awaitable[Any]], Awaitable[Any]]

NOON = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)
REPORT: Mapping[str, Any] = {
    "added": 3,
    "replaced": 2,
    "removed": 1,
    "gone": 1,
    "unchanged": 40,
    "failed": [{"where": "https://harbour.example/a", "reason": "answered 500 four times", "remedy": ""}],
    "articles": 45,
    "seconds": {"total": 12.5},
    "snapshot": "000003",
    "changed": True,
}


async def at_once(waiting: Awaitable[Any]) -> Any:
    return await waiting


class FakeIngestion:
    """An ingest that a test moves: `steps(...)`, then `ends(...)`, `stops()` or `fails_with(...)`."""

    def __init__(self, order: Order, observer: Observer, waiting: Waiting, *, obeys: bool) -> None:
        self.order = order
        self.cancels = 0
        self._observer = observer
        self._waiting = waiting
        self._obeys = obeys
        self._result: asyncio.Future[Mapping[str, Any]] = asyncio.get_running_loop().create_future()

    def steps(self, stage: str, done: int, total: int, detail: str = "") -> None:
        self._observer(Step(stage, done, total, detail))

    def ends(self, **changes: Any) -> None:
        self._result.set_result({**REPORT, **changes})

    def stops(self) -> None:
        self.fails_with(IngestStoppedError("stopped: the live corpus is as it was"))

    def fails_with(self, error: Exception) -> None:
        self._result.set_exception(error)

    def cancel(self) -> None:
        self.cancels += 1
        if self._obeys and not self._result.done():
            self.stops()

    @property
    def is_over(self) -> bool:
        return self._result.done()

    async def result(self) -> Mapping[str, Any]:
        outcome: Mapping[str, Any] = await self._waiting(self._result)
        return outcome


@dataclass
class FakeCurator:
    """Sources, snapshots and deeds in memory; `log` is what it was told to do, `fails_with` what it answers instead."""

    names: list[str] = field(default_factory=lambda: ["Harbour Post", "Valley Times"])
    log: list[Deed] = field(default_factory=list)
    ingestions: list[FakeIngestion] = field(default_factory=list)
    proposal: Proposal = field(default_factory=lambda: a_proposal())  # noqa: PLW0108  # it is defined further down
    looked_at: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    added: list[Proposal] = field(default_factory=list)
    files: list[tuple[str, bytes, str | None]] = field(default_factory=list)
    live: str = "000002"
    kept: list[str] = field(default_factory=lambda: ["000002", "000001"])
    obeys: bool = True
    """Whether an ingest stops as soon as it is told to."""
    waiting: Waiting = at_once
    """How to wait for a test (under simcord: as for somebody outside)."""
    _fault: Exception | None = None
    _faulty: frozenset[str] = frozenset()

    def fails_with(self, error: Exception, *methods: str) -> None:
        """Answer these methods (all, when none is named) with an error."""
        self._fault, self._faulty = error, frozenset(methods)

    @property
    def ingestion(self) -> FakeIngestion:
        """The one begun last."""
        return self.ingestions[-1]

    @property
    def noted(self) -> list[tuple[str, str]]:
        return [(deed.what, deed.result) for deed in self.log]

    async def begin(self, order: Order, observer: Observer) -> FakeIngestion:
        self._check("begin")
        if self.ingestions and not self.ingestion.is_over:
            raise CorpusBusyError("An ingest is under way already; wait for it or cancel it.")
        self.ingestions.append(FakeIngestion(order, observer, self.waiting, obeys=self.obeys))
        return self.ingestion

    def source_names(self) -> Sequence[str]:
        return self.names

    async def sources(self) -> Sequence[SourceLine]:
        self._check("sources")
        return [SourceLine(name, "feed", f"https://news.example/{i}", name) for i, name in enumerate(self.names)]

    async def look_at(self, address: str, *, publisher: str | None = None, name: str | None = None) -> Proposal:
        self._check("look_at")
        self.looked_at.append((address, publisher, name))
        return self.proposal

    async def add(self, proposal: Proposal, who: str) -> str:
        self._check("add")
        self.added.append(proposal)
        self.names.append(proposal.name)
        self._keep(who, "add", proposal.name)
        return proposal.name

    async def upload(self, filename: str, content: bytes, who: str, *, publisher: str | None = None) -> str:
        self._check("upload")
        self.files.append((filename, content, publisher))
        self.names.append(filename)
        self._keep(who, "upload", filename)
        return filename

    async def remove(self, name: str, who: str) -> str:
        self._check("remove")
        self.names.remove(name)
        self._keep(who, "remove", name)
        return f"{name} is off the list; its articles go with the next ingest."

    async def status(self) -> CorpusStatus:
        self._check("status")
        return CorpusStatus(
            self.live, NOON.isoformat(), 45, 120, {"Harbour Post": 30, "Valley Times": 15}, runs=tuple(self.log)
        )

    async def history(self, limit: int = 20) -> tuple[Sequence[SnapshotLine], Sequence[Deed]]:
        self._check("history")
        return self._snapshots(), list(reversed(self.log))[:limit]

    async def rollback(self, who: str, to: str | None = None) -> SnapshotLine:
        self._check("rollback")
        self.live = to or self.kept[self.kept.index(self.live) + 1]
        self._keep(who, "rollback", self.live)
        return next(line for line in self._snapshots() if line.live)

    async def note(self, who: str, what: str, result: str) -> None:
        self._check("note")
        self._keep(who, what, result)

    @property
    def untouched(self) -> bool:
        """True while nothing was begun or changed."""
        return (
            not self.ingestions
            and not self.added
            and not self.files
            and self.live == "000002"
            and (self.names == ["Harbour Post", "Valley Times"])
        )

    def _check(self, method: str) -> None:
        if self._fault is not None and (not self._faulty or method in self._faulty):
            raise self._fault

    def _keep(self, who: str, what: str, result: str) -> None:
        self.log.append(Deed(NOON, who, what, result))

    def _snapshots(self) -> list[SnapshotLine]:
        return [SnapshotLine(name, name == self.live, NOON.isoformat(), 45, 120) for name in self.kept]


def a_proposal(**changes: Any) -> Proposal:
    values: dict[str, Any] = {
        "name": "Coast Daily",
        "kind": "feed",
        "location": "https://coast.example/feed",
        "publisher": "Coast Daily",
        "articles": tuple(
            ProposedArticle(f"Story {n}", f"https://coast.example/{n}", "2020-02-25") for n in range(1, 6)
        ),
        "total": 30,
    }
    return Proposal(**(values | changes))
