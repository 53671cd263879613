"""The signs by which `sufficiency` judges: what can be measured about one candidate sentence and the question.

Place in the flow: between `extractive.rank` and `sufficiency.judge`. Pure measuring; it decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.details import positions
from bot.answering.extractive import is_statement
from bot.answering.mentions import fits_publisher, fits_time
from bot.answering.query import Expected
from ingest.corpus.analysis import fold, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article

_NEAR = 45
"""Characters between a detail and a word of the question for them to belong together."""

_ROLE = re.compile(
    r"(?:names? of (?:the |one of the |an? )?|who(?: is|'s| was| were| are) (?:the |an? )?|which |what )(.{3,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """About 0..1 each (`role`, `publisher` and `time`: 1 fits, -1 does not, 0 was not asked).

    cosine: of the sentence; passage_cosine; window, sentence, passage: idf share of the question's terms found in the
    sentence with its two neighbours, in it alone, in its passage with header; names: the share of its names and numbers
    found anywhere in the article; missing: idf of the rarest term the article lacks, over 8; detail: the sentence holds
    the kind of detail asked for; near: and beside a word of the question; role: and beside the role that was asked for;
    statement: it can be quoted as news; words: its length over 60.
    """

    cosine: float
    passage_cosine: float
    window: float
    sentence: float
    passage: float
    names: float
    missing: float
    detail: float
    near: float
    role: float
    publisher: float
    time: float
    statement: float
    words: float
    asks_number: float
    number_there: float
    number_near: float
    asks_reason: float
    reason_there: float


def measure(query: Query, idf: Sequence[float], candidate: ScoredSentence, article: Article) -> Signs:
    """Measure one candidate; `idf` goes with `query.terms`."""
    text, near_by = candidate.text, window_text(candidate, article)
    found = _Found(query, idf)
    whole = found.inside(f"{article.publisher} {article.title}\n{article.text}")
    details = positions(text, query.expected, _asked(query))
    near = _near(details, text, _common(query), _NEAR)
    number, reason = query.expected is Expected.NUMBER, query.expected is Expected.REASON
    return Signs(
        cosine=candidate.parts["cosine"],
        passage_cosine=candidate.parts["passage_cosine"],
        window=found.share(found.inside(near_by)),
        sentence=found.share(found.inside(text)),
        passage=found.share(found.inside(f"{candidate.passage.header}\n{candidate.passage.text}")),
        names=found.names(whole),
        missing=max((v for v, there in zip(idf, whole, strict=True) if not there), default=0.0) / 8,
        detail=float(bool(details)),
        near=float(near),
        role=_role(query, details, text),
        publisher=fits_publisher(query.mentions, article, text),
        time=fits_time(query.mentions, article, near_by),
        statement=float(is_statement(text)),
        words=min(60, len(text.split())) / 60,
        asks_number=float(number),
        number_there=float(number and bool(details)),
        number_near=float(number and near),
        asks_reason=float(reason),
        reason_there=float(reason and bool(details)),
    )


def window_text(candidate: ScoredSentence, article: Article) -> str:
    """Return the sentence with the one before and the one after it in its passage."""
    spans = candidate.passage.sentences
    first = spans[max(0, candidate.index - 1)].start
    last = spans[min(len(spans) - 1, candidate.index + 1)].end
    return article.text[first:last]


class _Found:
    """Which terms of one question a text holds, and what share of the question that is."""

    def __init__(self, query: Query, idf: Sequence[float]) -> None:
        self._terms = query.terms
        self._idf = idf
        self._sum = sum(idf) or 1.0
        self._named = [n for n, t in enumerate(query.terms) if t.is_name or t.word[0].isdigit()]

    def inside(self, text: str) -> list[bool]:
        held = _term_set(text)
        return [not held.isdisjoint(t.group) for t in self._terms]

    def share(self, there: Sequence[bool]) -> float:
        return sum(v for v, found in zip(self._idf, there, strict=True) if found) / self._sum

    def names(self, there: Sequence[bool]) -> float:
        whole = sum(self._idf[n] for n in self._named)
        return sum(self._idf[n] for n in self._named if there[n]) / whole if whole else 1.0


@lru_cache(maxsize=512)
def _term_set(text: str) -> frozenset[str]:
    return frozenset(t.term for t in terms(text))


def _asked(query: Query) -> frozenset[str]:
    return frozenset(w for t in query.terms for w in re.findall(r"\w+", fold(t.word)))


def _common(query: Query) -> frozenset[str]:
    return frozenset(g for t in query.terms if not t.is_name and not t.word[0].isdigit() for g in t.group)


def _near(details: Sequence[int], text: str, words: frozenset[str], reach: int) -> bool:
    starts = [t.start for t in terms(text) if t.term in words]
    return any(abs(d - s) < reach for d in details for s in starts)


def _role(query: Query, details: Sequence[int], text: str) -> float:
    match = _ROLE.search(query.own_text) if query.expected is Expected.PERSON else None
    role = frozenset(t.term for t in terms(match.group(1))[:3]) & _common(query) if match else frozenset()
    if not role:
        return 0.0
    return 1.0 if _near(details, text, role, _NEAR) else -1.0
