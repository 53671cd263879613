"""Who does what to whom: whether a claim exchanges the sides of a verb, or puts a value in another's place.

Place in the flow: one of the checks of `verify`. Pure, and no parse: it compares what stands before and behind a word
of the claim with what stands there in the sentence, passives turned round, and asks which value of the sentence fits
the words around a value of the claim best.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking.days import days
from bot.answering.checking.figures import figures
from bot.answering.checking.names import is_nation, names
from bot.answering.checking.polarity import OPPOSED
from bot.answering.checking.words import meanings, same, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.checking.words import Word

_WORDS_AWAY = 14
"""Those who can do something, on either side of a verb; further away they belong to another."""
_FORCING = frozenset(("forced", "forcing"))
_BE = frozenset(["was", "were", "been", "being", "is", "are", "be", "got", "get"])


class Sides(NamedTuple):
    """Who stands on both sides of a verb, as stems, a passive turned round: near it, and anywhere in the sentence."""

    doer: frozenset[str]
    other: frozenset[str]
    all_before: frozenset[str]
    all_behind: frozenset[str]


def exchanged(claim: str, sentence: str) -> str | None:
    """Return a verb whose two sides the claim exchanges against the sentence, or None."""
    theirs = _sides(sentence)
    for verb, mine in _sides(claim):
        said = [sides for other, sides in theirs if other == verb] or [s for other, s in theirs if same(other, verb)]
        if said and all(_crossed(mine, sides) for sides in said):
            return verb
    return None


def _crossed(mine: Sides, said: Sides) -> bool:
    """Tell whether one who stood before the verb stands only behind it now, and another the other way round."""
    moved = (mine.doer & said.all_behind) - said.all_before - mine.all_behind
    moved_back = (mine.other & said.all_before) - said.all_behind - mine.all_before
    return bool(moved and moved_back)


@lru_cache(maxsize=4096)
def _sides(text: str) -> tuple[tuple[str, Sides], ...]:
    every = words(text)
    at = [n for n, word in enumerate(every) if word.stem and not word.capital and _VERB.search(word.folded)]
    return tuple((every[n].stem, _sides_of(every, n)) for n in at)


_VERB = re.compile(
    r"(?:ed|ing)$|^(?:took|taken|fell|held|left|lost|won|fled|struck|hit|began|met|shot|gave|sent|told|fought|brought|bought|built|"
    r"drove|stole|broke|threw|withdrew|retook|retaken|overran|overrun|led|paid|sold|beat|cut|beaten|given|driven)$"
)


def _sides_of(every: Sequence[Word], n: int) -> Sides:
    before, behind = every[:n][::-1], every[n + 1 :]
    by = _agent(every, n)
    if by is not None:
        before, behind = every[by + 1 :], before
    near = (_who(before[:_WORDS_AWAY]), _who(behind[:_WORDS_AWAY]))
    return Sides(*near, _who(before), _who(behind))


def _who(run: Iterable[Word]) -> frozenset[str]:
    said = (word for word in run if word.stem and word.folded not in _FORCING)
    return frozenset(word.stem for word in said if word.stem in _ACTOR or word.capital)


def _agent(every: Sequence[Word], n: int) -> int | None:
    """Return where the `by` of a passive stands: a form of `be` shortly before the verb, `by` shortly behind it."""
    if not any(word.folded in _BE for word in every[max(0, n - 3) : n]):
        return None
    behind = range(n + 1, min(n + 6, len(every)))
    return next((m for m in behind if every[m].folded == "by"), None)


class Slot(NamedTuple):
    """A value of a text (a name, a figure, a date) with the words around it: the nearest first on both sides."""

    kind: str
    key: tuple[object, ...]
    text: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    left_means: frozenset[object]
    right_means: frozenset[object]


_WEIGHTS = (1.0, 0.8, 0.6, 0.45)
_WIDER = 6
_OTHER_SIDE = 0.35


@lru_cache(maxsize=4096)
def slots(text: str) -> tuple[Slot, ...]:
    """Return the values of a text, in order."""
    every = words(text)
    found: list[tuple[str, tuple[object, ...], str, int, int]]
    found = [("figure", (f.value, f.unit), f.text, f.start, f.end) for f in figures(text)]
    found += [("day", d.key, text[d.start : d.end], d.start, d.end) for d in days(text)]
    for name in names(text):
        if name.opens and len(name.parts) == 1 and not is_nation(name.parts[0].folded):
            continue  # a capital that may only open the sentence
        found.append(("name", tuple(p.folded for p in name.parts), name.text, name.parts[0].start, name.parts[-1].end))
    for word in every:
        if word.stem in _ACTOR and word.folded not in _FORCING and not any(a <= word.start < b for *_, a, b in found):
            found.append(("actor", (word.stem,), word.text, word.start, word.end))
        if word.folded in OPPOSED or word.stem in OPPOSED:
            found.append(("turn", (word.stem or word.folded,), word.text, word.start, word.end))
    return tuple(_slot(every, kind, key, text_, start, end) for kind, key, text_, start, end in found)


def _slot(every: Sequence[Word], kind: str, key: tuple[object, ...], text: str, start: int, end: int) -> Slot:
    left = tuple(word.stem for word in reversed(every) if word.end <= start and word.stem)[:_WIDER]
    right = tuple(word.stem for word in every if word.start >= end and word.stem)[:_WIDER]
    return Slot(kind, key, text, left, right, _means(left), _means(right))


def _means(stems: Iterable[str]) -> frozenset[object]:
    return frozenset(meaning for stem in stems for meaning in meanings(stem))


def displaced(slot: Slot, own: Sequence[Slot], rivals: Sequence[Slot], margin: float) -> Slot | None:
    """Return the value of the text that fits the words around `slot` better than its own places there do, or None."""
    held = max((fit(slot, each) for each in own), default=0.0)
    best = max(rivals, key=lambda rival: fit(slot, rival), default=None)
    return best if best is not None and fit(slot, best) > held + margin else None


def fit(mine: Slot, said: Slot) -> float:
    """Return how far the words around two values agree, side by side, near ones more."""
    left = _side(mine.left, said.left_means, said.right_means)
    return left + _side(mine.right, said.right_means, said.left_means)


def _side(mine: Sequence[str], here: frozenset[object], there: frozenset[object]) -> float:
    total = 0.0
    for weight, stem in zip(_WEIGHTS, mine, strict=False):
        own = meanings(stem)
        if own & here:
            total += weight
        elif own & there:
            total += weight * _OTHER_SIDE
    return total


def passive(text: str) -> bool:
    """Tell whether a text has a passive with the one who does it behind `by`."""
    every = words(text)
    return any(_agent(every, n) is not None for n, word in enumerate(every) if word.stem)


_ACTORS = """
rebel opposit insurg fighter milit militant militia gunman gunmen faction forc combat; armi soldier troop militari
military forc regim govern assad command; polic policemen policeman; protest demonstr activist; plane jet warplan
aircraft helicopt airstrik; terrorist jihadist milit militant extremist isil isi daesh; civilian person resid inhabit
man woman child famili human other; refuge displac migrant; journalist correspond; doctor medic surgeon physician;
prison detaine captiv hostag; minist ministri; parliament; court judg tribun; alli coalit; militiaman milit militia
fighter; presid; student; worker; farmer
"""
_ACTOR: dict[str, set[int]] = {}
for _n, _group in enumerate(_ACTORS.replace("\n", " ").split(";")):
    for _word in _group.split():
        _ACTOR.setdefault(_word, set()).add(_n)


def unknown_actor(claim: str, sentences: Sequence[str]) -> str | None:
    """Return a word of the claim for a kind of people that the sentences speak of in no word, or None."""
    said = {word.stem for sentence in sentences for word in words(sentence)}
    groups = {n for stem in said for n in _ACTOR.get(stem, ())}
    for word in words(claim):
        if word.stem in _ACTOR and word.stem not in said and not _ACTOR[word.stem] & groups:
            return word.text
    return None
