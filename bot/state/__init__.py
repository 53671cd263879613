"""The bot's own memory, `<data dir>/state.db`: what was asked and cited.

Place in the flow: `reception` keeps every outcome here; the Passages button and follow-up questions read it, also
after a restart. SQLite in WAL mode through SQLAlchemy; every call blocks for milliseconds and is made off the event
loop.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, text

from bot.answering.models import Account, Disagreement
from bot.answering.records import outcome_record
from bot.render import SourceCard
from bot.render.surroundings import around
from bot.state.database import Database
from bot.state.pages import Pages
from bot.state.people import People
from bot.state.registrations import Registrations
from bot.state.servers import Servers
from bot.state.tables import answers, messages
from bot.state.tables import usage as counts  # `usage` is the name of a module here
from bot.state.usage import UsageCounts
from bot.state.votes import Votes
from ingest.corpus.models import Precision, PublicationDate

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Row, Select

    from bot.answering.models import Outcome

KEPT_FOR = dt.timedelta(days=90)
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Asked:
    """Where and by whom a question was asked; ids as Discord gives them.

    None where unknown, or not to be kept (the channel of a private answer).
    """

    guild_id: int | None = None
    channel_id: int | None = None
    asked_id: int | None = None
    user_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What is remembered of one outcome; a refusal mostly has no `sources`.

    `question` is empty where the asker had it deleted.
    """

    id: str
    created: dt.datetime
    question: str
    history: tuple[str, ...]
    sources: tuple[SourceCard, ...]
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def turns(self) -> tuple[str, ...]:
        """The questions of this conversation up to and including this one, oldest first."""
        return (*self.history, *([self.question] if self.question else []))


class State:
    """state.db. Safe to use from several threads and processes; every fault is a `StateError`."""

    def __init__(self, path: Path, *, kept_for: dt.timedelta = KEPT_FOR) -> None:
        self.kept_for = kept_for
        self.database = Database(path)
        self.pages = Pages(self.database, kept_for)
        self.votes = Votes(self.database, kept_for)
        self.people = People(self.database)
        self.servers = Servers(self.database)
        self.usage = UsageCounts(self.database)
        self.registrations = Registrations(self.database)

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
            "user_id": asked.user_id,
        }
        with self.database.writing() as connection:
            connection.execute(insert(answers).values(row))

    def shown_in(self, answer_id: str, message_id: int) -> None:
        """Remember that this message shows (a part of) this answer."""
        with self.database.writing() as connection:
            connection.execute(
                insert(messages).prefix_with("OR REPLACE").values(message_id=message_id, answer_id=answer_id)
            )

    def find(self, answer_id: str, now: dt.datetime) -> KeptAnswer | None:
        """Return an answer that is still kept, or None."""
        return self._first(select(answers).where(answers.c.id == answer_id), now)

    def find_by_message(self, message_id: int, now: dt.datetime) -> KeptAnswer | None:
        """Return the answer that this message shows, or that answered this message; None when there is none."""
        shown = select(messages.c.answer_id).where(messages.c.message_id == message_id)
        return self._first(select(answers).where(or_(answers.c.id.in_(shown), answers.c.asked_id == message_id)), now)

    def questions_in(self, channel_id: int, limit: int, since: dt.datetime) -> tuple[str, ...]:
        """Return the last `limit` questions answered in a channel or thread since then, oldest first."""
        wanted = (
            select(answers.c.question)
            .where(answers.c.channel_id == channel_id, answers.c.created >= int(since.timestamp()))
            .where(answers.c.question != "")
            .order_by(answers.c.created.desc(), text("answers.rowid DESC"))
            .limit(limit)
        )
        with self.database.reading() as connection:
            return tuple(reversed(connection.execute(wanted).scalars().all()))

    def purge(self, now: dt.datetime) -> int:
        """Forget what is older than `kept_for`, votes with their answers; return how many answers went."""
        with self.database.writing() as connection:
            gone = connection.execute(delete(answers).where(answers.c.created < self._oldest(now)))
            connection.execute(delete(counts).where(counts.c.day < self._oldest(now) // _SECONDS_A_DAY))
        self.pages.purge(now)
        return int(gone.rowcount)

    def _oldest(self, now: dt.datetime) -> int:
        return int((now - self.kept_for).timestamp())

    def _first(self, wanted: Select[Any], now: dt.datetime) -> KeptAnswer | None:
        kept = wanted.where(answers.c.created >= self._oldest(now)).order_by(answers.c.created.desc()).limit(1)
        with self.database.reading() as connection:
            row = connection.execute(kept).first()
            return _kept(row) if row else None


def _record(outcome: Outcome) -> dict[str, Any]:
    """Return the contract's record with what it leaves out: each date's precision, what stands around each quote."""
    record = outcome_record(outcome)
    for source, shown in zip(outcome.sources, record["sources"], strict=True):
        published = source.article.published
        shown["precision"] = published.precision.value if published else None
        for quote, kept in zip(source.quotes, shown["quotes"], strict=True):
            kept["before"], kept["after"] = around(source.article.text, quote.span.start, quote.span.end)
    return record


def _kept(row: Row[Any]) -> KeptAnswer:
    return KeptAnswer(
        id=row.id,
        created=dt.datetime.fromtimestamp(row.created, dt.UTC),
        question=row.question,
        history=tuple(row.history),
        sources=tuple(_card(source) for source in row.outcome["sources"]),
        disagreements=tuple(_disagreement(each) for each in row.outcome.get("disagreements", ())),
    )


def _disagreement(record: dict[str, Any]) -> Disagreement:
    told = tuple(Account(each["says"], tuple(each["citations"])) for each in record["accounts"])
    return Disagreement(record["about"], told)


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
        around=tuple((quote.get("before", ""), quote.get("after", "")) for quote in source["quotes"]),
    )
