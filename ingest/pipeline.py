"""The ingest line: sources in, a new live snapshot and a report out. Calls the parts in order; decides nothing.

Place in the flow: source -> fetched document -> article (`gather`) -> change (`changes`) -> passages -> snapshot
(`storing`). Until the last step the live corpus is as it was: whatever is raised, Ctrl-C too, drops what was built.
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import asdict, replace
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

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.clock import Clock
    from ingest.corpus.embedding import Embedder
    from ingest.corpus.models import Source
    from ingest.corpus.snapshot import Builder, SnapshotStore
    from ingest.report import Observer
    from ingest.sources.base import Fetcher
    from ingest.split import SplitSettings

LEDGER = "ledger.db"
_DISK_REFUSED = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


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
) -> Report:
    """Bring the corpus up to date with `sources`; with `rebuild`, split and embed everything stored anew as well.

    `keep` snapshots stay; the ledger is `ledger.db` in the store's directory unless another is given.

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
    what = ("rebuild " if rebuild else "") + ", ".join(source.location for source in sources)
    try:
        with _disk_faults(store):
            report = _run(sources, store, tools, ledger, fetcher or FileFetcher(), started, rebuild=rebuild, keep=keep)
    except BaseException as error:
        _record(ledger, started, watch, who, what, f"failed: {error or type(error).__name__}", None, {})
        raise
    _record(
        ledger,
        started,
        watch,
        who,
        what,
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
    sources: Sequence[Source],
    store: SnapshotStore,
    tools: Machinery,
    ledger: Ledger,
    fetcher: Fetcher,
    started: dt.datetime,
    *,
    rebuild: bool,
    keep: int,
) -> Report:
    watch = tools.watch
    with watch.stage("store"):
        builder = store.begin(asdict(tools.embedder.fingerprint), tools.split_settings.fingerprint(), fresh=rebuild)
    with builder:
        with watch.stage("read"):
            surveys = look(sources, fetcher)
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
        with watch.stage("decide"):
            decision = decide(stored, found.reading)
        report = _applied(builder, decision, found, tools, stored, rebuild=rebuild)
    report = _after(report, store, keep)
    ledger.remember(records_of(found, decision, recorded, started), found.reading.gone)
    trouble = ledger.take_trouble()
    report = replace(report, warnings=(*report.warnings, *([trouble] if trouble else ())))
    return replace(report, seconds=watch.seconds())


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
    if report.published:
        store.prune(keep)
    name = store.current()
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
