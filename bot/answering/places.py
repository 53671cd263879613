"""Places in a question: which are named, which of several places of one name the question says, how else it is spelled.

Place in the flow: `query` finds other spellings with it; `which_place` tells by the passages found which place is meant
where the question does not. Pure; it searches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.place_signs import kind_is_said, surroundings_in
from ingest.corpus.analysis import terms
from ingest.corpus.gazetteer import find_places, fold_name, places_called, same_name
from ingest.corpus.romanization import script
from ingest.corpus.spelling import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.corpus.gazetteer import Place

_MANY_TIMES = 10


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place's name in a question (`text[start:end]`): what it can be, the one taken, and if it was said which."""

    start: int
    end: int
    name: str
    candidates: tuple[Place, ...]
    chosen: Place
    is_said: bool

    @property
    def rivals(self) -> tuple[Place, ...]:
        """The other places of this name that people may mean."""
        return tuple(p for p in self.candidates if p is not self.chosen and _may_be_meant(p, self.chosen))


def _may_be_meant(other: Place, chosen: Place) -> bool:
    """Leave out far-away places that only chance gave the name, and places tenfold smaller that nobody described."""
    if other.note and chosen.note:
        return True
    return other.country == chosen.country and chosen.population < _MANY_TIMES * max(other.population, 1)


@lru_cache(maxsize=1_000)
def places_in(text: str) -> tuple[PlaceMention, ...]:
    """Return the places a question names, in its order, however they are spelled or capitalised."""
    return tuple(_mention(text, m.start, m.end, m.name, m.places) for m in find_places(text, any_case=True))


def _mention(text: str, start: int, end: int, name: str, candidates: tuple[Place, ...]) -> PlaceMention:
    rest = f"{text[:start]} \x00 {text[end:]}"
    scores = [_said_of(place, candidates, rest) for place in candidates]
    best = max(range(len(candidates)), key=lambda n: (scores[n], -n))
    is_said = len(candidates) == 1 or scores[best] > max(s for n, s in enumerate(scores) if n != best)
    return PlaceMention(start, end, name, candidates, candidates[best], is_said)


def _said_of(place: Place, among: tuple[Place, ...], rest: str) -> int:
    return len(surroundings_in(place, among, rest)) + 2 * kind_is_said(place, among, rest)


_GENERIC = frozenset(
    [
        *("arab", "mountain", "camp", "airport", "cross", "district", "valley", "plain", "field", "gas", "oil"),
        *("prison", "citi", "dam", "castl", "height", "eastern", "western", "east", "west", "rural", "villag", "town"),
    ]
)
"""Index terms that stand in names of places and are everyday words: they count for no other spelling."""


def spellings_of(name: str) -> tuple[str, ...]:
    """Return the index terms (`ingest.corpus.analysis.terms`) that count for a one-word name; else see `spellings_in`.

    Known spellings only, in every script; which of them a corpus holds is for the caller to see.
    """
    found = [t for place in places_called(name) for s in place.spellings for t in _one_term(name, s)]
    return tuple(dict.fromkeys(found))


def _one_term(name: str, spelling: str) -> list[str]:
    own = _terms(spelling)
    if len(own) == 1:
        return own
    is_written_apart = script(name) == script(spelling) and fold_name(name) == fold_name(spelling)
    return own[-1:] if is_written_apart else []


@dataclass(frozen=True, slots=True)
class Spellings:
    """Of the place names in a question: per index term the terms that count for it too, and articles to leave out."""

    of: dict[str, tuple[str, ...]]
    left_out: frozenset[str]


@lru_cache(maxsize=1_000)
def spellings_in(text: str) -> Spellings:
    """Return the spellings of the places a question names. Do not change the result.

    Of "Deir ez-Zor" `deir` may be dayr or der, `zor` zour or zawr, each of them deirezzor, and `ez` says nothing.
    """
    found: dict[str, dict[str, None]] = {}
    articles: set[str] = set()
    for mention in places_in(text):
        own = _terms(mention.name)
        articles.update(t.term for t in terms(mention.name) if t.term in ARTICLES)
        for spelling in (s for place in mention.candidates for s in place.spellings):
            for term, other in _aligned(own, _terms(spelling), mention.name, spelling):
                if other != term and other not in _GENERIC:
                    found.setdefault(term, {})[other] = None
    return Spellings({term: tuple(others) for term, others in found.items()}, frozenset(articles))


def _aligned(own: list[str], theirs: list[str], name: str, spelling: str) -> Iterator[tuple[str, str]]:
    if len(own) == len(theirs):
        yield from zip(own, theirs, strict=True)
    elif len(theirs) == 1:
        its = [term for term in own if same_name(term, theirs[0])]
        yield from ((term, theirs[0]) for term in its or own)
    elif len(own) == 1 and theirs and script(name) == script(spelling) and fold_name(name) == fold_name(spelling):
        yield own[0], theirs[-1]


def _terms(name: str) -> list[str]:
    return [t.term for t in terms(name) if t.term not in ARTICLES]
