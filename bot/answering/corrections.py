"""One detail of a statement exchanged for the one that a sentence has instead: another figure, day, name, or polarity.

Place in the flow: `contradiction` tries each of these against the verifier. Pure; it only words what could be: whether
the sentence then says it, and speaks of the same at all, is judged there. A detail is offered only where both cannot
hold at once: 50 is no other figure than "more than 40", a town no other place than its governorate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking import names as names_said
from bot.answering.checking import roles
from bot.answering.checking.days import Day, days
from bot.answering.checking.figures import Bound, figures
from bot.answering.checking.polarity import OPPOSED
from bot.answering.checking.words import same, words
from bot.answering.dates import spoken_day
from ingest.corpus.gazetteer import places_called, same_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.checking.figures import Figure
    from bot.answering.checking.names import Name
    from ingest.corpus.gazetteer import Place
    from ingest.corpus.models import TimeMention


class Correction(NamedTuple):
    """A statement with one detail exchanged: of which kind, what it says, what the sentence has, the new wording.

    `start` and `end` tell where the detail stands in the statement.
    """

    kind: str
    mine: str
    theirs: str
    text: str
    start: int
    end: int


def corrections(statement: str, sentence: str, times: Sequence[TimeMention], article: str) -> Iterator[Correction]:
    """Yield the statement with each single detail that a sentence of an article contradicts exchanged for its own.

    `times` are the relative words of the sentence; what the whole `article` says elsewhere too is left alone.
    """
    yield from _figures(statement, sentence)
    yield from _days(statement, sentence, times)
    yield from _names(statement, sentence, article)
    yield from _actors(statement, sentence)
    yield from _opposites(statement, sentence)
    yield from _negations(statement)


_BOUND_WORDS = {Bound.EXACT: "", Bound.LEAST: "at least ", Bound.MOST: "up to ", Bound.ABOUT: "about "}
_BOUND_BEFORE = re.compile(
    r"(?:\b(?:more than|over|at least|upwards? of|no less than|no fewer than|less than|fewer than|under|at most|up to|"
    r"no more than|nearly|almost|close to|as many as|about|around|approximately|roughly|some|an estimated)\s+)$",
    re.IGNORECASE,
)


def _figures(statement: str, sentence: str) -> Iterator[Correction]:
    mine, theirs = figures(statement), figures(sentence)
    for figure in mine:
        if any(other.value == figure.value for other in theirs):
            continue
        for other in theirs:
            if any(each.value == other.value for each in mine) or not _excluded(figure, other):
                continue
            hedge = _BOUND_BEFORE.search(statement[: figure.start])
            start = hedge.start() if hedge else figure.start
            by = f"{_BOUND_WORDS[other.bound]}{_written(other)}"
            yield _exchanged("figure", statement, start, figure.end, by)


def _written(figure: Figure) -> str:
    return figure.text.rstrip("+")


def _excluded(mine: Figure, theirs: Figure) -> bool:
    """Tell whether two figures of one unit cannot both be right."""
    a, b = mine.value, theirs.value
    if mine.unit != theirs.unit or not isinstance(a, float | int) or not isinstance(b, float | int):
        return False
    low_a, high_a = _range(float(a), mine.bound)
    low_b, high_b = _range(float(b), theirs.bound)
    return high_a < low_b or high_b < low_a


_ABOUT = 0.15


def _range(value: float, bound: Bound) -> tuple[float, float]:
    match bound:
        case Bound.LEAST:
            return value, float("inf")
        case Bound.MOST:
            return 0.0, value
        case Bound.ABOUT:
            return value * (1 - _ABOUT), value * (1 + _ABOUT)
        case _:
            return value, value


def _days(statement: str, sentence: str, times: Sequence[TimeMention]) -> Iterator[Correction]:
    offered = [(day, sentence[day.start : day.end]) for day in days(sentence)]
    offered += [(_of(time), spoken_day(time.first)) for time in times if time.first == time.last]
    for day in days(statement):
        if any(not _other_day(day, other) for other, _ in offered):
            continue
        for other, written in offered:
            yield _exchanged("date", statement, day.start, day.end, _as_far(day, other) or written)


def _of(time: TimeMention) -> Day:
    return Day(time.first.year, time.first.month, time.first.day, -1, -1)


def _as_far(mine: Day, theirs: Day) -> str:
    """Write their day as exactly as mine: against "in 2019" only their year counts."""
    if mine.day is None and mine.month is None and theirs.year:
        return str(theirs.year)
    return ""


def _other_day(mine: Day, theirs: Day) -> bool:
    """Tell whether two dates, as far as both are said, exclude each other."""
    pairs = list(zip(mine.key, theirs.key, strict=True))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _names(statement: str, sentence: str, article: str) -> Iterator[Correction]:
    mine, theirs = names_said.names(statement), names_said.names(sentence)
    here, there = names_said.heard(sentence), names_said.heard(statement)
    for name in mine:
        if any(here.has(part) for part in name.parts):
            continue
        # Only where there is something to exchange: a whole article takes long to read.
        others = [o for o in theirs if not any(there.has(part) for part in o.parts) and _same_kind(name, o)]
        elsewhere = bool(others) and any(names_said.heard(article).has(part) for part in name.parts)
        for other in others:
            if elsewhere and not _stand_alike(statement, name, sentence, other):
                continue
            start, end = name.parts[0].start, name.parts[-1].end
            kind = "place" if _places(name) else "name"
            yield _exchanged(kind, statement, start, end, sentence[other.parts[0].start : other.parts[-1].end])


_BESIDE = 2


def _stand_alike(statement: str, name: Name, sentence: str, other: Name) -> bool:
    """Tell whether the same words stand before and behind two names."""
    return _beside(statement, name) == _beside(sentence, other)


def _beside(text: str, name: Name) -> tuple[list[str], list[str]]:
    every = words(text)
    before = [word.folded for word in every if word.end <= name.parts[0].start]
    behind = [word.folded for word in every if word.start >= name.parts[-1].end]
    return before[-_BESIDE:], behind[:_BESIDE]


def _places(name: Name) -> tuple[Place, ...]:
    return places_called(name.text)


def _same_kind(mine: Name, theirs: Name) -> bool:
    """Tell whether both name places that exclude each other, or nations, or neither."""
    ours, others = _places(mine), _places(theirs)
    nations = (_is_nation(mine), _is_nation(theirs))
    if any(nations):
        return all(nations)
    if ours and others:
        return not any(_holds(a, b) or _holds(b, a) for a in ours for b in others)
    return False


def _is_nation(name: Name) -> bool:
    return len(name.parts) == 1 and names_said.is_nation(name.parts[0].folded)


_WIDE = frozenset(("country", "governorate", "region", "district", "subdistrict"))


def _holds(wide: Place, other: Place) -> bool:
    """Tell whether one place can lie in, or right by, the other: then both can be said of one event."""
    if "country" in wide.kinds:
        return wide.country == other.country
    if any(same_name(wide.name, near) for near in (*other.near, other.region) if near):
        return True
    return bool(_WIDE.intersection(wide.kinds)) and bool(wide.region) and wide.region == other.region


_SIDES = tuple(
    frozenset(group.split())
    for group in (
        "rebel opposit insurg milit militant gunman gunmen terrorist jihadist isil isi daesh",
        "regim govern armi soldier troop polic policeman policemen",
        "civilian child woman resid student worker doctor medic journalist refuge famili",
        "protest demonstr",
    )
)


def _actors(statement: str, sentence: str) -> Iterator[Correction]:
    theirs = [slot for slot in roles.slots(sentence) if slot.kind == "actor"]
    mine = [slot for slot in roles.slots(statement) if slot.kind == "actor"]
    said = {str(slot.key[0]) for slot in theirs}
    held = {str(slot.key[0]) for slot in mine}
    for slot in mine:
        stem = str(slot.key[0])
        if any(stem == other or same(stem, other) for other in said):
            continue
        for other in theirs:
            if str(other.key[0]) not in held and _opposing(stem, str(other.key[0])):
                yield from _every_place("actor", statement, slot.text, other.text)


def _opposing(mine: str, theirs: str) -> bool:
    own = [n for n, side in enumerate(_SIDES) if mine in side]
    others = [n for n, side in enumerate(_SIDES) if theirs in side]
    return bool(own and others) and own != others


def _opposites(statement: str, sentence: str) -> Iterator[Correction]:
    said = {word.stem or word.folded: word.text for word in words(sentence)}
    held = {word.stem or word.folded for word in words(statement)}
    for word in words(statement):
        key = word.stem or word.folded
        if key in said or any(same(key, other) for other in said):
            continue
        for other in sorted(OPPOSED.get(key, ())):
            if other in said and other not in held and not _is_side(key):
                yield _exchanged("opposite", statement, word.start, word.end, said[other])


def _is_side(stem: str) -> bool:
    return any(stem in side for side in _SIDES)


_NEGATED = (
    (re.compile(r"\b(?:did|does|do)(?:\s+not|n['’]t)\s+", re.IGNORECASE), ""),
    (re.compile(r"\b(was|were|is|are|has|have|had|will|can|could|would)(?:\s+not|n['’]t)\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\bnever\s+", re.IGNORECASE), ""),
)


def _negations(statement: str) -> Iterator[Correction]:
    for pattern, by in _NEGATED:
        match = pattern.search(statement)
        if match:
            text = f"{statement[: match.start()]}{match.expand(by)}{statement[match.end() :]}"
            yield Correction("negation", match.group().strip(), "", text, match.start(), match.end())


def _every_place(kind: str, statement: str, word: str, by: str) -> Iterable[Correction]:
    match = re.search(rf"\b{re.escape(word)}\b", statement)
    return [_exchanged(kind, statement, *match.span(), by)] if match else []


def _exchanged(kind: str, statement: str, start: int, end: int, by: str) -> Correction:
    return Correction(kind, statement[start:end], by, statement[:start] + by + statement[end:], start, end)
