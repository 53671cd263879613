"""Other reports of the event that an article tells of: by other publishers, within a few days, on the same thing.

Place in the flow: `library` puts them on an article's card. It reads the corpus and writes nothing. Two reports are
taken to be of one event when their openings mean nearly the same, share words that few articles have, and name a place
together; of attacks in one city on one day that is no proof, so they are offered to read, and nothing rests on them.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.calibration import cosine_range
from bot.answering.datelines import news_begins
from ingest.corpus.analysis import terms
from ingest.corpus.gazetteer import find_places
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.ports import SearchableCorpus
    from ingest.corpus.models import Article, Vector

MOST = 5
WITHIN = dt.timedelta(days=3)
_PASSAGES = 80
"""Nearest passages that are looked at: their articles are the candidates."""
_CANDIDATES = 15
_OPENING_PASSAGES = 2
_OPENING = 700
"""Characters in which a report says what happened."""
_LEAST_COSINE = 0.6
_LEAST_SHARE = 0.12
_LEAST = 1.02
"""Cosine (on the default embedder's scale) and share of words together; chosen by reading a few dozen pairs."""
_WITHOUT_PLACE = 0.12
_UNDATED = 0.1
_EVERYWHERE = ("country",)
_DAYS = re.compile(
    r"^(?:\d+|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|jan|feb|mar|apr|may"
    r"|jun|june|jul|juli|aug|sep|sept|oct|nov|dec|januari|februari|march|april|august|septemb|octob|novemb|decemb"
    r"|publish|public|date|updat|last|post|afp|reuter|monitor)$"
)


@dataclass(frozen=True, slots=True)
class _Opening:
    vector: Vector
    words: frozenset[str]
    places: frozenset[str]


def other_reports(corpus: SearchableCorpus, article: Article, most: int = MOST) -> tuple[Article, ...]:
    """Return other publishers' reports of the same event, best first, one of each story; none is no fault."""
    own = _vector(corpus, article)
    if own is None:
        return ()
    near = _near(corpus, article, own)[:_CANDIDATES]
    if not near:
        return ()
    opening = _opening(article, own)
    others = [(other, _opening(other, vector)) for other, vector in near]
    weights = _weights(corpus, [opening, *(o for _, o in others)])
    scored = [(_score(corpus, article, opening, o, weights), other) for other, o in others]
    best = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1].id))
    return tuple({other.story or other.id: other for _, other in reversed(best)}.values())[::-1][:most]


def _near(corpus: SearchableCorpus, article: Article, vector: Vector) -> list[tuple[Article, Vector]]:
    """Return the articles whose openings are nearest by meaning, nearest first."""
    found = corpus.load({id_ for id_, _ in corpus.nearest(vector, _PASSAGES, _window(article))}).values()
    ids = dict.fromkeys(p.passage.article_id for p in found)
    articles = [a for a in map(corpus.article, ids) if a is not None and _may_tell(a, article)]
    vectors = [(a, v) for a in articles if (v := _vector(corpus, a)) is not None]
    return sorted(vectors, key=lambda pair: (-float(pair[1] @ vector), pair[0].id))


def _window(article: Article) -> ArticleFilter:
    if article.published is None:
        return ArticleFilter()
    return ArticleFilter(since=article.published.first - WITHIN, until=article.published.last + WITHIN)


def _may_tell(other: Article, article: Article) -> bool:
    """Tell whether it could be another report: not this one, nor a copy of it, nor by the same publisher."""
    same = other.id == article.id or (bool(article.story) and other.story == article.story)
    return not same and other.publisher != article.publisher


def _vector(corpus: SearchableCorpus, article: Article) -> Vector | None:
    passages = corpus.passages_of(article.id)[:_OPENING_PASSAGES]
    if not passages:
        return None
    total = np.sum([p.vector for p in passages], axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), np.float32)


def _opening(article: Article, vector: Vector) -> _Opening:
    begin = news_begins(article.text, article.title)
    text = f"{article.title}. {article.text[begin : begin + _OPENING]}"
    return _Opening(vector, *_facts(text))


@lru_cache(maxsize=2_000)
def _facts(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that tell one event from another (dates and figures do not), and the places below a country."""
    words = frozenset(t.term for t in terms(text) if not _DAYS.match(t.term))
    places = frozenset(m.places[0].name for m in find_places(text) if m.places[0].kinds != _EVERYWHERE)
    return words, places


def _weights(corpus: SearchableCorpus, openings: Iterable[_Opening]) -> dict[str, float]:
    """Return how rare each word is."""
    words = sorted(frozenset().union(*(o.words for o in openings)))
    return dict(zip(words, corpus.passage_idf([(w,) for w in words]), strict=True))


def _score(
    corpus: SearchableCorpus, article: Article, one: _Opening, other: _Opening, weights: dict[str, float]
) -> float:
    """Return how surely two openings tell of one event; 0 where that is not to be thought."""
    [cosine] = cosine_range(corpus.embedder_name).on_common_scale(np.array([one.vector @ other.vector], np.float32))
    share = _weight(one.words & other.words, weights) / max(
        min(_weight(one.words, weights), _weight(other.words, weights)), 1e-9
    )
    least = _LEAST + (0.0 if one.places & other.places else _WITHOUT_PLACE) + _UNDATED * (article.published is None)
    fits = cosine >= _LEAST_COSINE and share >= _LEAST_SHARE and cosine + share >= least
    return float(cosine + share) if fits else 0.0


def _weight(words: Iterable[str], weights: dict[str, float]) -> float:
    return sum(weights[word] for word in words)
