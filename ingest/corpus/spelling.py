"""Spellings of a name: whether two are the same transliterated name written otherwise.

Place in the flow: `gazetteer` finds places with it, `bot.answering.places` decides with it which words of the corpus
are spellings of a word in the question, the verifier compares names with it. Pure; it decides about names, never about
which of two places of one name is meant.

Method: transliterations from Arabic keep the consonants, a few digraphs and a doubled letter aside, and vary in the
article and in the vowels, but not in every way: e stands for a or i, o for u, a short vowel may be missing, a final one
may not. So names of the same consonants are compared vowel by vowel, and what differs has its price.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.corpus.analysis import fold
from ingest.corpus.romanization import is_bare, readings

ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "il",
        "an",
        "en",
        "as",
        "es",
        "ash",
        "esh",
        "at",
        "et",
        "ath",
        "eth",
        "ad",
        "ed",
        "adh",
        "edh",
        "ar",
        "er",
        "az",
        "ez",
    ]
)
"""The Arabic article with its assimilated forms, as transliterations write it before a name."""

_APOSTROPHES = re.compile(r"['’‘ʼ`´ʿʾ]")
_WORDS = re.compile(r"[a-z]+")
_FINAL_H = re.compile(r"[aei]h$")
_CONSTRUCT = re.compile(r"(?<=[^aeiouwy][ae])t$")
_FUSED = re.compile(r"^(?:[ae]l(?=[b-df-hj-np-tv-z])|[aeu]([nrsztd])(?=\1)|[ae]sh(?=sh))")
_DIGIT = re.compile(r"\d")
_SHORT, _LONG = 2, 4


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain Latin letters, articles left out unless nothing else is there."""
    return _split(readings(name)[0])


@lru_cache(maxsize=50_000)
def _split(reading: str) -> tuple[str, ...]:
    words = tuple(_WORDS.findall(_APOSTROPHES.sub("", reading)))
    words = tuple(w for w in words if w not in ARTICLES) or words
    return (*(_CONSTRUCT.sub("", w) for w in words[:-1]), *words[-1:])


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """Return the consonants of a name, the same for all its usual spellings: al-Nayrab, Neirab, النيرب -> `nrb`.

    Articles, vowels, w and y, doubled letters, a final h, spaces and hyphens are left out; "" when nothing is left.
    Names of one key need not be the same name: `same_name` compares the vowels too.
    """
    return keys(name)[0]


@lru_cache(maxsize=50_000)
def keys(name: str) -> tuple[str, ...]:
    """Return the consonants of a name, once for each way its letters can be read; `fold_name` is the first."""
    return tuple("".join(bones(w) for w in _split(r)) for r in readings(name))


def bones(word: str) -> str:
    """Return the consonants of a word in plain Latin letters."""
    return _shape(word).bones


@lru_cache(maxsize=50_000)
def same_name(name: str, other: str, *, strict: bool = False) -> bool:
    """Tell whether two names, each of one or more words in any of the scripts, can be spellings of one name. Mutual.

    With `strict` one vowel less may differ: for looking a word up among thousands of names, where chance meets chance.
    """
    bare = is_bare(name), is_bare(other)
    how = _How(bare, _SHORT if all(bare) else int(strict))
    if _DIGIT.search(name + other):
        return fold(name) == fold(other)
    return any(_same(_split(a), _split(b), how) for a in readings(name) for b in readings(other))


class _How(NamedTuple):
    """For each of two names, whether it stands in a script without short vowels; and how much less may differ."""

    bare: tuple[bool, bool]
    less: int


def _same(mine: tuple[str, ...], theirs: tuple[str, ...], how: _How) -> bool:
    if not mine or not theirs:
        return False
    if len(mine) == len(theirs):
        least = _SHORT if len(mine) > 1 else _SHORT + 1
        return all(_same_word(a, b, least, how) for a, b in zip(mine, theirs, strict=True))
    return _same_word("".join(mine), "".join(theirs), _SHORT + 1, how)


def _same_word(mine: str, theirs: str, least: int, how: _How) -> bool:
    if _alike(mine, theirs, how):
        return True
    one, other = _unfused(mine, least), _unfused(theirs, least)
    return any(_alike(a, b, how) for a, b in ((one, theirs), (mine, other), (one, other)) if a and b)


def _unfused(word: str, least: int) -> str:
    """Return "nayrab" for "alnayrab" and "annayrab", "" where no article is written together with the name.

    What is left must have `least` consonants: Assad is no "as-Sad", but the "Ezzor" of Deir Ezzor is "ez-Zor".
    """
    rest = _FUSED.sub("", word)
    return rest if rest != word and len(bones(rest)) >= least else ""


class _Shape(NamedTuple):
    """A word taken apart: its consonants, how each was written, and the vowels before, between and after them."""

    bones: str
    written: tuple[str, ...]
    vowels: tuple[str, ...]


_LETTER = re.compile(r"sh|kh|gh|dh|th|ph|dj|ch|ck|([b-df-hj-np-tvxz])\1*")
_BONE = {
    "sh": "s",
    "kh": "k",
    "gh": "g",
    "dh": "d",
    "th": "t",
    "ph": "f",
    "dj": "j",
    "ch": "č",
    "ck": "k",
    "q": "k",
    "c": "k",
    "v": "f",
    "p": "b",
}
_WRITTEN_ALIKE = {"q": "k", "c": "k", "ck": "k", "ph": "f", "dj": "j"}


@lru_cache(maxsize=100_000)
def _shape(word: str) -> _Shape:
    word = _FINAL_H.sub("a", word)
    found: list[str] = []
    written: list[str] = []
    vowels: list[str] = []
    at = 0
    for match in _LETTER.finditer(word):
        letter = match.group() if match.group() in _BONE else match.group()[0]
        vowel = word[at : match.start()]
        at = match.end()
        if found and not vowel and _BONE.get(letter, letter) == found[-1]:
            continue
        found.append(_BONE.get(letter, letter))
        written.append(_WRITTEN_ALIKE.get(letter, letter))
        vowels.append(_vowel(vowel))
    vowels.append(_vowel(word[at:]))
    return _Shape("".join(found), tuple(written), tuple(vowels))


_GLIDE = re.compile(r"(?<=[aeiou])[yw]+(?=[aeiou])")
_SPLIT = re.compile(r"(?<=i)(?=[aou])|(?<=[uw])(?=[aei])|(?<=^y)(?=[aeou])|(?<=^w)(?=[aeiou])")


@lru_cache(maxsize=10_000)
def _vowel(letters: str) -> str:
    """Return the sounds of the vowel letters between two consonants: A, I, U or E (a or i), small when short."""
    parts = [part for run in _GLIDE.split(letters) for part in _SPLIT.split(run) if part]
    sounds = [_sound(p) for p in parts]
    return "".join(sounds) if len(sounds) > 1 else sounds[0].lower() if len(letters) == 1 else "".join(sounds)


def _sound(letters: str) -> str:
    if re.search("[ouw]", letters):
        return "U"
    if re.search("[iy]|ee", letters):
        return "E" if letters == "ae" else "I"
    return "E" if "e" in letters else "A"


def _alike(mine: str, theirs: str, how: _How) -> bool:
    one, other = _shape(mine), _shape(theirs)
    have_vowels = (any(one.vowels) and any(other.vowels)) or any(how.bare)
    if not one.bones or one.bones != other.bones or not have_vowels:
        return mine == theirs  # also for abbreviations, which have no vowels to go by
    price = sum(a != b for a, b in zip(one.written, other.written, strict=True))
    last = len(one.vowels) - 1
    for n, (a, b) in enumerate(zip(one.vowels, other.vowels, strict=True)):
        price += _price(a, b, how.bare, edge="start" if n == 0 else "end" if n == last else "")
    allowed = 0 if len(one.bones) <= _SHORT else 1 if len(one.bones) < _LONG else _SHORT
    return price <= max(0, allowed - how.less)


_NEVER = 9
_APART = {"ai": 2, "iu": 1, "eu": 1, "au": 3}


def _price(mine: str, theirs: str, bare: tuple[bool, bool], edge: str) -> int:
    """Return how much speaks against two vowels, or runs of them, being one; 0..9."""
    if mine.lower() == theirs.lower():
        return 0
    if bare[0] != bare[1]:
        written, heard = (mine, theirs) if bare[0] else (theirs, mine)
        return _price_of_unwritten(written, heard, edge)
    if not mine or not theirs:
        return _NEVER if edge else 1 if len(mine + theirs) == 1 and (mine + theirs).islower() else _SHORT
    if len(mine) != len(theirs):
        return _SHORT
    prices = [_apart(a, b) for a, b in zip(mine.lower(), theirs.lower(), strict=True)]
    if edge == "start" and {mine.lower(), theirs.lower()} == {"a", "i"}:
        return 1
    return _NEVER if edge == "end" and max(prices) else sum(prices)


def _apart(a: str, b: str) -> int:
    return 0 if a == b or {a, b} in ({"a", "e"}, {"e", "i"}) else _APART["".join(sorted((a, b)))]


def _price_of_unwritten(written: str, heard: str, edge: str) -> int:
    """Return the price where one name shows its long vowels alone: what it writes must be heard."""
    if not written:
        return _NEVER if edge else 1 if heard.isupper() else 0
    if not heard or edge == "start":
        return 1 if edge == "start" and heard else _SHORT
    return min(_apart(a, b) for a in written.lower() for b in heard.lower())
