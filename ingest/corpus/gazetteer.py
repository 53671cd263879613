"""Spellings of a name: which words are the same transliterated name written otherwise.

Place in the flow: `bot.answering.query` asks the index for words with the same consonant skeleton and this module
decides which of them are spellings of the word in the question. Pure; it decides about words, never about which of two
places of one name is meant.

Method: transliterations from Arabic keep the consonants and vary in vowels, doubled letters and a few digraphs (q/k,
kh/k, gh/g, sh/s, dh/d), so words of one skeleton are compared after their vowels are folded to three.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.corpus.analysis import fold, skeleton

_SHORT = 2
_VOWEL_FOLDS = (
    (r"sh", "s"),
    (r"kh", "k"),
    (r"gh", "g"),
    (r"dh", "d"),
    (r"th", "t"),
    (r"ou|oo", "u"),
    (r"ee|ie|ei|ey|ay|ai", "i"),
    (r"aa|au|aw", "a"),
    (r"[qc]", "k"),
    (r"p", "b"),
    (r"v", "f"),
    (r"[ey]", "i"),
    (r"o", "u"),
    (r"w", "u"),
)


@lru_cache(maxsize=100_000)
def normal_form(word: str) -> str:
    """Return the word with digraphs, vowels, doubled letters and a final -h folded; for comparing, not for showing."""
    plain = re.sub(r"[^a-z]", "", fold(word))
    plain = re.sub(r"(?<=[aei])h$", "", plain)
    for pattern, letter in _VOWEL_FOLDS:
        plain = re.sub(pattern, letter, plain)
    return re.sub(r"(.)\1+", r"\1", plain)


def same_name(word: str, other: str) -> bool:
    """Tell whether two words can be spellings of one transliterated name.

    Names with three or more consonants may differ by two vowels, shorter ones by one and must begin alike.
    """
    bones = skeleton(word)
    if not bones or bones != skeleton(other):
        return False
    mine, theirs = normal_form(word), normal_form(other)
    if len(bones) > _SHORT:
        return _distance(mine, theirs) <= _SHORT
    return mine[:1] == theirs[:1] and _distance(mine, theirs) <= 1


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
