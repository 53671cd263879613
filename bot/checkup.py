"""What a check of `nayrab doctor` finds: how one thing stands, and what to do about it. Pure data.

Place in the flow: `bot.doctor` and the checks it calls return these; the command line shows them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """How one thing stands; only `MISSING` keeps Nayrab from being used."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result; `remedy` says what to do and is empty where all is well."""

    name: str
    state: State
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """Every check's result, in order."""

    all: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """True when questions can be answered in the terminal."""
        return not any(finding.state is State.MISSING for finding in self.all)

    def as_json(self) -> list[dict[str, str]]:
        """Return the findings for `--json`."""
        return [asdict(finding) for finding in self.all]
