"""The real worker: the service starts it, stops it in the middle of its work, and it does not outlive who listens."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from bot.curation import IngestStoppedError, Order, Step
from bot.service import IngestService, Launcher
from bot.settings import load_settings
from bot.wiring.tending import worker_command, worker_environment
from ingest.corpus.models import Source
from ingest.ledger import Ledger
from ingest.sources.registry import Registry

if TYPE_CHECKING:
    from tests.fakes.terminal import Terminal

PATIENCE = 120


class UntilEmbedding:
    """Tells when the worker has begun to embed."""

    def __init__(self) -> None:
        self.began = asyncio.Event()

    def __call__(self, step: Step) -> None:
        if step.stage == "embed":
            self.began.set()


@pytest.fixture
def launcher(furnished: Terminal) -> Launcher:
    """Starts real workers that have minutes of work to do."""
    lines = (json.dumps({"id": str(n), "text": f"Convoy {n} passed the town. " * 40}) for n in range(400))
    many = furnished.write("many.jsonl", "\n".join(lines))
    Registry(furnished.data).add(Source("many", str(many)))
    return Launcher(worker_command, worker_environment(load_settings(data_dir=furnished.data), os.environ))


async def test_a_worker_that_is_cancelled_leaves_the_corpus_as_it_was(furnished: Terminal, launcher: Launcher) -> None:
    service, watcher = IngestService(launcher, now=lambda: dt.datetime.now(dt.UTC), grace_seconds=60), UntilEmbedding()
    ingestion = await service.begin(Order("Anna", ("many",)), watcher)
    await asyncio.wait_for(watcher.began.wait(), PATIENCE)
    ingestion.cancel()
    with pytest.raises(IngestStoppedError):
        await asyncio.wait_for(ingestion.result(), PATIENCE)
    assert ingestion._worker.returncode == 143
    assert len(furnished.stored()) == 1
    [run, _] = Ledger(furnished.data / "ledger.db").runs()
    assert (run.who, run.result) == ("Anna", "cancelled")
    assert not list((furnished.data / "snapshots").glob("*.building"))


async def test_a_worker_ends_when_the_bot_is_gone(furnished: Terminal, launcher: Launcher) -> None:
    worker = await launcher(Order("Anna", ("many",)))
    assert worker.stdout is not None
    while b'"embed"' not in await asyncio.wait_for(worker.stdout.readline(), PATIENCE):
        pass
    worker._transport.get_pipe_transport(1).close()  # type: ignore[attr-defined]  # as the system does when the bot is killed
    assert await asyncio.wait_for(worker.wait(), PATIENCE) in {1, -signal.SIGPIPE}
    assert len(furnished.stored()) == 1
