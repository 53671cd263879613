"""Figures that a text says: how much, of what, more or less than; and whether one supports another.

Place in the flow: one of the checks of `verify`. Pure; English number words only. Dates are no figures (`days`).
A figure is supported by the same figure of the same thing: 43 civilians are not 43 soldiers, 43 killed not 43 wounded,
more than 40 neither 40 nor less than 40.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking.days import without_days
from bot.answering.checking.words import same, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.checking.words import Word


class Bound(StrEnum):
    """What a figure says of the true number."""

    EXACT = ""
    LEAST = "at least"
    MOST = "at most"
    ABOUT = "about"


class Figure(NamedTuple):
    """A figure: how it is written, its value, its bound, its unit, the words it counts and what became of them."""

    text: str
    value: float | str
    bound: Bound
    unit: str
    counted: tuple[str, ...]
    outcome: str
    start: int
    end: int


_UNITS_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_UNITS = dict(
    zip(
        _UNITS_WORDS.split(),
        range(20),
        strict=True,
    )
)
_TENS = {
    name: 10 * n
    for n, name in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_ORDINALS = {
    n: k for k, n in enumerate(["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 3)
}
_CARDINAL = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_SCALE = "|".join(_SCALES)
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<money>(?:US)?[$€£]\s?)?(?P<digits>\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?:\.\d+)?|\d+(?:[.:]\d+)?)"
    rf"(?P<more>\+)?(?:(?P<ordinal>st|nd|rd|th)\b|(?P<tight>k|mn|mln|m|bn|b|tn)\b|(?P<attached>km|kg|mm|cm|ft|pm|am)\b)?"
    rf"(?:[\s-](?P<scale>{_SCALE})s?\b)?(?!\w|[.,:]\d)"
    rf"|\b(?=[a-z])(?!and\b)(?P<words>(?:an?\s+(?={_SCALE})|(?:{_CARDINAL})\b)?(?:[\s-]*\b(?:and\s+)?(?:{_CARDINAL}|{_SCALE})\b)*)(?<=\w)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:dozens|hundreds|thousands|millions|billions|scores|tens|several|half|none|both)\b", re.IGNORECASE
)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_PERCENT = re.compile(r"^\s?(?:%|per\s?cent\b|percentage points?\b)", re.IGNORECASE)
_MONEY = re.compile(r"^\s(?:US\s)?(?:dollars?|euros?|pounds?|lira|rubles?|roubles?)\b|^\s?[€$£]", re.IGNORECASE)
_LEAST = (
    r"more\s+than|over|at\s+least|upwards?\s+of|exceed(?:s|ed|ing)?|above|(?:no|not)\s+(?:less|fewer)\s+than|"
    r"a\s+minimum\s+of|in\s+excess\s+of|(?:greater|higher)\s+than|topped|surpass(?:ed|ing)"
)
_MOST = (
    r"(?:less|fewer|lower|smaller)\s+than|under|at\s+most|up\s+to|(?:no|not)\s+more\s+than|below|nearly|almost|close\s+to|"
    r"as\s+many\s+as|a\s+maximum\s+of|just\s+short\s+of|nearing"
)
_SOME = r"about|around|approximately|roughly|some|circa|an?\s+estimated|estimated\s+at|an?\s+average\s+of"
_BOUND_BEFORE = [
    (bound, re.compile(rf"\b(?:{pattern})\s+(?:an?\s+|the\s+)?(?:total\s+of\s+)?[$€£]?$", re.IGNORECASE))
    for bound, pattern in ((Bound.LEAST, rf"(?<!no )(?<!not )(?:{_LEAST})"), (Bound.MOST, _MOST), (Bound.ABOUT, _SOME))
]
_OR_MORE = re.compile(r"^\s+(?:\w+\s+){0,2}or\s+(more|less|fewer)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures in `text`, in order, dates left out."""
    bare = without_days(text)
    found = [_numeric(bare, match) for match in _NUMBER.finditer(bare) if match.group()]
    kept = [figure for figure in found if figure]
    for pattern, unit in ((_VAGUE, ""), (_ORDINAL, "ordinal")):
        for match in pattern.finditer(bare):
            if not any(match.start() < f.end and f.start < match.end() for f in kept):
                value = _ORDINALS.get(match.group().lower(), match.group().lower())
                kept.append(_figure(bare, match.span(), value, unit))
    return tuple(sorted(kept, key=lambda f: f.start))


def _numeric(text: str, match: re.Match[str]) -> Figure | None:
    part = match.groupdict()
    if part["words"]:
        value = spelt(part["words"])
        return None if value is None else _figure(text, match.span(), value, "")
    digits = part["digits"]
    if ":" in digits:
        return _figure(text, match.span(), digits, "o'clock")
    value = float(re.sub(r"[,\u00a0\u202f]", "", digits))
    value *= _SCALES.get((part["scale"] or "").lower(), 1) * _SHORT.get((part["tight"] or "").lower(), 1)
    unit = "money" if part["money"] else "ordinal" if part["ordinal"] else ""
    figure = _figure(text, match.span(), value, unit)
    if part["attached"]:
        figure = figure._replace(counted=tuple(word.stem for word in words(part["attached"]) if word.stem))
    return figure._replace(bound=Bound.LEAST) if part["more"] else figure


_THOUSAND = 1000


def spelt(number: str) -> float | None:
    """Return the value of number words ("two hundred and five", "a dozen"), or None for a bare article."""
    total, current, seen = 0, 0, False
    for word in re.findall(r"[a-z]+", number.lower()):
        if word in _UNITS or word in _TENS:
            current, seen = current + _UNITS.get(word, _TENS.get(word, 0)), True
        elif word in _SCALES:
            current, seen = max(current, 1) * _SCALES[word], True
            if _SCALES[word] >= _THOUSAND:
                total, current = total + current, 0
    return float(total + current) if seen else None


def _figure(text: str, span: tuple[int, int], value: float | str, unit: str) -> Figure:
    before, after = text[max(0, span[0] - 40) : span[0]], text[span[1] : span[1] + 120]
    if _PERCENT.match(after):
        unit = "%"
    elif not unit and _MONEY.match(after):
        unit = "money"
    counted = () if unit in {"%", "money"} else _counted(text, span[1])
    return Figure(text[slice(*span)].strip(), value, _bound(before, after), unit, counted, _outcome(text, span), *span)


def _bound(before: str, after: str) -> Bound:
    closing = _OR_MORE.match(after)
    if closing:
        return Bound.LEAST if closing.group(1).lower() == "more" else Bound.MOST
    return next((bound for bound, pattern in _BOUND_BEFORE if pattern.search(before)), Bound.EXACT)


_BREAK_WORDS = """
in at on from to by with for and or but who which that were was are is be been being have has had as per into near
than while when after before including during since over under between a an not did do would will may can could out
"""
_BREAK = frozenset(_BREAK_WORDS.split())
_SAID = frozenset(["said", "says", "say", "stated", "told", "reported", "announced", "according", "adding", "added"])
_SKIPPED = frozenset(["of", "the", "his", "her", "their", "its", "our"])
_MOST_WORDS = 4


def _counted(text: str, start: int) -> tuple[str, ...]:
    """Return the stems of the words right behind a figure that name what it counts, at most four."""
    group: list[str] = []
    near = text[start : start + 80]
    reached = 0
    for word in words(near):
        gap = near[reached : word.start].strip()
        if (
            gap not in {"", "-", "'", "’"}
            or len(group) == _MOST_WORDS
            or word.folded in _BREAK
            or word.text[0].isdigit()
        ):
            break
        if word.folded in _SAID or (group and word.folded in _SKIPPED):
            break
        reached = word.end
        if word.stem and not word.capital and word.stem not in _OUTCOME_OF:
            group.append(word.stem)
    return tuple(group)


_OUTCOMES = {
    "killed": "kill die fatal slay slain martyr perish execut behead massacr toll",
    "wounded": "wound injur hurt maim",
    "held": "arrest detain imprison kidnap abduct hostag prison captiv",
    "displaced": "displac flee evacu uproot",
    "missing": "miss disappear",
    "freed": "free releas",
}
_OUTCOME_OF = {word: name for name, group in _OUTCOMES.items() for word in group.split()}
_REACH = 9
"""Words; a fate further away from a figure is another's."""


def _outcome(text: str, span: tuple[int, int]) -> str:
    """Return what became of those counted: the nearest such word, a later one at a tie, one of its clause first."""
    every = words(text)
    here = [n for n, word in enumerate(every) if span[0] <= word.start < span[1]]
    if not here:
        return ""
    best, name = _REACH + 1.0, ""
    for n, word in enumerate(every):
        if word.stem in _OUTCOME_OF:
            away = n - here[-1] - 0.5 if n > here[-1] else float(here[0] - n)
            away += 3 * abs(word.clause - every[here[0]].clause)
            if away < best:
                best, name = away, _OUTCOME_OF[word.stem]
    return name


_ANYONE = frozenset(["person", "other", "individu", "victim", "casualti"])
_PEOPLE_WORDS = """
person civilian man woman child soldier troop fighter rebel militant militia resid refuge refug protest worker student
journalist doctor nurs famili inhabit citizen official polic policeman policemen detaine prison hostag villag casualti
victim terrorist member individu human insurg gunman gunmen boy girl infant babi syrian turk russian kurd other
demonstr medic rescuer volunt teacher patient passeng militiaman militiamen jihadist oppon bodi survivor migrant
serviceman personnel activist pilgrim shopper worshipp
"""
_PEOPLE = frozenset(_PEOPLE_WORDS.split())


def supports(said: Figure, claimed: Figure, around: Sequence[Word]) -> bool:
    """Tell whether a figure in a passage supports a claimed one; `around` are the words of its sentence."""
    return same_value(said, claimed) and same_bound(said, claimed) and same_thing(said, claimed, around)


def same_value(said: Figure, claimed: Figure) -> bool:
    """Tell whether both give the same number, percentage, amount, rank or hour."""
    alike = said.unit == claimed.unit or not {said.unit, claimed.unit} & {"%", "money", "ordinal", "o'clock"}
    return said.value == claimed.value and alike


def same_bound(said: Figure, claimed: Figure) -> bool:
    """Tell whether the claim says no more of the true number than the passage does."""
    if said.bound is claimed.bound or claimed.bound is Bound.ABOUT:
        return said.bound in {claimed.bound, Bound.EXACT}
    return said.bound is Bound.ABOUT and claimed.bound is Bound.EXACT


def same_thing(said: Figure, claimed: Figure, around: Sequence[Word]) -> bool:
    """Tell whether both count the same, and that the same became of it."""
    told = said.outcome or {_OUTCOME_OF.get(word.stem) for word in around}
    if claimed.outcome and claimed.outcome not in ({told} if isinstance(told, str) else told):
        return False
    named = [stem for stem in claimed.counted if not _general(stem, said.counted)][:_TOLD]
    near = [word.stem for word in around if word.stem and said.start - _BEFORE <= word.start <= said.end + _BEHIND]
    if not said.counted:
        near = [word.stem for word in around if word.stem]
    return all(
        _covers(stem, near if said.counted and stem not in _PEOPLE else [*near, *said.counted]) for stem in named
    )


_TOLD, _BEFORE, _BEHIND = 2, 25, 60
"""How many of the words behind a figure must be told of it, and how many characters around it they may stand."""


def _covers(stem: str, counted: Sequence[str]) -> bool:
    if stem in _PEOPLE:
        return stem in counted
    return any(same(stem, other) for other in counted)


def _general(stem: str, counted: Sequence[str]) -> bool:
    return stem in _ANYONE and (not counted or any(other in _PEOPLE for other in counted))
