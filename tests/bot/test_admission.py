"""Admission: budgets and waits by a clock that is moved, across midnight, restarts and a broken memory."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from bot.access import UNREADABLE, Action, Allowed, Asker, Decision, Denied, Kind, Place, Policy
from bot.admission import Admission
from bot.answering.models import Usage
from bot.faults import StateError
from bot.server_changes import putting
from bot.server_settings import ServerSettings
from bot.state import State
from bot.tariff import Cost, Tariff
from tests.fakes.answerer import an_answer
from tests.fakes.clock import StillClock

if TYPE_CHECKING:
    from pathlib import Path

HERE = Place(1, 10)
ANN, BEN = Asker(5), Asker(6)
ANSWER = an_answer()
OPEN = ServerSettings()


class Desk:
    """An admission over a state.db that can be opened again, and broken."""

    def __init__(self, folder: Path, clock: StillClock) -> None:
        self.file = folder / "state.db"
        self.clock = clock
        self.admission = self.opened()

    def opened(self, rules: ServerSettings = OPEN, tariff: Tariff | None = None) -> Admission:
        self.admission = Admission(Policy(), rules, State(self.file), self.clock.now, tariff)
        return self.admission

    async def asks(self, who: Asker = ANN, place: Place = HERE) -> Decision:
        return await self.admission.decide(who, place)

    async def is_answered(self, who: Asker = ANN, place: Place = HERE, usage: Usage = Usage()) -> None:  # noqa: B008
        assert await self.asks(who, place) == Allowed()
        await self.admission.count(who, place, replace(ANSWER, usage=usage))

    def stores(self, document: str, guild_id: int = 1) -> None:
        """Put something into the file that no command would."""
        with sqlite3.connect(self.file) as connection:
            connection.execute("INSERT OR REPLACE INTO servers VALUES (?, ?, 0, 5)", (guild_id, document))
        connection.close()

    def stored(self) -> Any:
        with sqlite3.connect(self.file) as connection:
            ((text,),) = connection.execute("SELECT rules FROM servers")
        connection.close()
        return json.loads(text)

    def loses(self, table: str) -> None:
        with sqlite3.connect(self.file) as connection:
            connection.execute(f"DROP TABLE {table}")
        connection.close()


@pytest.fixture
def clock() -> StillClock:
    return StillClock(dt.datetime(2024, 5, 1, 23, 30, tzinfo=dt.UTC))


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    return Desk(tmp_path, clock)


def kind(decision: Decision) -> Kind | None:
    return decision.kind if isinstance(decision, Denied) else None


class TestBudgets:
    async def test_a_persons_questions_begin_anew_at_midnight_utc(self, desk: Desk, clock: StillClock) -> None:
        desk.opened(ServerSettings(person_questions=1))
        await desk.is_answered()
        refused = await desk.asks()
        assert isinstance(refused, Denied)
        assert refused.reason.endswith("(in 30 minutes).")
        assert await desk.asks(BEN) == Allowed()
        clock.pass_seconds(1801)
        assert await desk.asks() == Allowed()

    async def test_a_wait_goes_on_over_midnight_and_a_restart(self, desk: Desk, clock: StillClock) -> None:
        rules = ServerSettings(cooldown_seconds=3600)
        desk.opened(rules)
        await desk.is_answered()
        clock.pass_seconds(1900)
        assert kind(await desk.asks()) is Kind.COOLDOWN
        desk.opened(rules)
        assert kind(await desk.asks()) is Kind.COOLDOWN
        clock.pass_seconds(1700)
        assert await desk.asks() == Allowed()

    async def test_many_at_once_do_not_slip_past(self, desk: Desk) -> None:
        desk.opened(ServerSettings(server_questions=3))
        decisions = await asyncio.gather(*(desk.asks(Asker(n)) for n in range(50)))
        assert decisions.count(Allowed()) == 3

    async def test_nor_do_tokens_that_are_not_spent_yet(self, desk: Desk) -> None:
        desk.opened(ServerSettings(person_tokens=250), Tariff(typical=Cost(100)))
        decisions = await asyncio.gather(*(desk.asks() for _ in range(10)))
        assert decisions.count(Allowed()) == 3
        for _ in range(3):
            await desk.admission.count(ANN, HERE, replace(ANSWER, usage=Usage(10, 5)))
        assert await desk.asks() == Allowed()

    async def test_what_was_not_answered_is_not_charged(self, desk: Desk) -> None:
        desk.opened(ServerSettings(person_questions=1))
        for _ in range(3):
            assert await desk.asks() == Allowed()
            await desk.admission.count(ANN, HERE, None)
        await desk.is_answered()
        assert kind(await desk.asks()) is Kind.BUDGET

    async def test_a_look_up_is_free_and_frees_no_question(self, desk: Desk) -> None:
        desk.opened(ServerSettings(person_questions=1, cooldown_seconds=60))
        assert await desk.asks() == Allowed()
        assert await desk.admission.decide(ANN, HERE, Action.LOOK_UP) == Allowed()
        await desk.admission.count(ANN, HERE, None)
        desk.clock.pass_seconds(61)
        assert kind(await desk.asks()) is Kind.BUDGET

    async def test_a_question_that_nobody_settled_is_let_go(self, desk: Desk, clock: StillClock) -> None:
        desk.opened(ServerSettings(person_questions=1))
        await desk.asks()
        clock.pass_seconds(901)
        assert await desk.asks() == Allowed()

    async def test_money_is_charged_by_the_prices(self, desk: Desk) -> None:
        prices = Tariff(Decimal("0.15"), Decimal("0.6"))
        desk.opened(ServerSettings(server_money=301), prices)
        await desk.is_answered(usage=Usage(1000, 250))
        await desk.is_answered(BEN, usage=Usage(1, 0))
        assert kind(await desk.asks()) is Kind.BUDGET

    async def test_counts_survive_a_restart(self, desk: Desk) -> None:
        rules = ServerSettings(server_tokens=30, server_questions=2)
        desk.opened(rules)
        await desk.is_answered(usage=Usage(10, 5))
        desk.opened(rules)
        await desk.is_answered(BEN, usage=Usage(10, 4))
        assert kind(await desk.asks()) is Kind.BUDGET
        desk.opened(rules.model_copy(update={"server_questions": 0}))
        assert await desk.asks() == Allowed()  # 29 of 30 tokens
        await desk.admission.count(ANN, HERE, replace(ANSWER, usage=Usage(1, 0)))
        assert kind(await desk.asks()) is Kind.BUDGET

    async def test_direct_messages_have_budgets_of_their_own(self, desk: Desk) -> None:
        desk.opened(ServerSettings(person_questions=1, server_questions=1))
        await desk.is_answered(place=Place())
        assert kind(await desk.asks(place=Place())) is Kind.BUDGET
        assert await desk.asks(BEN, Place()) == Allowed()
        assert await desk.asks(place=HERE) == Allowed()

    async def test_a_server_that_the_bot_is_not_in_gives_nobody_another_budget(self, desk: Desk) -> None:
        desk.opened(ServerSettings(person_questions=1)).is_home = lambda guild_id: guild_id == 1
        await desk.is_answered(place=Place(77, 3))
        assert kind(await desk.asks(place=Place(78, 4))) is Kind.BUDGET
        assert kind(await desk.asks(place=Place())) is Kind.BUDGET
        assert await desk.asks(place=HERE) == Allowed()


class TestRules:
    async def test_a_change_holds_at_once_here_and_soon_elsewhere(self, desk: Desk, clock: StillClock) -> None:
        other = Admission(Policy(), OPEN, State(desk.file), clock.now)
        assert (await other.rules(1)).language == "en"
        changed = await desk.admission.change(1, putting("language", "ar"), 5)
        assert changed.language == (await desk.admission.rules(1)).language == "ar"
        assert (await other.rules(1)).language == "en"
        clock.pass_seconds(30)
        assert (await other.rules(1)).language == "ar"
        assert (await other.rules(2)).language == "en"
        kept = await other.own_rules(1)
        assert (kept.changed, kept.changed_by) == (dt.datetime(2024, 5, 1, 23, 30, tzinfo=dt.UTC), 5)

    async def test_two_changes_at_once_both_hold(self, desk: Desk) -> None:
        await asyncio.gather(
            desk.admission.change(1, putting("language", "ar"), 5),
            desk.admission.change(1, putting("private", True), 6),
        )
        assert await desk.admission.rules(1) == ServerSettings(language="ar", private=True)

    async def test_what_can_be_read_of_a_damaged_document_holds(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        desk.stores('{"channels": [10, "x"], "cooldown_seconds": -1, "newer": 3, "language": "ru"}')
        assert await desk.admission.rules(1) == ServerSettings(channels=frozenset({10}), language="ru")
        assert kind(await desk.asks(place=Place(1, 11))) is Kind.CHANNEL
        assert "channels, cooldown_seconds, newer" in caplog.text
        await desk.admission.change(1, putting("private", True), 5)
        assert desk.stored()["newer"] == 3

    @pytest.mark.parametrize("document", ['{"channels": ["x"]}', '{"roles": 7}', "[]", "{", '"\\u0000"'])
    async def test_rules_about_who_may_ask_that_nobody_can_read_keep_everybody_out(
        self, desk: Desk, document: str
    ) -> None:
        desk.stores(document)
        assert await desk.asks() == Denied(UNREADABLE, Kind.UNREADABLE)
        assert await desk.asks(place=Place(2, 20)) == Allowed()
        await desk.admission.reset(1, 5)
        assert await desk.asks() == Allowed()

    async def test_a_change_of_something_else_does_not_open_what_is_damaged(self, desk: Desk) -> None:
        desk.stores('{"roles": ["x"]}')
        await desk.admission.change(1, putting("language", "tr"), 5)
        assert kind(await desk.asks()) is Kind.UNREADABLE
        desk.stores("{")
        with pytest.raises(StateError, match="/settings reset"):
            await desk.admission.change(1, putting("language", "tr"), 5)


class TestBrokenMemory:
    async def test_rules_that_were_never_read_deny_and_direct_messages_go_on(self, desk: Desk) -> None:
        desk.loses("servers")
        assert await desk.asks() == Denied(UNREADABLE, Kind.UNREADABLE)
        with pytest.raises(StateError):
            await desk.admission.rules(1)
        assert await desk.asks(place=Place()) == Allowed()

    async def test_rules_that_were_read_once_go_on(self, desk: Desk, clock: StillClock) -> None:
        await desk.admission.change(1, putting("channels", frozenset({10})), 5)
        desk.loses("servers")
        clock.pass_seconds(60)
        assert await desk.asks() == Allowed()
        assert kind(await desk.asks(place=Place(1, 11))) is Kind.CHANNEL

    async def test_counts_that_cannot_be_kept_keep_nobody_from_asking(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        desk.opened(ServerSettings(person_questions=2))
        desk.loses("usage")
        await desk.is_answered()
        await desk.is_answered()
        assert kind(await desk.asks()) is Kind.BUDGET
        assert "could not be counted for good" in caplog.text
        State(desk.file)  # makes the table anew, as a restart does
        await desk.admission.write_down()
        desk.opened(ServerSettings(person_questions=2))
        assert kind(await desk.asks()) is Kind.BUDGET
