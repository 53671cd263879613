"""The rows of the ledger as values: containers, listings, runs and deeds; and how each is read from its columns. Pure.

Place in the flow: `ledger` keeps them in its file. A row that makes no sense is None, never an error.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.sources.base import Hints, Validators

if TYPE_CHECKING:
    from collections.abc import Mapping

READ, FAILED, GONE = "read", "failed", "gone"
"""How the last attempt at a container ended; GONE: its page answered 404 or 410 and its articles are kept."""

COLUMNS = (
    "container", "size", "mtime", "sha256", "recipe", "outcome", "attempts", "reason", "at", "items",
    "source", "etag", "last_modified", "first_seen", "passing", "hints", "place",
)  # fmt: skip


class Item(NamedTuple):
    """One article of a container as it was stored: `digest` is without copies; `of` is the article it is a copy of."""

    id: str
    digest: str
    text_digest: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerRecord:
    """What is known of a file or page. `recipe` names all but its bytes that its articles depend on.

    `outcome`, `attempts` (failed ones in a row), `reason`, `passing` and `at` are of the last attempt; the rest is of
    the last one that succeeded. `source` and `place` are name and location of the source it was read for, `first_seen`
    when that first was; `hints` are what a feed said of it, kept for when the feed no longer lists it.
    """

    container: str
    size: int
    mtime: int
    sha256: str
    recipe: str
    outcome: str
    attempts: int
    reason: str
    at: dt.datetime
    items: tuple[Item, ...] = ()
    source: str = ""
    etag: str = ""
    last_modified: str = ""
    first_seen: dt.datetime | None = None
    passing: bool = False
    hints: Hints | None = None
    place: str = ""

    @property
    def validators(self) -> Validators | None:
        """What to ask with whether it changed, or None."""
        return Validators(self.etag, self.last_modified) if self.etag or self.last_modified else None


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a feed or sitemap: its validators, and `recipe` for the settings its source had."""

    address: str
    validators: Validators
    source: str
    recipe: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run: who asked for what, and what came of it (`report` is a `Report.as_json`, or empty)."""

    number: int
    started: dt.datetime
    seconds: float
    who: str
    what: str
    result: str
    snapshot: str | None
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DeedRecord:
    """One line of the audit log: who did what, when (UTC), and what came of it."""

    at: dt.datetime
    who: str
    what: str
    result: str
    snapshot: str | None = None


def values_of(r: ContainerRecord) -> tuple[Any, ...]:
    """Return a record's values in the order of `COLUMNS`."""
    seen = r.first_seen.isoformat() if r.first_seen else None
    hints = json.dumps(astuple(r.hints)) if r.hints else ""
    asked = (r.source, r.etag, r.last_modified, seen, int(r.passing), hints, r.place)
    last = (r.outcome, r.attempts, r.reason, r.at.isoformat())
    return (r.container, r.size, r.mtime, r.sha256, r.recipe, *last, json.dumps(r.items), *asked)


def container_of(row: tuple[Any, ...]) -> ContainerRecord | None:
    """Return the record in a row of `COLUMNS`."""
    try:
        container, size, mtime, sha256, recipe, outcome, attempts, reason, at, listed = row[:10]
        source, etag, last_modified, first_seen, passing, hints, place = row[10:]
        return ContainerRecord(
            container, size, mtime, sha256, recipe, outcome, attempts, reason, dt.datetime.fromisoformat(at),
            tuple(Item(*item) for item in json.loads(listed)), source, etag, last_modified,
            dt.datetime.fromisoformat(first_seen) if first_seen else None, bool(passing),
            Hints(*json.loads(hints)) if hints else None, place,
        )  # fmt: skip
    except (ValueError, TypeError):
        return None


def listing_of(row: tuple[Any, ...]) -> Listing | None:
    """Return the listing in a row (address, etag, last_modified, source, recipe, at)."""
    try:
        address, etag, last_modified, source, recipe, at = row
        return Listing(address, Validators(etag, last_modified), source, recipe, dt.datetime.fromisoformat(at))
    except (ValueError, TypeError):
        return None


def run_of(row: tuple[Any, ...]) -> RunRecord | None:
    """Return the run in a row (number, started, seconds, who, what, result, snapshot, report)."""
    try:
        number, started, seconds, who, what, result, snapshot, report = row
        moment = dt.datetime.fromisoformat(started)
        return RunRecord(number, moment, seconds, who, what, result, snapshot, json.loads(report))
    except (ValueError, TypeError):
        return None


def deed_of(row: tuple[Any, ...]) -> DeedRecord | None:
    """Return the deed in a row (at, who, what, result, snapshot)."""
    try:
        at, who, what, result, snapshot = row
        return DeedRecord(dt.datetime.fromisoformat(at), who, what, result, snapshot)
    except (ValueError, TypeError):
        return None
