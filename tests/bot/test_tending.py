"""What runs beside the bot: scheduled ingests, the watch over the live corpus; and that it all stops with the bot."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
from typing import TYPE_CHECKING

from bot.curation import Order
from bot.service import IngestService, Launcher
from bot.settings import load_settings
from bot.wiring import Workbench
from bot.wiring.curator import WorkbenchCurator
from bot.wiring.freshness import Freshness
from bot.wiring.tending import WHO, tending
from ingest.corpus.live import LiveCorpus
from ingest.corpus.models import Source
from tests.fakes.workers import DONE, PATIENCE, WAITS, command

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    import pytest


class Rig:
    """A bench whose worker is a script, and the orders that the worker got."""

    def __init__(self, data: Path, script: str = DONE) -> None:
        self.bench = Workbench(load_settings(data_dir=data))
        self.live = LiveCorpus(self.bench.store, check_every=0)
        self.orders: list[Order] = []
        self._script = script
        self._came = asyncio.Event()
        self.service = IngestService(Launcher(self._command, dict(os.environ)), now=lambda: dt.datetime.now(dt.UTC))
        self.freshness = Freshness(self.live, seconds=0.01)
        self.curator = WorkbenchCurator(self.bench, self.service, self.freshness)

    def _command(self, order: Order) -> list[str]:
        self.orders.append(order)
        self._came.set()
        return command(self._script)

    def tended(self) -> AbstractAsyncContextManager[None]:
        return tending(self.bench, self.curator, self.service, self.freshness, soon_seconds=0)

    async def has_an_order(self) -> None:
        await asyncio.wait_for(self._came.wait(), PATIENCE)


async def test_a_source_with_a_schedule_is_read_by_itself(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.bench.sources.add(Source("papers", "/papers", schedule="every 30 minutes"))
    rig.bench.sources.add(Source("rest", "/rest"))
    async with rig.tended():
        await rig.has_an_order()
        assert rig.orders == [Order(WHO, ("papers",))]
        assert rig.curator.schedules is not None
        [(name, when)] = rig.curator.schedules.upcoming()
    assert name == "papers"
    assert when > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=25)


async def test_schedules_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAYRAB_SERVICE__SCHEDULES", "false")
    rig = Rig(tmp_path)
    async with rig.tended():
        assert rig.curator.schedules is None


async def test_the_worker_stops_with_the_bot(tmp_path: Path) -> None:
    rig = Rig(tmp_path, WAITS)
    rig.bench.sources.add(Source("papers", "/papers", schedule="every 30 minutes"))
    async with asyncio.timeout(PATIENCE):
        async with rig.tended():
            while not rig.curator._followed:  # noqa: ASYNC110 - nobody is told that a scheduled one has begun
                await asyncio.sleep(0.01)
    assert rig.service.running is None
    [deed] = (await rig.curator.history())[1]
    assert (deed.who, deed.what, deed.result) == (WHO, "ingest papers", "stopped")


async def test_a_new_snapshot_is_opened_though_nobody_asks(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "data")
    rig = Rig(tmp_path / "data")
    async with rig.tended():
        rig.bench.store.mend()
        async with asyncio.timeout(PATIENCE):
            while rig.live._live is None or rig.live._live.snapshot.name != "000002":  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
    rig.live.close()


async def test_a_corpus_that_cannot_be_used_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    rig = Rig(tmp_path)
    for _ in range(3):
        await rig.freshness.check()
    assert caplog.text.count("the live corpus cannot be used") == 1
