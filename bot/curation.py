"""What admins do to the corpus, as one port: read again, add, upload, remove, look, go back; and the values it speaks.

Place in the flow: the cog `corpus` and the scheduler use it; `bot.wiring` makes the real one out of ingest. Pure data
and protocols: nothing here reads a file, starts a process or knows Discord.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence


class IngestStoppedError(NayrabError):
    """An ingest was cancelled or told to stop; the live corpus is as it was."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where an ingest stands: `done` of `total` (0 when not known yet) in a stage, and what it is at."""

    stage: str
    done: int
    total: int
    detail: str = ""


if TYPE_CHECKING:
    Observer = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Order:
    """Which sources to read again, by name (none: all that are configured), and who asked."""

    who: str
    sources: tuple[str, ...] = ()
    rebuild: bool = False


class Ingestion(Protocol):
    """One ingest that is under way in a process of its own."""

    def cancel(self) -> None:
        """Ask it to stop; what it built is dropped. Asking twice, or too late, is no error."""

    async def result(self) -> Mapping[str, Any]:
        """Wait for its report (`ingest.report.Report.as_json`).

        Raises:
            IngestStoppedError: it was cancelled or told to stop.
            NayrabError: it could not be done; the sentence says why.
        """


@dataclass(frozen=True, slots=True)
class ProposedArticle:
    """An article that a source would give; `published` as an ISO day where it is known."""

    title: str
    address: str
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an address turned out to be, before it is added: `kind` is files, page, feed or sitemap.

    `articles` are the first five that it would take of `total`; `notes` are sentences that a person should read first.
    """

    name: str
    kind: str
    location: str
    publisher: str | None
    articles: tuple[ProposedArticle, ...]
    total: int
    notes: tuple[str, ...] = ()
    affiliation: str | None = None
    language: str | None = None
    schedule: str | None = None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A configured source as people see it; `trouble` counts its dead letters."""

    name: str
    kind: str
    location: str
    publisher: str | None = None
    affiliation: str | None = None
    schedule: str | None = None
    trouble: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the audit log: who did what, when, and what came of it."""

    at: dt.datetime
    who: str
    what: str
    result: str
    snapshot: str | None = None


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A kept snapshot as people see it; `parent` is the one it was made from."""

    name: str
    live: bool
    created: str
    articles: int
    passages: int
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusStatus:
    """What the live corpus holds; `newest` is the newest dated article's (title, publisher, ISO day)."""

    snapshot: str
    created: str
    articles: int
    passages: int
    publishers: Mapping[str, int]
    newest: tuple[str, str, str] | None = None
    runs: tuple[Deed, ...] = ()
    running: str | None = None
    upcoming: tuple[tuple[str, dt.datetime], ...] = field(default=())
    """(source name, next time) of the schedules."""


class Curator(Protocol):
    """Everything an admin may do. Each method may raise `NayrabError` with one sentence for the admin.

    What changes something is written to the audit log by the curator itself, with its result, failures too.
    """

    async def begin(self, order: Order, observer: Observer) -> Ingestion:
        """Start an ingest; `CorpusBusyError` when one is under way. The observer is called on the event loop."""

    def source_names(self) -> Sequence[str]:
        """Return the names of the configured sources, quickly (for autocomplete); none when they cannot be read."""

    async def sources(self) -> Sequence[SourceLine]:
        """Return the configured sources."""

    async def look_at(self, address: str, *, publisher: str | None = None, name: str | None = None) -> Proposal:
        """Find out what an address is and what it would give; changes nothing."""

    async def add(self, proposal: Proposal, who: str) -> str:
        """Add what was proposed and return the source's name; it is read at the next ingest."""

    async def upload(self, filename: str, content: bytes, who: str, *, publisher: str | None = None) -> str:
        """Keep a file as a source of its own and return the source's name."""

    async def remove(self, name: str, who: str) -> str:
        """Take a source off the list and return a sentence on when its articles go."""

    async def status(self) -> CorpusStatus:
        """Return what the live corpus holds."""

    async def history(self, limit: int = 20) -> tuple[Sequence[SnapshotLine], Sequence[Deed]]:
        """Return the kept snapshots and the last deeds, newest first."""

    async def rollback(self, who: str, to: str | None = None) -> SnapshotLine:
        """Make another snapshot live, the one before unless named, and return it."""

    async def note(self, who: str, what: str, result: str) -> None:
        """Write something to the audit log that no other method does (a refusal, a cancel)."""
