"""The signs by which places of one name are told apart in a text: what lies near them, and what kind of place they are.

Place in the flow: `places` reads the question by them, `which_place` the passages found. Pure; it decides nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.corpus.analysis import fold
from ingest.corpus.gazetteer import places_called
from ingest.corpus.romanization import script

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.corpus.gazetteer import Place

_KIND_WORDS = {
    "airport": r"air ?port|air ?base|airfield|مطار|аэропорт|авиабаз\w*|havaalan\w*|havaliman\w*",
    "camp": r"(?:refugee |palestinian )*camps?|refugees?|مخيم|лагер\w*|kamp\w*",
    "crossing": r"(?:border )?(?:crossing|gate|post)|معبر|кпп|sınır kapısı",
    "neighbourhood": r"neighbou?rhoods?|district|quarter|حي|квартал\w*|mahalle\w*",
    "field": r"(?:gas|oil) ?fields?|حقل",
    "prison": r"prison|jail|سجن|тюрьм\w*",
    "dam": r"dam|سد",
}
_NEAR_BY = 40


@lru_cache(maxsize=1_000)
def leads(place: Place, among: tuple[Place, ...], text: str) -> int:
    """Return 1 when more in the text speaks for `place` than for any other of `among`, -1 when less, else 0."""
    mine = _speaks_for(place, among, text)
    theirs = max((_speaks_for(other, among, text) for other in among if other is not place), default=0)
    return (mine > theirs) - (mine < theirs)


def _speaks_for(place: Place, among: tuple[Place, ...], text: str) -> int:
    return len(surroundings_in(place, among, text)) + 2 * _kind_stands_by(place, among, text)


def surroundings_in(place: Place, among: tuple[Place, ...], text: str) -> set[str]:
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
def spelled(places: tuple[Place, ...]) -> re.Pattern[str]:
    """Return a pattern for the names of these places, in all known spellings."""
    return _any_of(s for place in places for s in place.spellings)


def _kinds(place: Place, among: tuple[Place, ...]) -> str:
    """Return a pattern for the words that name what only this one of the places is, "" where there are none."""
    others = {kind for other in among if other is not place for kind in other.kinds}
    return "|".join(_KIND_WORDS[k] for k in place.kinds if k in _KIND_WORDS and k not in others)


def kind_is_said(place: Place, among: tuple[Place, ...], text: str) -> bool:
    """Tell whether a text has a word for what only this one of the places is: an airport, a camp."""
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
    name, gap = spelled((place,)).pattern, rf"[^.!?\n]{{0,{_NEAR_BY}}}?"
    after, before = rf"{name}[^.!?\n]{{0,12}}?(?<!\w)(?:{kinds})(?!\w)", rf"(?<!\w)(?:{kinds})(?!\w){gap}{name}"
    return re.compile(f"(?:{after})|(?:{before})", re.IGNORECASE)
