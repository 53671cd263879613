"""Which details a sentence holds: numbers, times, names, places, reasons; and which of them the question did not bring.

Place in the flow: the extractive answerer prefers sentences that hold the kind of detail asked for, and `sufficiency`
refuses when none does. Pure pattern matching on English text; it knows no article and no index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.query import Expected
from ingest.corpus.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

_NUMBER_WORDS = (
    "no|none|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|hundreds|thousand|thousands|"
    "million|millions|billion|dozen|dozens|half|third|quarter|several|both"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\.?(?:,?\s+\d{{4}})?|(?:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?:,?\s+\d{{4}})?|(?:{_MONTHS})\.?,?\s+\d{{4}}|(?:19|20)\d\d|\d{{1,2}}[:.]\d{{2}}\s*(?:am|pm|hrs)?|\d{{1,2}}\s*(?:am|pm))\b",
    re.IGNORECASE,
)
_TIME_WORDS = re.compile(
    r"\b(?:yesterday|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:early|late|mid|beginning of|end of|"
    rf"start of)[ -]+(?:{_MONTHS}|\d{{4}})|(?:hours?|days?|weeks?|months?|years?)\s+(?:after|before|earlier|later|ago)|"
    rf"in (?:{_MONTHS}))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"\b\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|\b(?:{_NUMBER_WORDS})\b", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![\w.])(?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z][\w’'-]+)(?:\s+(?:al|bin|ibn|abu|de|von|el)?-?\s?[A-Z][\w’'-]+)*"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|on|of|through|toward|towards|around|outside|inside|across|between|via)\s+"
    r"(?:the\s+)?(?:\w+\s+){0,3}(?:[a-z]{2}-)?[A-Z][\w’'-]+|\b(?:north|south|east|west)(?:ern)?\b"
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|so that|in order to|so as to|as a result|therefore|thanks to|aimed? (?:at|to)|"
    r"to (?:prevent|stop|avoid|protect|secure|cut|open|reopen|allow|make|keep|take|gain|end|ensure)|fear(?:ed|s|ing)?|"
    r"concern(?:s|ed)?|caused?|reason|prompted|led to|strategic|key|import(?:ant|ance)|significan(?:t|ce)|would)\b",
    re.IGNORECASE,
)


def numbers(text: str) -> set[str]:
    """Return the numbers and number words in `text` that are not part of a date, folded, thousands commas dropped."""
    return {_number(m) for m in _NUMBER.finditer(_without_dates(text))}


def names(text: str) -> set[str]:
    """Return capitalised names in `text`, folded, without the capital that only starts the sentence."""
    return {fold(m.group()) for m in _names(text)}


def holds(text: str, kind: Expected, asked: AbstractSet[str]) -> bool:
    """Tell whether `text` holds a detail of this kind that the question (its folded words) did not already contain."""
    return kind is Expected.OTHER or bool(positions(text, kind, asked))


def positions(text: str, kind: Expected, asked: AbstractSet[str]) -> list[int]:
    """Return where in `text` details of this kind stand that the question did not bring; none for OTHER."""
    match kind:
        case Expected.NUMBER:
            return [at for at, number in _numbers_at(text) if number not in asked]
        case Expected.TIME:
            return [at for at, words in _times_at(text) if not words <= asked]
        case Expected.PERSON:
            return [at for at, words in _names_at(text) if not words & asked]
        case Expected.PLACE:
            return [at for at, words in _places_at(text) if not words <= asked]
        case Expected.REASON:
            return [m.start() for m in _REASON.finditer(text)]
        case Expected.OTHER:
            return []


@lru_cache(maxsize=4096)
def _numbers_at(text: str) -> tuple[tuple[int, str], ...]:
    return tuple((m.start(), _number(m)) for m in _NUMBER.finditer(_without_dates(text)))


@lru_cache(maxsize=4096)
def _times_at(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    return tuple((m.start(), _words(m.group())) for pattern in (_DATE, _TIME_WORDS) for m in pattern.finditer(text))


@lru_cache(maxsize=4096)
def _names_at(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    return tuple((m.start(), _words(m.group())) for m in _names(text))


@lru_cache(maxsize=4096)
def _places_at(text: str) -> tuple[tuple[int, frozenset[str]], ...]:
    return tuple((m.start(), _words(m.group())) for m in _PLACE.finditer(text))


_BEFORE_A_PLACE = re.compile(r"\b(?:in|at|near|from|of|to|on|around|inside|outside|across|over|into|the)\s+$")


def person_positions(text: str, asked: AbstractSet[str]) -> list[int]:
    """Return where names stand that can be a person's: of two words or more, no place's preposition before them."""
    found = (m for m in _names(text) if not _words(m.group()) & asked)
    return [m.start() for m in found if " " in m.group() and not _BEFORE_A_PLACE.search(text[: m.start()])]


def _without_dates(text: str) -> str:
    return _DATE.sub(lambda m: " " * len(m.group()), text)


def _number(match: re.Match[str]) -> str:
    return fold(match.group()).replace(",", "")


def _names(text: str) -> Iterable[re.Match[str]]:
    return _NAME.finditer(re.sub(r"^\W*\w+", lambda m: m.group().lower(), text, count=1))


_SMALL = frozenset(("in", "on", "at", "of", "the", "to", "from", "near", "early", "late", "mid"))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text))) - _SMALL
