"""Which retrieved sentences are wanted as quotes: retrieval's scores weighed anew, and what the question asks for.

Place in the flow: between `retrieve` and the answerer. Pure; it chooses nothing and refuses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.coverage import Topic, counted, stems
from bot.answering.details import positions
from bot.answering.mentions import fits_publisher, fits_time
from bot.answering.query import Expected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article

CONSIDERED = 120
"""How many retrieved sentences are weighed."""

_DETAIL_BONUS = {
    Expected.NUMBER: 0.3,
    Expected.TIME: 0.3,
    Expected.PERSON: 0.16,
    Expected.PLACE: 0.16,
    Expected.REASON: 0.3,
    Expected.OTHER: 0.0,
}
_NO_STATEMENT = 0.3
_NEAR = 45
"""Characters between a detail and a word of the question for them to belong together."""
_LOOKED_AT = 6
"""Details of one sentence that are looked at; in a list of names the first tell enough."""
_WORTH_SAYING = 8
"""Words; a shorter sentence seldom answers by itself."""
_NEWS = 3
"""Content words that a sentence must add to the question's own to be more than its echo."""
_SHORTEST = 4
_ENDS = re.compile(r"[.!؟。…\"'”’»)\]]\s*$")
_DAMAGED = re.compile("[•\ufffd\x80-\x9f]")
_PROMOTION = re.compile(
    r"^\s*(read( more| also)?|also read|watch|see also|related|source|photo|image|video)\s*:", re.IGNORECASE
)


_LEANS_BACK = re.compile(
    r"^\W*(?:he|she|they|it|this|that|these|those|his|her|their|its|however|but|nevertheless|meanwhile|instead|also|"
    r"the (?:former|latter|two|three|same|official|source|spokesman|spokeswoman|statement|report|attack|group|agreement"
    r"|pact|town|city|village|area|region|province|place|base|airport|hospital|mosque|school|market|highway|road|strike)|"
    r"another|others|both|there|then|here|such|as a result|therefore|thus|hence)\b",
    re.IGNORECASE,
)
_INHERITED = 0.8
_LIKED = 0.15
"""What a preferred publisher is worth: it tells two reports of one event apart, and is too little for another topic."""
_AS_WELL = 0.8
"""How far below the best a sentence of a preferred publisher may lie to be lifted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article, how well it matches, and how much it is preferred for quoting.

    `match` leaves out whether publisher and time fit, because the judge weighs that itself.
    """

    sentence: ScoredSentence
    article: Article
    match: float
    preference: float


def rank(
    query: Query,
    sentences: Sequence[ScoredSentence],
    articles: Callable[[str], Article | None],
    rarity: Sequence[float] = (),
    preferred: AbstractSet[str] = frozenset(),
) -> list[Candidate]:
    """Order the best retrieved sentences by preference, best first; of a story only those of its best-liked member.

    `rarity` (0..1) goes with `query.terms`; without it all count alike. `preferred` publishers are liked a little more
    where they fit about as well as the best: that brings in nothing that would not have been considered.
    """
    considered = sentences[:CONSIDERED]
    words = {(s.passage.id, s.place): s.words for s in considered}
    scales = _Scales(query, rarity, considered)
    placed = ((s, articles(s.passage.article_id)) for s in considered)
    found = [scales.candidate(_in_context(s, words), article) for s, article in placed if article is not None]
    ranked = sorted(found, key=lambda c: -c.preference)
    return _once_per_story(_liked(ranked, preferred) if preferred else ranked)


def _liked(ranked: Sequence[Candidate], preferred: AbstractSet[str]) -> list[Candidate]:
    """Lift what preferred publishers say where it fits about as well as the best."""
    enough = ranked[0].preference - _AS_WELL if ranked else 0.0
    lifted = [
        replace(c, preference=c.preference + _LIKED)
        if c.preference >= enough
        and not preferred.isdisjoint({c.article.publisher, *(o.publisher for o in c.article.copies)})
        else c
        for c in ranked
    ]
    return sorted(lifted, key=lambda c: -c.preference)


def _once_per_story(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Leave one teller to each story: a report that three outlets printed is one report, not three that agree."""
    tellers: dict[str, str] = {}
    return [c for c in ranked if tellers.setdefault(c.article.story or c.article.id, c.article.id) == c.article.id]


def _in_context(sentence: ScoredSentence, words: Mapping[tuple[str, int], float]) -> ScoredSentence:
    """Let "The town lies at ..." share in the words of the sentence before it, which names the town."""
    before = words.get((sentence.passage.id, sentence.place - 1), 0.0) * _INHERITED
    return sentence._replace(words=before) if before > sentence.words and leans_back(sentence.text) else sentence


@lru_cache(maxsize=8192)
def leans_back(text: str) -> bool:
    """Tell whether a sentence begins with a word that points at the sentence before it."""
    return bool(_LEANS_BACK.match(text))


class _Scales:
    """Weighs the sentences of one question.

    The weights come from a fit (softmax over the candidates of a question, gold sentences against the others) on three
    sets together - the development questions, a third of the chunking evaluation's, and forty of our own - rounded.
    """

    def __init__(self, query: Query, rarity: Sequence[float], sentences: Sequence[ScoredSentence]) -> None:
        self._query = query
        self._topic = Topic(query, rarity)
        self._asked = query.asked
        self._counted = counted(query.own_text)
        self._best: dict[str, float] = {}
        for sentence in sentences:
            self._best.setdefault(sentence.passage.article_id, sentence.score)

    def candidate(self, sentence: ScoredSentence, article: Article) -> Candidate:
        """Weigh a sentence: how well it matches, and how much it is wanted as a quote."""
        text = sentence.text
        details = positions(text, self._query.expected, self._asked)
        bonus = _DETAIL_BONUS[self._query.expected] if details else 0.0
        form = 0.0 if is_statement(text) else -_NO_STATEMENT
        wanted = form + self._preference(sentence, text, article) + self._detail(text, details)
        return Candidate(sentence, article, _match(sentence) + bonus + form, wanted)

    def _preference(self, sentence: ScoredSentence, text: str, article: Article) -> float:
        cosine = sentence.cosine or sentence.passage_cosine
        own = stems(text)
        return (
            cosine
            + 0.5 * sentence.passage_cosine
            + 0.9 * sentence.passage_words
            + 0.3 * sentence.words
            + 0.3 * self._best[sentence.passage.article_id]
            + 0.7 * self._topic.share(own)
            + 0.9 * self._topic.share(_stems_around(sentence))
            + 0.2 * self._topic.share(stems(article.title))
            + self._fits(sentence, article)
            + (0.1 if leans_back(text) else 0.0)
            - (0.15 if len(text.split()) < _WORTH_SAYING else 0.0)
            - (0.2 if len(own - self._topic.asked) < _NEWS else 0.0)
        )

    def _detail(self, text: str, details: Sequence[int]) -> float:
        """A detail of the kind asked for counts, more beside a word of the question, most beside what is counted."""
        if not details:
            return 0.0
        beside = stems(" ".join(text[max(0, at - _NEAR) : at + _NEAR] for at in details[:_LOOKED_AT]))
        near = 0.25 if beside & self._topic.common else 0.0
        return _PREFERRED[self._query.expected] + near + (0.2 if beside & self._counted else 0.0)

    def _fits(self, sentence: ScoredSentence, article: Article) -> float:
        """Publisher and time count where the question names one."""
        mentions = self._query.mentions
        fits = fits_publisher(mentions, article, sentence.text)
        if mentions.years or mentions.months:
            fits += fits_time(mentions, article, window_text(sentence, article))
        return _FITS * fits


_FITS = 0.25
_PREFERRED = {
    Expected.NUMBER: 0.3,
    Expected.TIME: 0.15,
    Expected.PERSON: 0.2,
    Expected.PLACE: 0.05,
    Expected.REASON: 0.2,
    Expected.OTHER: 0.0,
}


def _stems_around(sentence: ScoredSentence) -> frozenset[str]:
    """Return the stems of a sentence with those of the one before and the one after it in its passage."""
    passage, start = sentence.passage, sentence.passage.span.start
    near = passage.sentences[max(0, sentence.place - 1) : sentence.place + 2]
    return frozenset().union(*(stems(passage.text[s.start - start : s.end - start]) for s in near))


def _match(sentence: ScoredSentence) -> float:
    """Weigh how well a sentence fits the question; the judge decides by it, with weights fitted for this very sum."""
    cosine = sentence.cosine or sentence.passage_cosine
    return cosine + 0.25 * sentence.passage_cosine + 1.2 * sentence.passage_words + 0.6 * sentence.words


@lru_cache(maxsize=8192)
def is_statement(text: str) -> bool:
    """Tell whether a sentence can be quoted as news: not a heading, a question, a fragment or a promotional line."""
    whole = len(text.split()) >= _SHORTEST and bool(_ENDS.search(text)) and not is_damaged(text)
    return whole and not _PROMOTION.match(text)


def is_quotable(text: str) -> bool:
    """Tell whether a line may be quoted at all: a statement, or a long enough line of a list or a table.

    Never a promotion, a heading or a fragment, however well it matches.
    """
    if is_statement(text):
        return True
    return len(text.split()) >= _WORTH_SAYING and not _PROMOTION.match(text) and not is_damaged(text)


def is_damaged(text: str) -> bool:
    """Tell whether `text` holds characters that stand in a sentence only where it was damaged on its way here."""
    return bool(_DAMAGED.search(text))


def window_text(sentence: ScoredSentence, article: Article) -> str:
    """Return the sentence with the one before and the one after it in its passage."""
    spans = sentence.passage.sentences
    first = spans[max(0, sentence.place - 1)].start
    last = spans[min(len(spans) - 1, sentence.place + 1)].end
    return article.text[first:last]
