"""What ingest remembers besides the corpus: per file or page its hash and last outcome, dead letters, the runs.

Place in the flow: the pipeline asks it which containers read as they did last time and tells it what happened. It is a
help, never the truth: whatever it says is checked against the live snapshot, and a ledger that cannot be read or
written is put aside with a warning and harms no run.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS containers (
    container TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, sha256 TEXT NOT NULL,
    recipe TEXT NOT NULL, outcome TEXT NOT NULL, attempts INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
    items TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, seconds REAL NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, result TEXT NOT NULL, snapshot TEXT, report TEXT NOT NULL);
"""
_BUSY_SECONDS = 5.0
READ, FAILED = "read", "failed"
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}

T = TypeVar("T")


class Item(NamedTuple):
    """One article of a container as it was stored: `digest` is without copies; `of` is the article it is a copy of."""

    id: str
    digest: str
    text_digest: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class ContainerRecord:
    """What is known of a file or page. `recipe` names all but its bytes that its articles depend on."""

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
        rows = self._rows(
            "SELECT container, size, mtime, sha256, recipe, outcome, attempts, reason, at, items FROM containers"
        )
        return {row[0]: record for row in rows if (record := _container(row)) is not None}

    def remember(self, records: Iterable[ContainerRecord], forget: Iterable[str] = ()) -> None:
        """Write records, each in place of the container's former one, and drop those of containers that are gone."""
        values = [
            (
                r.container,
                r.size,
                r.mtime,
                r.sha256,
                r.recipe,
                r.outcome,
                r.attempts,
                r.reason,
                r.at.isoformat(),
                json.dumps(r.items),
            )
            for r in records
        ]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO containers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            connection.executemany("DELETE FROM containers WHERE container = ?", [(gone,) for gone in forget])

        self._attempt(write, None)

    def dead_letters(self) -> list[ContainerRecord]:
        """Return what could not be read at the last attempt, with its reason, by path."""
        failed = [record for record in self.containers().values() if record.outcome == FAILED]
        return sorted(failed, key=lambda record: record.container)

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
        self._attempt(lambda connection: _run_sql(connection, sql, values), None)

    def runs(self, limit: int = 20) -> list[RunRecord]:
        """Return the last runs, newest first; none when the ledger cannot be read."""
        sql = "SELECT number, started, seconds, who, what, result, snapshot, report FROM runs"
        rows = self._rows(sql + " ORDER BY number DESC LIMIT ?", (limit,))
        return [run for row in rows if (run := _run(row)) is not None]

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
            with connection:
                return act(connection)

    def _put_aside(self) -> None:
        """A damaged ledger is kept beside for whoever wants to look; a new one begins."""
        aside = self._path.with_name(self._path.name + ".damaged")
        with suppress(OSError):
            self._path.replace(aside)
            self.trouble = f"The ledger was damaged and begins anew; the old one is {aside}."


def _run_sql(connection: sqlite3.Connection, sql: str, values: tuple[Any, ...]) -> None:
    connection.execute(sql, values)


def _container(row: tuple[Any, ...]) -> ContainerRecord | None:
    try:
        container, size, mtime, sha256, recipe, outcome, attempts, reason, at, listed = row
        items = tuple(Item(*item) for item in json.loads(listed))
        moment = dt.datetime.fromisoformat(at)
        return ContainerRecord(container, size, mtime, sha256, recipe, outcome, attempts, reason, moment, items)
    except (ValueError, TypeError):
        return None


def _run(row: tuple[Any, ...]) -> RunRecord | None:
    try:
        number, started, seconds, who, what, result, snapshot, report = row
        moment = dt.datetime.fromisoformat(started)
        return RunRecord(number, moment, seconds, who, what, result, snapshot, json.loads(report))
    except (ValueError, TypeError):
        return None
