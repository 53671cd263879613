"""What every kind of source hands to ingest: documents, or a plain word why there is none.

Place in the flow: source -> **fetched document** -> article. Pure data and one protocol; nothing here reads anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

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
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed or sitemap says of an article; used only where its page does not say it. `published` as written."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask with next time whether anything changed; empty strings for none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that can be fetched; `size` in bytes and `mtime` in nanoseconds are what the ledger notes of it.

    For the web `container` is the folded address, `size` and `mtime` are 0, `kind` is a guess that the answer's content
    type corrects, and `modified` is when a sitemap says the page last changed.
    """

    container: str
    name: str
    kind: Kind
    source: Source
    size: int
    mtime: int
    compressed: bool = False
    hints: Hints | None = None
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """The bytes of one document (already decompressed) and what is known of them before they are read.

    `container` is the absolute path or (folded) URL it was read from, `name` the file name without compression suffix.
    `address` is where the web in the end answered from, after redirects; `encoding` what its header says.
    """

    container: str
    name: str
    kind: Kind
    content: bytes
    source: Source
    address: str | None = None
    encoding: str | None = None
    hints: Hints | None = None
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that the page is as it was when it gave the validators."""

    container: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The server says that there is no such page (any more): `status` is 404 or 410."""

    container: str
    status: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be ingested: where, why, and what a person can do about it.

    `article_id` is set where only that one row failed; `container` is the file or address it stood in. `passing` is
    true for what may be different at the next try (a time-out, a busy server).
    """

    where: str
    reason: str
    remedy: str
    container: str = ""
    article_id: str | None = None
    passing: bool = False

    def __str__(self) -> str:
        """One plain sentence or two for a terminal."""
        return f"{self.where}: {self.reason}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What a source holds right now, before anything is read.

    `roots` are the files and folders that could be looked through to the end: what was stored from inside them and is
    not among the candidates has vanished. `skipped` names what was seen and left aside, each with the reason.
    A feed or sitemap has no roots: an article that is no longer listed is not gone. `listings` are the validators of
    the feeds and sitemaps that were read, by address; they may be kept only once all candidates were ingested.
    `unchanged` is true when the server said so (304) and there are therefore no candidates.
    """

    candidates: tuple[Candidate, ...] = ()
    roots: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    listings: Mapping[str, Validators] = field(default_factory=dict)
    unchanged: bool = False


Fetched = FetchedDocument | NotModified | Gone | Failure


class Fetcher(Protocol):
    """One kind of source: looks what is there, then gives the documents one by one; may be used by several threads."""

    def survey(self, source: Source, listings: Mapping[str, Validators] | None = None) -> Survey:
        """Tell what the source holds; what cannot be looked at is a `Failure` in the survey, never an exception.

        `listings` are the validators of an earlier survey, by address, to be asked with.
        """

    def fetch(self, candidate: Candidate, validators: Validators | None = None) -> Fetched:
        """Return the candidate's document, or why there is none; `NotModified` only when validators were given."""
