"""What ingest remembers besides the corpus: per file or page its hash and last outcome, dead letters, the audit log.

Place in the flow: the pipeline asks it which containers read as they did last time and tells it what happened; whoever
changes the corpus in another way notes a deed. It is a help, never the truth: whatever it says is checked against the
live snapshot, and a ledger that cannot be read or written is put aside with a warning and harms no run.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.ledger_rows import (
    COLUMNS,
    FAILED,
    GONE,
    READ,
    ContainerRecord,
    DeedRecord,
    Item,
    Listing,
    RunRecord,
    container_of,
    deed_of,
    listing_of,
    run_of,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ingest.sources.base import Validators

__all__ = ["FAILED", "GONE", "READ", "ContainerRecord", "DeedRecord", "Item", "Ledger", "Listing", "RunRecord"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS containers (
    container TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, sha256 TEXT NOT NULL,
    recipe TEXT NOT NULL, outcome TEXT NOT NULL, attempts INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    items TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, seconds REAL NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, result TEXT NOT NULL, snapshot TEXT, report TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS listings (
    address TEXT PRIMARY KEY, etag TEXT NOT NULL, last_modified TEXT NOT NULL, source TEXT NOT NULL,
    recipe TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deeds (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
    result TEXT NOT NULL, snapshot TEXT);
"""
_LATER_COLUMNS = {
    "source": "TEXT NOT NULL DEFAULT ''",
    "etag": "TEXT NOT NULL DEFAULT ''",
    "last_modified": "TEXT NOT NULL DEFAULT ''",
    "first_seen": "TEXT",
    "passing": "INTEGER NOT NULL DEFAULT 0",
    "hints": "TEXT NOT NULL DEFAULT ''",
    "place": "TEXT NOT NULL DEFAULT ''",
}
"""Columns of `containers` that ledgers made before the web was read do not have."""
_BUSY_SECONDS = 5.0
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}

T = TypeVar("T")


class Ledger:
    """The ledger in one SQLite file, opened for each call; no method raises for a ledger that is damaged or locked.

    `trouble` is a sentence about the last thing that went wrong with it, or None.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.trouble: str | None = None

    def take_trouble(self) -> str | None:
        """Return `trouble` and forget it."""
        trouble, self.trouble = self.trouble, None
        return trouble

    def containers(self) -> dict[str, ContainerRecord]:
        """Return all records by container; none when the ledger cannot be read."""
        rows = self._rows(f"SELECT {', '.join(COLUMNS)} FROM containers")  # noqa: S608 - names of this module
        return {row[0]: record for row in rows if (record := container_of(row)) is not None}

    def remember(self, records: Iterable[ContainerRecord], forget: Iterable[str] = ()) -> None:
        """Write records, each in place of the container's former one, and drop those of containers that are gone."""
        values, dropped = [values_of(record) for record in records], [(container,) for container in forget]
        if not values and not dropped:
            return
        marks = ", ".join("?" * len(COLUMNS))
        sql = f"INSERT OR REPLACE INTO containers ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608 - as above

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(sql, values)
            connection.executemany("DELETE FROM containers WHERE container = ?", dropped)

        self._attempt(write, None)

    def dead_letters(self) -> list[ContainerRecord]:
        """Return what could not be read at the last attempt, with source, reason, attempts and time, by path."""
        failed = [record for record in self.containers().values() if record.outcome == FAILED]
        return sorted(failed, key=lambda record: record.container)

    def listings(self) -> dict[str, Listing]:
        """Return what is known of feeds and sitemaps by address; none when the ledger cannot be read."""
        rows = self._rows("SELECT address, etag, last_modified, source, recipe, at FROM listings")
        return {row[0]: listing for row in rows if (listing := listing_of(row)) is not None}

    def remember_listings(
        self, listings: Mapping[str, Validators], *, source: str, recipe: str, at: dt.datetime
    ) -> None:
        """Keep the validators of the feeds or sitemaps of a source, all of whose candidates came in."""
        moment = at.isoformat()
        values = [(address, v.etag, v.last_modified, source, recipe, moment) for address, v in listings.items()]
        sql = "INSERT OR REPLACE INTO listings VALUES (?, ?, ?, ?, ?, ?)"
        if values:
            self._attempt(lambda connection: _run_many(connection, sql, values), None)

    def forget_listings(self, source: str) -> None:
        """Drop the validators of a source's feeds or sitemaps, so that it is read in full the next time."""
        sql = "DELETE FROM listings WHERE source = ?"
        self._attempt(lambda connection: _run_many(connection, sql, [(source,)]), None)

    def record_run(
        self,
        *,
        started: dt.datetime,
        seconds: float,
        who: str,
        what: str,
        result: str,
        snapshot: str | None,
        report: Mapping[str, Any],
    ) -> None:
        """Add a run to the history."""
        values = (started.isoformat(), seconds, who, what, result, snapshot, json.dumps(report, ensure_ascii=False))
        sql = "INSERT INTO runs (started, seconds, who, what, result, snapshot, report) VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._attempt(lambda connection: _run_many(connection, sql, [values]), None)

    def runs(self, limit: int = 20) -> list[RunRecord]:
        """Return the last runs, newest first; none when the ledger cannot be read."""
        sql = "SELECT number, started, seconds, who, what, result, snapshot, report FROM runs"
        rows = self._rows(sql + " ORDER BY number DESC LIMIT ?", (limit,))
        return [run for row in rows if (run := run_of(row)) is not None]

    def note(self, *, at: dt.datetime, who: str, what: str, result: str, snapshot: str | None = None) -> None:
        """Add to the audit log something that was done, or refused, other than a run of ingest."""
        values = (at.astimezone(dt.UTC).isoformat(), who, what, result, snapshot)
        sql = "INSERT INTO deeds (at, who, what, result, snapshot) VALUES (?, ?, ?, ?, ?)"
        self._attempt(lambda connection: _run_many(connection, sql, [values]), None)

    def deeds(self, limit: int = 20) -> list[DeedRecord]:
        """Return the audit log, newest first: what was noted and every run of ingest (at the moment it began)."""
        rows = self._rows("SELECT at, who, what, result, snapshot FROM deeds ORDER BY number DESC LIMIT ?", (limit,))
        noted = [deed for row in rows if (deed := deed_of(row)) is not None]
        ran = [DeedRecord(run.started, run.who, f"ingest {run.what}".strip(), run.result, run.snapshot)
               for run in self.runs(limit)]  # fmt: skip
        return sorted([*noted, *ran], key=lambda deed: deed.at, reverse=True)[:limit]

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if not self._path.exists():
            return []
        return self._attempt(lambda connection: connection.execute(sql, values).fetchall(), [])

    def _attempt(self, act: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        try:
            return self._within(act)
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"The ledger {self._path} could not be used ({error}); nothing else is affected."
            if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                self._put_aside()
            return otherwise

    def _within(self, act: Callable[[sqlite3.Connection], T]) -> T:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as connection:
            connection.executescript(_SCHEMA)
            _upgrade(connection)
            with connection:
                return act(connection)

    def _put_aside(self) -> None:
        """A damaged ledger is kept beside for whoever wants to look; a new one begins."""
        aside = self._path.with_name(self._path.name + ".damaged")
        with suppress(OSError):
            self._path.replace(aside)
            self.trouble = f"The ledger was damaged and begins anew; the old one is {aside}."


def _upgrade(connection: sqlite3.Connection) -> None:
    """Give a ledger made by an older version the columns it lacks; two processes may be at it at once."""
    present = {row[1] for row in connection.execute("PRAGMA table_info(containers)")}
    for name in _LATER_COLUMNS.keys() - present:
        try:
            connection.execute(f"ALTER TABLE containers ADD COLUMN {name} {_LATER_COLUMNS[name]}")
        except sqlite3.OperationalError as error:
            if "duplicate column" not in str(error):
                raise


def _run_many(connection: sqlite3.Connection, sql: str, values: Iterable[tuple[Any, ...]]) -> None:
    connection.executemany(sql, values)
