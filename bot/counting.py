"""Questions, tokens and money of the day, in memory: who has used how much, and what is under way.

Place in the flow: `bot.admission` keeps one. A question is booked when it is admitted, so that several at once cannot
slip past a budget, and settled when it was answered. It neither decides nor writes to a file, and reads no clock:
times are seconds since 1970.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.access import Standing
from bot.state.usage import Used
from bot.tariff import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_ANSWER = 900.0
"""Seconds after which a question that nobody settled is taken as dropped: Discord gives an answer no longer."""

_DAY = 86_400


@dataclass(slots=True)
class _Count:
    questions: int = 0
    tokens: int = 0
    money: int = 0

    def add(self, questions: int, cost: Cost) -> None:
        self.questions += questions
        self.tokens += cost.tokens
        self.money += cost.money


@dataclass(frozen=True, slots=True)
class _Booking:
    """What is under way since `at`; of a look-up nothing is charged."""

    at: float
    cost: Cost | None


@dataclass(slots=True)
class _Person:
    """One person in one server: what is settled today, what is under way, and when they asked last."""

    settled: _Count = field(default_factory=_Count)
    under_way: deque[_Booking] = field(default_factory=deque)
    last: float | None = None


class Tally:
    """The counts of one day; used from one thread."""

    def __init__(self) -> None:
        self._day = dt.date.min
        self._people: defaultdict[tuple[int, int], _Person] = defaultdict(_Person)
        self._members: defaultdict[int, set[int]] = defaultdict(set)
        self._unwritten: dict[tuple[dt.date, int, int], Used] = {}

    def turn_to(self, now: float) -> None:
        """Begin a new day where one has begun; what is under way is taken along, and so is when people asked last."""
        day = _day_of(now)
        if day != self._day:
            self._day = day
            for person in self._people.values():
                person.settled = _Count()
            self._forget_the_quiet(now)

    def take_in(self, kept: Iterable[Used], now: float) -> None:
        """Add what was counted before a restart; of an earlier day only when people asked last."""
        self.turn_to(now)
        for used in kept:
            person = self._person(used.guild_id, used.user_id)
            person.last = max(used.last, person.last or 0)
            if used.day == self._day:
                person.settled.add(used.questions, Cost(used.tokens, used.money))

    def standing(self, guild_id: int, user_id: int, now: float) -> Standing:
        """Return where a person and a server stand; what is under way counts at its typical cost."""
        self.turn_to(now)
        mine = self._people.get((guild_id, user_id)) or _Person()
        own = _so_far(mine, now)
        all_ = _Count()
        for member in self._members.get(guild_id, ()):
            theirs = _so_far(self._people[guild_id, member], now)
            all_.add(theirs.questions, Cost(theirs.tokens, theirs.money))
        return Standing(
            seconds_since=None if mine.last is None else max(0.0, now - mine.last),
            person_questions=own.questions,
            server_questions=all_.questions,
            person_tokens=own.tokens,
            server_tokens=all_.tokens,
            server_money=all_.money,
            to_midnight=_DAY - now % _DAY,
        )

    def book(self, guild_id: int, user_id: int, typical: Cost | None, now: float) -> None:
        """Count a question that was admitted as under way, at its typical cost; None: a look-up, which is free."""
        person = self._person(guild_id, user_id)
        person.under_way.append(_Booking(now, typical))
        if typical is not None:
            person.last = now

    def settle(self, guild_id: int, user_id: int, cost: Cost | None, now: float) -> None:
        """Count the oldest question under way for good; None: nothing was answered, so only the wait remains.

        What ended without an answer is a look-up, if one is under way.
        """
        self.turn_to(now)
        person = self._person(guild_id, user_id)
        ended = _taken(person.under_way, free=cost is None)
        if cost is not None:
            person.settled.add(1, cost)
        if cost is not None or (ended is not None and ended.cost is not None):
            self._note(guild_id, user_id, cost, int(now if person.last is None else person.last))

    def unwritten(self) -> list[Used]:
        """Return, once, what came to the counts since this was asked last."""
        found, self._unwritten = list(self._unwritten.values()), {}
        return found

    def put_back(self, used: Iterable[Used]) -> None:
        """Take back what could not be written, to be asked for again."""
        for each in used:
            self._merge(each)

    def _note(self, guild_id: int, user_id: int, cost: Cost | None, last: int) -> None:
        asked, spent = (0, Cost()) if cost is None else (1, cost)
        self._merge(Used(self._day, guild_id, user_id, asked, spent.tokens, spent.money, last))

    def _merge(self, more: Used) -> None:
        key = more.day, more.guild_id, more.user_id
        before = self._unwritten.get(key) or replace(more, questions=0, tokens=0, money=0)
        self._unwritten[key] = replace(
            before,
            questions=before.questions + more.questions,
            tokens=before.tokens + more.tokens,
            money=before.money + more.money,
            last=max(before.last, more.last),
        )

    def _person(self, guild_id: int, user_id: int) -> _Person:
        self._members[guild_id].add(user_id)
        return self._people[guild_id, user_id]

    def _forget_the_quiet(self, now: float) -> None:
        """Let go of people who have not asked for a day: no cooldown is longer."""
        for (guild_id, user_id), person in list(self._people.items()):
            if not person.under_way and now - (person.last or 0) > _DAY:
                del self._people[guild_id, user_id]
                self._members[guild_id].discard(user_id)


def _so_far(person: _Person, now: float) -> _Count:
    """Return what is settled and what is under way; a question that was never settled is let go."""
    while person.under_way and now - person.under_way[0].at > LONGEST_ANSWER:
        person.under_way.popleft()
    found = replace(person.settled)
    for booking in person.under_way:
        if booking.cost is not None:
            found.add(1, booking.cost)
    return found


def _taken(under_way: deque[_Booking], *, free: bool) -> _Booking | None:
    """Take out the oldest that is free, or that is not; where there is none, the oldest at all if `free`."""
    found = next((each for each in under_way if (each.cost is None) is free), None)
    if found is None and free and under_way:
        found = under_way[0]
    if found is not None:
        under_way.remove(found)
    return found


def _day_of(seconds: float) -> dt.date:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
