"""What deciding starts from and what it comes to: stored articles, what a run read, the kinds of change. Pure data.

Place in the flow: article -> **change** -> passages. `changes` decides; nothing here does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from ingest.corpus.models import Article, Copy


@dataclass(frozen=True, slots=True)
class Stored:
    """What deciding needs of a stored article; `digest` covers its copies too."""

    digest: str
    text_digest: str
    container: str
    origin: str = ""
    copies: tuple[Copy, ...] = ()
    url: str | None = None
    title: str = ""
    gone: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReadContainer:
    """What was read of one file or page. `protected` are ids whose row is there but could not be read."""

    container: str
    articles: tuple[Article, ...] = ()
    complete: bool = True
    protected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What this run read, in order, and the containers that are gone: what was stored from them goes.

    `withdrawn` are pages that are gone too, but whose articles are kept and marked.
    """

    read: tuple[ReadContainer, ...] = ()
    gone: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Added:
    """A new article."""

    article: Article


@dataclass(frozen=True, slots=True)
class Replaced:
    """A stored article that reads otherwise now."""

    article: Article


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A stored article that reads as before."""

    id: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article whose text is already held by the article `of`."""

    article: Article
    of: str


@dataclass(frozen=True, slots=True)
class Twin:
    """An article that is the stored or just read article `of` under another address; `text_digest` is that one's."""

    article: Article
    of: str
    text_digest: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A stored article whose page is no longer there; it stays, marked."""

    id: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A stored article that was marked as gone and whose page is there again, as it was."""

    id: str


@dataclass(frozen=True, slots=True)
class Recopied:
    """A stored article, itself unchanged, whose copies are now these."""

    id: str
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Promoted:
    """The article `of` goes or changes, but copies of its text remain: the first takes its place under the id `id`."""

    id: str
    of: str
    copy: Copy
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """A stored article that is no longer there."""

    id: str


Change = Added | Replaced | Unchanged | Duplicate | Twin | Recopied | Promoted | Removed | Withdrawn | Returned
