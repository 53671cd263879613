"""How alike two texts are: the share of their words in the same order, and whether the figures between them differ.

Place in the flow: `stories` asks it about the pairs that its index proposes. Pure; it knows no article, publisher or
day, and decides nothing.

A figure is a number (also written out, up to twenty) or a weekday, told apart by the two words on either side of it.
Tolls are compared wherever they stand: two texts that count other dead, or other wounded, do not have the same figures.
What it does not see: figures in other numerals than digits and English words, and names that differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True, slots=True)
class Reading:
    """What is compared of a text: its runs of words, its figures by the words around each, and its tolls by kind."""

    runs: frozenset[str]
    figures: Mapping[tuple[str, ...], AbstractSet[str]]
    tolls: Mapping[str, AbstractSet[str]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """`contained`: share of the shorter's runs that the longer holds; `common`: share of all runs that both hold."""

    contained: float
    common: float
    same_figures: bool


def compare(one: Reading, other: Reading) -> Likeness:
    """Hold two texts against each other."""
    shared = len(one.runs & other.runs)
    shorter = min(len(one.runs), len(other.runs)) or 1
    either = len(one.runs) + len(other.runs) - shared or 1
    beside, kinds = one.figures.keys() & other.figures.keys(), one.tolls.keys() & other.tolls.keys()
    differ = any(_differ(one.figures[around], other.figures[around]) for around in beside) or any(
        _differ(one.tolls[kind], other.tolls[kind]) for kind in kinds
    )
    return Likeness(shared / shorter, shared / either, not differ)


def _differ(mine: AbstractSet[str], theirs: AbstractSet[str]) -> bool:
    """Tell whether each has a figure that the other lacks; a sentence left out takes its figures along."""
    return bool(mine - theirs) and bool(theirs - mine)


_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_DIGITS = {word: str(n) for n, word in enumerate(_NUMBERS)}
_WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = frozenset(_MONTH_NAMES) | {name[:3] for name in _MONTH_NAMES} | {"sept"}
_TOLLS = dict.fromkeys(("killed", "killing", "kills", "dead", "died", "deaths", "fatalities", "martyred"), "dead") | (
    dict.fromkeys(("wounded", "wounding", "injured", "injuring", "injuries"), "wounded")
)
_TOLL_BEFORE, _TOLL_AFTER = 5, 4
_OPENING = 30
"""Words in which a text gives its own date, which each outlet writes its own way."""
_FIGURE = "#"
_RUN = 3
_AROUND = 2


def words_of(text: str) -> list[str]:
    """Return the words and numbers as they are compared: no case, no accents' forms, numbers in digits."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [_DIGITS.get(word, word.replace(",", "")) for word in _WORD.findall(plain)]


def runs_of(words: Sequence[str]) -> frozenset[str]:
    """Return every run of three neighbouring words (the whole text when it has fewer)."""
    return frozenset(" ".join(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1)))


def read(text: str) -> Reading:
    """Take of a text what is compared."""
    words = words_of(text)
    return Reading(runs_of(words), _figures(words), _tolls(words))


def _figures(words: Sequence[str]) -> dict[tuple[str, ...], set[str]]:
    """Return each number and weekday by the two words before and the two after it, figures among those masked."""
    edge = [""] * _AROUND
    masked = [*edge, *(_FIGURE if _is_figure(word) else word for word in words), *edge]
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for n in range(len(words)):
        around = (*masked[n : n + _AROUND], *masked[n + _AROUND + 1 : n + 2 * _AROUND + 1])
        if masked[n + _AROUND] == _FIGURE and around.count(_FIGURE) <= 1 and not _dates_the_text(words, n):
            found[around].add(words[n])
    return dict(found)


def _tolls(words: Sequence[str]) -> dict[str, set[str]]:
    """Return the numbers that stand close to words for the dead and the wounded, by which of the two it is."""
    found: dict[str, set[str]] = defaultdict(set)
    for n, word in enumerate(words):
        kind = _TOLLS.get(word)
        if kind:
            near = range(max(0, n - _TOLL_BEFORE), min(len(words), n + _TOLL_AFTER + 1))
            found[kind] |= {words[m] for m in near if words[m].isdigit() and not _is_of_a_date(words, m)}
    return {kind: numbers for kind, numbers in found.items() if numbers}


def _is_of_a_date(words: Sequence[str], n: int) -> bool:
    is_year = len(words[n]) == len("2020") and words[n][:2] in {"19", "20"}
    return is_year or not _MONTHS.isdisjoint(words[max(0, n - 1) : n + 2])


def _is_figure(word: str) -> bool:
    return word[0].isdigit() or word in _WEEKDAYS


def _dates_the_text(words: Sequence[str], n: int) -> bool:
    beside = words[max(0, n - 2) : n + 3]
    return n < _OPENING and (words[n] in _WEEKDAYS or not _MONTHS.isdisjoint(beside))
