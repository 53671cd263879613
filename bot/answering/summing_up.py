"""What an article says in two to four of its own sentences, word for word.

Place in the flow: `library` makes a card of an article with it. Pure: the passages with their vectors are handed in. A
sentence is wanted when it is near the middle of the article (by the vectors of its sentences, else of its passages) and
stands early, as news do; it writes nothing, and leaves out what is no statement of news.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.answering import speech
from bot.answering.datelines import news_begins
from bot.answering.models import Excerpt
from bot.answering.neighbours import is_list_item
from bot.answering.orders import is_question, is_task, to_machines
from bot.answering.ranking import is_statement, leans_back
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.corpus.models import Article, EmbeddedPassage, Vector

MOST = 4
_LEAST = 2
_LOOKED_AT = 60
"""Passages from the start of an article; a chronicle of a year is not summed up by its end."""
_LONGEST, _SHORTEST = 60, 6
"""Words of a sentence that sums something up."""
_ROOM = 750
"""Characters of a summary after which no further sentence is taken."""
_LEAD, _FADES = 0.35, 3.0
_ALIKE, _SAME = 0.5, 0.85
_LEANS = 0.25
_NOISE = re.compile(
    r"get short url|click here|subscribe|sign up|follow us|all rights reserved|cookie|^\W*last update|retrieved \d"
    r"|https?:|www\.|\bphoto(?:graph)? by\b|\((?:photo|reuters|afp|ap)\)|^\W*(?:photo|image|file photo|caption)\b",
    re.IGNORECASE,
)

_BACKGROUND = re.compile(
    r"\bsince (?:march )?2011\b|\b(?:conflict|war)\b.{0,60}\bhas (?:killed|claimed|left)\b"
    r"|\brelies on (?:a network|sources)",
    re.IGNORECASE,
)
"""What reports end with day after day: true, and no news."""
_SPOKEN = re.compile('["“”]')


class _Sentence(NamedTuple):
    span: Span
    vector: Vector
    wanted: float
    leans: bool


def summary(article: Article, passages: Sequence[EmbeddedPassage]) -> tuple[Excerpt, ...]:
    """Return up to `MOST` sentences in the order of the text; none where the article has no statement in it."""
    found = _sentences(article, passages[:_LOOKED_AT])
    if not found:
        return ()
    taken = [_opening(found)]
    rest = sorted(found, key=lambda s: -s.wanted)
    while len(taken) < MOST and (more := _next(rest, taken)) is not None:
        if len(taken) >= _LEAST and _length(taken) + _length([more]) > _ROOM:
            break
        taken.append(more)
    return tuple(Excerpt(article, s.span) for s in sorted(taken, key=lambda s: s.span.start))


def _sentences(article: Article, passages: Sequence[EmbeddedPassage]) -> list[_Sentence]:
    """Return the sentences that could stand in a summary, each with how much it is wanted."""
    begin, seen = news_begins(article.text, article.title), set[str]()
    rows: list[tuple[Span, Vector]] = []
    for embedded in passages:
        for place, span in enumerate(embedded.passage.sentences):
            kept = _kept(article, span, begin, seen)
            if kept is not None and not speech.is_strange_beside(kept.of(article.text), embedded.passage.text):
                rows.append((kept, _vector(embedded, place)))
    if not rows:
        return []
    vectors = np.stack([vector for _, vector in rows])
    middle = vectors.mean(axis=0)
    near = vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
    return [_weighed(article, span, vectors[n], float(near[n]), n) for n, (span, _) in enumerate(rows)]


def _weighed(article: Article, span: Span, vector: Vector, near: float, n: int) -> _Sentence:
    text = span.of(article.text)
    leans = leans_back(text)
    less = _LEANS * (leans + bool(_BACKGROUND.search(text)) + _is_torn(text))
    return _Sentence(span, vector, near + _LEAD * float(np.exp(-n / _FADES)) - less, leans)


def _is_torn(text: str) -> bool:
    """Tell whether a quotation begins in the sentence and does not end in it, or the other way round."""
    return bool(len(_SPOKEN.findall(text)) % 2)


def _vector(embedded: EmbeddedPassage, place: int) -> Vector:
    states = embedded.sentence_vectors
    return embedded.vector if states is None else states[place]


def _kept(article: Article, span: Span, begin: int, seen: set[str]) -> Span | None:
    """Return the sentence as it may be shown, from where the news begins; None for one that is no news or a repeat."""
    if span.end <= begin:
        return None
    span = Span(max(span.start, begin), span.end)
    text = span.of(article.text)
    key = " ".join(text.split()).casefold()
    if key in seen or key.strip(" .") == article.title.casefold().strip(" .") or not _is_news(text):
        return None
    seen.add(key)
    return span


def _is_news(text: str) -> bool:
    words = len(text.split())
    if not _SHORTEST <= words <= _LONGEST or "|" in text or "\n" in text.strip() or not is_statement(text):
        return False
    if is_question(text) or is_task(text) or to_machines(text) or is_list_item(text) or _NOISE.search(text):
        return False
    return not (speech.addresses_reader(text) or speech.is_command(text) or speech.is_data(text))


def _opening(found: Sequence[_Sentence]) -> _Sentence:
    """Return the first sentence that can stand alone: news begin with what matters."""
    return next((s for s in found if not s.leans), found[0])


def _next(rest: Sequence[_Sentence], taken: Sequence[_Sentence]) -> _Sentence | None:
    """Return the sentence that is wanted most and says something else than those taken already."""
    best, most = None, -1.0
    for sentence in rest:
        alike = max(float(sentence.vector @ other.vector) for other in taken)
        same = any(sentence.span == other.span for other in taken)
        if same or alike > _SAME:
            continue
        value = sentence.wanted - _ALIKE * alike
        if best is None or value > most:
            best, most = sentence, value
    return best


def _length(sentences: Sequence[_Sentence]) -> int:
    return sum(s.span.end - s.span.start for s in sentences)
