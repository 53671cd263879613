"""Figures that a sentence counts people with: how many were killed, wounded, captured or displaced, and who they were.

Place in the flow: `accounts` compares the figures of several publishers. Pure pattern matching on English text; it
knows no article. A figure over a long time ("more than 250,000 since 2011") and a part of another one ("including 11
children") are marked as such, for neither may be set against the toll of one event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from ingest.corpus.analysis import fold
from ingest.corpus.models import Span


class Counted(StrEnum):
    """What happened to the people who are counted."""

    KILLED = "killed"
    WOUNDED = "wounded"
    CAPTURED = "captured"
    DISPLACED = "displaced"


@dataclass(frozen=True, slots=True)
class Toll:
    """One figure: `low` and `high` bound what it says (alike for an exact one), `written` is the figure as it stands.

    `who` is the class of people ("people" for all, civilians and the unnamed included), `span` where the phrase stands
    in the sentence. `is_part`: of a greater figure; `is_total`: over a longer time than one event.
    """

    counted: Counted
    who: str
    low: int
    high: int
    written: str
    span: Span
    is_part: bool = False
    is_total: bool = False


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUE = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_WORDS = "|".join(sorted((w for w in _VALUE if w != "zero"), key=len, reverse=True))
_FIGURE = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|(?:{_WORDS})(?:[- ](?:{_WORDS}))?(?:\s+hundred)?)"
_HEDGE = (
    r"\b(?:at least(?: at)?|at the least|no (?:less|fewer) than|more than|over|up to|as many as|some|around|about|"
    r"nearly|almost|approximately|an estimated|close to)\s+$"
)
_HEDGED = re.compile(_HEDGE, re.IGNORECASE)
_LONGEST_HEDGE = 20
_NUMBER = re.compile(
    rf"(?<![\w.,:/-])(?=[\dotfsen])(?P<figure>{_FIGURE})(?![\d:/%]|[.,]\d|\s*(?:%|percent|per cent)|\w)",
    re.IGNORECASE,
)

_DEAD = (
    r"(?:killed|dead|died|dies|deaths?|perished|slain|martyred|martyrs?|fatalities|lost their lives|massacred|executed)"
)
_HURT = r"(?:wounded|injured|injuries|hurt)"
_TAKEN = r"(?:captured|arrested|detained|kidnapped|abducted|taken (?:prisoners?|hostage))"
_MOVED = r"(?:displaced|fled|made homeless|forced to flee|forced from their homes)"
_AFTER = {Counted.KILLED: _DEAD, Counted.WOUNDED: _HURT, Counted.CAPTURED: _TAKEN, Counted.DISPLACED: _MOVED}
_BEFORE = {
    Counted.KILLED: (
        r"(?:kill(?:s|ed|ing)|martyr(?:ed|ing)|massacr(?:ed|ing)|execut(?:ed|ing)|"
        r"claim(?:s|ed|ing)? the li(?:ves|fe) of|cost(?:ing)? the lives of|took the lives of|toll(?:\b[^.;\d]{0,110}?"
        r"\b(?:to|at|is|was|of|reached|stands at|hit)|\s*)|deaths? of)"
    ),
    Counted.WOUNDED: r"(?:wound(?:s|ed|ing)|injur(?:es|ed|ing))",
    Counted.CAPTURED: r"(?:captur(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing)|kidnapp(?:ed|ing)|abduct(?:ed|ing))",
    Counted.DISPLACED: r"(?:displac(?:ed|ing)|forc(?:ed|ing))",
}
_WORD = r"[(\[]?[^\W\d_][\w'’()\[\]/-]*"
_NO_FIGURE = (
    rf"(?!{_FIGURE}\b|(?:and|but|while|when|after|which|including|with|in)\b|{_DEAD}\b|{_HURT}\b|{_TAKEN}\b|{_MOVED}\b)"
)
_NOUN = rf"(?P<noun>(?:\s+{_NO_FIGURE}{_WORD}){{0,4}})"
_LINK = (
    r"(?:\s+(?:in the [\w-]+(?: [\w-]+)?|and (?:one|a) [^.;\d]{3,60}?|including [^.;]{3,40}? were))?"
    r"(?:\s+(?:who|that|others?|more|reportedly|also|left|feared|confirmed|people|were|was|are|have|has|had"
    r"|been|being|got|"
    r"of [\w-]+(?: [\w-]+){0,5}?))*"
)
_PART = re.compile(
    r"(?:including|includes?|among them|among whom|of whom|of them|along with|as well as|plus|adding to)[^.;]{0,60}$"
    r"|\bamong\s+$",
    re.IGNORECASE,
)
_AMONG = re.compile(r"\bamong\s+(?:the\s+)?$", re.IGNORECASE)
_TOTAL = re.compile(
    r"\bsince\s+(?:\w+\s+){0,4}(?:\d{4}|began|start(?:ed)?|outbreak|beginning|war|conflict|uprising|then"
    r"|january|february|"
    r"march|april|may|june|july|august|september|october|november|december)|"
    r"\b(?:in|over|during|within|for) (?:the )?(?:last|past|previous|first) (?:\w+[ -]){0,3}?(?:days?|weeks?"
    r"|months?|years?|"
    r"hours?)|\bso far (?:this|in)\b|\bthis (?:week|month|year)\b|\bper (?:day|month|year)\b|\b(?:daily"
    r"|monthly|annual)\b|"
    r"\b\w+[ -]year[ -](?:old |long )?(?:\w+ )?(?:war|conflict|civil)|\bduring the (?:war|conflict|year|month)|"
    r"\b(?:war|conflict|uprising)\s+(?:that\s+)?(?:has|have|had)\s+(?:\w+\s+)?(?:killed|claimed|left|displaced)|"
    r"\b(?:in|of) (?:\w+['’]?s? )?(?:\w+ )?(?:civil war|conflict|uprising|war)\b|\b(?:war|conflict)s?"
    r" (?:death )?toll|\bthroughout\b",
    re.IGNORECASE,
)
_PEOPLE = (
    ("children", r"child(?:ren)?|minors?|boys?|girls?|infants?|kids?"),
    ("women", r"wom[ae]n"),
    ("medics", r"medics?|doctors?|nurses?|paramedics?|medical|health|hospital staff|physicians?"),
    ("aid workers", r"aid|relief|volunteers?|rescuers?|rescue|humanitarian|helmets"),
    ("journalists", r"journalists?|reporters?|media"),
    (
        "fighters",
        (
            r"militants?|terrorists?|jihadis(?:t|ts)|rebels?|insurgents?|fighters?|gunmen|extremists?|takfiris?"
            r"|mercenaries|"
            r"members|elements|commanders?"
        ),
    ),
    ("soldiers", r"soldiers?|troops?|servicem[ae]n|officers?|police(?:men)?|guards?|forces|personnel|army|conscripts?"),
)
CLASSES = ("people", *(name for name, _ in _PEOPLE))
_CLASSES = tuple((name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for name, words in _PEOPLE)
_NOT_PEOPLE = re.compile(
    r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|am|pm|gmt|raids?|strikes?|airstrikes?|attacks?|times?"
    r"|rockets?|shells?|"
    r"tanks?|vehicles?|trucks?|cars?|planes?|jets?|km|kilometers?|kilometres?|miles?|meters?|metres?"
    r"|villages?|towns?|cities|"
    r"houses?|homes|buildings?|families|bombs?|barrels?|missiles?|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|percent|bodies of)\b",
    re.IGNORECASE,
)


_NAMED = re.compile(_NOUN, re.IGNORECASE)
_ACTIVE = {
    counted: re.compile(rf"\b{words}\s+(?:and \w+\s+)?(?:at\s+)?$", re.IGNORECASE) for counted, words in _BEFORE.items()
}
_PASSIVE = {counted: re.compile(rf"{_NOUN}{_LINK}\s+{words}\b", re.IGNORECASE) for counted, words in _AFTER.items()}
_LOOKED_BACK = 150


@lru_cache(maxsize=20_000)
def tolls(sentence: str) -> tuple[Toll, ...]:
    """Return the figures of a sentence in order, each once; vague ones ("dozens", "hundreds") are none."""
    lowered = sentence.lower()
    if not any(word in lowered for word in _MAY_COUNT):
        return ()
    found = [toll for match in _NUMBER.finditer(sentence) if (toll := _toll(match, sentence)) is not None]
    if not found or not _TOTAL.search(sentence):
        return tuple(found)
    return tuple(replace(toll, is_total=True) for toll in found)


_MAY_COUNT = (
    *("kill", "toll", "dead", "die", "death", "perish", "slain", "martyr", "fatal", "lost their lives", "massacr"),
    *("execut", "lives", "life of", "wound", "injur", "hurt", "captur", "arrest", "detain", "kidnap", "abduct"),
    *("taken", "displac", "fled", "flee", "forc", "homeless"),
)
"""One of these stands in every sentence that the patterns can match: far quicker to look for."""


def _toll(match: re.Match[str], sentence: str) -> Toll | None:
    value = value_of(match["figure"])
    hedge = _hedge(sentence, match.start())
    noun, happened, end = _said_of(sentence, match, len(hedge))
    before = sentence[: match.start() - len(hedge)]
    if happened is None or not value or _NOT_PEOPLE.search(noun) or _is_year(match["figure"], noun, before):
        return None
    low, high = _bounds(value, hedge.strip().lower())
    is_part = bool(_PART.search(before)) and not _AMONG.search(before)
    written = " ".join(f"{hedge}{match.group()}".split())
    return Toll(happened, who_in(noun), low, high, written, Span(len(before), end), is_part)


def _hedge(sentence: str, at: int) -> str:
    """Return the words such as "at least " that stand before position `at`, with the space."""
    found = _HEDGED.search(sentence, max(0, at - _LONGEST_HEDGE), at)
    return found.group() if found else ""


def _said_of(sentence: str, number: re.Match[str], hedge: int) -> tuple[str, Counted | None, int]:
    """Return whom a figure counts, what happened to them, and where the phrase ends."""
    for counted, pattern in _PASSIVE.items():
        if passive := pattern.match(sentence, number.end()):
            return passive["noun"], counted, passive.end()
    named = _NAMED.match(sentence, number.end())
    noun, end = (named["noun"], named.end()) if named else ("", number.end())
    start = number.start() - hedge
    before = sentence[max(0, start - _LOOKED_BACK) : start]
    return noun, next((c for c, pattern in _ACTIVE.items() if pattern.search(before)), None), end


_DATED = re.compile(r"(?:\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?)[\s./-]*$", re.IGNORECASE)


def _is_year(figure: str, noun: str, before: str) -> bool:
    """Tell whether four digits are a year: a date's own, or not said of anybody."""
    if not re.fullmatch(r"(?:19|20)\d\d", figure):
        return False
    is_said_of_people = _ANYBODY.search(noun) or any(pattern.search(noun) for _, pattern in _CLASSES)
    return bool(_DATED.search(before)) or not is_said_of_people


def value_of(figure: str) -> int:
    """Return the number a figure means: `1,300`, `thirty-five`, `two hundred`; 0 when it is none."""
    plain = fold(figure).replace(",", "")
    if plain.isdigit():
        return int(plain)
    words = re.findall(r"[a-z]+", plain)
    hundreds = 100 if words[-1:] == ["hundred"] else 1
    return sum(_VALUE.get(w, 0) for w in words) * hundreds


_UNBOUNDED = 10**9
_NEAR = 0.1


def _bounds(value: int, hedge: str) -> tuple[int, int]:
    if hedge in {"up to", "as many as"}:
        return 0, value
    if "least" in hedge or hedge.endswith("than") or hedge == "over":
        return value, _UNBOUNDED
    if hedge:
        return round(value * (1 - _NEAR)), round(value * (1 + _NEAR))
    return value, value


_ANYBODY = re.compile(r"\b(?:people|persons?|civilians?|residents?|others|victims?|most|mostly)\b", re.IGNORECASE)


def who_in(noun: str) -> str:
    """Return the class of people that words such as "Islamic State militants" name; `people` for none or for all."""
    anybody = _ANYBODY.search(noun)
    head = noun[: anybody.start()] if anybody else noun
    return next((name for name, pattern in _CLASSES if pattern.search(head)), "people")


_AT_LEAST_MEANS = 0.15


def agree(one: Toll, other: Toll) -> bool:
    """Tell whether two figures can be the same count: `at least 40` and `43` are, `at least 20` and `40` are not.

    A lower bound is taken to be near the count: nobody who knew of twice as many would say it.
    """
    return max(one.low, other.low) <= min(_ceiling(one), _ceiling(other))


def _ceiling(toll: Toll) -> int:
    return toll.high if toll.high < _UNBOUNDED else max(toll.low, round(toll.low * (1 + _AT_LEAST_MEANS)))


def stated(toll: Toll) -> int:
    """Return the figure that is written, for sorting and for a range."""
    return value_of(re.split(r"\s(?=[\d]|(?:" + _WORDS + r")\b)", toll.written)[-1])
