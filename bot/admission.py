"""Who may ask now, and what a question has cost: the facts for `bot.access.may`, which decides.

Place in the flow: every cog asks here before it answers, and counts here afterwards. The facts come from memory, so
that a decision takes no time before Discord is answered; the file is read for a server's rules when they are first
needed (and again now and then), and written after an answer. The decision is pure and stands in `bot.access`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.access import Action, Allowed, Asker, Decision, Place, Policy, Standing, may
from bot.counting import Tally
from bot.faults import StateError
from bot.tariff import Tariff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.answering.models import Outcome
    from bot.server_settings import ServerSettings
    from bot.state import State
    from bot.state.servers import Change, KeptRules

    NamesOf = Callable[[int, Iterable[int]], tuple[str, ...]]
    """(server, role ids) -> what the roles are called."""

_log = logging.getLogger(__name__)

FRESH = dt.timedelta(seconds=30)
"""How long a server's rules are used before they are looked at again: another process may have changed them."""

_DIRECT = 0
_COUNTED = frozenset({Action.ASK, Action.LOOK_UP})


@dataclass(frozen=True, slots=True)
class _Known:
    """A server's rules as they were read; `rules` is None where they say who may ask in a way nobody can read."""

    kept: KeptRules
    settings: ServerSettings
    read_at: dt.datetime

    @property
    def rules(self) -> ServerSettings | None:
        return None if self.kept.overrides.unclear else self.settings


class Admission:
    """Admits questions; `defaults` hold where a server has set nothing, `clock` gives aware times.

    `is_home` tells whether the bot is in a server: where it is not (it was installed by a person), people ask on their
    own budget for direct messages. `role_names` tells what roles are called. The client sets both.
    """

    def __init__(
        self,
        policy: Policy,
        defaults: ServerSettings,
        state: State,
        clock: Callable[[], dt.datetime],
        tariff: Tariff | None = None,
    ) -> None:
        self.defaults = defaults
        self.tariff = tariff or Tariff()
        self.is_home: Callable[[int], bool] = lambda _: True
        self.role_names: NamesOf = lambda _guild, _roles: ()
        self._policy = policy
        self._state = state
        self._clock = clock
        self._known: dict[int, _Known] = {}
        self._reading = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._tally = Tally()
        self._counts_read = False
        self._next_try = dt.datetime.min.replace(tzinfo=dt.UTC)

    async def rules(self, guild_id: int | None) -> ServerSettings:
        """Return what holds in a server (None: in direct messages).

        Raises `StateError` where they were never read and cannot be: who goes on without them shows what is hidden.
        """
        return self.defaults if guild_id is None else (await self._rules_of(guild_id)).settings

    async def own_rules(self, guild_id: int) -> KeptRules:
        """Return what a server has set for itself, read anew; raises `StateError`."""
        async with self._reading:
            return (await self._read(guild_id)).kept

    async def change(self, guild_id: int, change: Change, who: int) -> ServerSettings:
        """Change a server's settings, for this process at once; return what holds then. Raises `StateError`."""
        async with self._reading:
            kept = await asyncio.to_thread(self._state.servers.change, guild_id, change, who, self._clock())
            return self._keep(guild_id, kept).settings

    async def reset(self, guild_id: int, who: int) -> ServerSettings:
        """Take all of a server's settings back to the defaults; return these. Raises `StateError`."""
        async with self._reading:
            kept = await asyncio.to_thread(self._state.servers.reset, guild_id, who, self._clock())
            return self._keep(guild_id, kept).settings

    async def decide(self, asker: Asker, place: Place, action: Action = Action.ASK) -> Decision:
        """Decide whether the asker may do this here and now; a question that may be asked is booked by that.

        Whoever got `Allowed` for a question or a look-up calls `count` once it was worked on.
        """
        if action not in _COUNTED:
            return may(asker, action, place, self._policy)
        rules = await self._rules_to_decide(place.guild_id)
        if not self._counts_read:
            await self._read_counts()
        # From here on nothing is awaited: two questions at once cannot both take the last of a budget.
        account, now = self._account(place), self._clock().timestamp()
        standing = self._facts(account, asker, rules, now)
        decision = may(asker, action, place, self._policy, rules, standing)
        if isinstance(decision, Allowed):
            self._tally.book(account, asker.user_id, self.tariff.typical if action is Action.ASK else None, now)
        return decision

    async def count(self, asker: Asker, place: Place, outcome: Outcome | None) -> None:
        """Count a question that was worked on; None: nothing was answered, so no budget is charged. Never raises."""
        cost = None if outcome is None else self.tariff.cost(outcome.usage)
        self._tally.settle(self._account(place), asker.user_id, cost, self._clock().timestamp())
        await self.write_down()

    async def write_down(self) -> None:
        """Write to the file what was counted since the last time; a fault is noted and it is tried again later."""
        async with self._writing:
            used = self._tally.unwritten()
            try:
                await asyncio.to_thread(self._state.usage.add, used)
            except StateError as error:
                self._tally.put_back(used)
                _log.warning("what was asked could not be counted for good: %s", error)

    def _account(self, place: Place) -> int:
        return place.guild_id if place.guild_id is not None and self.is_home(place.guild_id) else _DIRECT

    def _facts(self, account: int, asker: Asker, rules: ServerSettings | None, now: float) -> Standing:
        standing = self._tally.standing(account, asker.user_id, now)
        if account == _DIRECT:  # no server stands behind these questions: everybody has a budget of their own
            return replace(standing, server_questions=0, server_tokens=0, server_money=0)
        named = self.role_names(account, rules.roles) if rules is not None and rules.roles else ()
        return replace(standing, role_names=named)

    async def _rules_to_decide(self, guild_id: int | None) -> ServerSettings | None:
        if guild_id is None:
            return self.defaults
        try:
            return (await self._rules_of(guild_id)).rules
        except StateError as error:
            _log.warning("the rules of server %d cannot be read, so nobody may ask there: %s", guild_id, error)
            return None

    async def _rules_of(self, guild_id: int) -> _Known:
        """Return a server's rules, from memory while they are fresh; old ones are better than none."""
        if found := self._fresh(guild_id):
            return found
        async with self._reading:
            if found := self._fresh(guild_id):
                return found
            try:
                return await self._read(guild_id)
            except StateError as error:
                last = self._known.get(guild_id)
                if last is None:
                    raise
                _log.warning("the rules of server %d cannot be read again; the last known hold: %s", guild_id, error)
                self._known[guild_id] = replace(last, read_at=self._clock())
                return last

    def _fresh(self, guild_id: int) -> _Known | None:
        found = self._known.get(guild_id)
        return found if found and self._clock() - found.read_at < FRESH else None

    async def _read(self, guild_id: int) -> _Known:
        kept = await asyncio.to_thread(self._state.servers.find, guild_id)
        if kept.overrides.dropped:
            _log.warning(
                "settings of server %d cannot be used as they are stored: %s",
                guild_id,
                ", ".join(kept.overrides.dropped),
            )
        return self._keep(guild_id, kept)

    def _keep(self, guild_id: int, kept: KeptRules) -> _Known:
        known = _Known(kept, kept.overrides.over(self.defaults), self._clock())
        self._known[guild_id] = known
        return known

    async def _read_counts(self) -> None:
        """Take in what was counted before this start; a fault is noted, tried again later, and keeps nobody waiting."""
        async with self._reading:
            now = self._clock()
            if self._counts_read or now < self._next_try:
                return
            days = (now.date() - dt.timedelta(days=1), now.date())
            try:
                kept = [each for day in days for each in await asyncio.to_thread(self._state.usage.of_day, day)]
            except StateError as error:
                self._next_try = now + FRESH
                _log.warning("what was asked before cannot be read; counting from now on: %s", error)
                return
            self._counts_read = True
            self._tally.take_in(kept, now.timestamp())
