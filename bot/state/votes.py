"""Whether answers helped: one vote for each person and answer, and what was kept of the answers that were voted on.

Place in the flow: the buttons under an answer write here; `/corpus feedback` and `nayrab feedback export` read. Votes
live as long as their answer: the table forgets them with it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from bot.state.tables import answers, votes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row

    from bot.state.database import Database


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thought of an answer; `reason` is empty where none was given."""

    user_id: int
    created: dt.datetime
    helpful: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A kept answer with its votes, oldest first.

    `question` is empty where its asker had it deleted. `is_private`: it was shown to the asker alone. `sources` are the
    records of what was cited.
    """

    answer_id: str
    created: dt.datetime
    guild_id: int | None
    user_id: int | None
    is_private: bool
    question: str
    answered: bool
    reason: str | None
    sources: tuple[Mapping[str, Any], ...]
    votes: tuple[Vote, ...]

    @property
    def helpful(self) -> int:
        """How many found it helpful."""
        return sum(vote.helpful for vote in self.votes)

    @property
    def not_helpful(self) -> int:
        """How many did not."""
        return len(self.votes) - self.helpful


class Votes:
    """The votes in state.db. Every method raises `StateError` for a fault; times are aware."""

    def __init__(self, database: Database, kept_for: dt.timedelta) -> None:
        self._database = database
        self._kept_for = kept_for

    def cast(self, answer_id: str, user_id: int, now: dt.datetime, *, helpful: bool, reason: str = "") -> bool:
        """Note a vote in the place of the person's earlier one; False when the answer is no longer kept."""
        row = {
            "answer_id": answer_id,
            "user_id": user_id,
            "created": int(now.timestamp()),
            "helpful": helpful,
            "reason": reason,
        }
        with self._database.writing() as connection:
            if not self._is_kept(connection, answer_id, now):
                return False
            connection.execute(insert(votes).prefix_with("OR REPLACE").values(row))
            return True

    def judged(
        self, since: dt.datetime, now: dt.datetime, *, guild_id: int | None = None, voted: bool = False
    ) -> Sequence[Judged]:
        """Return the answers since then with their votes, oldest first.

        `guild_id`: of this server alone; `voted`: those alone on which somebody voted.
        """
        least = max(int(since.timestamp()), self._oldest(now))
        wanted = select(answers).where(answers.c.created >= least).order_by(answers.c.created, answers.c.id)
        cast = select(votes).join(answers).where(answers.c.created >= least).order_by(votes.c.created, votes.c.user_id)
        if guild_id is not None:
            wanted, cast = (each.where(answers.c.guild_id == guild_id) for each in (wanted, cast))
        if voted:
            wanted = wanted.where(answers.c.id.in_(select(votes.c.answer_id)))
        with self._database.reading() as connection:
            by_answer = _by_answer(connection.execute(cast).all())
            return [_judged(row, by_answer.get(row.id, ())) for row in connection.execute(wanted)]

    def _is_kept(self, connection: Connection, answer_id: str, now: dt.datetime) -> bool:
        wanted = select(answers.c.id).where(answers.c.id == answer_id, answers.c.created >= self._oldest(now))
        return connection.execute(wanted).first() is not None

    def _oldest(self, now: dt.datetime) -> int:
        return int((now - self._kept_for).timestamp())


def _by_answer(rows: Sequence[Row[Any]]) -> dict[str, tuple[Vote, ...]]:
    found: dict[str, tuple[Vote, ...]] = {}
    for row in rows:
        vote = Vote(row.user_id, dt.datetime.fromtimestamp(row.created, dt.UTC), row.helpful, row.reason)
        found[row.answer_id] = (*found.get(row.answer_id, ()), vote)
    return found


def _judged(row: Row[Any], cast: tuple[Vote, ...]) -> Judged:
    return Judged(
        answer_id=row.id,
        created=dt.datetime.fromtimestamp(row.created, dt.UTC),
        guild_id=row.guild_id,
        user_id=row.user_id,
        is_private=row.channel_id is None,
        question=row.question,
        answered=bool(row.outcome.get("answered")),
        reason=row.outcome.get("reason"),
        sources=tuple(row.outcome["sources"]),
        votes=cast,
    )
