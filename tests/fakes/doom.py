"""Something happens at a chosen moment of an ingest: at the n-th call of a function that belongs to a stage.

`with strike("put", act, nth=3): ...` calls `act` there, in this process. As a command it runs `nayrab` in a process
that sends itself a signal there: `python -m tests.fakes.doom STAGE NTH SIGNAL ingest PATH --data-dir DIR`. Nothing of
the product is replaced: the interpreter itself says which function is called (`sys.setprofile`).
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

STAGES = {
    "survey": ("ingest/sources/files.py", "survey"),
    "fetch": ("ingest/sources/files.py", "fetch"),
    "extract": ("ingest/extract.py", "extract"),
    "decide": ("ingest/changes.py", "decide"),
    "split": ("ingest/split.py", "split"),
    "embed": ("ingest/storing.py", "embedded"),
    "put": ("ingest/corpus/database.py", "put"),
    "stories": ("ingest/grouping.py", "regroup_stories"),
    "index": ("ingest/corpus/indexing.py", "build_indexes"),
    "verify": ("ingest/corpus/verification.py", "verify"),
    "sync": ("ingest/corpus/durable.py", "sync_tree"),
    "publish": ("ingest/corpus/builder.py", "publish"),
    "point": ("ingest/corpus/snapshot.py", "_point"),
    "prune": ("ingest/corpus/snapshot.py", "prune"),
    "ledger": ("ingest/ledger.py", "remember"),
}
"""The stages of an ingest in their order, each by a function that is called when it begins."""
WATCHED_FOR_NOTHING = ("chromadb", "ingest.pipeline", "ingest.corpus.minilm", "bot.wiring", "trafilatura", "dateparser")
"""Imported before the watch begins: calls made in importing them are most of all calls, and no stage."""
LIVE_AFTER = frozenset({"prune", "ledger"})
"""Stages that come after the new snapshot is live."""


@contextmanager
def strike(stage: str, act: Callable[[], None], nth: int = 1) -> Iterator[Callable[[], bool]]:
    """Call `act` at the n-th call of the stage's function, once; yields how to ask whether that happened."""
    left = [nth]
    watch = _watch(stage, act, left)
    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        yield lambda: left[0] <= 0
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def _watch(stage: str, act: Callable[[], None], left: list[int]) -> Callable[[FrameType, str, Any], None]:
    file, name = STAGES[stage]

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        if frame.f_code.co_name == name and event == "call" and frame.f_code.co_filename.endswith(file):
            left[0] -= 1
            if left[0] == 0:
                act()

    return watch


def main() -> int:
    """Run `nayrab` and let it be struck; returns its exit code."""
    stage, nth, number, *arguments = sys.argv[1:]
    sys.argv = ["nayrab", *arguments]
    from bot.cli import main as nayrab  # noqa: PLC0415 - what is imported for it is not to be watched

    for module in WATCHED_FOR_NOTHING:
        import_module(module)
    watch = _watch(stage, lambda: os.kill(os.getpid(), int(number)), [int(nth)])
    # Tracing without lines costs a process of its own less than profiling, and nobody measures coverage in it.
    threading.settrace(watch)
    sys.settrace(watch)
    return nayrab()


if __name__ == "__main__":
    sys.exit(main())
