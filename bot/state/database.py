"""The file state.db: opened, brought up to date, and every fault of it one sentence.

Place in the flow: the other modules of `bot.state` read and write inside `reading()` and `writing()`. SQLite in WAL
mode: readers never wait, writers wait for each other for seconds.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.faults import StateError
from bot.state.tables import SCHEMA, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_WAIT_MS = 5_000
_FAULTS = (SQLAlchemyError, OSError, KeyError, TypeError, ValueError)


class Database:
    """state.db. Safe to use from several threads and processes; every fault is a `StateError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told("opened"):
            path.parent.mkdir(parents=True, exist_ok=True)
            # No pool: a connection costs a fraction of a millisecond, and none is left open in a thread that ends.
            self._engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
            event.listen(self._engine, "connect", _set_up_connection)
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
