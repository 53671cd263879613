"""What looking things up gives: titles, cards of articles, publishers, checked statements, places. Pure data.

Place in the flow: made by `library`, `review` and `atlas`, shown by `bot.render`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from bot.answering.models import Excerpt
    from ingest.corpus.models import Article, PublicationDate
    from ingest.corpus.places import Place


@dataclass(frozen=True, slots=True)
class Titled:
    """An article to choose from while typing."""

    article_id: str
    title: str
    publisher: str
    published: PublicationDate | None


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article in short: verbatim sentences that sum it up, who else printed it, and reports of the same event."""

    article: Article
    summary: tuple[Excerpt, ...]
    also_printed_by: tuple[str, ...] = ()
    others: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class PublisherLine:
    """One publisher in the corpus: how many articles, the dates of the oldest and newest, whose voice it is."""

    name: str
    articles: int
    earliest: dt.date | None
    newest: dt.date | None
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What the corpus holds: `places` are those that most articles name, the most frequent first.

    `created` is the snapshot's time (ISO 8601), `examples` are questions that the corpus can answer.
    """

    snapshot: str
    created: str
    articles: int
    publishers: tuple[PublisherLine, ...]
    earliest: dt.date | None
    newest: dt.date | None
    places: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Verdict(StrEnum):
    """How a statement stands against the articles."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Checked:
    """One statement of a message, how it stands, the passages that say so, and why in one short line.

    `against` are passages that say otherwise while `excerpts` support it. Where nothing was found, `excerpts` hold the
    nearest passage, if any comes near.
    """

    statement: str
    verdict: Verdict
    excerpts: tuple[Excerpt, ...] = ()
    why: str = ""
    against: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A message checked, in the order of its statements.

    `left_out` more were not looked at; `unchecked` say nothing that could be checked (questions, opinions, greetings).
    """

    checked: tuple[Checked, ...]
    left_out: int = 0
    unchecked: int = 0


@dataclass(frozen=True, slots=True)
class PlaceNote:
    """A place that a text names (`written`): which it can be, how else it is spelt, and what was said of it last.

    `places` are every known place that can be meant; `said` is the newest dated sentence of the corpus about it.
    """

    written: str
    places: tuple[Place, ...]
    spellings: tuple[str, ...] = ()
    said: Excerpt | None = None
