"""When the bot reads sources by itself: each at its own times, all through one queue, none of them ever at once.

Place in the flow: `bot.wiring` hands in how schedules are read and what reads a source again (the curator). The only
importer of apscheduler. It decides nothing about sources and never touches the corpus.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import TYPE_CHECKING, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from ingest.corpus.errors import CorpusBusyError, NayrabError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence

_log = logging.getLogger(__name__)


class Trigger(Protocol):
    """What is used of apscheduler's triggers."""

    def get_next_fire_time(self, previous: dt.datetime | None, now: dt.datetime, /) -> dt.datetime | None:
        """Return the first time after both."""


class Timing(Protocol):
    """Either `every` so long, or `at` a time of day (UTC) on `weekdays` (0 is Monday; none: every day)."""

    @property
    def every(self) -> dt.timedelta | None:
        """The time between two runs."""

    @property
    def at(self) -> dt.time | None:
        """The time of day."""

    @property
    def weekdays(self) -> Collection[int]:
        """The days of the week."""


class Timetable(Protocol):
    """What the scheduler asks; both may block and are called in a thread."""

    def stamp(self) -> Hashable:
        """Return what is different once the schedules may have changed."""

    def timings(self) -> Mapping[str, Timing]:
        """Return the schedule of each source that has one; raises `NayrabError` when they cannot be read."""

    def last_run(self, name: str) -> dt.datetime | None:
        """Return when the source was last read, or None when that is not known."""


def trigger_of(timing: Timing, jitter_seconds: int = 0) -> Trigger:
    """Return apscheduler's trigger for a timing; the jitter is never more than a tenth of an interval."""
    trigger: Trigger
    if timing.every is not None:
        seconds = timing.every.total_seconds()
        jitter = min(jitter_seconds, int(seconds / 10)) or None
        trigger = IntervalTrigger(seconds=seconds, jitter=jitter, timezone=dt.UTC)
    else:
        at, days = timing.at or dt.time(), ",".join(str(day) for day in sorted(timing.weekdays))
        trigger = CronTrigger(
            day_of_week=days or "*", hour=at.hour, minute=at.minute, jitter=jitter_seconds or None, timezone=dt.UTC
        )
    return trigger


def first_time(timing: Timing, trigger: Trigger, last: dt.datetime | None, soonest: dt.datetime) -> dt.datetime:
    """Return when a source is read first: what fell due while nobody was there is made up for once, at `soonest`.

    A source with an interval that was never read is due at once; one with a time of day waits for it.
    """
    if last is None and timing.every is not None:
        return soonest
    due = trigger.get_next_fire_time(last, last or soonest)
    return max(due or soonest, soonest)


class Schedules:
    """Runs `ingest` with the names of the sources that are due, until closed; on one event loop.

    While one ingest runs, others that fall due gather and are read together. Where the corpus is busy
    (`CorpusBusyError`) they wait `busy_seconds` and try again; after another fault they wait for their next time.
    """

    def __init__(
        self,
        timetable: Timetable,
        ingest: Callable[[Sequence[str]], Awaitable[object]],
        *,
        jitter_seconds: int = 30,
        soon_seconds: float = 10.0,
        reread_seconds: float = 5.0,
        busy_seconds: float = 20.0,
    ) -> None:
        self._timetable = timetable
        self._ingest = ingest
        self._jitter = jitter_seconds
        self._soon = dt.timedelta(seconds=soon_seconds)
        self._reread = reread_seconds
        self._busy = busy_seconds
        self._clockwork = AsyncIOScheduler(
            timezone=dt.UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._timings: dict[str, Timing] = {}
        self._stamp: Hashable = None
        self._due: dict[str, None] = {}
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Read the schedules and let them run."""
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every job; we tell what comes of it
        self._clockwork.start()
        await self.refresh()
        self._tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._work())]

    async def close(self) -> None:
        """Start nothing more; whatever `ingest` is at is cancelled."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._clockwork.running:
            self._clockwork.shutdown(wait=False)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The sources that are due and wait for their turn."""
        return tuple(self._due)

    def upcoming(self) -> tuple[tuple[str, dt.datetime], ...]:
        """Return the sources with the next time of each, the earliest first."""
        times = [(job.id, job.next_run_time) for job in self._clockwork.get_jobs() if job.next_run_time]
        return tuple(sorted(times, key=lambda pair: (pair[1], pair[0])))

    async def refresh(self) -> None:
        """Take over what the schedules say now; where they cannot be read, the former ones go on."""
        try:
            stamp = await asyncio.to_thread(self._timetable.stamp)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            timings = dict(await asyncio.to_thread(self._timetable.timings))
        except NayrabError as error:
            _log.warning("the schedules could not be read, so the former ones go on: %s", error)
            return
        for name in self._timings.keys() - timings.keys():
            self._drop(name)
        for name, timing in timings.items():
            if self._timings.get(name) != timing:
                await self._place(name, timing)

    async def _place(self, name: str, timing: Timing) -> None:
        trigger = trigger_of(timing, self._jitter)
        last = await asyncio.to_thread(self._timetable.last_run, name)
        when = first_time(timing, trigger, last, dt.datetime.now(dt.UTC) + self._soon)
        self._clockwork.add_job(
            self._is_due, trigger, args=[name], id=name, name=name, next_run_time=when, replace_existing=True
        )
        self._timings[name] = timing

    def _drop(self, name: str) -> None:
        self._clockwork.remove_job(name)
        del self._timings[name]
        self._due.pop(name, None)

    async def _is_due(self, name: str) -> None:
        """Queue a source; a coroutine, because apscheduler runs anything else in a thread."""
        self._due[name] = None
        self._wake.set()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._reread)
            await self.refresh()

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.refresh()
            names, self._due = tuple(self._due), {}
            if names and not await self._read_again(names):
                self._due = {**dict.fromkeys(n for n in names if n in self._timings), **self._due}
                await asyncio.sleep(self._busy)
                self._wake.set()

    async def _read_again(self, names: Sequence[str]) -> bool:
        """Read these sources; False when the corpus is busy, so that it has to be tried again."""
        try:
            await self._ingest(names)
        except CorpusBusyError as error:
            _log.info("reading %s again has to wait: %s", ", ".join(names), error)
            return False
        except NayrabError as error:
            _log.warning("reading %s again failed: %s", ", ".join(names), error)
        except Exception:  # noqa: BLE001 - the next ones that are due must be read all the same
            _log.exception("reading %s again failed", ", ".join(names))
        return True
