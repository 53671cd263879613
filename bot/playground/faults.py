"""Faults on request: what the next calls to a route meet instead of an answer, or on the way to it.

Place in the flow: `loopback` asks a `Faults` before it answers a REST call. This keeps the list alone; it neither waits
nor answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from typing import TypeVar


class Effect(Enum):
    """What happens to a call."""

    REFUSED = "refused"
    """It is answered with the status and not carried out."""
    DONE_BUT_REFUSED = "done but refused"
    """It is carried out, and answered with the status all the same."""
    LIMITED = "limited"
    """It is answered with 429 and not carried out."""
    LOST = "lost"
    """The connection is cut before anything is done."""
    CUT = "cut"
    """It is carried out, and the connection cut in the middle of the response."""


@dataclass(slots=True)
class Fault:
    """What the next `times` calls of a method ("*": any) to paths like `pattern` meet; `seconds` is the 429's wait."""

    method: str
    pattern: str
    effect: Effect
    times: int = 1
    status: int = 500
    code: int = 0
    message: str = "Internal Server Error"
    seconds: float = 0.0
    everywhere: bool = False


@dataclass(slots=True)
class _Delay:
    method: str
    pattern: str
    seconds: float
    times: int


_Kind = TypeVar("_Kind", Fault, _Delay)


class Faults:
    """The faults to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._delays: list[_Delay] = []

    def add(self, fault: Fault) -> None:
        """Let the next calls that match meet this."""
        self._faults.append(fault)

    def delay(self, method: str, pattern: str, seconds: float, times: int = 1) -> None:
        """Let the next calls that match wait so long before they are answered."""
        self._delays.append(_Delay(method, pattern, seconds, times))

    def wait(self, method: str, path: str) -> float:
        """Take the next delay for a call; returns seconds."""
        found = _taken(self._delays, method, path)
        return found.seconds if found else 0.0

    def take(self, method: str, path: str) -> Fault | None:
        """Take the next fault for a call."""
        return _taken(self._faults, method, path)

    def over(self) -> None:
        """Let no call meet a fault any more."""
        self._faults.clear()
        self._delays.clear()


def _taken(waiting: list[_Kind], method: str, path: str) -> _Kind | None:
    for each in waiting:
        if each.method in {method, "*"} and fnmatchcase(path, each.pattern):
            each.times -= 1
            if each.times <= 0:
                waiting.remove(each)
            return each
    return None
