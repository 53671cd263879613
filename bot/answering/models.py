"""The values of the answer line: Question, Evidence, Answer, Refused. A refusal is a value, a fault an exception.

Place in the flow: question -> query -> scored passages -> evidence -> draft -> answer. Pure data; nothing here
searches, writes or renders.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ingest.corpus.models import Article, ArticleFilter, Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ingest.corpus.models import TimeMention


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked. `history` holds their earlier questions in this conversation, oldest first.

    `today` is the day of asking (for relative dates); the filter is what options asked for, not read from the text.
    """

    text: str
    history: tuple[str, ...] = ()
    filter: ArticleFilter = field(default_factory=ArticleFilter)
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim text of an article: `text == article.text[span.start:span.end]`, always."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One article under its one number in this answer, with every quote the answer rests on, in order of use.

    Of a story that several outlets printed it stands for all; `also_printed_by` are the other publishers.
    """

    n: int
    article: Article
    quotes: tuple[Quote, ...]
    also_printed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the answer (without [n] marks) and the numbers of the sources that support it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One side's version of a disputed detail."""

    says: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the sources differ on, and who says what; no side is taken."""

    about: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A statement that was drafted but not shown, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent on each part."""

    embed: float = 0.0
    search: float = 0.0
    answer: float = 0.0
    total: float = 0.0


class Reason(StrEnum):
    """Why nothing was answered."""

    NO_EVIDENCE = "no_evidence"
    OFF_TOPIC = "off_topic"
    FALSE_PREMISE = "false_premise"
    BAD_QUESTION = "bad_question"
    EMPTY_CORPUS = "empty_corpus"


@dataclass(frozen=True, slots=True)
class Searched:
    """What a refusal says was searched: number of articles, publishers, and the range of their dates."""

    articles: int
    publishers: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: `text` is what a person reads, with [n] marks; `notes` are short lines to show beneath it."""

    question: str
    text: str
    claims: tuple[Claim, ...]
    sources: tuple[CitedSource, ...]
    as_of: dt.date | None
    model: str
    disagreements: tuple[Disagreement, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    notes: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Refused:
    """No answer, and why: `text` is friendly and says what was searched; `nearest` are articles that come close."""

    question: str
    reason: Reason
    text: str
    searched: Searched
    model: str
    nearest: tuple[Article, ...] = ()
    notes: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)


Outcome = Answer | Refused


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim piece of an article that was retrieved: a run of whole sentences.

    `sentences` are the sentence spans within `span`; `tokens` counts cl100k tokens of `text`; `times` are the relative
    words within it and the days they mean.
    """

    article: Article
    span: Span
    text: str
    sentences: tuple[Span, ...]
    score: float
    tokens: int
    parts: Mapping[str, float] = field(default_factory=dict)
    times: tuple[TimeMention, ...] = ()
