"""What the ingesting process says: lines that can be read back, not too many, none too long; and that it steps back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation import IngestStoppedError, Step
from bot.worker import MOST_FAILURES, EventLines, Faulted, Reported, read_event, told_to_stop
from ingest.corpus.errors import CorpusBusyError, CorruptSnapshotError, NayrabError
from ingest.report import IngestCancelledError, Progress

REPOSITORY = Path(__file__).resolve().parents[2]


class Said:
    """Lines, and a clock that a test moves."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.now = 100.0
        self.events = EventLines(self.lines.append, lambda: self.now)

    def read(self) -> list[Any]:
        return [read_event(line.encode()) for line in self.lines]


@given(st.text(), st.integers(0, 10**9), st.integers(0, 10**9), st.text())
def test_progress_is_read_back_whatever_a_title_holds(stage: str, done: int, total: int, detail: str) -> None:
    said = Said()
    said.events(Progress(stage, done, total, detail))
    [line] = said.lines
    assert line.count("\n") == 1
    assert said.read() == [Step(stage, done, total, detail[:200])]


def test_progress_is_not_said_more_often_than_anyone_can_see() -> None:
    said = Said()
    for done in range(1001):
        said.events(Progress("embed", done, 1000))
        said.now += 0.001
    assert 4 <= len(said.lines) <= 6
    assert said.read()[-1] == Step("embed", 1000, 1000)
    said.events(Progress("store", 0, 1))
    assert said.read()[-1] == Step("store", 0, 1)


def test_a_report_spells_out_so_many_failures_and_counts_all() -> None:
    said = Said()
    said.events.report({"added": 1, "failed": [{"where": str(n)} for n in range(MOST_FAILURES + 7)]})
    [event] = said.read()
    assert isinstance(event, Reported)
    assert len(event.report["failed"]) == MOST_FAILURES
    assert event.report["failed_total"] == MOST_FAILURES + 7


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CorpusBusyError("Busy."), CorpusBusyError),
        (CorruptSnapshotError("Damaged.", "a file"), CorruptSnapshotError),
        (IngestCancelledError("Stopped."), IngestStoppedError),
        (KeyError("Odd."), NayrabError),
    ],
)
def test_a_fault_keeps_its_sentence_and_kind(error: Exception, kind: type[NayrabError]) -> None:
    said = Said()
    said.events.fault(error)
    [event] = said.read()
    assert isinstance(event, Faulted)
    assert type(event.error()) is kind
    assert str(event.error()) == str(error)


@pytest.mark.parametrize("kind", ["", "errors", "annotations", "Exception", "NoSuchError", "__doc__"])
def test_a_kind_that_is_none_of_ours_is_an_error_like_others(kind: str) -> None:
    assert type(Faulted("It went wrong.", kind).error()) is NayrabError


@given(st.binary() | st.builds(lambda value: json.dumps(value).encode(), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["progress", "report", "error", "kind"]), inner),
)))  # fmt: skip
def test_whatever_comes_is_an_event_or_nothing(line: bytes) -> None:
    assert isinstance(read_event(line), Step | Reported | Faulted | None)


def test_sigterm_becomes_an_answer_and_the_former_handler_comes_back() -> None:
    former = signal.getsignal(signal.SIGTERM)
    with told_to_stop() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop()
    assert signal.getsignal(signal.SIGTERM) is former


def test_it_lets_others_go_first() -> None:
    code = "import os; from bot.worker import step_back; before = os.nice(0); step_back(3); print(os.nice(0) - before)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stdout in {"3\n", "0\n"}  # no further than the system has steps
