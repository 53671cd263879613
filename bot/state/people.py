"""What is stored about one person: how much of it, all of it, and its deletion.

Place in the flow: `/privacy` asks here. A person's own rows are their questions, votes, pages and counted use. What is
deleted is gone at once; what must stay is said in `Deleted` and in docs/privacy.md.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, or_, select, text, update

from bot.state.tables import answers, pages, usage, votes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from bot.state.database import Database

_SECONDS_A_DAY = 86_400
_WITHOUT_WORDS = ("answered", "reason", "sources", "disagreements", "as_of")
"""What stays of an answer under a message that others can read: none of the asker's words, nothing made of them."""


@dataclass(frozen=True, slots=True)
class Stored:
    """How much is stored about a person; `since` is the oldest of it, None where there is nothing."""

    questions: int
    votes: int
    pages: int
    days_of_use: int
    since: dt.datetime | None

    @property
    def is_nothing(self) -> bool:
        """Tell whether there is nothing at all."""
        return not (self.questions or self.votes or self.pages or self.days_of_use)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted: `removed` answers whole, `anonymised` ones without the question and the name.

    `keeps_today`: today's count of questions stays until tomorrow, for the daily budget.
    """

    removed: int
    anonymised: int
    votes: int
    pages: int
    days_of_use: int
    keeps_today: bool


class People:
    """What state.db holds about people, by their id. Every method raises `StateError` for a fault; times are aware."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stored(self, user_id: int) -> Stored:
        """Return how much is stored about a person."""
        with self._database.reading() as connection:
            asked, voted, kept = (_count(connection, table, user_id) for table in (answers, votes, pages))
            days, first_day = connection.execute(
                select(func.count(), func.min(usage.c.day)).where(usage.c.user_id == user_id)
            ).one()
        begun = [each[1] for each in (asked, voted, kept) if each[1] is not None]
        begun += [first_day * _SECONDS_A_DAY] if first_day is not None else []
        since = dt.datetime.fromtimestamp(min(begun), dt.UTC) if begun else None
        return Stored(asked[0], voted[0], kept[0], days, since)

    def copy(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return every row about a person by table, as JSON can hold it; ids as text, for JavaScript rounds them."""
        with self._database.reading() as connection:
            return {
                table.name: [
                    {name: _portable(name, value) for name, value in row.items()}
                    for row in connection.execute(select(table).where(table.c.user_id == user_id)).mappings()
                ]
                for table in (answers, votes, pages, usage)
            }

    def delete(self, user_id: int, now: dt.datetime) -> Deleted:
        """Delete what is stored about a person, all of it or (after a fault) none.

        An answer that nobody else could read goes whole. One in a channel of a server loses its question, its history
        and its asker, so that the buttons below it work for others. The question also goes from the history of those
        who asked on. The count of today's use stays.
        """
        today = int(now.timestamp()) // _SECONDS_A_DAY
        alone = or_(answers.c.channel_id.is_(None), answers.c.guild_id.is_(None))
        with self._database.writing() as connection:
            # The first write comes first: SQLite must not find that the file changed between a read and a write.
            gone_votes = connection.execute(delete(votes).where(votes.c.user_id == user_id)).rowcount
            _forget_words(connection, user_id)
            removed = connection.execute(delete(answers).where(answers.c.user_id == user_id, alone)).rowcount
            anonymised = _anonymise(connection, user_id)
            gone_pages = connection.execute(delete(pages).where(pages.c.user_id == user_id)).rowcount
            earlier = and_(usage.c.user_id == user_id, usage.c.day < today)
            days = connection.execute(delete(usage).where(earlier)).rowcount
            keeps = connection.execute(select(usage.c.day).where(usage.c.user_id == user_id)).first() is not None
        with self._database.reading() as connection:
            # What was deleted is zeroed in the file; its log of writes would keep it for some while more.
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return Deleted(removed, anonymised, gone_votes, gone_pages, days, keeps)


def _count(connection: Connection, table: Table, user_id: int) -> tuple[int, int | None]:
    """Return how many rows of a table are about a person, and the time of the oldest."""
    found = connection.execute(select(func.count(), func.min(table.c.created)).where(table.c.user_id == user_id))
    number, oldest = found.one()
    return number, oldest


def _forget_words(connection: Connection, user_id: int) -> None:
    """Take a person's questions out of the history of what others asked in the same servers."""
    mine = connection.execute(select(answers.c.question, answers.c.guild_id).where(answers.c.user_id == user_id))
    asked = {(row.question, row.guild_id) for row in mine}
    others = select(answers).where(
        answers.c.guild_id.in_({guild_id for _, guild_id in asked if guild_id is not None}),
        or_(answers.c.user_id != user_id, answers.c.user_id.is_(None)),
    )
    for row in connection.execute(others).all():
        left = [turn for turn in row.history if (turn, row.guild_id) not in asked]
        if len(left) < len(row.history):  # how a question that went on was understood has words of the earlier ones
            new = {"history": left, "outcome": _without_words(row.outcome)}
            connection.execute(update(answers).where(answers.c.id == row.id).values(new))


def _anonymise(connection: Connection, user_id: int) -> int:
    rows: Sequence[Any] = connection.execute(select(answers).where(answers.c.user_id == user_id)).all()
    for row in rows:
        blank: dict[str, Any] = {"user_id": None, "asked_id": None, "question": "", "history": []}
        blank["outcome"] = _without_words(row.outcome)
        connection.execute(update(answers).where(answers.c.id == row.id).values(blank))
    return len(rows)


def _without_words(outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: outcome[name] for name in _WITHOUT_WORDS if name in outcome}


def _portable(name: str, value: Any) -> Any:
    if name in {"created", "last"}:
        return dt.datetime.fromtimestamp(value, dt.UTC).isoformat()
    return str(value) if name.endswith("_id") and value is not None else value
