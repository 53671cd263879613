"""The values that flow through ingest and into the bot: Source, Article, Passage, ScoredPassage.

Place in the flow: one frozen type per arrow of the ingest line; everything here is pure data. Nothing in this
module reads files, computes embeddings or decides what to store.
"""

from __future__ import annotations

import calendar
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]


class Span(NamedTuple):
    """A half-open range of code points in an article's text: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters this span covers in `text`."""
        return text[self.start : self.end]


class Precision(StrEnum):
    """How exactly a publication date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When an article was printed; `day` is the first day of the month or year when the precision is coarser."""

    day: dt.date
    precision: Precision = Precision.DAY

    @property
    def first(self) -> dt.date:
        """The earliest day this date can mean."""
        return self.day

    @property
    def last(self) -> dt.date:
        """The latest day this date can mean."""
        match self.precision:
            case Precision.DAY:
                return self.day
            case Precision.MONTH:
                return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
            case Precision.YEAR:
                return self.day.replace(month=12, day=31)

    def isoformat(self) -> str:
        """`YYYY-MM-DD` of the first possible day, the form used in JSON."""
        return self.day.isoformat()


class SourceKind(StrEnum):
    """What a source's location is: a folder or file, one web page, a feed, or a sitemap."""

    FILES = "files"
    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"


class WhenGone(StrEnum):
    """What becomes of a stored article whose page answers that it is gone (404, 410)."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken from a web source in one run.

    `articles` are at most taken, the newest first; `newest_days` leaves older ones aside. `include` and `exclude` are
    patterns (`*` any characters) for the path of an article's address; `bytes` is the most one page may have.
    """

    articles: int = 100
    newest_days: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What an admin configured: where articles come from, and what is known of everything in there.

    `location` is a path or an address. `mapping` names, per article field, the CSV column or JSONL key that holds it.
    `affiliation` says whose voice it is ("Syrian state media") and is shown beside its citations. `schedule` says when
    `nayrab run` reads it by itself ("every 30 minutes", "daily at 06:00"); None: only when told to.
    """

    name: str
    location: str
    publisher: str | None = None
    affiliation: str | None = None
    language: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: SourceKind = SourceKind.FILES
    schedule: str | None = None
    limits: Limits = field(default_factory=Limits)
    when_gone: WhenGone = WhenGone.KEEP


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place where exactly the same text was found; `container` is the file or page it was read from."""

    id: str
    origin: str
    publisher: str
    url: str | None = None
    container: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is stored; every span in the project refers to `text` (NFC, tidy white space).

    `origin` is what a reader is told it came from (a path or URL); `container` is what ingest read it from (the file
    that holds the row), by which a later run knows what has vanished. `gone` is the day on which its page was first
    found to be no longer there. `story` names the account it belongs to: articles of one story are one report that
    several outlets printed (wire copy), and count once; empty: a story of its own. Neither is part of `digest`.
    """

    id: str
    title: str
    text: str
    publisher: str
    origin: str
    url: str | None = None
    published: PublicationDate | None = None
    language: str = "und"
    author: str | None = None
    affiliation: str | None = None
    copies: tuple[Copy, ...] = ()
    container: str = ""
    gone: dt.date | None = None
    story: str = ""

    @property
    def text_digest(self) -> str:
        """SHA-256 of the text: two articles with the same digest are exact duplicates."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def digest(self) -> str:
        """SHA-256 over every field that passages or citations are made of: a change here means re-splitting."""
        parts = (
            self.id,
            self.title,
            self.text,
            self.publisher,
            self.origin,
            self.url or "",
            f"{self.published.day}/{self.published.precision}" if self.published else "",
            self.language,
            self.author or "",
            self.affiliation or "",
            *(f"{c.id}|{c.origin}|{c.publisher}|{c.url or ''}" for c in self.copies),
        )
        return hashlib.sha256("\x00".join(parts).encode("utf-8")).hexdigest()


class TimeMention(NamedTuple):
    """Relative words of an article ("yesterday", "last week") and the days they mean, first and last inclusive.

    `span` refers to the article's text; the days follow from the day of publication, so an undated article has none.
    """

    span: Span
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Revision:
    """An article as it read before it was replaced at `replaced_at` (the time the next snapshot was begun, UTC).

    `number` counts from 1, the oldest; `article` has no copies and no story.
    """

    number: int
    replaced_at: dt.datetime
    article: Article


@dataclass(frozen=True, slots=True)
class Passage:
    """The retrieval unit: whole sentences of one article, in order.

    `span` and each of `sentences` refer to the article's text; `header` (publisher, date, title) is embedded and
    indexed together with the passage but is never quoted. `tokens` counts cl100k tokens of the passage's own text.
    `times` are the relative words in it, resolved.
    """

    id: str
    article_id: str
    ordinal: int
    span: Span
    text: str
    header: str
    sentences: tuple[Span, ...]
    tokens: int
    times: tuple[TimeMention, ...] = ()

    @staticmethod
    def make_id(article_id: str, header: str, span: Span, text: str) -> str:
        """Name a passage by its content, so that an unchanged passage keeps its id and its vectors."""
        key = "\x00".join((article_id, header, str(span.start), text))
        return hashlib.blake2b(key.encode("utf-8"), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedPassage:
    """A passage with its vectors, each of unit length.

    `vector` has shape (dimension,), `sentence_vectors` (len(passage.sentences), dimension), or is None for an embedder
    that gives no token states.
    """

    passage: Passage
    vector: Vector
    sentence_vectors: Vector | None = None


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage, or a run of its sentences, with the score it got for one question.

    `span` is what was retrieved (within one article); `parts` holds the score by part for `--explain`.
    """

    passage: Passage
    span: Span
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles may be searched: dates inclusive, publishers by their exact stored names; empty means all.

    An undated article passes only when neither date is given. What `hidden` publishers printed never passes, unless
    another printed the same.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    publishers: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """True when nothing is filtered."""
        return self.since is None and self.until is None and not self.publishers and not self.hidden

    def admits(self, publisher: str, published: PublicationDate | None) -> bool:
        """Tell whether an article of this publisher and date may be searched."""
        if publisher in self.hidden or (self.publishers and publisher not in self.publishers):
            return False
        if self.since is None and self.until is None:
            return True
        if published is None:
            return False
        after = self.since is None or published.last >= self.since
        return after and (self.until is None or published.first <= self.until)
