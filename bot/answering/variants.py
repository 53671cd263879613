"""What undated reports say of one name: nothing tells whether they speak of one thing, so each one's words are shown.

Place in the flow: `versions` asks for it where nothing else differs. Pure. A name can be borne by several persons,
places or things, and a copy of a report can have one word changed: no version of either kind is shown alone.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering import details
from bot.answering.events import told
from bot.answering.query import Expected
from bot.answering.ranking import is_damaged
from bot.answering.saying import Detail
from bot.answering.wanted import Kind, tells, wanted
from ingest.corpus.analysis import fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.events import Events, Told
    from bot.answering.material import Material
    from bot.answering.ranking import Candidate

MOST_VERSIONS = 8
_BELOW_BEST = 1.0
_MOST_OF_ONE = 3
_COPY = 0.75
"""Two sentences that share so much of their words are one sentence, copied with something changed."""
_BASES = 12
_OPENING = 400
_IS = re.compile(r"\b(?:is|was|are|were|refers to|stands for)\b", re.IGNORECASE)
_OLD_YEAR = re.compile(r"\b1[0-8]\d\d\b")
"""`details` knows the years of news; a question about a house may be about 1850."""


def find(material: Material, events: Events) -> list[Detail]:
    """Return what each undated publisher says, best first; nothing when all say the same."""
    undated = [c for c in material.ranked if c.article.published is None]
    if len({c.article.publisher for c in undated}) < 2:  # noqa: PLR2004 - one alone differs from nobody
        return []
    least = max(c.match for c in undated) - _BELOW_BEST
    suited = [c for c in undated if c.match >= least and events.is_about(c)]
    asked = _Asked(material)
    chosen = [c for each in _per_publisher(suited) for c in asked.telling(each)]
    together = list({id(c): c for c in (*chosen, *_copies(chosen, undated))}.values())
    found = _differing(_per_publisher(together), material)
    return [*found, *_without(found, undated, material)][:MOST_VERSIONS]


def _per_publisher(candidates: Iterable[Candidate]) -> list[list[Candidate]]:
    """Group by publisher, in the order given; a report that several printed counts once."""
    groups: dict[str, list[Candidate]] = {}
    tellers: dict[str, str] = {}
    for each in candidates:
        publisher = each.article.publisher
        if tellers.setdefault(each.article.story or each.article.id, publisher) == publisher:
            groups.setdefault(publisher, []).append(each)
    return list(groups.values())


class _Asked:
    """What one question asks for, told from a sentence."""

    def __init__(self, material: Material) -> None:
        self._query = material.query
        self._wanted = wanted(self._query.own_text)
        self._nouns = frozenset(t for term in self._query.terms if term.word[:1].islower() for t in term.group)
        self._names = frozenset(t for term in self._query.terms if not term.word[:1].islower() for t in term.group)

    def telling(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Return the few sentences of one publisher that tell most: the best, what holds the detail, what defines."""
        holding = [c for c in candidates if self._holds(c.sentence.text)]
        by_detail = sorted(holding, key=lambda c: -self._detail(c.sentence.text))
        best = [*holding[:1], *by_detail[:1], *sorted(holding, key=self._defining)[:1]]
        return list({id(c): c for c in (*best, *holding)}.values())[:_MOST_OF_ONE]

    def _holds(self, text: str) -> bool:
        kind = self._query.expected
        return details.holds(text, kind, self._query.asked) or (kind is Expected.TIME and bool(_OLD_YEAR.search(text)))

    def _detail(self, text: str) -> float:
        strictly = self._wanted.kind is not Kind.ANY and tells(self._wanted, text, self._query.asked)
        own = {t.term for t in terms(text)}
        return 2.0 * strictly + len(own & self._nouns) / (1 + len(self._nouns)) - is_damaged(text)

    def _defining(self, candidate: Candidate) -> tuple[bool, int]:
        """Sort first what says in the opening of a report what the name is."""
        text, at = candidate.sentence.text, candidate.sentence.span.start
        says_what = at < _OPENING and bool(_IS.search(text)) and not self._names.isdisjoint(t.term for t in terms(text))
        return not says_what, at


def _copies(chosen: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return what other publishers print nearly word for word like one of those chosen."""
    bases = [(c.article.publisher, _words(c)) for c in chosen[:_BASES]]
    return [c for c in candidates if any(c.article.publisher != p and _alike(_words(c), w) for p, w in bases)]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _COPY * max(len(one), len(other))


def _without(found: Sequence[Detail], candidates: Sequence[Candidate], material: Material) -> list[Detail]:
    """Return the same text by others who are not shown, where it stands without a sentence that is shown."""
    shown = [t for d in found for t in (d.told, *d.more)][:_BASES]
    publishers = {t.article.publisher for t in shown}
    others = [g for g in _per_publisher(candidates) if g[0].article.publisher not in publishers]
    without = (_place_of(t, group, material) for group in others for t in shown)
    best = {c.article.publisher: c for c in without if c is not None}
    return [Detail(told(c, material), _words(c), remark=_SAME_TEXT) for c in best.values()]


def _place_of(one: Told, others: Sequence[Candidate], material: Material) -> Candidate | None:
    """Return the sentence of another report that stands beside this one here, and there without it."""
    mine = _words_of(one.text)
    if any(_alike(_words(c), mine) for c in others):
        return None
    beside = [w for text in _neighbours(one, material) if len(w := _words_of(text)) >= _TELLING]
    return next((c for c in others if any(_alike(_words(c), w) for w in beside)), None)


_SAME_TEXT = "the same text without such a sentence"
_TELLING = 6
"""A sentence of fewer different words is no sign that two texts are one."""


def _neighbours(one: Told, material: Material) -> list[str]:
    """Return the sentences before and after one in its article."""
    article, start = one.article, one.excerpt.span.start
    spans = material.library.sentences(article.id)
    at = next((n for n, span in enumerate(spans) if span.start == start), None)
    return [] if at is None else [s.of(article.text) for n, s in enumerate(spans) if abs(n - at) == 1]


def _words(candidate: Candidate) -> frozenset[str]:
    return _words_of(candidate.sentence.text)


@lru_cache(maxsize=5_000)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text)))


def _differing(groups: Sequence[Sequence[Candidate]], material: Material) -> list[Detail]:
    """Return one version for each publisher that says something that no other one of them says."""
    kept: list[tuple[Counter[str], Detail]] = []
    for group in groups:
        words = Counter(w for c in group for w in re.findall(r"\w+", fold(c.sentence.text)))
        if not any(words <= others for others, _ in kept):
            first, *more = (told(c, material) for c in group)
            kept.append((words, Detail(first, frozenset(words), tuple(more))))
    return [detail for _, detail in kept]
