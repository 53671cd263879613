"""What a run of ingest did, for people and for `--json`; and what it says of itself while it runs. Pure data.

Place in the flow: the pipeline returns a `Report` and shows an observer `Progress`; the edge prints them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ingest.sources.base import Failure

MOST_NAMED = 50
"""At most so many ids, warnings or skipped paths are spelled out; all are counted. Failures are all named."""

STAGES = ("look", "read", "extract", "decide", "split", "embed", "stories", "store", "publish")


class IngestCancelledError(NayrabError):
    """An ingest was told to stop before it published; the live corpus is as it was."""

    def __init__(self, message: str = "The ingest was stopped; the live corpus is as it was.") -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: `done` of `total` (0 when not known yet), and what it is at, such as a file or a title."""

    stage: str
    done: int
    total: int
    detail: str = ""


if TYPE_CHECKING:
    Observer = Callable[[Progress], None]


@dataclass(slots=True)
class SourceCounts:
    """What one source gave in a run; `seconds` of looking, fetching and reading, of which several may run at once."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, float]:
        """Return the counts by name."""
        return {**asdict(self), "seconds": round(self.seconds, 3)}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run. Every article read is in exactly one of the five counts that `read` adds up.

    `gone` are articles whose pages were found to be gone: kept and marked, or dropped (then in `removed` too).
    `stories` counts the reports that several of the stored articles tell; None when the run had no need to count.

    `articles` and `passages` are what the live snapshot holds afterwards, `embedded` the passages whose vectors were
    computed; `seconds` are wall time by stage, with `total`. `snapshot` is None when nothing has ever been stored.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    duplicate: int = 0
    failed: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    articles: int = 0
    passages: int = 0
    embedded: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    snapshot: str | None = None
    published: bool = False
    gone: tuple[str, ...] = ()
    stories: int | None = None
    sources: Mapping[str, SourceCounts] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Articles read, and files or rows that could not be."""
        return len(self.added) + len(self.replaced) + self.unchanged + self.duplicate + len(self.failed)

    @property
    def changed(self) -> bool:
        """True when the run made a new snapshot."""
        return self.published

    def as_json(self) -> dict[str, Any]:
        """Return what `--json` prints and a snapshot's manifest keeps."""
        return {
            "read": self.read,
            "added": len(self.added),
            "replaced": len(self.replaced),
            "unchanged": self.unchanged,
            "duplicate": self.duplicate,
            "failed": [_failure(failure) for failure in self.failed],
            "removed": len(self.removed),
            "gone": len(self.gone),
            "added_ids": list(self.added[:MOST_NAMED]),
            "replaced_ids": list(self.replaced[:MOST_NAMED]),
            "removed_ids": list(self.removed[:MOST_NAMED]),
            "gone_ids": list(self.gone[:MOST_NAMED]),
            "warnings": _capped(self.warnings),
            "skipped": _capped(self.skipped),
            "articles": self.articles,
            "passages": self.passages,
            "embedded": self.embedded,
            "stories": self.stories,
            "sources": {name: counts.as_json() for name, counts in self.sources.items()},
            "seconds": {stage: round(value, 3) for stage, value in self.seconds.items()},
            "snapshot": self.snapshot,
            "changed": self.published,
        }


def _failure(failure: Failure) -> dict[str, str]:
    return {"where": failure.where, "reason": failure.reason, "remedy": failure.remedy}


def _capped(lines: tuple[str, ...]) -> list[str]:
    more = len(lines) - MOST_NAMED
    return [*lines[:MOST_NAMED], f"... and {more} more"] if more > 0 else list(lines)
