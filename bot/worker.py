"""The process that ingests for `nayrab run`: what it says (one JSON object a line), and how it behaves.

Place in the flow: `nayrab ingest --events` speaks with `EventLines` and makes way with `step_back`; `bot.service`, in
the bot's process, listens with `read_event`. Nothing here starts a process or reads an article.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.curation import IngestStoppedError, Step
from ingest.corpus import errors
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

STOPPED = 143
"""The exit code of a worker that was told to stop (128 + SIGTERM)."""
LONGEST_LINE = 8 * 1024 * 1024
"""In bytes; what is longer is no word of ours."""
MOST_FAILURES = 500
"""So many failures of a report are spelled out; `failed_total` counts all."""
SECONDS_BETWEEN = 0.25
_LONGEST_DETAIL = 200
_CANCELLED = "IngestCancelledError"


@dataclass(frozen=True, slots=True)
class Reported:
    """The ingest is done; `report` is an `ingest.report.Report.as_json`."""

    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Faulted:
    """The ingest could not be done: a sentence for people, and the name of the error's class."""

    sentence: str
    kind: str

    def error(self) -> NayrabError:
        """Return the error to raise in the bot's process."""
        if self.kind == _CANCELLED:
            return IngestStoppedError(self.sentence)
        known = getattr(errors, self.kind, None)
        if isinstance(known, type) and issubclass(known, NayrabError):
            return known(self.sentence)
        return NayrabError(self.sentence)


Event = Step | Reported | Faulted


def read_event(line: bytes) -> Event | None:
    """Return what a line says, or None for one that is not ours (a library that prints, a line cut short)."""
    try:
        match json.loads(line):
            case {"progress": {"stage": str(stage), "done": int(done), "total": int(total), "detail": str(detail)}}:
                return Step(stage, done, total, detail)
            case {"report": dict(report)}:
                return Reported(report)
            case {"error": str(sentence), "kind": str(kind)}:
                return Faulted(sentence, kind)
    except ValueError:
        return None
    return None


class EventLines:
    """Says what happens, a line each; progress at most every `SECONDS_BETWEEN`, new stages at once.

    `write` takes a whole line; it may raise `BrokenPipeError` when nobody listens any more, which ends the ingest.
    """

    def __init__(self, write: Callable[[str], object], clock: Callable[[], float]) -> None:
        self._write = write
        self._clock = clock
        self._stage = ""
        self._last = 0.0

    def __call__(self, progress: Any) -> None:
        """Say where the ingest stands (an `ingest.report.Progress`)."""
        now, stage = self._clock(), str(progress.stage)
        if stage == self._stage and now - self._last < SECONDS_BETWEEN and progress.done != progress.total:
            return
        self._stage, self._last = stage, now
        detail = str(progress.detail)[:_LONGEST_DETAIL]
        self._say({"progress": {"stage": stage, "done": progress.done, "total": progress.total, "detail": detail}})

    def report(self, report: Mapping[str, Any]) -> None:
        """Say that it is done."""
        failed = list(report.get("failed", ()))
        self._say({"report": {**report, "failed": failed[:MOST_FAILURES], "failed_total": len(failed)}})

    def fault(self, error: Exception) -> None:
        """Say that it could not be done."""
        self._say({"error": str(error), "kind": type(error).__name__})

    def _say(self, record: Mapping[str, Any]) -> None:
        self._write(json.dumps(record) + "\n")  # in ASCII, so that no setting of the system can garble it


def step_back(nice: int) -> None:
    """Let others go first on the processor; where the system has no such thing, nothing changes."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(nice)


@contextlib.contextmanager
def told_to_stop() -> Iterator[Callable[[], bool]]:
    """Turn SIGTERM into an answer to "shall I stop?", so that nothing is torn up in the middle of publishing."""
    told = threading.Event()
    former = signal.signal(signal.SIGTERM, lambda _number, _frame: told.set())
    try:
        yield told.is_set
    finally:
        signal.signal(signal.SIGTERM, former)
