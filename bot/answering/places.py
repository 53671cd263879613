"""Places in a question: which are named, which of several places of one name is meant, and what is said about it.

Place in the flow: `query` finds other spellings with it, `finding` leaves out with it what is about another place of
the name, and the notes under an answer say which one was taken. Pure; it searches nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from ingest.corpus.analysis import fold, terms
from ingest.corpus.gazetteer import find_places, fold_name, places_called, same_name
from ingest.corpus.romanization import script
from ingest.corpus.spelling import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.corpus.gazetteer import Place
    from ingest.corpus.models import Article

Found = TypeVar("Found")
_DECIDE = 20
_KIND_WORDS = {
    "airport": r"air ?port|air ?base|airfield|مطار|аэропорт|авиабаз\w*|havaalan\w*|havaliman\w*",
    "camp": r"(?:refugee |palestinian )*camps?|refugees?|مخيم|лагер\w*|kamp\w*",
    "crossing": r"(?:border )?(?:crossing|gate|post)|معبر|кпп|sınır kapısı",
    "neighbourhood": r"neighbou?rhoods?|district|quarter|حي|квартал\w*|mahalle\w*",
    "field": r"(?:gas|oil) ?fields?|حقل",
    "prison": r"prison|jail|سجن|тюрьм\w*",
    "dam": r"dam|سد",
}
_TOWN_WORDS = r"town|village|city|بلدة|قرية|город\w*|kasaba\w*"
_NEAR_BY = 40
_READ_OF_ARTICLE = 6_000
_MANY_TIMES = 10
_HALF = 0.5


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
    return len(_signs_in(place, among, rest)) + 2 * _kind_is_said(place, among, rest)


def settled(mentions: Iterable[PlaceMention], passages: Iterable[tuple[Article, str]]) -> tuple[PlaceMention, ...]:
    """Return the mentions with the place taken that the best passages are about, where the question does not say which.

    `passages` are (article, the sentence with its neighbours), best first; the first few that can be told decide.
    """
    seen = list(passages)
    return tuple(_settled(m, seen) if m.rivals and not m.is_said else m for m in mentions)


def told_apart(
    asked: Iterable[PlaceMention], found: Sequence[Found], window: Callable[[Found], tuple[Article, str]]
) -> tuple[list[Found], tuple[str, ...]]:
    """Return what was found without what is about another place of a name in question, and the notes to show.

    `found` is ranked, best first; `window` gives the article of an item and its sentence with the neighbours.
    """
    mentions = tuple(m for m in asked if m.rivals)
    if not mentions:
        return list(found), ()
    seen = [window(f) for f in found]
    mentions = settled(mentions, seen[:_DECIDE])
    kept = [f for f, (article, near) in zip(found, seen, strict=True) if fits_place(mentions, article, near) >= 0]
    return kept, notes(mentions)


def _settled(mention: PlaceMention, passages: list[tuple[Article, str]]) -> PlaceMention:
    options = (mention.chosen, *mention.rivals)
    for article, window in passages:
        fits = [_fits(replace(mention, chosen=place), article, window) for place in options]
        best = max(fits)
        if best > 0 and fits.count(best) == 1:
            return replace(mention, chosen=options[fits.index(best)])
    return mention


def notes(mentions: Iterable[PlaceMention]) -> tuple[str, ...]:
    """Return a line for each name that several places bear and the question does not say which: which one was taken."""
    return tuple(dict.fromkeys(_note(m) for m in mentions if m.rivals and not m.is_said))


def _note(mention: PlaceMention) -> str:
    others = " and ".join(described(p) for p in mention.rivals[:2])
    return f"{mention.chosen.name}: taken as {described(mention.chosen)}; there is also {others} of that name."


_COUNTRIES = {
    "SY": "Syria", "TR": "Turkey", "IQ": "Iraq", "LB": "Lebanon", "JO": "Jordan", "IL": "Israel", "LY": "Libya",
    "PS": "the Palestinian territories", "YE": "Yemen", "EG": "Egypt", "IR": "Iran", "SA": "Saudi Arabia",
}  # fmt: skip


def described(place: Place) -> str:
    """Return which place it is, for people: `the town in Idlib governorate`, `the city in Iraq`."""
    if place.note:
        return place.note
    where = f"{place.region} governorate" if place.country == "SY" and place.region else _COUNTRIES.get(place.country)
    return f"the {place.kinds[0]} in {where}" if where else f"the {place.kinds[0]}"


def fits_place(mentions: Iterable[PlaceMention], article: Article, window_text: str) -> float:
    """Return how far a passage is about the places meant, -1..1: 0 where no name is of two places or none can tell.

    Below 0 the passage speaks of another place of the name: it must not be presented as the one asked for. The window
    (the sentence with its neighbours) decides; where it does not tell, the article does, for half as much.
    """
    told = [_fits(m, article, window_text) for m in mentions if m.rivals]
    return min(told, default=0.0, key=lambda v: (v >= 0, -abs(v)))


def _fits(mention: PlaceMention, article: Article, window: str) -> float:
    head = article.text[:_READ_OF_ARTICLE]
    among = (mention.chosen, *mention.rivals)
    if not _name_in(among, window) and not _name_in(among, head):
        return 0.0
    near = _lead(mention, among, window)
    return near or _HALF * _lead(mention, among, f"{article.title}\n{head}")


@lru_cache(maxsize=512)
def _lead(mention: PlaceMention, among: tuple[Place, ...], text: str) -> float:
    """Return 1 when more in the text speaks for the chosen place than for any rival, -1 when less, else 0."""
    mine = _speaks_for(mention.chosen, among, text)
    theirs = max(_speaks_for(rival, among, text) for rival in mention.rivals)
    return float((mine > theirs) - (mine < theirs))


def _speaks_for(place: Place, among: tuple[Place, ...], text: str) -> int:
    return len(_signs_in(place, among, text)) + 2 * _kind_stands_by(place, among, text)


def _signs_in(place: Place, among: tuple[Place, ...], text: str) -> set[str]:
    """Return what the text names of the place's surroundings, leaving out what a rival shares."""
    pattern = _surroundings(place, among)
    return {fold(m) for m in pattern.findall(text)} if pattern else set()


@lru_cache(maxsize=500)
def _surroundings(place: Place, among: tuple[Place, ...]) -> re.Pattern[str] | None:
    shared = {name for other in among if other is not place for name in (*other.near, other.region)}
    names = [n for n in dict.fromkeys((*place.near, place.region)) if n and n not in shared]
    spellings = [s for n in names for s in (n, *(s for p in places_called(n)[:1] for s in p.spellings))]
    return _any_of(spellings) if spellings else None


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({re.escape(n) + _ending(n) for n in names}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _ending(name: str) -> str:
    """Return a pattern for what a sentence may add to the name: a case of Russian, a suffix of Turkish."""
    return r"\w{0,2}" if script(name) == "cyrillic" else ""


@lru_cache(maxsize=500)
def _names(places: tuple[Place, ...]) -> re.Pattern[str]:
    return _any_of(s for place in places for s in place.spellings)


def _name_in(places: tuple[Place, ...], text: str) -> bool:
    return bool(_names(places).search(text))


def _kinds(place: Place, among: tuple[Place, ...]) -> str:
    """Return a pattern for the words that name what only this one of the places is, "" where there are none."""
    others = {kind for other in among if other is not place for kind in other.kinds}
    return "|".join(_KIND_WORDS[k] for k in place.kinds if k in _KIND_WORDS and k not in others)


def _kind_is_said(place: Place, among: tuple[Place, ...], text: str) -> bool:
    kinds = _kinds(place, among)
    return bool(kinds and re.search(rf"(?<!\w)(?:{kinds})(?!\w)", text, re.IGNORECASE))


def _kind_stands_by(place: Place, among: tuple[Place, ...], text: str) -> bool:
    """Tell whether the word for what the place is stands beside its name: "al-Nayrab military airport"."""
    pattern = _beside(place, among)
    return bool(pattern and pattern.search(text))


@lru_cache(maxsize=500)
def _beside(place: Place, among: tuple[Place, ...]) -> re.Pattern[str] | None:
    kinds = _kinds(place, among)
    if not kinds:
        return None
    name, gap = _names((place,)).pattern, rf"[^.!?\n]{{0,{_NEAR_BY}}}?"
    after, before = rf"{name}[^.!?\n]{{0,12}}?(?<!\w)(?:{kinds})(?!\w)", rf"(?<!\w)(?:{kinds})(?!\w){gap}{name}"
    return re.compile(f"(?:{after})|(?:{before})", re.IGNORECASE)


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
    elif len(own) == 1 and script(name) == script(spelling) and fold_name(name) == fold_name(spelling):
        yield own[0], theirs[-1]


def _terms(name: str) -> list[str]:
    return [t.term for t in terms(name) if t.term not in ARTICLES]
