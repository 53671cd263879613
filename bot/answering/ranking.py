"""Which retrieved sentences are wanted as quotes: retrieval's scores weighed anew, and what the question asks for.

Place in the flow: between `retrieve` and the answerer. Pure; it chooses nothing and refuses nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.details import holds
from bot.answering.mentions import fits_publisher, fits_time
from bot.answering.query import Expected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
_FITS = 0.15
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
    query: Query, sentences: Sequence[ScoredSentence], articles: Callable[[str], Article | None]
) -> list[Candidate]:
    """Order the best retrieved sentences by preference, best first; of a story only those of its best-liked member."""
    words = {(s.passage.id, s.place): s.words for s in sentences}
    placed = ((s, articles(s.passage.article_id)) for s in sentences[:CONSIDERED])
    found = [_candidate(query, _in_context(s, words), article) for s, article in placed if article is not None]
    return _once_per_story(sorted(found, key=lambda c: -c.preference))


def _once_per_story(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Leave one teller to each story: a report that three outlets printed is one report, not three that agree."""
    tellers: dict[str, str] = {}
    return [c for c in ranked if tellers.setdefault(c.article.story or c.article.id, c.article.id) == c.article.id]


def _in_context(sentence: ScoredSentence, words: Mapping[tuple[str, int], float]) -> ScoredSentence:
    """Let "The town lies at ..." share in the words of the sentence before it, which names the town."""
    before = words.get((sentence.passage.id, sentence.place - 1), 0.0) * _INHERITED
    return sentence._replace(words=before) if before > sentence.words and leans_back(sentence.text) else sentence


def leans_back(text: str) -> bool:
    """Tell whether a sentence begins with a word that points at the sentence before it."""
    return bool(_LEANS_BACK.match(text))


def _candidate(query: Query, sentence: ScoredSentence, article: Article) -> Candidate:
    """Weigh a sentence; the weights were set on the development questions.

    One that holds the kind of detail asked for is preferred, and so is one by a publisher or of a time that the
    question names.
    """
    match = _match(query, sentence)
    fits = fits_publisher(query.mentions, article, sentence.text)
    fits += fits_time(query.mentions, article, window_text(sentence, article))
    return Candidate(sentence, article, match, match + _FITS * fits)


def _match(query: Query, sentence: ScoredSentence) -> float:
    text, cosine = sentence.text, sentence.cosine or sentence.passage_cosine
    wanted = cosine + 0.25 * sentence.passage_cosine + 1.2 * sentence.passage_words + 0.6 * sentence.words
    bonus = _DETAIL_BONUS[query.expected] if holds(text, query.expected, query.asked) else 0.0
    return wanted + bonus - (0.0 if is_statement(text) else _NO_STATEMENT)


def is_statement(text: str) -> bool:
    """Tell whether a sentence can be quoted as news: not a heading, a question, a fragment or a promotional line."""
    whole = len(text.split()) >= _SHORTEST and bool(_ENDS.search(text)) and not is_damaged(text)
    return whole and not _PROMOTION.match(text)


def is_damaged(text: str) -> bool:
    """Tell whether `text` holds characters that stand in a sentence only where it was damaged on its way here."""
    return bool(_DAMAGED.search(text))


def window_text(sentence: ScoredSentence, article: Article) -> str:
    """Return the sentence with the one before and the one after it in its passage."""
    spans = sentence.passage.sentences
    first = spans[max(0, sentence.place - 1)].start
    last = spans[min(len(spans) - 1, sentence.place + 1)].end
    return article.text[first:last]
