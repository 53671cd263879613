"""What can be looked up besides answers, as protocols; the cogs use them, `bot.wiring` puts the real parts in.

Place in the flow: beside `bot.reception`. Everything here blocks and is called off the event loop; safe to call from
several threads. A part that is None is not offered: its commands do not appear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.answering.findings import ArticleCard, Overview, PlaceNote, PublisherLine, Review, Titled
    from bot.answering.models import Question, Refused
    from bot.answering.pipeline import SearchResult
    from bot.answering.timeline import Timeline

    Hidden = frozenset[str]
    """Publishers that are not shown, by their stored names."""


class Library(Protocol):
    """Articles and passages, looked up rather than asked about; every method raises `NayrabError` for a fault."""

    def search(self, question: Question, limit: int) -> SearchResult:
        """Return the best passages for words, best first."""

    def titles(self, typed: str, hidden: Hidden = frozenset()) -> Sequence[Titled]:
        """Return up to 25 articles whose title fits what was typed so far; the newest ones for nothing typed."""

    def publisher_names(self, typed: str, hidden: Hidden = frozenset()) -> Sequence[str]:
        """Return up to 25 publishers whose name fits what was typed so far, the most frequent first."""

    def resolve_publishers(self, typed: str) -> frozenset[str]:
        """Return the stored names for what a person typed; raises `UnknownPublisherError` with a sentence for them."""

    def card(self, article_id: str, hidden: Hidden = frozenset()) -> ArticleCard | None:
        """Return an article in short; None for an unknown id (a title typed in full is understood too)."""

    def publishers(self) -> Sequence[PublisherLine]:
        """Return every publisher, the one with most articles first."""

    def overview(self) -> Overview:
        """Return what the corpus holds; raises `NoCorpusError` when there is none."""


class Reviewer(Protocol):
    """Checks what somebody wrote against the articles."""

    def review(self, text: str, today: dt.date, hidden: Hidden = frozenset()) -> Review:
        """Return each checkable statement with how it stands; raises `NayrabError` for a fault."""


class Atlas(Protocol):
    """Explains the places that a text names."""

    def explain(self, text: str, today: dt.date, hidden: Hidden = frozenset()) -> Sequence[PlaceNote]:
        """Return the places in order of appearance, each once; raises `NayrabError` for a fault."""


class Chronicler(Protocol):
    """Makes timelines."""

    def timeline(self, question: Question) -> Timeline | Refused:
        """Return what happened at the place that `question.text` names; raises `NayrabError` for a fault."""


@dataclass(frozen=True, slots=True)
class Making:
    """What answers are made with, by the names that the settings use: what embeds texts, and what writes answers."""

    embedder: str
    writer: str


@dataclass(frozen=True, slots=True)
class Research:
    """The parts that there are."""

    library: Library | None = None
    reviewer: Reviewer | None = None
    atlas: Atlas | None = None
    chronicle: Chronicler | None = None
    making: Making | None = None
