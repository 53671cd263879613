"""The signs by which `sufficiency` judges: what can be measured about one candidate sentence and the question.

Place in the flow: between `ranking` and `sufficiency.judge`. Pure measuring; it decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import topic_weights
from bot.answering.coverage import stems
from bot.answering.details import person_positions, positions
from bot.answering.mentions import fits_publisher, fits_time
from bot.answering.query import Expected
from bot.answering.ranking import is_statement, window_text
from bot.answering.wanted import Kind, tells, wanted
from bot.answering.word_places import beside, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article

_NEAR = 45
"""Characters between a detail and a word of the question for them to belong together."""

_ROLE_NEAR = 80
"""The same between a person's name and the role: "the spokesman of the Northern Front in Marqa, Idris Kamal"."""

_ROLE = re.compile(
    r"(?:names? of (?:the |one of the |an? )?|who(?: is|'s| was| were| are) (?:the |an? )?|which |what )(.{3,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """About 0..1 each; `role`, `publisher` and `time` are 1 when it fits, -1 when not, 0 when none was asked for.

    cosine: of the sentence. window, passage: rarity-weighted share of the question's terms found in the sentence with
    its two neighbours, and in its passage with header. names: the share of its names and numbers found anywhere in the
    article. near: a detail of the kind asked for stands beside a word of the question. role: a person's name stands
    beside the role asked for. statement: it can be quoted as news. words: its length over 60. The last five let a
    number or a reason weigh where one is asked for.
    """

    cosine: float
    window: float
    passage: float
    names: float
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


def measure(query: Query, topic: Topic, candidate: ScoredSentence, article: Article) -> Signs:
    """Measure one candidate."""
    text, near_by = candidate.text, window_text(candidate, article)
    passage = topic.inside(f"{candidate.passage.header}\n{candidate.passage.text}")
    details = positions(text, query.expected, query.asked)
    near = _near(details, text, _common(query), _NEAR)
    number, reason = query.expected is Expected.NUMBER, query.expected is Expected.REASON
    return Signs(
        cosine=candidate.cosine or candidate.passage_cosine,
        window=topic.share(topic.inside(near_by)),
        passage=topic.share(passage),
        names=topic.names(passage, article.text),
        near=float(near),
        role=_role(query, text),
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


def told_share(
    query: Query, rarity: Sequence[float], candidates: Sequence[tuple[ScoredSentence, Article]]
) -> tuple[Kind, float] | None:
    """Return how well the window that tells the very detail wanted covers the topic, over the one that covers it best.

    0 when none tells it, 1 when the best window does; None where no strict kind of detail is asked for, or no topic is
    named. The words that say what is wanted ("commander") are no part of the topic here.
    """
    want = wanted(query.rewritten or query.own_text)
    if want.kind is Kind.ANY:
        return None
    topic = Topic(query, rarity, without=want.beside)
    asked = query.asked
    best = telling = best_names = telling_names = 0.0
    for candidate, article in candidates:
        header = candidate.passage.header
        there = topic.inside(f"{window_text(candidate, article)}\n{header}")
        covered, named = topic.share(there), topic.names(there, "")
        best, best_names = max(best, covered), max(best_names, named)
        if covered <= telling and named <= telling_names:
            continue
        around = window_sentences(candidate, article) + ([header] if want.kind is Kind.SAYING else [])
        if any(tells(want, sentence, asked) for sentence in around):
            telling, telling_names = max(telling, covered), max(telling_names, named)
    if not best:
        return None
    return want.kind, min(telling / best, telling_names / best_names if best_names else 1.0)


def window_sentences(candidate: ScoredSentence, article: Article) -> list[str]:
    """Return the sentence with its neighbours in its passage."""
    spans = candidate.passage.sentences[max(0, candidate.place - 1) : candidate.place + 2]
    return [span.of(article.text) for span in spans]


class Topic:
    """The question's topic: which of its terms a text holds, and what share of their weight that is."""

    def __init__(self, query: Query, weights: Sequence[float], without: frozenset[str] = frozenset()) -> None:
        pairs = zip(query.terms, weights, strict=True)
        topic = [(t, w) for t, w in pairs if not t.only_asks and without.isdisjoint(t.group)]
        self._terms = [t for t, _ in topic]
        self._groups = [topic_weights.instances(t) for t in self._terms]
        self._weights = [w for _, w in topic]
        self._sum = sum(self._weights) or 1.0
        self._named = [n for n, t in enumerate(self._terms) if topic_weights.is_named(t)]

    def inside(self, text: str) -> list[bool]:
        """Tell of each term whether the text holds it."""
        held = stems(text)
        return [not held.isdisjoint(group) for group in self._groups]

    def share(self, there: Sequence[bool]) -> float:
        """Return what share of the topic's weight those are that are there, 0..1."""
        return sum(v for v, found in zip(self._weights, there, strict=True) if found) / self._sum

    def names(self, there: Sequence[bool], text: str) -> float:
        """Return the share of the names that are among those found or stand in `text`; 1 where there is no name."""
        whole = sum(self._weights[n] for n in self._named)
        if not whole:
            return 1.0
        missing = [n for n in self._named if not there[n]]
        lowered = text.casefold() if missing else ""
        lost = sum(self._weights[n] for n in missing if not any(g in lowered for g in self._groups[n]))
        return 1.0 - lost / whole


def _common(query: Query) -> frozenset[str]:
    return frozenset(g for t in query.terms if not t.is_name and not t.word[0].isdigit() for g in t.group)


def _near(details: Sequence[int], text: str, words: frozenset[str], reach: int) -> bool:
    return beside(details, text, words, reach - 1)


def _role(query: Query, text: str) -> float:
    match = _ROLE.search(query.own_text) if query.expected is Expected.PERSON else None
    role = frozenset(stem for _, stem in placed(match.group(1))[:3]) & _common(query) if match else frozenset()
    if not role:
        return 0.0
    return 1.0 if _near(person_positions(text, query.asked), text, role, _ROLE_NEAR) else -1.0
