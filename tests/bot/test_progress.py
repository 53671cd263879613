"""Progress of an ingest: lines where nobody watches, a bar where somebody does."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress as Bar

from bot.commands.progress import BarLine, PlainLines, observe, rate
from ingest.report import Progress


class Ticking:
    """A clock that goes on by a second each time it is read."""

    def __init__(self, step: float = 1.0) -> None:
        self.now = 0.0
        self.step = step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_lines_come_at_the_start_the_end_and_now_and_then() -> None:
    lines: list[str] = []
    show = PlainLines(lines.append, Ticking(2.0))
    for done in range(10):
        show(Progress("embed", done, 9))
    assert lines[0] == "embed 0/9"
    assert lines[-1] == "embed 9/9 (0.5/s)"
    assert len(lines) == 4


def test_a_new_stage_is_told_at_once() -> None:
    lines: list[str] = []
    show = PlainLines(lines.append, Ticking(0.01))
    show(Progress("read", 0, 0))
    show(Progress("embed", 0, 3))
    assert lines == ["read", "embed 0/3"]


def test_a_bar_has_one_line_per_stage() -> None:
    bar = Bar(console=Console(file=io.StringIO()), auto_refresh=False)
    show = BarLine(bar)
    for progress in (Progress("read", 1, 2), Progress("embed", 0, 5), Progress("embed", 5, 5)):
        show(progress)
    assert [(task.description, task.completed, task.total) for task in bar.tasks] == [("read", 1, 2), ("embed", 5, 5)]


def test_a_rate_is_told_only_when_there_is_one() -> None:
    assert rate(0, 10) == rate(5, 0) == ""
    assert rate(10, 4) == "2.5/s"


def test_without_a_terminal_there_are_lines() -> None:
    with observe() as observer:
        assert isinstance(observer, PlainLines)
