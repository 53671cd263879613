"""The curator for the bot: `bot.curation.Curator` over the workbench, every change written to the audit log.

Place in the flow: the corpus cog and the schedules call it on the event loop; whatever blocks runs in a thread, and
ingests run in processes of their own (`bot.service`).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import TYPE_CHECKING, TypeVar

from bot.curation import Deed, IngestStoppedError
from bot.wiring import proposals, uploads
from bot.wiring.overview import deeds_of, snapshot_line, snapshot_lines, source_lines, status_of
from ingest.corpus.errors import NayrabError
from ingest.corpus.models import Source, SourceKind, WhenGone

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.curation import CorpusStatus, Observer, Order, Proposal, SnapshotLine, SourceLine
    from bot.schedule import Schedules
    from bot.service import IngestService, RunningIngest
    from bot.wiring import Workbench
    from bot.wiring.freshness import Freshness

_log = logging.getLogger(__name__)

T = TypeVar("T")

_SHOWN_RUNS = 5


class NoSuchSourceError(NayrabError):
    """There is no configured source of this name."""


class WorkbenchCurator:
    """Does what admins ask for. `schedules` is set once they run; `now` gives aware times in UTC."""

    def __init__(
        self,
        bench: Workbench,
        service: IngestService,
        freshness: Freshness,
        *,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._bench = bench
        self._service = service
        self._freshness = freshness
        self._now = now
        self._uploads = bench.settings.data_dir / uploads.FOLDER
        self._changing = asyncio.Lock()
        self._followed: set[asyncio.Task[None]] = set()
        self.schedules: Schedules | None = None

    async def begin(self, order: Order, observer: Observer) -> RunningIngest:
        """Start an ingest; see `Curator.begin`."""
        began = self._now()
        self._service.require_idle()
        await asyncio.to_thread(self._check, order)
        ingestion = await self._service.begin(order, observer)
        task = asyncio.create_task(self._follow(order, ingestion, began))
        self._followed.add(task)
        task.add_done_callback(self._followed.discard)
        return ingestion

    async def close(self) -> None:
        """Wait until all that has ended is written down."""
        await asyncio.gather(*self._followed, return_exceptions=True)

    def _check(self, order: Order) -> None:
        """Refuse at once what a worker would refuse after seconds of starting, and would note down each time."""
        names = [source.name for source in self._bench.sources.all()]
        for name in order.sources:
            if name not in names:
                raise NoSuchSourceError(f"There is no source {name}; list them and choose one of those.")
        if not names and not order.rebuild and not self._bench.sources.removed():
            raise NoSuchSourceError("There is no source yet, so there is nothing to read; add one first.")
        with self._bench.store.lock():  # a shell may be ingesting
            pass

    async def _follow(self, order: Order, ingestion: RunningIngest, began: dt.datetime) -> None:
        """Let readers see what was published; note an end that the worker could not write down itself."""
        try:
            report = await ingestion.result()
        except NayrabError as error:
            if not await asyncio.to_thread(self._is_noted, order.who, began):
                stopped = isinstance(error, IngestStoppedError)
                what = f"ingest {', '.join(order.sources) or 'all sources'}"
                await self.note(order.who, what, "stopped" if stopped else f"failed: {error}")
        else:
            if report.get("changed"):
                await self._freshness.switch()

    def _is_noted(self, who: str, began: dt.datetime) -> bool:
        return any(run.who == who and run.started >= began for run in self._bench.ledger.runs(3))

    def source_names(self) -> Sequence[str]:
        """Return the names of the configured sources."""
        try:
            return [source.name for source in self._bench.sources.all()]
        except NayrabError as error:
            _log.warning("the sources cannot be read: %s", error)
            return []

    async def sources(self) -> Sequence[SourceLine]:
        """Return the configured sources."""
        return await asyncio.to_thread(source_lines, self._bench)

    async def look_at(self, address: str, *, publisher: str | None = None, name: str | None = None) -> Proposal:
        """Find out what an address is; only the web is looked at, never this machine's files."""
        return await asyncio.to_thread(proposals.propose, self._bench, address, publisher, name)

    async def add(self, proposal: Proposal, who: str) -> str:
        """Add what was proposed."""
        proposals.require_web(proposal.location)
        source = Source(
            name=proposal.name,
            location=proposal.location,
            publisher=proposal.publisher,
            affiliation=proposal.affiliation,
            language=proposal.language,
            kind=SourceKind(proposal.kind),
            schedule=proposal.schedule,
            when_gone=WhenGone(self._bench.settings.corpus.when_gone),
        )
        where = f"add {source.name} ({source.location})"
        await self._done(who, where, lambda: self._bench.sources.add(source), lambda _: "added")
        return source.name

    async def upload(self, filename: str, content: bytes, who: str, *, publisher: str | None = None) -> str:
        """Keep a file as a source named after it; one of the same name takes the former one's place."""

        def keep() -> str:
            name = uploads.safe_name(filename)
            uploads.check_size(filename, len(content), self._bench.settings.service.upload_bytes)
            place = uploads.keep(self._uploads, name, content)
            return self._upload_source(uploads.PREFIX + name, str(place), publisher)

        shown = " ".join(filename.split())[:100]
        return await self._done(who, f"upload {shown} ({len(content):,} bytes)", keep, lambda name: f"added {name}")

    def _upload_source(self, name: str, place: str, publisher: str | None) -> str:
        registry = self._bench.sources
        former = next((source for source in registry.all() if source.name == name), None)
        if former is not None and former.publisher != (publisher or former.publisher):
            registry.remove(name)
            former = None
        if former is None:
            registry.add(Source(name=name, location=place, publisher=publisher))
        return name

    async def remove(self, name: str, who: str) -> str:
        """Take a source off the list; an uploaded file goes from the disk as well."""

        def take_off() -> None:
            source = next((each for each in self._bench.sources.all() if each.name == name), None)
            self._bench.sources.remove(name)
            if source is not None and source.kind is SourceKind.FILES:
                uploads.discard(self._uploads, source.location)

        await self._done(who, f"remove {name}", take_off, lambda _: "removed")
        return f"{name} is off the list; its articles go when sources are read again."

    async def status(self) -> CorpusStatus:
        """Return what the live corpus holds."""
        upcoming = self.schedules.upcoming() if self.schedules else ()
        running = self._service.running
        return await asyncio.to_thread(status_of, self._bench, _SHOWN_RUNS, running, upcoming)

    async def history(self, limit: int = 20) -> tuple[Sequence[SnapshotLine], Sequence[Deed]]:
        """Return the kept snapshots and the last deeds."""
        return await asyncio.to_thread(lambda: (snapshot_lines(self._bench), deeds_of(self._bench, limit)))

    async def rollback(self, who: str, to: str | None = None) -> SnapshotLine:
        """Make another snapshot live, here at once."""

        def go_back() -> SnapshotLine:
            return snapshot_line(self._bench.store.rollback(to), live=True)

        what = f"rollback to {to}" if to else "rollback"
        line = await self._done(who, what, go_back, lambda line: f"{line.name} is live", lambda line: line.name)
        await self._freshness.switch()
        return line

    async def note(self, who: str, what: str, result: str, snapshot: str | None = None) -> None:
        """Write to the audit log; one that cannot be written is told to the log of the program."""
        await asyncio.to_thread(self._note, who, what, result, snapshot)

    def _note(self, who: str, what: str, result: str, snapshot: str | None) -> None:
        ledger = self._bench.ledger
        ledger.note(at=self._now(), who=who, what=what, result=result, snapshot=snapshot)
        if trouble := ledger.take_trouble():
            _log.error("not in the audit log: %s, %s: %s (%s)", who, what, result, trouble)

    async def _done(
        self,
        who: str,
        what: str,
        act: Callable[[], T],
        told: Callable[[T], str],
        snapshot: Callable[[T], str | None] = lambda _: None,
    ) -> T:
        """Do something that blocks, one such thing at a time, and write down what came of it."""
        async with self._changing:
            try:
                outcome = await asyncio.to_thread(act)
            except NayrabError as error:
                await self.note(who, what, f"failed: {error}")
                raise
        await self.note(who, what, told(outcome), snapshot(outcome))
        return outcome
