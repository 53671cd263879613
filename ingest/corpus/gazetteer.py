"""Places by name: which known places a text names, and whether two names can be one place's.

Place in the flow: `bot.answering.places` reads the question with it, the verifier compares a claim's places with those
of its sources. Pure, apart from reading its own two files once (`places`). It knows several places of one name and
returns all of them; which one is meant is for others to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.corpus.analysis import STOPWORDS, fold, stem
from ingest.corpus.places import Place, has_key, spelled
from ingest.corpus.romanization import script
from ingest.corpus.spelling import ARTICLES, fold_name, keys, name_words, same_name

__all__ = ["Place", "PlaceMatch", "find_places", "fold_name", "places_called", "same_name", "same_place"]

_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʼ`´ʿʾ][^\W\d_]+)*['’‘ʼ`´ʿʾ]?")
_MOST_WORDS = 6
_SHORT = 2
_WORDY_ARTICLES = frozenset(("an", "as", "at", "ad", "er", "et", "en", "ed", "il"))
"""Articles that are everyday words in English or French: with a small letter they begin no name."""

_EVERYDAY = frozenset(
    [
        *("bab", "batman", "centre", "hader", "harem", "has", "hole", "man", "mare", "salt", "save", "sham", "tal"),
        *("tall", "tel", "tell", "van", "war"),
    ]
)
"""Words that are much more often something else than the place of that name."""

_ABBREVIATION = 4
_LARGE, _KNOWN = 200_000, 50_000
_DOUBLED = re.compile(r"(.)\1+")
_FINAL_H = re.compile(r"(?<=[ae])h\b")
_GAP = re.compile(r"[ \u00a0]?[-‐‑–]?[ \u00a0]?")


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A name in a text (`text[start:end]`, the article included) and every known place that can bear it."""

    start: int
    end: int
    name: str
    places: tuple[Place, ...]


@lru_cache(maxsize=20_000)
def places_called(name: str) -> tuple[Place, ...]:
    """Return the known places that can be written like this, in the gazetteer's order; () for an unknown name.

    Endings and prefixes that a sentence gives a name are taken off: "Nayrab's", "Halep'te", "Алеппо" as "Найрабе",
    "بالنيرب".
    """
    for form in _forms(name):
        if found := _called(form):
            return found
    return ()


_SUFFIX = re.compile(r"['’](?:s|[dt][ae]n?|[dt][ae]ki|n?[ıiuü]n|[yn]?[ae]|[yn]?[ıiuü]|yl[ae])$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:[وبفك]ال|و?لل|وبال)")


def _forms(name: str) -> tuple[str, ...]:
    match script(name):
        case "latin":
            return tuple(dict.fromkeys((name, _SUFFIX.sub("", name))))
        case "arabic":
            return tuple(dict.fromkeys((name, _PREFIX.sub("ال", name))))
        case _:
            return tuple(dict.fromkeys((name, _stemmed(name))))


def _stemmed(name: str) -> str:
    return re.sub(r"\w+$", lambda m: stem(fold(m.group()), "ru"), name)


def _called(name: str) -> tuple[Place, ...]:
    candidates = {number: place for key in keys(name) if key for number, place in spelled(key)}
    exact = [n for n, p in candidates.items() if any(_written_alike(name, s) for s in p.spellings)]
    near = [n for n, p in candidates.items() if _may_vary(p, name) and any(_vary(name, s) for s in p.spellings)]
    return tuple(candidates[n] for n in sorted(exact or near))


@lru_cache(maxsize=50_000)
def _plain(name: str) -> str:
    return _FINAL_H.sub("", _DOUBLED.sub(r"\1", " ".join(name_words(fold(name)))))


def _written_alike(name: str, spelling: str) -> bool:
    letters = script(name)
    if letters == "cyrillic" == script(spelling):
        return _stemmed(fold(name)) == _stemmed(fold(spelling))
    return letters == script(spelling) and _plain(name) == _plain(spelling)


def _may_vary(place: Place, name: str) -> bool:
    """Tell whether other vowels than the known ones are allowed: not in names so short that chance would find them."""
    return place.country == "SY" and len(fold_name(name)) > _SHORT


def _vary(name: str, spelling: str) -> bool:
    return script(name) == script(spelling) and same_name(name, spelling, strict=True)


def same_place(name: str, other: str) -> bool:
    """Tell whether two names can mean one place: spellings of one name, or both known names of it (Aleppo, Halab)."""
    if same_name(name, other):
        return True
    return not set(places_called(name)).isdisjoint(places_called(other))


def find_places(text: str, *, any_case: bool = False) -> list[PlaceMatch]:
    """Return the names of known places in a text, longest first where they overlap, in the order of the text.

    Latin and Cyrillic names must begin with a capital; with `any_case` well-known ones need not (questions are often
    typed without). Everyday English words are never names. About 10 ms for a thousand words.
    """
    words = list(_WORD.finditer(text))
    found, at = [], 0
    while at < len(words):
        match, used = _longest(text, words, at, any_case=any_case)
        if match:
            found.append(match)
        at += used
    return found


def _longest(text: str, words: list[re.Match[str]], at: int, *, any_case: bool) -> tuple[PlaceMatch | None, int]:
    if not _can_begin(words[at].group(), any_case=any_case):
        return None, 1
    for last in reversed(range(at, _reach(text, words, at, any_case=any_case))):
        start, end = words[at].start(), words[last].end()
        name = text[start:end]
        if _has_key(tuple(w.group() for w in words[at : last + 1])) and (called := _found(name)):
            return PlaceMatch(start, end, name, called), last - at + 1
    return None, 1


def _reach(text: str, words: list[re.Match[str]], at: int, *, any_case: bool) -> int:
    """Return how far a name that begins here can go: words that may be of it, nothing but a space or hyphen between."""
    last = at + 1
    while last < len(words) and last - at < _MOST_WORDS:
        gap = _GAP.fullmatch(text, words[last - 1].end(), words[last].start())
        if not gap or not (_can_begin(words[last].group(), any_case=any_case) or fold(words[last].group()) in ARTICLES):
            break
        last += 1
    return last


@lru_cache(maxsize=50_000)
def _can_begin(word: str, *, any_case: bool) -> bool:
    folded = fold(word)
    if folded in _WORDY_ARTICLES and word[0].islower():
        return False
    return folded in ARTICLES or (folded not in STOPWORDS and (any_case or not word[0].islower()))


@lru_cache(maxsize=50_000)
def _keys_of_word(word: str) -> tuple[str, ...]:
    """Return what one word of a name may add to its key: as the last word, and before another one."""
    if fold(word) in ARTICLES:
        return ("",)
    return tuple(dict.fromkeys((*(k for form in _forms(word) for k in keys(form)), fold_name(f"{word} x")[:-1])))


def _has_key(words: tuple[str, ...]) -> bool:
    """Tell fast whether any place has the consonants of these words together."""
    found: set[str] = {""}
    for word in words:
        found = {key + more for key in found for more in _keys_of_word(word)}
    return any(key and has_key(key) for key in found)


@lru_cache(maxsize=20_000)
def _found(name: str) -> tuple[Place, ...]:
    """Return the places a name in running text can be: what could be an everyday word must be a well-known place."""
    parts = _WORD.findall(name)
    if fold(parts[-1]) in ARTICLES or (len(parts) == 1 and _is_everyday(name)):
        return ()
    called = places_called(name)
    return called if not name[0].islower() or len(parts) > 1 else tuple(p for p in called if _is_well_known(p, name))


def _is_everyday(name: str) -> bool:
    return fold(name) in _EVERYDAY or (name.isupper() and len(name) <= _ABBREVIATION and script(name) == "latin")


def _is_well_known(place: Place, name: str) -> bool:
    if place.country != "SY":
        return place.population >= _LARGE or place.kinds == ("country",)
    return bool(len(fold_name(name)) > _SHORT or place.population >= _KNOWN)
