"""What `nayrab corpus` tells of snapshots, revisions and the audit log, as records: the same for JSON and for people.

Place in the flow: the commands in `corpus` hand in the store, a snapshot or the ledger and print what comes back.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.comparing import compare
from bot.export import date_text
from ingest.corpus.errors import CorpusError, NoCorpusError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from bot.comparing import Line
    from ingest.corpus.models import Article, Revision
    from ingest.corpus.reading import Known
    from ingest.corpus.snapshot import Snapshot, SnapshotStore
    from ingest.ledger import Ledger
    from ingest.ledger_rows import DeedRecord, RunRecord

    Record = dict[str, Any]

RUNS = 3


def standing(snapshot: Snapshot, ledger: Ledger) -> Record:
    """Return what `corpus status` adds: the newest article, shared stories, articles whose page is gone, last runs."""
    known = snapshot.reader.known()
    dated = [(article.published.day, id_) for id_, article in known.items() if article.published]
    newest = max(dated)[1] if dated else None
    return {
        "newest": _listed(newest, known[newest]) if newest else None,
        "shared_stories": _shared_stories(known.values()),
        "gone": sum(article.gone is not None for article in known.values()),
        "runs": [_line(run.started, run) for run in ledger.runs(RUNS)],
    }


def deeds(ledger: Ledger, limit: int) -> list[Record]:
    """Return the audit log, newest first: at (ISO 8601, UTC), who, what, result, snapshot."""
    return [_line(deed.at, deed) for deed in ledger.deeds(limit)]


def changes(store: SnapshotStore) -> Record:
    """Return which articles the live snapshot added, replaced and removed against the one it was made from.

    `parent` is None for a first snapshot, `comparable` False when the parent is no longer kept.
    """
    with closing(store.open()) as snapshot:
        known, parent = snapshot.reader.known(), snapshot.manifest.parent
        record: Record = {"snapshot": snapshot.name, "parent": parent, "comparable": False}
        record |= {"added": [], "replaced": [], "removed": []}
        if parent:
            record |= _against(store, parent, snapshot.name, known)
        record["revised"] = [
            {**_listed(id_, known[id_]), "revisions": number} for id_, number in snapshot.revised() if id_ in known
        ]
        record["gone"] = [
            {**_listed(id_, article), "since": article.gone.isoformat()}
            for id_, article in sorted(known.items())
            if article.gone
        ]
    return record


def revision(snapshot: Snapshot, wanted: str) -> Record:
    """Return how an article (by id, the only id that begins so, or address) differs from its newest former revision.

    `fields` maps what changed beside the text to (before, now); `lines` are the changed paragraphs as pieces. Both and
    `older` are empty for an article that was never replaced.

    Raises:
        CorpusError: there is no such article.
    """
    article = snapshot.article(wanted) or _named_otherwise(snapshot, wanted)
    if article is None:
        raise CorpusError(
            f"There is no article {wanted!r} in the corpus; `nayrab corpus diff` lists those that changed."
        )
    former = snapshot.revisions(article.id)
    record = {"article": _described(article), "revisions": [_dated(one) for one in former], "older": None}
    if not former:
        return {**record, "fields": {}, "lines": []}
    older = former[0].article
    return {
        **record,
        "older": {**_described(older), **_dated(former[0])},
        "fields": _fields(older, article),
        "lines": [_pieces(line) for line in compare(older.text, article.text)],
    }


def _named_otherwise(snapshot: Snapshot, wanted: str) -> Article | None:
    known = snapshot.reader.known()
    named = [id_ for id_, article in known.items() if wanted in (article.url, article.origin)]
    begun = [id_ for id_ in known if id_.startswith(wanted)] if wanted else []
    found = named or (begun if len(begun) == 1 else [])
    return snapshot.article(found[0]) if found else None


def _against(store: SnapshotStore, parent: str, name: str, known: Mapping[str, Known]) -> Record:
    try:
        with closing(store.open(parent)) as before:
            former = before.reader.known()
        found = store.difference(parent, name)
    except NoCorpusError:  # pruned
        return {}
    return {
        "comparable": True,
        "added": [_listed(id_, known[id_]) for id_ in found.added],
        "replaced": [_listed(id_, known[id_]) for id_ in found.replaced],
        "removed": [_listed(id_, former[id_]) for id_ in found.removed],
    }


def _shared_stories(known: Iterable[Known]) -> int:
    """How many stories several publishers printed."""
    publishers: defaultdict[str, set[str]] = defaultdict(set)
    for article in known:
        if article.story:
            publishers[article.story].add(article.publisher)
    return sum(len(names) > 1 for names in publishers.values())


def _listed(id_: str, article: Known) -> Record:
    return {
        "id": id_,
        "title": article.title,
        "publisher": article.publisher,
        "published": date_text(article.published) or None,
    }


def _described(article: Article) -> Record:
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": date_text(article.published) or None,
        "url": article.url,
    }


def _fields(older: Article, newer: Article) -> dict[str, tuple[str, str]]:
    """What changed beside the text, as (before, now)."""
    before, now = _described(older), _described(newer)
    names = ("title", "publisher", "published", "url")
    return {name: (before[name] or "none", now[name] or "none") for name in names if before[name] != now[name]}


def _dated(one: Revision) -> Record:
    return {"number": one.number, "replaced_at": one.replaced_at.isoformat(timespec="seconds")}


def _line(at: dt.datetime, done: DeedRecord | RunRecord) -> Record:
    said = {"who": done.who, "what": done.what, "result": done.result, "snapshot": done.snapshot}
    return {"at": at.isoformat(timespec="seconds"), **said}


def _pieces(line: Line) -> list[Record]:
    return [{"part": str(piece.part), "text": piece.text} for piece in line]
