"""Versions of the asked detail: what each publisher gives where the question asks who, when, where, or what.

Place in the flow: `accounts` asks for them where no toll differs. Pure. Each version is one sentence, word for word;
which of them is right, and whether they speak of the same person or place, is left to the reader.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering import allegations, details, variants
from bot.answering.attack_kinds import is_aside, kinds_of, other_kind
from bot.answering.events import names_in, near, told
from bot.answering.models import Dispute
from bot.answering.query import Expected
from bot.answering.saying import Detail, content, version
from bot.answering.written_days import written_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answering.events import Events, Told
    from bot.answering.figures import NameOf
    from bot.answering.material import Material
    from bot.answering.ranking import Candidate

MOST_VERSIONS = 6
_LOOKED_AT = 40
_MONTH = 31
_VERY_LIKE = 0.72
_TWO = 2
_WHO_DID = re.compile(
    r"\bwho\b.*\b(?:bomb\w*|attack\w*|kill\w*|hit|shell\w*|gass\w*|struck|strike\w*|carried out|behind"
    r"|responsible|did|used|"
    r"launch\w*|target\w*|destroy\w*|blew|fired|dropped)\b|\bresponsib\w+|\bblam\w+|\bbehind\b|\bperpetrat\w+"
    r"|\bculprits?\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(r"^\W*(?:did|was|were|is|are|has|have|had|do|does)\b", re.IGNORECASE)
_WHO_WON = re.compile(
    r"\b(?:captur\w*|seiz\w*|retak\w*|retook|recaptur\w*|took|take|taken|control\w*|liberat\w*|repel\w*|fall"
    r"|fell|lost|held|won)\b",
    re.IGNORECASE,
)
_TELLERS = (
    r"(?:outlets|reports|sources|papers|newspapers|media|accounts|versions|publishers|agencies|numbers|figures|stories|"
    r"sides)"
)
_APART = r"(?:agree\w*|disagree\w*|differ\w*|conflict\w*|contradict\w*|match|consistent|diverg\w*|vary)"
_COMPARES = re.compile(
    rf"\b{_TELLERS}\W+(?:\w+\W+){{0,4}}?{_APART}\b|\b(?:different|conflicting|contradictory|diverging"
    rf"|competing) {_TELLERS}\b|"
    rf"\bwhat do(?:es)? (?:the )?(?:\w+ )?{_TELLERS}\b|\baccounts of\b",
    re.IGNORECASE,
)

_ABOUT = {
    Expected.NUMBER: "the figure",
    Expected.TIME: "the date",
    Expected.PERSON: "who it was",
    Expected.PLACE: "the place",
    Expected.REASON: "the reason",
    Expected.OTHER: "this",
}


def find(material: Material, events: Events, name_of: NameOf, *, thorough: bool = False) -> list[Dispute]:
    """Return the dispute over what the question asks for, or none; `thorough`: over whatever can be told apart."""
    found: list[Dispute] = []
    candidates = _on_subject(material, events, 3 * _LOOKED_AT if thorough else _LOOKED_AT)
    for about, wanted, collect in _SOUGHT:
        if found and (collect is _undated or not thorough):
            break
        if wanted is None or thorough or wanted.search(material.query.own_text):
            details_found = collect(material, events, candidates)
            if len(details_found) > 1:
                named = about or _about(material)
                found.append(Dispute(named, tuple(version(d, name_of, material) for d in details_found)))
    return found


def _on_subject(material: Material, events: Events, most: int) -> list[Candidate]:
    best = material.ranked[: 3 * _LOOKED_AT]
    kept = (c for c in best if events.is_on_subject(c) and not is_aside(c.sentence.text))
    return list(islice(kept, most))


def _about(material: Material) -> str:
    return f"{_ABOUT[material.query.expected]} (they may speak of different persons, places or things of one name)"


def _named(material: Material, _: Events, candidates: Sequence[Candidate]) -> list[Detail]:
    """Return what each of the publishers says that the question names, where it names several."""
    query = material.query
    if len(query.mentions.publishers) < _TWO:
        return []
    holding = [c for c in candidates if details.holds(c.sentence.text, query.expected, query.asked)]
    return [
        detail
        for detail in _per_publisher([Detail(told(c, material), content(c, material)) for c in holding])
        if detail.told.article.publisher in query.mentions.publishers
    ]


def _who_did(material: Material, events: Events, candidates: Sequence[Candidate]) -> list[Detail]:
    if not events.subject:
        return []
    kinds = kinds_of(material.query.own_text)
    suited = [c for c in candidates if not kinds or _is_of_kind(c.sentence.text, kinds)]
    if not _WHO_DID.search(material.query.own_text):
        suited = [c for c in suited if allegations.accuses(c.sentence.text)]
    found = [(c, allegations.blamed(c.sentence.text)) for c in suited]
    return _differing(
        _per_publisher(_at_one_time([Detail(told(c, material), said) for c, said in found if said], days=45))
    )


def _is_of_kind(text: str, kinds: frozenset[str]) -> bool:
    """Tell whether a sentence is about such an attack; "blamed Damascus for the attack" may be about any."""
    mine = kinds_of(text)
    return not kinds.isdisjoint(mine) or (not mine and allegations.accuses(text))


def _denied(material: Material, events: Events, candidates: Sequence[Candidate]) -> list[Detail]:
    if not events.subject:
        return []
    each = [(c, "denied" if allegations.denies(c.sentence.text) else "said") for c in candidates]
    return _differing(
        _per_publisher(_at_one_time([Detail(told(c, material), frozenset({said})) for c, said in each], days=3))
    )


def _won(material: Material, events: Events, candidates: Sequence[Candidate]) -> list[Detail]:
    if not events.subject:
        return []
    each = [(c, allegations.outcome(c.sentence.text)) for c in candidates]
    return _differing(
        _per_publisher(_at_one_time([Detail(told(c, material), frozenset({o})) for c, o in each if o], days=3))
    )


def _each(material: Material, events: Events, candidates: Sequence[Candidate]) -> list[Detail]:
    if not events.subject or not _COMPARES.search(material.query.own_text):
        return []
    found = _at_one_time([Detail(told(c, material), content(c, material)) for c in candidates], days=3)
    return _differing(_per_publisher(found))


_ON_A_DAY = re.compile(r"\bon (?:\w+day,? )?(?:the )?(?=\d{1,2}(?:st|nd|rd|th)?\b|[A-Z][a-z]{2,8}\.? \d)")


def _dated(material: Material, events: Events, candidates: Sequence[Candidate]) -> list[Detail]:
    """Return sentences that are very like the best one, each with the day it gives in so many words."""
    found = [Detail(told(c, material), _day(c)) for c in candidates if _ON_A_DAY.search(c.sentence.text)]
    found = [d for d in found if d.said]
    if not found:
        return []
    first = found[0].told
    alike = [d for d in found if d.told is first or _is_same_but_for_the_day(events, first, d.told)]
    return _differing(_per_publisher(alike))


def _day(candidate: Candidate) -> frozenset[str]:
    """Return the day that stands behind "on", without its year: reports often leave that out."""
    text = candidate.sentence.text
    ends = {m.end() for m in _ON_A_DAY.finditer(text)}
    return frozenset(f"{d.month}-{d.day}" for d in written_days(text) if d.day and d.span.start in ends)


def _is_same_but_for_the_day(events: Events, one: Told, other: Told) -> bool:
    named = events.share_name(names_in(one.text), names_in(other.text))
    is_near = near(one, other, _MONTH) is not False
    return named and is_near and not other_kind(one.text, other.text) and events.alike(one, other) >= _VERY_LIKE


def _undated(material: Material, events: Events, _: Sequence[Candidate]) -> list[Detail]:
    return variants.find(material, events)


def _at_one_time(found: Sequence[Detail], days: int) -> list[Detail]:
    """Leave those out that are about another time than the best one."""
    return [d for d in found if near(found[0].told, d.told, days) is not False]


def _per_publisher(found: Iterable[Detail]) -> list[Detail]:
    """Return the best of each publisher; a report that several printed counts once."""
    best: dict[str, Detail] = {}
    tellers: set[str] = set()
    for each in found:
        publisher, teller = each.told.article.publisher, each.told.teller
        if publisher not in best and teller not in tellers:
            best[publisher] = each
            tellers.add(teller)
    return list(best.values())


def _differing(found: Sequence[Detail]) -> list[Detail]:
    """Return one sentence for each different statement, at most so many; none when all agree."""
    chosen: list[Detail] = []
    for each in found:
        if all(_differ(each.said, other.said) for other in chosen):
            chosen.append(each)
    return chosen[:MOST_VERSIONS]


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) < 0.5 * max(1, min(len(one), len(other)))


_SOUGHT: tuple[
    tuple[str, re.Pattern[str] | None, Callable[[Material, Events, Sequence[Candidate]], list[Detail]]], ...
] = (
    ("what happened", None, _named),
    ("who did it", _WHO_DID, _who_did),
    ("whether it is so", _YES_OR_NO, _denied),
    ("the outcome", _WHO_WON, _won),
    ("the date", re.compile(r"\bwhen\b|\bwhat (?:day|date)\b", re.IGNORECASE), _dated),
    ("what happened", None, _each),
    ("", None, _undated),
)
"""What is looked for, the first that differs: how the dispute is named, which questions ask for it (None: it finds out
by itself), and what collects the versions."""
