"""Schedules: when a source is due, what happens while the corpus is busy, and what a change of `sources.toml` does."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.schedule import Schedules, first_time, trigger_of
from ingest.corpus.errors import CorpusBusyError, NayrabError
from ingest.sources.schedule import Schedule, parse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable, Mapping, Sequence

    from bot.schedule import Timing

PATIENCE = 20
NOON = dt.datetime(2020, 2, 25, 12, tzinfo=dt.UTC)  # a Tuesday
SELDOM = Schedule(every=dt.timedelta(days=300))


@dataclass
class Table:
    """A timetable that a test writes."""

    written: dict[str, Timing] = field(default_factory=dict)
    version: int = 0
    broken: bool = False
    last: dict[str, dt.datetime] = field(default_factory=dict)

    def says(self, **timings: Timing) -> None:
        self.written = timings
        self.version += 1

    def stamp(self) -> Hashable:
        return self.version

    def timings(self) -> Mapping[str, Timing]:
        if self.broken:
            raise NayrabError("sources.toml is not valid TOML.")
        return self.written

    def last_run(self, name: str) -> dt.datetime | None:
        return self.last.get(name)


class Reader:
    """Notes what is read; goes wrong as told, once per fault; `hold` keeps it at it."""

    def __init__(self, *faults: Exception) -> None:
        self.read: list[tuple[str, ...]] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self._faults = list(faults)
        self._more = asyncio.Event()

    async def __call__(self, names: Sequence[str]) -> None:
        self.read.append(tuple(names))
        self._more.set()
        await self.hold.wait()
        if self._faults:
            raise self._faults.pop(0)

    async def has_read(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.read) < times:
                self._more.clear()
                await self._more.wait()


@pytest.fixture
async def running() -> AsyncIterator[Callable[..., Schedules]]:
    """Makes quick schedules, and closes them."""
    made: list[Schedules] = []

    def make(table: Table, reader: Reader) -> Schedules:
        quick = Schedules(table, reader, jitter_seconds=0, soon_seconds=0.01, reread_seconds=0.01, busy_seconds=0.01)
        made.append(quick)
        return quick

    yield make
    for schedules in made:
        await schedules.close()


@pytest.mark.parametrize(
    ("words", "last", "due"),
    [
        ("every 30 minutes", None, NOON),
        ("every 30 minutes", NOON - dt.timedelta(minutes=10), NOON + dt.timedelta(minutes=20)),
        ("every 30 minutes", NOON - dt.timedelta(days=3), NOON),
        ("daily at 06:00", None, NOON + dt.timedelta(hours=18)),
        ("daily at 06:00", NOON - dt.timedelta(hours=6), NOON + dt.timedelta(hours=18)),
        ("daily at 06:00", NOON - dt.timedelta(hours=20), NOON),
        ("weekly on monday at 06:00", None, NOON + dt.timedelta(days=5, hours=18)),
        ("weekly on tuesday, thursday at 13:30", None, NOON + dt.timedelta(hours=1, minutes=30)),
        ("weekly on sunday at 00:00", NOON - dt.timedelta(days=1), NOON + dt.timedelta(days=4, hours=12)),
    ],
)
def test_the_first_time_makes_up_for_what_was_missed_once(
    words: str, last: dt.datetime | None, due: dt.datetime
) -> None:
    timing = parse(words)
    assert first_time(timing, trigger_of(timing), last, NOON) == due


def test_jitter_stays_small_against_the_interval() -> None:
    hourly = trigger_of(parse("every minute"), jitter_seconds=600)
    later = [hourly.get_next_fire_time(NOON, NOON) for _ in range(50)]
    assert all(time is not None and abs((time - NOON).total_seconds() - 60) <= 6 for time in later)


async def test_a_source_that_was_never_read_is_read_soon(running: Callable[..., Schedules]) -> None:
    table, reader = Table(), Reader()
    table.says(courier=SELDOM)
    schedules = running(table, reader)
    await schedules.start()
    await reader.has_read(1)
    assert reader.read == [("courier",)]
    [(name, when)] = schedules.upcoming()
    assert name == "courier"
    assert when > dt.datetime.now(dt.UTC) + dt.timedelta(days=200)


async def test_an_interval_goes_on(running: Callable[..., Schedules]) -> None:
    table, reader = Table(), Reader()
    table.says(courier=Schedule(every=dt.timedelta(seconds=0.05)))
    await running(table, reader).start()
    await reader.has_read(3)
    assert set(reader.read) == {("courier",)}


async def test_what_falls_due_meanwhile_is_read_together(running: Callable[..., Schedules]) -> None:
    table, reader = Table(), Reader()
    reader.hold.clear()
    table.says(courier=SELDOM)
    schedules = running(table, reader)
    await schedules.start()
    await reader.has_read(1)
    table.says(courier=SELDOM, herald=SELDOM, voice=SELDOM)
    async with asyncio.timeout(PATIENCE):
        while len(schedules.waiting) < 2:  # noqa: ASYNC110 - what is waited for happens inside apscheduler
            await asyncio.sleep(0.005)
    reader.hold.set()
    await reader.has_read(2)
    assert sorted(reader.read[1]) == ["herald", "voice"]


async def test_a_busy_corpus_is_tried_again(running: Callable[..., Schedules]) -> None:
    table, reader = Table(), Reader(CorpusBusyError("A shell ingests."), CorpusBusyError("It still does."))
    table.says(courier=SELDOM)
    await running(table, reader).start()
    await reader.has_read(3)
    assert reader.read == [("courier",)] * 3


@pytest.mark.parametrize("fault", [NayrabError("The disk is full."), ZeroDivisionError()])
async def test_after_a_fault_the_others_are_read_all_the_same(
    running: Callable[..., Schedules], fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    table, reader = Table(), Reader(fault)
    table.says(courier=SELDOM)
    schedules = running(table, reader)
    await schedules.start()
    await reader.has_read(1)
    table.says(courier=SELDOM, herald=SELDOM)
    await reader.has_read(2)
    assert reader.read == [("courier",), ("herald",)]
    assert "reading courier again failed" in caplog.text


async def test_a_source_that_is_taken_off_is_not_read_any_more(running: Callable[..., Schedules]) -> None:
    table, reader = Table(last={"courier": dt.datetime.now(dt.UTC)}), Reader()
    table.says(courier=SELDOM, herald=SELDOM)
    schedules = running(table, reader)
    await schedules.start()
    await reader.has_read(1)
    table.says(herald=SELDOM)
    await schedules.refresh()
    assert [name for name, _ in schedules.upcoming()] == ["herald"]


async def test_a_changed_schedule_takes_the_place_of_the_former(running: Callable[..., Schedules]) -> None:
    last = dt.datetime.now(dt.UTC)
    table = Table(last={"courier": last})
    table.says(courier=SELDOM)
    schedules = running(table, Reader())
    await schedules.start()
    table.says(courier=parse("every hour"))
    await schedules.refresh()
    [(_, when)] = schedules.upcoming()
    assert abs(when - last - dt.timedelta(hours=1)) < dt.timedelta(seconds=5)


async def test_where_they_cannot_be_read_the_former_ones_go_on(
    running: Callable[..., Schedules], caplog: pytest.LogCaptureFixture
) -> None:
    table = Table(last={"courier": dt.datetime.now(dt.UTC)})
    table.says(courier=SELDOM)
    schedules = running(table, Reader())
    await schedules.start()
    table.broken = True
    table.says()
    await schedules.refresh()
    await schedules.refresh()
    assert [name for name, _ in schedules.upcoming()] == ["courier"]
    assert caplog.text.count("not valid TOML") == 1
    table.broken = False
    table.says()
    await schedules.refresh()
    assert schedules.upcoming() == ()


async def test_closing_ends_what_waits(running: Callable[..., Schedules]) -> None:
    table, reader = Table(), Reader()
    reader.hold.clear()
    table.says(courier=SELDOM)
    schedules = running(table, reader)
    await schedules.start()
    await reader.has_read(1)
    await asyncio.wait_for(schedules.close(), PATIENCE)
    await schedules.close()
