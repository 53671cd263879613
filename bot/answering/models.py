"""The values of the answer line: Question, Evidence, Answer, Refused. A refusal is a value, a fault an exception.

Place in the flow: question -> query -> scored passages -> evidence -> draft -> answer. Pure data; nothing here
searches, writes or renders.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ingest.corpus.models import Article, ArticleFilter, Span

if TYPE_CHECKING:
    import datetime as dt

    from ingest.corpus.models import TimeMention


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked. `history` holds their earlier questions in this conversation, oldest first.

    `today` is the day of asking (for relative dates); the filter is what options asked for, not read from the text.
    `preferred` publishers come first where several say the same.
    """

    text: str
    history: tuple[str, ...] = ()
    filter: ArticleFilter = field(default_factory=ArticleFilter)
    today: dt.date | None = None
    preferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim text of an article: `text == article.text[span.start:span.end]`, always."""

    text: str
    span: Span


_LINE = re.compile(r"[^\s][^\n]*(?<!\s)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A verbatim piece of one article, whole sentences: what a statement of an answer rests on."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The characters of the article, unchanged."""
        return self.span.of(self.article.text)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """One quote per paragraph: what stood between two paragraphs on the page may be no part of the text."""
        start = self.span.start
        lines = ((start + m.start(), start + m.end()) for m in _LINE.finditer(self.text))
        return tuple(Quote(self.article.text[a:b], Span(a, b)) for a, b in lines)


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


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model read and wrote for an answer, by its provider's own count where it tells it."""

    input_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Return both together."""
        return Usage(self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens)


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A statement before its sources have numbers: what it says (without [n] marks) and what it rests on.

    `quoted` is true for words taken over verbatim: `text` then begins and ends with quotation marks (a remark in
    brackets may follow), has exactly one excerpt, and is shown behind the name of who printed it and of `speaker`, the
    person whose words are quoted ("the spokesman Idris Kamal"; empty where nobody speaks, or it cannot be told).
    """

    text: str
    excerpts: tuple[Excerpt, ...]
    quoted: bool = False
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One side's version of a disputed detail, before numbering: who says what, and the excerpts that say it."""

    says: str
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What sources differ on, before numbering; two versions at least, by different publishers."""

    about: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer made of the material: checked claims, best first, and what it left out.

    `notes` are short lines for people ("The language model did not answer in time; these are quotes instead.").
    `model` names who wrote it, as the answer says it.
    """

    claims: tuple[DraftClaim, ...]
    model: str
    withheld: tuple[Withheld, ...] = ()
    notes: tuple[str, ...] = ()


class Reason(StrEnum):
    """Why nothing was answered."""

    NO_EVIDENCE = "no_evidence"
    OFF_TOPIC = "off_topic"
    FALSE_PREMISE = "false_premise"
    BAD_QUESTION = "bad_question"
    EMPTY_CORPUS = "empty_corpus"


@dataclass(frozen=True, slots=True)
class Declined:
    """Why a writer wrote nothing, with short lines for people, as of `Draft`."""

    reason: Reason
    notes: tuple[str, ...] = ()


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
    """An answer: `text` is what a person reads, with [n] marks; `notes` are short lines to show beneath it.

    `asked_as` is the standalone question that was searched for, where it differs from what was typed. `periods` are, of
    a timeline, the first and last day (inclusive) of each claim.
    """

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
    asked_as: str | None = None
    periods: tuple[tuple[dt.date, dt.date], ...] = ()
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True)
class Refused:
    """No answer, and why: `text` is friendly and says what was searched; `nearest` are articles that come close.

    For a false premise `claims` and `sources` are what the articles do say, and `as_of` is the newest of them.
    """

    question: str
    reason: Reason
    text: str
    searched: Searched
    model: str
    nearest: tuple[Article, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    as_of: dt.date | None = None
    notes: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)
    asked_as: str | None = None
    usage: Usage = field(default_factory=Usage)


Outcome = Answer | Refused


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of a retrieval score: what was measured, and how much it weighs."""

    name: str
    value: float
    weight: float

    @property
    def share(self) -> float:
        """What the part adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim piece of an article that was retrieved: a run of whole sentences.

    `sentences` are the sentence spans within `span`; `tokens` counts cl100k tokens of `text`; `times` are the relative
    words within it and the days they mean. `parts` make up `score`, which is that of its best sentence.
    """

    article: Article
    span: Span
    text: str
    sentences: tuple[Span, ...]
    score: float
    tokens: int
    parts: tuple[ScorePart, ...] = ()
    times: tuple[TimeMention, ...] = ()
