"""What every kind of source hands to ingest: documents, or a plain word why there is none.

Place in the flow: source -> **fetched document** -> article. Pure data and one protocol; nothing here reads anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from ingest.corpus.models import Source


class SourceSettingsError(NayrabError):
    """What was asked of a source makes no sense: an unknown field, encoding, key or name."""


class Kind(StrEnum):
    """What a document's bytes hold, told by the file's name."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON_LINES = "json lines"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that can be fetched; `size` in bytes and `mtime` in nanoseconds are what the ledger notes of it."""

    container: str
    name: str
    kind: Kind
    source: Source
    size: int
    mtime: int
    compressed: bool = False


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """The bytes of one document (already decompressed) and what is known of them before they are read.

    `container` is the absolute path or URL it was read from, `name` the file name without compression suffix.
    """

    container: str
    name: str
    kind: Kind
    content: bytes
    source: Source


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be ingested: where, why, and what a person can do about it.

    `article_id` is set where only that one row failed; `container` is the file it stood in.
    """

    where: str
    reason: str
    remedy: str
    container: str = ""
    article_id: str | None = None

    def __str__(self) -> str:
        """One plain sentence or two for a terminal."""
        return f"{self.where}: {self.reason}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What a source holds right now, before anything is read.

    `roots` are the files and folders that could be looked through to the end: what was stored from inside them and is
    not among the candidates has vanished. `skipped` names what was seen and left aside, each with the reason.
    """

    candidates: tuple[Candidate, ...] = ()
    roots: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


class Fetcher(Protocol):
    """One kind of source: looks what is there, then gives the documents one by one."""

    def survey(self, source: Source) -> Survey:
        """Tell what the source holds; what cannot be looked at is a `Failure` in the survey, never an exception."""

    def fetch(self, candidate: Candidate) -> FetchedDocument | Failure:
        """Return the candidate's document, or why it cannot be had."""
