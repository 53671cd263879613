"""The ingest service over real processes: small scripts that speak a worker's language, keep silent, or die."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from typing import TYPE_CHECKING, Any

import pytest

from bot.curation import IngestStoppedError, Order, Step
from bot.service import IngestService, Launcher, WorkerDiedError
from ingest.corpus.errors import CorpusBusyError, NayrabError, StorageError
from tests.fakes.workers import DEAF, DONE, PATIENCE, POLITE, REPORT, SAY, STEP, TOO_LATE, WAITS, Watcher, command

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    Offering = Callable[..., IngestService]

ALL = Order("Anna")
NOW = dt.datetime(2020, 2, 25, 10, 15, tzinfo=dt.UTC)


@pytest.fixture
async def offering() -> AsyncIterator[Offering]:
    """Makes services whose worker is a script, and closes them."""
    made: list[IngestService] = []

    def offer(script: str, grace: float = 10.0) -> IngestService:
        launcher = Launcher(lambda order: command(script), dict(os.environ))
        made.append(IngestService(launcher, now=lambda: NOW, grace_seconds=grace))
        return made[-1]

    yield offer
    for service in made:
        await service.close()


async def outcome(service: IngestService, order: Order = ALL) -> Mapping[str, Any]:
    ingestion = await service.begin(order, Watcher())
    return await asyncio.wait_for(ingestion.result(), PATIENCE)


async def test_the_report_of_the_worker_comes_back(offering: Offering) -> None:
    service = offering(SAY + STEP + f"say(report={REPORT!r})\n")
    watcher = Watcher()
    ingestion = await service.begin(ALL, watcher)
    assert await ingestion.result() == REPORT
    assert watcher.steps == [Step("read", 1, 2, "a")]
    assert service.running is None


async def test_a_second_one_is_refused_and_told_whose_the_first_is(offering: Offering) -> None:
    service = offering(WAITS)
    first = await service.begin(Order("Anna", ("the-courier",)), Watcher())
    assert service.running == "an ingest of the-courier, begun by Anna at 10:15 UTC"
    with pytest.raises(CorpusBusyError, match="an ingest of the-courier, begun by Anna at 10:15 UTC"):
        await service.begin(ALL, Watcher())
    first.cancel()
    with pytest.raises(IngestStoppedError):
        await first.result()


async def test_two_that_come_at_once_are_not_both_begun(offering: Offering) -> None:
    service = offering(WAITS)
    begun = await asyncio.gather(*(service.begin(ALL, Watcher()) for _ in range(3)), return_exceptions=True)
    assert sorted(isinstance(each, CorpusBusyError) for each in begun) == [False, True, True]


async def test_after_one_has_ended_the_next_may_begin(offering: Offering) -> None:
    service = offering(DONE)
    assert await outcome(service) == await outcome(service) == REPORT


async def test_a_fault_keeps_its_kind_and_sentence(offering: Offering) -> None:
    with pytest.raises(StorageError, match="The disk is full"):
        await outcome(offering(SAY + "say(error='The disk is full.', kind='StorageError'); sys.exit(1)"))
    with pytest.raises(NayrabError, match="no such source"):
        await outcome(offering(SAY + "say(error='There is no such source.', kind='SourceSettingsError'); sys.exit(1)"))


@pytest.mark.parametrize("script", [POLITE, WAITS], ids=["polite", "torn off"])
async def test_a_cancelled_one_has_stopped(offering: Offering, script: str) -> None:
    service, watcher = offering(script), Watcher()
    ingestion = await service.begin(ALL, watcher)
    await watcher.first_step()
    ingestion.cancel()
    ingestion.cancel()
    with pytest.raises(IngestStoppedError, match="the live corpus is as it was"):
        await ingestion.result()
    ingestion.cancel()
    assert service.running is None


async def test_who_cancels_too_late_gets_the_report(offering: Offering) -> None:
    service, watcher = offering(TOO_LATE), Watcher()
    ingestion = await service.begin(ALL, watcher)
    await watcher.first_step()
    ingestion.cancel()
    assert await ingestion.result() == {"added": 9}


async def test_one_that_does_not_listen_is_killed_after_the_grace(offering: Offering) -> None:
    service, watcher = offering(DEAF, grace=0.05), Watcher()
    ingestion = await service.begin(ALL, watcher)
    await watcher.first_step()
    ingestion.cancel()
    with pytest.raises(IngestStoppedError):
        await asyncio.wait_for(ingestion.result(), PATIENCE)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (SAY + "os.kill(os.getpid(), signal.SIGKILL)", "want of memory"),
        (SAY + "os.kill(os.getpid(), signal.SIGABRT)", "signal 6"),
        (SAY + "sys.exit(7)", "exit code 7"),
        ("", "exit code 0"),
    ],
    ids=["killed", "aborted", "gave up", "said nothing"],
)
async def test_one_that_dies_without_a_word_is_told_in_a_sentence(offering: Offering, script: str, words: str) -> None:
    with pytest.raises(WorkerDiedError) as caught:
        await outcome(offering(script))
    assert words in str(caught.value)
    assert "the live corpus is as it was" in str(caught.value)


async def test_one_that_the_system_stops_was_stopped(offering: Offering) -> None:
    with pytest.raises(IngestStoppedError):
        await outcome(offering(SAY + "os.kill(os.getpid(), signal.SIGTERM)"))


async def test_what_it_writes_to_stderr_is_in_the_log(offering: Offering, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(WorkerDiedError), caplog.at_level(logging.WARNING):
        await outcome(offering("import sys; sys.stderr.write('x' * 200_000 + 'the very end'); sys.exit(1)"))
    [line] = [record.getMessage() for record in caplog.records]
    assert line.endswith("the very end")
    assert len(line) < 10_000


async def test_noise_and_overlong_lines_do_no_harm(offering: Offering) -> None:
    noise = "sys.stdout.write('loading...\\n{\"progress\": 3}\\n' + 'x' * 9_000_000 + '\\n'); sys.stdout.flush()\n"
    assert await outcome(offering(SAY + noise + f"say(report={REPORT!r})")) == REPORT


async def test_an_observer_that_fails_harms_nothing(offering: Offering, caplog: pytest.LogCaptureFixture) -> None:
    def fail(step: Step) -> None:
        raise ZeroDivisionError

    ingestion = await offering(SAY + STEP + f"say(report={REPORT!r})").begin(ALL, fail)
    assert await ingestion.result() == REPORT
    assert "progress could not be shown" in caplog.text


async def test_who_gives_up_waiting_stops_nothing(offering: Offering) -> None:
    watcher = Watcher()
    ingestion = await offering(TOO_LATE).begin(ALL, watcher)
    await watcher.first_step()
    waiting = asyncio.create_task(ingestion.result())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    ingestion.cancel()
    assert await ingestion.result() == {"added": 9}


async def test_closing_stops_what_is_under_way_and_begins_no_more(offering: Offering) -> None:
    service, watcher = offering(WAITS), Watcher()
    ingestion = await service.begin(ALL, watcher)
    await watcher.first_step()
    await asyncio.wait_for(service.close(), PATIENCE)
    with pytest.raises(IngestStoppedError):
        await ingestion.result()
    with pytest.raises(NayrabError, match="just stopping"):
        await service.begin(ALL, Watcher())


async def test_a_worker_that_cannot_be_started_is_one_sentence_and_leaves_the_place_free(offering: Offering) -> None:
    launcher = Launcher(lambda order: ["/no/such/python"], {})
    service = IngestService(launcher, now=lambda: dt.datetime.now(dt.UTC))
    for _ in range(2):
        with pytest.raises(NayrabError, match="could not be started"):
            await service.begin(ALL, Watcher())
    assert service.running is None


async def test_a_report_of_many_failures_arrives_whole(offering: Offering) -> None:
    report = await outcome(offering(SAY + "say(report={'failed': [{'reason': 'x' * 300}] * 20_000})"))
    assert len(report["failed"]) == 20_000
