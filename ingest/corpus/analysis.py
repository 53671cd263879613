"""From text to index terms: folding, stop words, stems, and the consonant skeleton of a name.

Place in the flow: `lexical` indexes and searches what `terms` returns, the bot analyses questions with the same
function, so both sides always agree. Pure; knows no index, and no list of places (that is `gazetteer`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import Stemmer

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_STEMMERS = {"ar": "arabic", "ru": "russian", "tr": "turkish", "fr": "french", "de": "german", "es": "spanish"}

_STOPWORDS = """
a about above after again against all also am an and any are as at be because been before being below between both
but by can cannot could did do does doing down during each few for from further had has have having he her here hers
herself him himself his how i if in into is it its itself just me more most my myself no nor not now of off on once
only or other our ours ourselves out over own s same she should so some such t than that the their theirs them
themselves then there these they this those through to too under until up very was we were what when where which
while who whom why will with would you your yours yourself yourselves actually exactly really please tell say says
said does doesn't didn't isn't aren't wasn't weren't don't can't what's who's where's how's it's that's there's much
many ever get got let per via i'm i've
"""
STOPWORDS = frozenset(_STOPWORDS.split())
"""English words that carry no content of their own in a question or a report, folded."""


class Term(NamedTuple):
    """One index term and where its word stands in the analysed text."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """Case-fold, and drop diacritics, Arabic vowel marks and tatweel; length may change."""
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = set(folded)  # a text has few different ones: to look at each once is far quicker than at every character
    for mark in [c for c in letters if unicodedata.combining(c) or c == "\u0640"]:
        folded = folded.replace(mark, "")
    composed = unicodedata.normalize("NFC", folded)
    return composed if letters.isdisjoint(_VARIANTS) else composed.translate(_LETTERS)


_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
_VARIANTS = frozenset(map(chr, _LETTERS))


def terms(text: str, language: str = "en") -> list[Term]:
    """Return the index terms of `text` in order, stop words dropped before stemming; spans refer to `text`."""
    found = []
    for match in _WORD.finditer(text):
        term = _term(match.group(), language)
        if term:
            found.append(Term(term, match.start(), match.end()))
    return found


@lru_cache(maxsize=200_000)
def _term(word: str, language: str) -> str:
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)
    folded = fold(word)
    if folded.replace("’", "'") in STOPWORDS:
        return ""
    plain = _APOSTROPHES.sub("'", folded)
    plain = _APOSTROPHES.sub("", plain.removesuffix("'s"))
    return "" if plain in STOPWORDS or plain in ARTICLES else stem(plain, language)


ARTICLES = frozenset(("al", "el", "an", "as", "ash", "at", "ad", "adh", "ar", "az", "es", "esh", "ed", "er", "et"))
"""Assimilated forms of the Arabic article as they stand before a hyphen in transliterated names."""


@lru_cache(maxsize=200_000)
def stem(word: str, language: str = "en") -> str:
    """Return the Snowball stem of a folded word (English where the language has no stemmer here)."""
    if language != "ar" and not word.isascii():
        language = "ru" if "\u0400" <= word[0] <= "\u04ff" else "ar" if "\u0600" <= word[0] <= "\u06ff" else language
    return str(_stemmer(_STEMMERS.get(language, "english")).stemWord(word))


@lru_cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    # The compiled stemmer works on one word without letting go of the interpreter, so several threads may share it;
    # Snowball's Python port keeps the word in the object, and two threads would spoil each other's.
    return Stemmer.Stemmer(name)


_SKELETON_PAIRS = (
    ("sh", "s"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ou", "u"),
    ("ck", "k"),
)
_SKELETON_LETTERS = str.maketrans({"q": "k", "c": "k", "v": "f", "p": "b"})


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Return the consonants a transliterated name keeps in all its spellings, or "" when fewer than two are left.

    Vowels, y/w/h, doubled letters and the choices sh/s, kh/k, gh/g, q/k are folded: nayrab, neirab, nerab -> `nrb`.
    """
    consonants = re.sub(r"[aeiouywh]", "", _one_letter_sounds(word))
    bare = re.sub(r"(.)\1+", r"\1", consonants)
    return bare if len(bare) >= _LEAST_CONSONANTS else ""


_LEAST_CONSONANTS = 2


def _one_letter_sounds(word: str) -> str:
    plain = re.sub(r"[^a-z]", "", fold(word))
    for pair, single in _SKELETON_PAIRS:
        plain = plain.replace(pair, single)
    return plain.translate(_SKELETON_LETTERS)
