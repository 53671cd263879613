"""What people see of the corpus, its history and its sources, read from the workbench. Blocks; changes nothing.

Place in the flow: the curator calls it in a thread and hands the values to Discord.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from bot.curation import CorpusStatus, Deed, SnapshotLine, SourceLine
from ingest.corpus.errors import CorruptSnapshotError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.wiring import Workbench
    from ingest.corpus.manifest import Manifest
    from ingest.corpus.snapshot import Snapshot


def source_lines(bench: Workbench) -> list[SourceLine]:
    """Return the configured sources, each with how many of its documents could not be read."""
    trouble = Counter(letter.source for letter in bench.ledger.dead_letters())
    return [
        SourceLine(
            name=source.name,
            kind=str(source.kind),
            location=source.location,
            publisher=source.publisher,
            affiliation=source.affiliation,
            schedule=source.schedule,
            trouble=trouble[source.name],
        )
        for source in bench.sources.all()
    ]


def status_of(
    bench: Workbench, runs: int, running: str | None, upcoming: Sequence[tuple[str, dt.datetime]]
) -> CorpusStatus:
    """Return what the live snapshot holds, with the last deeds; raises `NoCorpusError`."""
    with closing(bench.store.open()) as snapshot:
        counts = snapshot.manifest.counts
        return CorpusStatus(
            snapshot=snapshot.name,
            created=snapshot.manifest.created,
            articles=int(counts.get("articles", 0)),
            passages=int(counts.get("passages", 0)),
            publishers=snapshot.publishers(),
            newest=newest_of(snapshot),
            runs=tuple(deeds_of(bench, runs)),
            running=running,
            upcoming=tuple(upcoming),
        )


def newest_of(snapshot: Snapshot) -> tuple[str, str, str] | None:
    """Return title, publisher and day of the newest dated article, or None when none is dated."""
    dated = [
        (known.published.day, known.title, known.publisher, known.published.isoformat())
        for known in snapshot.reader.known().values()
        if known.published is not None
    ]
    return max(dated)[1:] if dated else None


def deeds_of(bench: Workbench, limit: int) -> list[Deed]:
    """Return the last deeds, newest first."""
    return [Deed(deed.at, deed.who, deed.what, deed.result, deed.snapshot) for deed in bench.ledger.deeds(limit)]


def snapshot_lines(bench: Workbench) -> list[SnapshotLine]:
    """Return the kept snapshots, newest first."""
    try:
        live = bench.store.current()
    except CorruptSnapshotError:  # the list is what helps to choose another
        live = None
    return [snapshot_line(manifest, live=manifest.name == live) for manifest in bench.store.history()]


def snapshot_line(manifest: Manifest, *, live: bool) -> SnapshotLine:
    """Return a snapshot as people see it."""
    counts = manifest.counts
    articles, passages = int(counts.get("articles", 0)), int(counts.get("passages", 0))
    return SnapshotLine(manifest.name, live, manifest.created, articles, passages, manifest.parent)
