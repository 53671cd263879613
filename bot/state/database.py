"""The file state.db: opened, brought up to date, and every fault of it one sentence.

Place in the flow: the other modules of `bot.state` read and write inside `reading()` and `writing()`. SQLite in WAL
mode: readers never wait, writers wait for each other for seconds. A few connections stay open: opening one costs more
than most of what is done with it.
"""

from __future__ import annotations

import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, text
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from bot.faults import StateError
from bot.state.tables import SCHEMA, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_WAIT_MS = 5_000
_KEPT_OPEN = 4
"""Connections that stay open between uses; more are opened when so many threads ask at once, and closed after it."""
_FAULTS = (SQLAlchemyError, OSError, KeyError, TypeError, ValueError)


class Database:
    """state.db. Safe to use from several threads and processes; every fault is a `StateError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told("opened"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = create_engine(
                URL.create("sqlite", database=str(path)),
                poolclass=QueuePool,
                pool_size=_KEPT_OPEN,
                max_overflow=-1,
                connect_args={"check_same_thread": False},  # used by one thread at a time all the same
            )
            self._closing = weakref.finalize(self, self._engine.dispose)
            event.listen(self._engine, "connect", _set_up_connection)
            event.listen(self._engine, "checkout", self._check_file)
            with self._engine.begin() as connection:
                self._migrate(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with."""
        with self._told("read"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection to write with; all of it is done, or (after an exception) none."""
        with self._told("written"), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close what is open; used again it opens anew. What nobody holds any more is closed by itself."""
        self._engine.dispose()

    def _check_file(self, _connection: Any, record: Any, _proxy: Any) -> None:
        """Let go of a connection whose file was moved away or replaced: what is written to it would be lost."""
        if record.info.setdefault("file", _file_of(self._path)) != _file_of(self._path):
            raise DisconnectionError("the file was replaced")

    def _migrate(self, connection: Connection) -> None:
        version = int(connection.execute(text("PRAGMA user_version")).scalar_one())
        if version > SCHEMA:
            raise StateError(
                f"{self._path} was written by a newer Nayrab (version {version}, this one knows {SCHEMA}); "
                "update Nayrab or move the file away."
            )
        if version == 1:
            connection.execute(text("ALTER TABLE answers ADD COLUMN user_id BIGINT"))
            connection.execute(text("CREATE INDEX IF NOT EXISTS ix_answers_user_id ON answers (user_id)"))
        metadata.create_all(connection)
        connection.execute(text(f"PRAGMA user_version = {SCHEMA}"))

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except _FAULTS as error:
            cause = getattr(error, "orig", None) or error
            raise StateError(
                f"The bot's memory {self._path} could not be {what} ({cause}); check the disk and its permissions, or "
                "move the file away to begin a new one."
            ) from error


def _file_of(path: Path) -> tuple[int, int] | None:
    """Return which file stands at a path just now."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _set_up_connection(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_WAIT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
