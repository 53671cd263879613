"""Something happens at a chosen moment of an ingest: at the n-th call of a function that belongs to a stage.

`with strike("put", act, nth=3): ...` calls `act` there, in this process. As a command it runs `nayrab` in a process
that sends itself a signal there: `python -m tests.fakes.doom STAGE NTH SIGNAL ingest PATH --data-dir DIR`. The function
itself then runs as it is written: a call is only noticed, wherever the function was imported to.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import reduce
from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STAGES = {
    "survey": ("ingest.sources.files", "FileFetcher.survey"),
    "fetch": ("ingest.sources.files", "FileFetcher.fetch"),
    "extract": ("ingest.extract", "extract"),
    "decide": ("ingest.changes", "decide"),
    "split": ("ingest.split", "split"),
    "embed": ("ingest.storing", "embedded"),
    "put": ("ingest.corpus.database", "CorpusWriter.put"),
    "stories": ("ingest.grouping", "regroup_stories"),
    "index": ("ingest.corpus.indexing", "build_indexes"),
    "verify": ("ingest.corpus.verification", "verify"),
    "sync": ("ingest.corpus.durable", "Disk.sync_tree"),
    "publish": ("ingest.corpus.builder", "Builder.publish"),
    "point": ("ingest.corpus.snapshot", "SnapshotStore._point"),
    "prune": ("ingest.corpus.snapshot", "SnapshotStore.prune"),
    "ledger": ("ingest.ledger", "Ledger.remember"),
}
"""The stages of an ingest in their order, each by a function that is called when it begins."""
LIVE_AFTER = frozenset({"prune", "ledger"})
"""Stages that come after the new snapshot is live."""


@contextmanager
def strike(stage: str, act: Callable[[], None], nth: int = 1) -> Iterator[Callable[[], bool]]:
    """Call `act` at the n-th call of the stage's function, once; yields how to ask whether that happened."""
    left = [nth]
    module, name = STAGES[stage]
    function: Any = reduce(getattr, name.split("."), import_module(module))
    code, original = function.__code__, _copy_of(function)
    key = f"_noticed_{stage}"

    def notice(*given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            act()
        return original(*given, **named)

    # The function object stays, so everybody who imported it is noticed: only what it does first is new.
    function.__globals__[key] = notice
    function.__code__ = _calling(key)
    try:
        yield lambda: left[0] <= 0
    finally:
        function.__code__ = code
        del function.__globals__[key]


def _copy_of(function: Any) -> FunctionType:
    copied = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    copied.__kwdefaults__ = function.__kwdefaults__
    return copied


def _calling(name: str) -> Any:
    """Return the code of a function without free variables that hands all it is given to the global `name`."""
    made: dict[str, Any] = {}
    exec(f"def noticed(*given, **named): return {name}(*given, **named)", made)
    return made["noticed"].__code__


def main() -> int:
    """Run `nayrab` and let it be struck; returns its exit code."""
    stage, nth, number, *arguments = sys.argv[1:]
    sys.argv = ["nayrab", *arguments]
    from bot.cli import main as nayrab  # noqa: PLC0415 - this process is asked for nothing else

    with strike(stage, lambda: os.kill(os.getpid(), int(number)), int(nth)):
        return nayrab()


if __name__ == "__main__":
    sys.exit(main())
