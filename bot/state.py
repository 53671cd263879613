"""The bot's own memory, `<data dir>/state.db`: what was asked and cited.

Place in the flow: `reception` keeps every outcome here; the Passages button and follow-up questions read it, also
after a restart. SQLite in WAL mode through SQLAlchemy; every call blocks for milliseconds and is made off the event
loop. Who asked is not kept.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    URL,
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    event,
    insert,
    or_,
    select,
    text,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.answering.records import outcome_record
from bot.faults import StateError
from bot.render import SourceCard
from ingest.corpus.models import Precision, PublicationDate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Row, Select

    from bot.answering.models import Outcome

KEPT_FOR = dt.timedelta(days=90)
SCHEMA = 1
_WAIT_MS = 5_000

_metadata = MetaData()
_answers = Table(
    "answers",
    _metadata,
    Column("id", String, primary_key=True),
    Column("created", Integer, nullable=False, index=True),
    Column("guild_id", BigInteger),
    Column("channel_id", BigInteger, index=True),
    Column("asked_id", BigInteger, index=True),
    Column("question", String, nullable=False),
    Column("history", JSON, nullable=False),
    Column("outcome", JSON, nullable=False),
)
_messages = Table(
    "messages",
    _metadata,
    Column("message_id", BigInteger, primary_key=True),
    Column("answer_id", String, ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a question was asked; ids as Discord gives them, None where unknown or not to be kept (private answers)."""

    guild_id: int | None = None
    channel_id: int | None = None
    asked_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What is remembered of one outcome; a refusal mostly has no `sources`."""

    id: str
    created: dt.datetime
    question: str
    history: tuple[str, ...]
    sources: tuple[SourceCard, ...]

    @property
    def turns(self) -> tuple[str, ...]:
        """The questions of this conversation up to and including this one, oldest first."""
        return (*self.history, self.question)


class State:
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

    def keep(self, answer_id: str, outcome: Outcome, history: tuple[str, ...], asked: Asked, now: dt.datetime) -> None:
        """Remember an outcome under `answer_id` (new); `now` is aware."""
        row = {
            "id": answer_id,
            "created": int(now.timestamp()),
            "guild_id": asked.guild_id,
            "channel_id": asked.channel_id,
            "asked_id": asked.asked_id,
            "question": outcome.question,
            "history": list(history),
            "outcome": _record(outcome),
        }
        with self._told("written"), self._engine.begin() as connection:
            connection.execute(insert(_answers).values(row))

    def shown_in(self, answer_id: str, message_id: int) -> None:
        """Remember that this message shows (a part of) this answer."""
        with self._told("written"), self._engine.begin() as connection:
            connection.execute(
                insert(_messages).prefix_with("OR REPLACE").values(message_id=message_id, answer_id=answer_id)
            )

    def find(self, answer_id: str, now: dt.datetime) -> KeptAnswer | None:
        """Return an answer that is still kept, or None."""
        return self._first(select(_answers).where(_answers.c.id == answer_id), now)

    def find_by_message(self, message_id: int, now: dt.datetime) -> KeptAnswer | None:
        """Return the answer that this message shows, or that answered this message; None when there is none."""
        shown = select(_messages.c.answer_id).where(_messages.c.message_id == message_id)
        return self._first(
            select(_answers).where(or_(_answers.c.id.in_(shown), _answers.c.asked_id == message_id)), now
        )

    def questions_in(self, channel_id: int, limit: int, since: dt.datetime) -> tuple[str, ...]:
        """Return the last `limit` questions answered in a channel or thread since then, oldest first."""
        wanted = (
            select(_answers.c.question)
            .where(_answers.c.channel_id == channel_id, _answers.c.created >= int(since.timestamp()))
            .order_by(_answers.c.created.desc(), text("answers.rowid DESC"))
            .limit(limit)
        )
        with self._told("read"), self._engine.connect() as connection:
            return tuple(reversed(connection.execute(wanted).scalars().all()))

    def purge(self, now: dt.datetime) -> int:
        """Forget what is older than `KEPT_FOR`; return how many answers went."""
        with self._told("written"), self._engine.begin() as connection:
            gone = connection.execute(delete(_answers).where(_answers.c.created < _oldest(now)))
            return int(gone.rowcount)

    def _first(self, wanted: Select[Any], now: dt.datetime) -> KeptAnswer | None:
        kept = wanted.where(_answers.c.created >= _oldest(now)).order_by(_answers.c.created.desc()).limit(1)
        with self._told("read"), self._engine.connect() as connection:
            row = connection.execute(kept).first()
            return _kept(row) if row else None

    def _migrate(self, connection: Connection) -> None:
        version = int(connection.execute(text("PRAGMA user_version")).scalar_one())
        if version > SCHEMA:
            raise StateError(
                f"{self._path} was written by a newer Nayrab (version {version}, this one knows {SCHEMA}); "
                "update Nayrab or move the file away."
            )
        _metadata.create_all(connection)
        connection.execute(text(f"PRAGMA user_version = {SCHEMA}"))

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError, KeyError, TypeError, ValueError) as error:
            cause = getattr(error, "orig", None) or error
            raise StateError(
                f"The bot's memory {self._path} could not be {what} ({cause}); check the disk and its permissions, or "
                "move the file away to begin a new one."
            ) from error


def _set_up_connection(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={_WAIT_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _oldest(now: dt.datetime) -> int:
    return int((now - KEPT_FOR).timestamp())


def _record(outcome: Outcome) -> dict[str, Any]:
    """Return the contract's record, with each date's precision beside it (the contract gives only the day)."""
    record = outcome_record(outcome)
    for source, shown in zip(outcome.sources, record["sources"], strict=True):
        published = source.article.published
        shown["precision"] = published.precision.value if published else None
    return record


def _kept(row: Row[Any]) -> KeptAnswer:
    return KeptAnswer(
        id=row.id,
        created=dt.datetime.fromtimestamp(row.created, dt.UTC),
        question=row.question,
        history=tuple(row.history),
        sources=tuple(_card(source) for source in row.outcome["sources"]),
    )


def _card(source: dict[str, Any]) -> SourceCard:
    published = source["published"]
    return SourceCard(
        n=source["n"],
        publisher=source["publisher"],
        title=source["title"],
        url=source["url"],
        published=PublicationDate(dt.date.fromisoformat(published), Precision(source["precision"]))
        if published
        else None,
        quotes=tuple(quote["text"] for quote in source["quotes"]),
        affiliation=source.get("affiliation"),
        gone=dt.date.fromisoformat(source["gone"]) if source.get("gone") else None,
    )
