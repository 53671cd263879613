"""A crew of real processes: calls go to whoever is free, what goes wrong there is told here, the dead are replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.crew import Crew, MemberDiedError, Remote
from bot.faults import ClosingError, TooSlowError
from ingest.corpus.errors import CorpusError, NayrabError
from tests.fakes.crew_parts import desk, watching

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    crew = Crew(desk, 2, limit=30)
    yield crew
    crew.close()


@pytest.fixture
def part(crew: Crew) -> Remote:
    return Remote(crew, "desk")


def test_a_call_runs_in_a_process_of_the_crew(crew: Crew, part: Remote) -> None:
    assert part.runs_in() in crew.pids
    assert part.runs_in() != os.getpid()
    assert part.adds(1, 2, times=2) == 6


def test_two_calls_run_at_the_same_time_in_two_processes(part: Remote, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(part.waits_for, gate)
        while not waiting.running():
            pass
        assert part.adds(1, 1) == 2  # although the other is not done
        gate.write_text("go")
        assert waiting.result(timeout=30) == "go"


def test_progress_is_passed_on_in_order(part: Remote) -> None:
    heard: list[int] = []
    assert part.counts(3, progress=heard.append) == "done"
    assert heard == [0, 1, 2]
    assert part.counts(3) == "done"


def test_what_fails_there_is_raised_here(part: Remote) -> None:
    with pytest.raises(CorpusError, match="damaged"):
        part.fails()
    with pytest.raises(ZeroDivisionError) as caught:
        part.breaks()
    assert "in breaks" in "".join(caught.value.__notes__)


def test_an_error_that_cannot_be_sent_keeps_its_sentence(part: Remote) -> None:
    with pytest.raises(NayrabError, match="a fault in a drawer"):
        part.fails_oddly()


def test_a_result_that_cannot_be_sent_is_an_error_not_silence(part: Remote) -> None:
    with pytest.raises(RuntimeError, match="could not be sent"):
        part.returns_a_lock()
    assert part.adds(1) == 1


def test_an_error_of_who_listens_leaves_the_member_usable(crew: Crew, part: Remote) -> None:
    before = crew.pids

    def deaf(_number: int) -> None:
        raise ValueError("I do not want to know")

    with pytest.raises(ValueError, match="do not want"):
        part.counts(3, progress=deaf)
    for _ in range(4):
        assert part.adds(2) == 2
    assert len(crew.pids) == len(before)


def test_a_dead_member_is_told_and_replaced(crew: Crew, part: Remote) -> None:
    before = crew.pids
    with pytest.raises(MemberDiedError, match="Ask again"):
        part.dies()
    assert len(crew.pids) == 2
    assert len(crew.pids - before) == 1
    assert {part.runs_in() for _ in range(4)} <= crew.pids


def test_a_call_past_the_limit_is_ended_and_its_member_replaced() -> None:
    crew = Crew(desk, 1, limit=3)
    try:
        [hanging] = crew.pids
        with pytest.raises(TooSlowError, match="longer than 3 seconds"):
            Remote(crew, "desk").hangs()
        assert hanging not in crew.pids
        with pytest.raises(ProcessLookupError):
            os.kill(hanging, 0)
    finally:
        crew.close()


def test_a_closed_crew_is_gone_and_says_so() -> None:
    crew = Crew(desk, 1, limit=30)
    [member] = crew.pids
    assert Remote(crew, "desk").runs_in() == member  # it has begun to work
    os.kill(member, signal.SIGTERM)  # a service manager signals the whole group: what is under way goes on
    assert Remote(crew, "desk").adds(1) == 1
    crew.close()
    assert crew.pids == frozenset()
    with pytest.raises(ClosingError):
        Remote(crew, "desk").adds(1)
    with pytest.raises(ProcessLookupError):
        os.kill(member, 0)


def test_an_idle_member_looks_after_its_parts_and_survives_what_it_finds(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    crew = Crew(partial(watching, seen), 1, limit=30)
    try:
        noted = threading.Event()
        while not seen.exists():
            noted.wait(0.05)
        assert Remote(crew, "desk").adds(1) == 1
    finally:
        crew.close()


def test_a_process_that_ends_without_closing_its_crew_does_not_hang() -> None:
    code = "from bot.crew import Crew; from tests.fakes.crew_parts import desk; Crew(desk, 1, limit=9)"
    ended = subprocess.run([sys.executable, "-c", code], timeout=60, check=False, cwd=ROOT)
    assert ended.returncode == 0
