"""How an ingest shows that it is getting on: a bar on a terminal, plain lines otherwise, always on stderr."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.commands.invocation import say, terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def observe() -> Iterator[Callable[[Any], None]]:
    """Give an observer for `ingest.pipeline.ingest` that draws a bar, or writes a line now and then."""
    if not sys.stderr.isatty():
        yield PlainLines(say, time.monotonic)
        return
    with _bar() as bar:
        yield BarLine(bar)


def _bar() -> Bar:
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=terminal(stderr=True),
        transient=True,
    )


def rate(done: int, seconds: float) -> str:
    """Return how fast it goes, such as `12.3/s`, or nothing while that cannot be told."""
    return f"{done / seconds:,.1f}/s" if done and seconds > 0 else ""


class BarLine:
    """One bar per stage, with articles per second and the time left."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, progress: Any) -> None:
        """Show one step."""
        stage, total = str(progress.stage), progress.total or 0
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total, rate="")
        task = self._bar.tasks[self._bar.task_ids.index(self._tasks[stage])]
        speed = rate(progress.done, task.elapsed or 0.0)
        self._bar.update(self._tasks[stage], completed=progress.done, total=total, rate=speed)


class PlainLines:
    """A line per stage, and one every few seconds while it lasts."""

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float]) -> None:
        self._write = write
        self._clock = clock
        self._stage = ""
        self._began = self._last = 0.0

    def __call__(self, progress: Any) -> None:
        """Write a line when the stage is new, done, or was silent for a while."""
        now, stage = self._clock(), str(progress.stage)
        if stage != self._stage:
            self._stage, self._began, self._last = stage, now, now
            self._write(self._line(progress, 0.0))
        elif now - self._last >= SECONDS_BETWEEN_LINES or progress.done == progress.total:
            self._last = now
            self._write(self._line(progress, now - self._began))

    @staticmethod
    def _line(progress: Any, seconds: float) -> str:
        amount = f" {progress.done}/{progress.total}" if progress.total else ""
        speed = rate(progress.done, seconds)
        open_ = progress.total - progress.done
        left = f", {open_ / progress.done * seconds:.0f} s left" if speed and open_ else ""
        return f"{progress.stage}{amount}" + (f" ({speed}{left})" if speed else "")
