"""Parts for processes of a crew: they say where they run, report, fail, hang and die when asked to."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from bot.crew import Parts
from ingest.corpus.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class UnsendableError(CorpusError):
    """Cannot be made anew from its arguments, as some libraries' errors cannot."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")


class Desk:
    """What one process does."""

    def runs_in(self) -> int:
        return os.getpid()

    def adds(self, *numbers: int, times: int = 1) -> int:
        return sum(numbers) * times

    def counts(self, to: int, progress: Callable[[int], object] | None = None) -> str:
        for number in range(to):
            if progress is not None:
                progress(number)
        return "done"

    def fails(self) -> None:
        raise CorpusError("The index is damaged.")

    def fails_oddly(self) -> None:
        raise UnsendableError("a fault", "a drawer")

    def breaks(self) -> float:
        return 1 / 0

    def returns_a_lock(self) -> object:
        return threading.Lock()

    def dies(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def hangs(self) -> None:
        threading.Event().wait()

    def waits_for(self, file: Path) -> str:
        """Return when somebody writes to the named pipe."""
        return file.read_text()


class Watch:
    """Notes in a file that it was idle."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> None:
        self._file.write_text("idle")
        raise CorpusError("There is no corpus yet.")


def desk() -> Parts:
    return Parts({"desk": Desk()})


def watching(file: Path) -> Parts:
    return Parts({"desk": Desk()}, Watch(file))
