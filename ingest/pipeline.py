"""The ingest line: sources in, a new live snapshot and a report out. Calls the parts in order; decides nothing.

Place in the flow: source -> fetched document -> article (`gather`) -> change (`changes`) -> passages -> snapshot
(`storing`). Until the last step the live corpus is as it was: whatever is raised, Ctrl-C too, drops what was built.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.changes import Decision, Stored, decide
from ingest.clock import Stopwatch, SystemClock
from ingest.corpus.errors import NoCorpusError, StorageError
from ingest.corpus.models import SourceKind
from ingest.decode import check_encoding
from ingest.gather import Gathered, Reader, gather, look
from ingest.grouping import regroup_stories
from ingest.ledger import Ledger
from ingest.recall import Stock, records_of, remember_listings, settled, stored_articles
from ingest.report import IngestCancelledError, Progress, Report
from ingest.sources.files import FileFetcher
from ingest.storing import Machinery, store_changes
from ingest.tally import report_of, without_failed
from ingest.vanished import Removal, left_behind
from ingest.visits import Memory

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ingest.clock import Clock
    from ingest.corpus.embedding import Embedder
    from ingest.corpus.models import Source
    from ingest.corpus.snapshot import Builder, SnapshotStore
    from ingest.ledger_rows import ContainerRecord
    from ingest.report import Observer
    from ingest.sources.base import Fetcher
    from ingest.split import SplitSettings

__all__ = ["LEDGER", "IngestCancelledError", "ingest", "nobody"]

LEDGER = "ledger.db"
WORKERS = 8
_DISK_REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked of one run."""

    sources: Sequence[Source]
    removed: Collection[str]
    rebuild: bool
    keep: int
    insist: Collection[str]
    workers: int

    def __str__(self) -> str:
        """Return what the ledger notes of it."""
        without = [f"without {place}" for place in self.removed]
        return ("rebuild " if self.rebuild else "") + ", ".join([*(s.location for s in self.sources), *without])


def nobody(progress: Progress) -> None:
    """Observe nothing."""


def never() -> bool:
    """Nobody cancels."""
    return False


def ingest(  # noqa: PLR0913 - everything from outside is an argument
    sources: Sequence[Source],
    *,
    store: SnapshotStore,
    embedder: Embedder,
    split_settings: SplitSettings,
    count_tokens: Callable[[str], int],
    observer: Observer = nobody,
    clock: Clock | None = None,
    keep: int = 5,
    rebuild: bool = False,
    ledger: Ledger | None = None,
    who: str = "command line",
    fetcher: Fetcher | None = None,
    removed: Collection[str] = (),
    cancelled: Callable[[], bool] = never,
    insist: Collection[str] = (),
    workers: int = WORKERS,
) -> Report:
    """Bring the corpus up to date with `sources`; with `rebuild`, split and embed everything stored anew as well.

    `removed` are locations of sources that are no longer configured: what is stored from them and belongs to none of
    `sources` goes. `keep` snapshots stay; the ledger is `ledger.db` in the store's directory unless another is given.
    `cancelled` is asked again and again until the snapshot is published; `insist` are (folded) addresses that are tried
    at once however often they failed; `workers` pages are fetched at a time.

    Raises:
        SourceSettingsError: an encoding does not exist.
        CorpusBusyError: another ingest is at it.
        SnapshotMismatchError: the live snapshot was built otherwise, and this is no rebuild.
        NoCorpusError: a rebuild without sources finds nothing stored.
        EmbedderError: the embedder failed; nothing was changed.
        StorageError: the disk refused; nothing was changed.
        IngestCancelledError: it was cancelled; nothing was changed.
    """
    for source in sources:
        if source.encoding:
            check_encoding(source.encoding)
    time, ledger = clock or SystemClock(), ledger or Ledger(store.data_dir / LEDGER)
    watch, started = Stopwatch(time), time.now()
    tools = Machinery(embedder, split_settings, count_tokens, observer, watch, _checking(cancelled))
    order = _Order(sources, removed, rebuild, keep, insist, workers)
    try:
        with _disk_faults(store):
            report = _run(order, store, tools, ledger, fetcher or FileFetcher(), started)
    except IngestCancelledError:
        _record(ledger, started, watch, who, str(order), "cancelled", None, {})
        raise
    except BaseException as error:
        _record(ledger, started, watch, who, str(order), f"failed: {str(error) or type(error).__name__}", None, {})
        raise
    _record(
        ledger,
        started,
        watch,
        who,
        str(order),
        "published" if report.published else "unchanged",
        report.snapshot,
        report.as_json(),
    )
    return report


def _checking(cancelled: Callable[[], bool]) -> Callable[[], None]:
    def check() -> None:
        if cancelled():
            raise IngestCancelledError

    return check


def _record(
    ledger: Ledger,
    started: dt.datetime,
    watch: Stopwatch,
    who: str,
    what: str,
    result: str,
    snapshot: str | None,
    report: Mapping[str, Any],
) -> None:
    seconds = watch.seconds()["total"]
    ledger.record_run(
        started=started, seconds=seconds, who=who, what=what.strip(), result=result, snapshot=snapshot, report=report
    )


@contextmanager
def _disk_faults(store: SnapshotStore) -> Iterator[None]:
    """A full or read-only disk met outside the store's own files is the same fault."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK_REFUSED:
            raise
        raise StorageError(
            f"The disk refused to write for {store.data_dir} ({error.strerror}); make room and ingest again: the"
            " corpus is as it was."
        ) from error


def _run(
    order: _Order, store: SnapshotStore, tools: Machinery, ledger: Ledger, fetcher: Fetcher, started: dt.datetime
) -> Report:
    watch, rebuild = tools.watch, order.rebuild
    reader = Reader(fetcher, tools.observer, watch, tools.check, order.workers)
    with watch.stage("store"):
        builder = store.begin(asdict(tools.embedder.fingerprint), tools.split_settings.fingerprint(), fresh=rebuild)
    with builder:
        with watch.stage("decide"):
            stored = stored_articles(builder, rebuild=rebuild)
            recorded, listings = ledger.containers(), ledger.listings()
            stock = Stock(stored, builder)
            memory = Memory(recorded, stock.bears_out, started, order.removed, order.insist)
        with watch.stage("look"):
            looked = look(order.sources, reader, listings, memory)
        found = gather(looked, reader=reader, memory=memory, stored=stock.containers, today=started.date())
        _leave_behind(found, stock, recorded, order)
        tools.check()
        tools.observer(Progress("decide", 0, 1))
        with watch.stage("decide"):
            decision = decide(stored, found.reading, _text_in(builder))
        report = _applied(builder, decision, found, tools, stored, started, rebuild=rebuild)
    report = _after(report, store, order.keep)
    _remember(ledger, found, decision, recorded, started)
    trouble = ledger.take_trouble()
    report = replace(report, warnings=(*report.warnings, *([trouble] if trouble else ())))
    return replace(report, seconds=watch.seconds())


def _text_in(builder: Builder) -> Callable[[str], str | None]:
    def text_of(id_: str) -> str | None:
        article = builder.article(id_)
        return article.text if article else None

    return text_of


def _leave_behind(found: Gathered, stock: Stock, recorded: Mapping[str, ContainerRecord], order: _Order) -> None:
    """Add the containers of removed sources to those that are gone, but for what another source still gives."""
    kept = [_place(source) for source in order.sources]
    removal = Removal(order.removed, kept, {c: record.place for c, record in recorded.items() if record.place})
    gone, warnings = left_behind(stock.containers, removal)
    found.warnings += warnings
    found.reading = replace(found.reading, gone=found.reading.gone | (gone - found.asked.keys()))


def _place(source: Source) -> str:
    if source.kind is not SourceKind.FILES:
        return source.location
    return os.path.abspath(Path(source.location).expanduser())  # noqa: PTH100 - as surveyed


def _remember(
    ledger: Ledger,
    found: Gathered,
    decision: Decision,
    recorded: Mapping[str, ContainerRecord],
    started: dt.datetime,
) -> None:
    forget = found.reading.gone | settled(found, recorded)
    ledger.remember(records_of(found, decision, recorded, started), forget)
    remember_listings(ledger, found, started)


def _applied(
    builder: Builder,
    decision: Decision,
    found: Gathered,
    tools: Machinery,
    stored: Mapping[str, Stored],
    started: dt.datetime,
    *,
    rebuild: bool,
) -> Report:
    """Store what was decided and publish, or leave all as it is when nothing is to be written."""
    report = report_of(decision, found, stored)
    if not decision.writes and not rebuild:
        return report
    if rebuild and not stored and not decision.writes:
        raise NoCorpusError(
            "There is nothing stored that could be rebuilt; ingest something first with `nayrab ingest PATH`."
        )
    outcome = store_changes(builder, decision, tools, started.date(), rebuild=rebuild)
    with tools.watch.stage("stories"):
        stories = regroup_stories(builder, outcome.put, outcome.removed, tools)
    report = replace(without_failed(report, outcome), stories=stories, published=True)
    tools.check()
    tools.observer(Progress("store", 0, 1, "writing the indexes and verifying them"))
    with tools.watch.stage("store"):
        builder.finish({**report.as_json(), "seconds": tools.watch.seconds(), "snapshot": builder.name})
        tools.observer(Progress("store", 1, 1))
        tools.check()
        tools.observer(Progress("publish", 0, 1))
        builder.publish()
    tools.observer(Progress("publish", 1, 1))
    return report


def _after(report: Report, store: SnapshotStore, keep: int) -> Report:
    """Prune, and tell what the live snapshot holds now."""
    name = store.current()
    if report.published:
        store.prune(keep)
    elif name:
        store.open().close()  # nothing was written: refuse to call a damaged snapshot up to date
    live = next((manifest for manifest in store.history() if manifest.name == name), None)
    counts = live.counts if live else {}
    return replace(
        report, snapshot=name, articles=int(counts.get("articles", 0)), passages=int(counts.get("passages", 0))
    )
