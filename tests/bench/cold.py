"""What a person waits for who types a command: whole processes, the median of five."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from tests.bench.corpus import nayrab, workbench

if TYPE_CHECKING:
    from tests.bench.corpus import Setting

TIMES = 5


def run(setting: Setting) -> list[tuple[str, str]]:
    workbench(setting)
    return [
        ("nayrab --help", f"{_seconds('--help'):.2f} s  (aim: .3)"),
        (
            "nayrab ask",
            f"{_seconds('ask', 'why does nayrab matter?', '--data-dir', str(setting.data_dir)):.2f} s  (aim: 2.5)",
        ),
    ]


def _seconds(*arguments: str) -> float:
    spent = []
    for _ in range(TIMES):
        started = time.perf_counter()
        nayrab(*arguments)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)
