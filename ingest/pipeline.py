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

from ingest.changes import Added, Decision, Duplicate, Removed, Replaced, Stored, Unchanged, decide
from ingest.clock import Stopwatch, SystemClock
from ingest.corpus.errors import NoCorpusError, StorageError
from ingest.decode import check_encoding
from ingest.gather import Gathered, gather, look
from ingest.ledger import Ledger
from ingest.recall import is_current, records_of, stored_articles
from ingest.report import Progress, Report
from ingest.sources.files import FileFetcher
from ingest.storing import Machinery, Outcome, store_changes
from ingest.vanished import left_behind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ingest.changes import Reading
    from ingest.clock import Clock
    from ingest.corpus.embedding import Embedder
    from ingest.corpus.models import Source
    from ingest.corpus.snapshot import Builder, SnapshotStore
    from ingest.report import Observer
    from ingest.sources.base import Fetcher
    from ingest.split import SplitSettings

LEDGER = "ledger.db"
_DISK_REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked of one run."""

    sources: Sequence[Source]
    removed: Collection[str]
    rebuild: bool
    keep: int

    def __str__(self) -> str:
        """Return what the ledger notes of it."""
        without = [f"without {place}" for place in self.removed]
        return ("rebuild " if self.rebuild else "") + ", ".join([*(s.location for s in self.sources), *without])


def nobody(progress: Progress) -> None:
    """Observe nothing."""


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
) -> Report:
    """Bring the corpus up to date with `sources`; with `rebuild`, split and embed everything stored anew as well.

    `removed` are locations of sources that are no longer configured: what is stored from them and belongs to none of
    `sources` goes. `keep` snapshots stay; the ledger is `ledger.db` in the store's directory unless another is given.

    Raises:
        SourceSettingsError: an encoding does not exist.
        CorpusBusyError: another ingest is at it.
        SnapshotMismatchError: the live snapshot was built otherwise, and this is no rebuild.
        NoCorpusError: a rebuild without sources finds nothing stored.
        EmbedderError: the embedder failed; nothing was changed.
        StorageError: the disk refused; nothing was changed.
    """
    for source in sources:
        if source.encoding:
            check_encoding(source.encoding)
    time, ledger = clock or SystemClock(), ledger or Ledger(store.data_dir / LEDGER)
    watch, started = Stopwatch(time), time.now()
    tools = Machinery(embedder, split_settings, count_tokens, observer, watch)
    order = _Order(sources, removed, rebuild, keep)
    try:
        with _disk_faults(store):
            report = _run(order, store, tools, ledger, fetcher or FileFetcher(), started)
    except BaseException as error:
        _record(ledger, started, watch, who, str(order), f"failed: {error or type(error).__name__}", None, {})
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
    with watch.stage("store"):
        builder = store.begin(asdict(tools.embedder.fingerprint), tools.split_settings.fingerprint(), fresh=rebuild)
    with builder:
        with watch.stage("read"):
            surveys = look(order.sources, fetcher)
            stored = stored_articles(builder, rebuild=rebuild)
            recorded = ledger.containers()
        found = gather(
            surveys,
            fetcher=fetcher,
            stored={held.container for held in stored.values()},
            recorded=recorded,
            is_current=lambda record: is_current(record, stored, builder),
            today=started.date(),
            observer=tools.observer,
            watch=watch,
        )
        found.reading = _without_removed(found.reading, stored, order)
        with watch.stage("decide"):
            decision = decide(stored, found.reading)
        report = _applied(builder, decision, found, tools, stored, rebuild=rebuild)
    report = _after(report, store, order.keep)
    ledger.remember(records_of(found, decision, recorded, started), found.reading.gone)
    trouble = ledger.take_trouble()
    report = replace(report, warnings=(*report.warnings, *([trouble] if trouble else ())))
    return replace(report, seconds=watch.seconds())


def _without_removed(reading: Reading, stored: Mapping[str, Stored], order: _Order) -> Reading:
    """Add the containers of removed sources to those that are gone."""
    places = [os.path.abspath(Path(source.location).expanduser()) for source in order.sources]  # noqa: PTH100 - as surveyed
    held = {each.container for each in stored.values()} | {c.container for s in stored.values() for c in s.copies}
    return replace(reading, gone=reading.gone | left_behind(held, order.removed, places))


def _applied(
    builder: Builder,
    decision: Decision,
    found: Gathered,
    tools: Machinery,
    stored: Mapping[str, Stored],
    *,
    rebuild: bool,
) -> Report:
    """Store what was decided and publish, or leave all as it is when nothing is to be written."""
    report = report_of(decision, found)
    if not decision.writes and not rebuild:
        return report
    if rebuild and not stored and not decision.writes:
        raise NoCorpusError(
            "There is nothing stored that could be rebuilt; ingest something first with `nayrab ingest PATH`."
        )
    report = without_failed(report, store_changes(builder, decision, tools, rebuild=rebuild))
    tools.observer(Progress("store", 0, 1, "writing the indexes and verifying them"))
    report = replace(report, published=True)
    with tools.watch.stage("store"):
        builder.finish({**report.as_json(), "seconds": tools.watch.seconds(), "snapshot": builder.name})
        builder.publish()
    tools.observer(Progress("store", 1, 1))
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


def report_of(decision: Decision, found: Gathered) -> Report:
    """Return the counts of a decision, with what was left alone because it reads as last time."""
    changes = decision.changes
    items = [item for record in found.same for item in record.items]
    return Report(
        added=tuple(c.article.id for c in changes if isinstance(c, Added)),
        replaced=tuple(c.article.id for c in changes if isinstance(c, Replaced)),
        removed=tuple(c.id for c in changes if isinstance(c, Removed)),
        unchanged=sum(isinstance(c, Unchanged) for c in changes) + sum(item.of is None for item in items),
        duplicate=sum(isinstance(c, Duplicate) for c in changes) + sum(item.of is not None for item in items),
        failed=tuple(found.failures),
        warnings=(*found.warnings, *decision.warnings),
        skipped=tuple(found.skipped),
    )


def without_failed(report: Report, outcome: Outcome) -> Report:
    """Return the report with what was found out while storing."""
    failed = outcome.failures
    return replace(
        report,
        added=tuple(id_ for id_ in report.added if id_ not in failed),
        replaced=tuple(id_ for id_ in report.replaced if id_ not in failed),
        failed=(*report.failed, *failed.values()),
        embedded=outcome.embedded,
    )
