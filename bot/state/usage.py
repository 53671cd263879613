"""How much was asked: per day (UTC), server and person the questions, tokens and money.

Place in the flow: `bot.admission` counts in memory and writes what came to it here; after a restart it reads the day.
What is past its time goes with the answers (`State.purge`). Server 0 stands for direct messages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from bot.state.tables import usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.state.database import Database

_FIRST = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Used:
    """What one person used in one server on one day; `last` is the time of the last question, seconds since 1970."""

    day: dt.date
    guild_id: int
    user_id: int
    questions: int = 0
    tokens: int = 0
    money: int = 0
    last: int = 0


class UsageCounts:
    """The counts in state.db. Safe to use from several threads; every fault is a `StateError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, used: Iterable[Used]) -> None:
        """Add to what is counted."""
        rows = [_row(each) for each in used]
        if not rows:
            return
        put = insert(usage)
        counts = {name: usage.c[name] + put.excluded[name] for name in ("questions", "tokens", "money")}
        # Another process may have counted a later question meanwhile.
        last = func.max(usage.c.last, put.excluded.last)
        adding = put.on_conflict_do_update(index_elements=["day", "guild_id", "user_id"], set_=counts | {"last": last})
        with self._database.writing() as connection:
            connection.execute(adding, rows)

    def of_day(self, day: dt.date) -> list[Used]:
        """Return what was used on a day."""
        with self._database.reading() as connection:
            found = connection.execute(select(usage).where(usage.c.day == _number(day))).all()
        return [Used(day, r.guild_id, r.user_id, r.questions, r.tokens, r.money, r.last) for r in found]


def _number(day: dt.date) -> int:
    return (day - _FIRST).days


def _row(used: Used) -> dict[str, int]:
    return {
        "day": _number(used.day),
        "guild_id": used.guild_id,
        "user_id": used.user_id,
        "questions": used.questions,
        "tokens": used.tokens,
        "money": used.money,
        "last": used.last,
    }
