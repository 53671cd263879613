"""Whether two sentences of different reports tell of the same event: by time, by what is named, by likeness.

Place in the flow: `accounts` compares only what tells of one event. Pure, apart from what it asks the corpus about how
rare a name is. It prefers to miss: two events taken for one would be shown as a disagreement that does not exist.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.attack_kinds import other_kind
from bot.answering.calibration import cosine_range
from bot.answering.datings import datings
from bot.answering.mentions import fits_time
from bot.answering.models import Excerpt
from ingest.corpus.analysis import fold, terms
from ingest.corpus.gazetteer import same_name
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.material import Material
    from bot.answering.query import QueryTerm
    from bot.answering.ranking import Candidate
    from ingest.corpus.models import Article, Vector

    Days = tuple[dt.date, dt.date]

APART = 3
"""Reports of one event are printed within so many days of each other."""
_APOSTROPHES = re.compile("['’]")
_HEAD = 200
_OPENING = 3_000
RARE = 0.3
"""A name that is at least so rare (of a word that no article holds) can tell one event from another."""
_TELLING = 0.45
_FEW = 12
"""A name in so few passages is rare however small the corpus is."""
_MOST = 0.4
_LEAST_WEIGHT = 0.1
_ALIKE = 0.3
_ALIKE_WITHOUT_NAME = 0.55
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})[-./]((?:19|20)\d\d)(?!\d)")
_MONTHS = frozenset(
    [
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    ]
)
_MONTH_NAMES = tuple(name.lower() for name in calendar.month_name if name)
_BARE_MONTH = re.compile(
    rf"\b(?:in|last|early|late|mid) ({'|'.join(_MONTH_NAMES)})\b(?! \d|,? (?:19|20)\d\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One sentence of one report, with what tells its event: its days, the words around it, its direction."""

    excerpt: Excerpt
    score: float
    match: float
    days: tuple[Days, ...]
    is_dated: bool
    names: frozenset[str]
    vector: Vector

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.excerpt.article

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.excerpt.text

    @property
    def teller(self) -> str:
        """The report that tells it: articles of one story are one report that several outlets printed."""
        return self.article.story or self.article.id


def told(candidate: Candidate, material: Material) -> Told:
    """Return a candidate with what tells its event."""
    sentence, article = candidate.sentence, candidate.article
    embedded = material.retrieval.passages[sentence.passage.id]
    states = embedded.sentence_vectors
    named = [t for t in datings(article, sentence.span, sentence.passage.times) if _is_short(t)]
    named += _bare_months(sentence.text, article)
    around = f"{article.title} {sentence.passage.text}"
    return Told(
        Excerpt(article, sentence.span),
        candidate.preference,
        candidate.match,
        tuple(named) or _printed(article),
        bool(named),
        names_in(around),
        embedded.vector if states is None else states[sentence.place],
    )


@lru_cache(maxsize=1_024)  # the same reports come up in many questions
def _plain(text: str) -> str:
    return _APOSTROPHES.sub("", fold(text))


def _begins_a_word(group: tuple[str, ...], text: str) -> bool:
    """Tell whether a word of the text begins as one of these terms, an Arabic article before it or not."""
    return any(term in text for term in group) and bool(_beginning(group).search(text))


@lru_cache(maxsize=500)
def _beginning(group: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:al)?(?:{'|'.join(map(re.escape, group))})")


def _is_short(days: Days) -> bool:
    return days[1] - days[0] <= dt.timedelta(days=31)


def _bare_months(text: str, article: Article) -> Iterable[Days]:
    """Return what `in May` means: the last May before the report was printed."""
    if article.published is None:
        return
    printed = article.published.last
    for match in _BARE_MONTH.finditer(text):
        month = _MONTH_NAMES.index(match.group(1).lower()) + 1
        year = printed.year - (month > printed.month)
        yield dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=2_000)
def _printed(article: Article) -> tuple[Days, ...]:
    """Return the days a report may be from: what is stored, and what its opening says (stored dates can be wrong)."""
    stored = [(article.published.first, article.published.last)] if article.published else []
    head = Span(0, min(len(article.text), _HEAD))
    return (*stored, *datings(article, head, ()), *_numeric_days(head.of(article.text)))


def _numeric_days(text: str) -> Iterable[Days]:
    for match in _NUMERIC.finditer(text):
        day, month, year = (int(g) for g in match.groups())
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        yield found, found


@lru_cache(maxsize=5_000)
def names_in(text: str) -> frozenset[str]:
    """Return the words written with a capital, folded, the article of Arabic names and months left off."""
    words = re.findall(r"(?<![\w.])(?:[A-Za-z]{2}-)?([A-Z][\w’'-]+)", text)
    return frozenset(fold(w) for w in words) - _MONTHS


class Events:
    """Tells events apart for one question; remembers how rare each name is.

    `is_topic`: what was typed is a topic, so that where it has no name its rare words count for names.
    """

    def __init__(self, material: Material, *, is_topic: bool = False) -> None:
        self._material = material
        self._corpus = material.library.corpus
        self._range = cosine_range(material.embedder_name)
        (self._unknown,) = self._corpus.passage_idf([("\x00",)])
        self._rarity: dict[tuple[str, ...], float] = {}
        self._named: dict[str, bool] = {}
        self._openings: dict[str, frozenset[int]] = {}
        self.subject = tuple(t for t in material.query.terms if t.is_name and self._is_subject(t))
        if is_topic and not self.subject:
            telling = (t for t in material.query.terms if self._rarity_of(t.group) >= _TELLING)
            self.subject = tuple(t for t in telling if self._is_subject(t))

        self._weights = [max(self._rarity_of(t.group), _LEAST_WEIGHT) for t in self.subject]
        self._least = _MOST * sum(self._weights)

    def _is_subject(self, term: QueryTerm) -> bool:
        word = fold(term.word)
        publishers = fold(" ".join(self._material.query.mentions.publishers))
        plain = word in _MONTHS or word[:1].isdigit() or word in publishers
        return not plain and self._rare(term.group)

    def _rare(self, group: tuple[str, ...]) -> bool:
        if not RARE <= self._rarity_of(group) < 1:
            return 0 < max(map(self._corpus.document_frequency, group)) <= _FEW
        return True

    def _rarity_of(self, group: tuple[str, ...]) -> float:
        if group not in self._rarity:
            (idf,) = self._corpus.passage_idf([group])
            self._rarity[group] = idf / self._unknown if self._unknown else 1.0
        return self._rarity[group]

    def is_on_subject(self, candidate: Candidate) -> bool:
        """Tell whether most of what the question names is named there too, and the time that it names fits."""
        mentions = self._material.query.mentions
        names_it = self._names_subject(candidate)
        return names_it and fits_time(mentions, candidate.article, candidate.sentence.text) >= 0

    def is_about(self, candidate: Candidate) -> bool:
        """Tell the same by half of the names, whichever: how rare a name is says little in a small set of reports."""
        if self.is_on_subject(candidate):
            return True
        article, text = candidate.article, candidate.sentence.passage.text
        there = self._in_opening(article) | self._named_in(text)
        fits = fits_time(self._material.query.mentions, article, candidate.sentence.text) >= 0
        return fits and 2 * len(there) >= len(self.subject)

    def _names_subject(self, candidate: Candidate) -> bool:
        passage = candidate.sentence.passage
        if passage.id not in self._named:
            there = self._in_opening(candidate.article)
            if sum(self._weights[n] for n in there) < self._least:
                there |= self._named_in(passage.text)
            self._named[passage.id] = sum(self._weights[n] for n in there) >= self._least
        return self._named[passage.id]

    def _in_opening(self, article: Article) -> frozenset[int]:
        if article.id not in self._openings:
            self._openings[article.id] = self._named_in(f" {article.title} {article.text[:_OPENING]} ")
        return self._openings[article.id]

    def _named_in(self, text: str) -> frozenset[int]:
        """Return which words of the subject stand in a text, by their number."""
        folded = _plain(text)
        return frozenset(n for n, term in enumerate(self.subject) if _begins_a_word(term.group, folded))

    def alike(self, one: Told, other: Told) -> float:
        """Return how like two sentences are, on the scale of the default embedder."""
        cosine = np.array([one.vector @ other.vector], dtype=np.float32)
        return float(self._range.on_common_scale(cosine)[0])

    def same(self, one: Told, other: Told) -> bool:
        """Tell whether both tell of one event; what does not say when, does so only by being very like."""
        timely = near(one, other)
        if timely is False or other_kind(one.text, other.text) or _elsewhere(one, other):
            return False
        likeness = self.alike(one, other)
        if timely is None or not (self.subject or self.share_name(one.names, other.names)):
            return likeness >= _ALIKE_WITHOUT_NAME
        return likeness >= _ALIKE

    def share_name(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Tell whether two sets of names have a rare one in common, in any spelling."""
        both = one & other
        if any(self._is_rare_name(name) for name in both):
            return True
        mine = [n for n in one - both if self._is_rare_name(n)]
        return any(same_name(n, o) for n in mine for o in other - both)

    def _is_rare_name(self, name: str) -> bool:
        found = [t.term for t in terms(name)]
        return bool(found) and all(self._rare((t,)) for t in found)


def near(one: Told, other: Told, days: int = APART) -> bool | None:
    """Tell whether two sentences are about days at most so many apart; None where one has no date at all."""
    if not one.days or not other.days:
        return None
    return any(_gap(a, b) <= dt.timedelta(days=days) for a in one.days for b in other.days)


def _gap(a: Days, b: Days) -> dt.timedelta:
    return max(a[0] - b[1], b[0] - a[1], dt.timedelta(0))


_PLACED = re.compile(
    r"\b(?:in|near|at|on|of|outside|around|into|from|hits?|targeted"
    r"|struck)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}?(?:[A-Za-z]{2}-)?"
    r"([A-Z][\w’'-]+)"
)


def _elsewhere(one: Told, other: Told) -> bool:
    """Tell whether each sentence says where it happened, and neither report knows the other's place."""
    mine, theirs = _places(one.text), _places(other.text)
    return bool(mine and theirs) and not _known(mine, other.names) and not _known(theirs, one.names)


@lru_cache(maxsize=5_000)
def _places(text: str) -> frozenset[str]:
    return frozenset(fold(m.group(1)) for m in _PLACED.finditer(text)) - _MONTHS


def _known(places: frozenset[str], names: frozenset[str]) -> bool:
    return not places.isdisjoint(names) or any(same_name(p, n) for p in places for n in names)
