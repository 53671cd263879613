"""What runs beside the bot: the ingest service, the schedules, the watch over the live corpus.

Place in the flow: `bot.wiring.running` wraps it round the bot. It names the worker's command line and environment.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.curation import Order
from bot.schedule import Schedules
from bot.service import IngestService, Launcher
from bot.settings import PREFIX, as_environment
from ingest.corpus.errors import StorageError
from ingest.sources.registry import FILE
from ingest.sources.schedule import parse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Hashable, Mapping, Sequence

    from bot.curation import Step
    from bot.settings import Settings
    from bot.wiring import Workbench
    from bot.wiring.curator import WorkbenchCurator
    from bot.wiring.freshness import Freshness
    from ingest.sources.schedule import Schedule

WHO = "schedule"
"""Whom the audit log names for what nobody asked for."""
_REMEMBERED = 200
_PACKAGES = Path(__file__).parents[2]


def service_for(settings: Settings) -> IngestService:
    """Return the service whose workers have the same settings as this process."""
    launcher = Launcher(worker_command, worker_environment(settings, os.environ))
    return IngestService(launcher, now=lambda: dt.datetime.now(dt.UTC), grace_seconds=settings.service.grace_seconds)


def worker_command(order: Order) -> list[str]:
    """Return the command line of the worker that carries out an order; the folder it is started in has no say."""
    names = [f"--source={name}" for name in order.sources]
    anew = ["--rebuild"] if order.rebuild else []
    return [sys.executable, "-P", "-m", "bot", "ingest", "--events", f"--who={order.who}", *names, *anew]


def worker_environment(settings: Settings, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the worker's environment: its settings are this process's, but with its own number of threads."""
    others = {name: value for name, value in inherited.items() if not name.startswith(PREFIX)}
    paths = [str(_PACKAGES), *filter(None, [inherited.get("PYTHONPATH")])]
    threads = {f"{PREFIX}EMBEDDER__THREADS": str(settings.service.threads)}
    return others | as_environment(settings) | threads | {"PYTHONPATH": os.pathsep.join(paths)}


@contextlib.asynccontextmanager
async def tending(
    bench: Workbench,
    curator: WorkbenchCurator,
    service: IngestService,
    freshness: Freshness,
    *,
    soon_seconds: float = 10.0,
) -> AsyncIterator[None]:
    """Keep the live corpus fresh and read sources at their times for the length of the block; then stop it all.

    What fell due before the start is read `soon_seconds` after it.
    """
    watching = asyncio.create_task(freshness.watch(), name="freshness")
    schedules = _schedules(bench, curator, soon_seconds) if bench.settings.service.schedules else None
    try:
        if schedules is not None:
            await schedules.start()
            curator.schedules = schedules
        yield
    finally:
        watching.cancel()
        if schedules is not None:
            await schedules.close()
        await service.close()
        await curator.close()


def _schedules(bench: Workbench, curator: WorkbenchCurator, soon_seconds: float) -> Schedules:
    async def read_again(names: Sequence[str]) -> None:
        ingestion = await curator.begin(Order(WHO, tuple(names)), _unseen)
        await ingestion.result()

    jitter = bench.settings.service.jitter_seconds
    return Schedules(SourceTimetable(bench), read_again, jitter_seconds=jitter, soon_seconds=soon_seconds)


def _unseen(step: Step) -> None:
    """Nobody watches a scheduled ingest."""


class SourceTimetable:
    """The schedules in `sources.toml`, and the ledger's word on when each source was read; see `bot.schedule`."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._file = bench.settings.data_dir / FILE

    def stamp(self) -> Hashable:
        """Return what changes with the file."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return "absent"
        except OSError as error:
            raise StorageError(f"{self._file} cannot be read ({error.strerror}).") from error
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    def timings(self) -> Mapping[str, Schedule]:
        """Return the schedule of each source that has one; raises `NayrabError` for a file that makes no sense."""
        return {source.name: parse(source.schedule) for source in self._bench.sources.all() if source.schedule}

    def last_run(self, name: str) -> dt.datetime | None:
        """Return when the source was last read by itself, as far as the ledger remembers."""
        location = next((each.location for each in self._bench.sources.all() if each.name == name), None)
        runs = self._bench.ledger.runs(_REMEMBERED) if location else []
        return next((run.started for run in runs if run.who == WHO and location in run.what.split(", ")), None)
