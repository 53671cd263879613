"""Where the sources differ: versions of one detail by different publishers, side by side.

Place in the flow: after a draft was written, and for `accounts TOPIC` by itself. Pure; it takes no side and retrieves
nothing.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering import figures, versions
from bot.answering.attack_kinds import is_aside, other_kind
from bot.answering.attribution import in_brackets, voice
from bot.answering.events import Events, names_in, told
from bot.answering.figures import Figure, usable
from bot.answering.query import Expected
from bot.answering.tolls import CLASSES, Counted, tolls, who_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.events import Told
    from bot.answering.material import Material
    from bot.answering.models import Dispute, DraftClaim
    from bot.answering.ranking import Candidate

_LOOKED_AT = 60
"""How many candidates are compared."""
_MOST_DISPUTES = 3
_MOST_ON_DEMAND = 8
_MOST_ANCHORS = 4
_TWO = 2
_NEAR_BEST = 0.4
"""A toll that is asked for stands in a sentence that fits about as well as the best, if it is there at all."""
_UNASKED_ALIKE = 0.72


def find(material: Material, claims: Sequence[DraftClaim]) -> tuple[Dispute, ...]:
    """Return what the sources of this question differ on, the most telling first."""
    if not claims:
        return ()
    events = Events(material)
    asked = versions.find(material, events, lambda one: _name(one, material))
    tolls_that_differ = _of_figures(material, events, claims)
    found = [*tolls_that_differ, *asked] if _asks_for_toll(material) else [*asked, *tolls_that_differ]
    return tuple(found[:_MOST_DISPUTES])


def find_all(material: Material) -> tuple[Dispute, ...]:
    """Return everything the sources of a topic differ on: figures, who did it, what is denied, outcomes, dates."""
    events = Events(material, is_topic=True)
    sentences = _counting(material, events, _EVERY_COUNT)
    found = _of_every_count(material, events, sentences)
    versions_found = versions.find(material, events, lambda one: _name(one, material), thorough=True)
    return (*found, *versions_found)[:_MOST_ON_DEMAND]


def _of_every_count(material: Material, events: Events, sentences: Sequence[Told]) -> list[Dispute]:
    wanted = dict.fromkeys((t.counted, t.who) for one in sentences for t in tolls(one.text))
    found = (_of_topic(events, sentences, each, material) for each in wanted)
    return [dispute for dispute in found if dispute is not None]


def _of_topic(
    events: Events, sentences: Sequence[Told], sought: tuple[Counted, str], material: Material
) -> Dispute | None:
    """Return the first dispute over a count that one of the best sentences opens: a topic asks for no one figure."""
    holding = [figure.told for figure in _figures(sentences, *sought)]
    best = [t for t in dict.fromkeys(holding) if t.score >= sentences[0].score - _NEAR_BEST][:_MOST_ANCHORS]
    found = (_of_count(events, sentences, [one], sought, material, is_asked=True) for one in best or holding[:1])
    return next((dispute for dispute in found if dispute is not None), None)


def updates(material: Material) -> tuple[str, ...]:
    """Return what single publishers corrected, as lines for people: `Gazette: 23 killed (updated from 20)`."""
    events = Events(material, is_topic=True)
    sentences = _counting(material, events, _EVERY_COUNT)
    lines: list[str] = []
    for sought in dict.fromkeys((t.counted, t.who) for one in sentences for t in tolls(one.text)):
        anchor = next(_figures(sentences, *sought), None)
        same = [t for t in sentences if anchor and (t is anchor.told or events.same(anchor.told, t))]
        lines += figures.update_lines(figures.positions(_figures(same, *sought)), lambda one: _name(one, material))
    return tuple(lines)


def _asks_for_toll(material: Material) -> bool:
    return material.query.expected is Expected.NUMBER and asked_count(material.query.own_text) is not None


def _name(one: Told, material: Material) -> str:
    article = one.article
    return f"{voice(article.publisher, article.affiliation)}{in_brackets(material.library.also_printed_by(article))}"


_ASKED = (
    (
        Counted.KILLED,
        re.compile(r"\b(?:kill\w*|di(?:e|ed|es)|dead|deaths?|fatal\w*|casualt\w+|martyr\w*|tolls?|lives)\b"),
    ),
    (Counted.WOUNDED, re.compile(r"\b(?:wound\w*|injur\w*|hurt)\b")),
    (Counted.CAPTURED, re.compile(r"\b(?:captur\w*|arrest\w*|detain\w*|kidnap\w*|abduct\w*)\b")),
    (Counted.DISPLACED, re.compile(r"\b(?:displac\w*|fled|flee|homeless)\b")),
)


def asked_count(text: str) -> Counted | None:
    """Return what a question wants to have counted, or None."""
    return next((counted for counted, pattern in _ASKED if pattern.search(text.casefold())), None)


def _of_figures(material: Material, events: Events, claims: Sequence[DraftClaim]) -> list[Dispute]:
    """Compare the tolls of the event that the answer is about: those asked for, else those that it quotes."""
    query = material.query
    counted = asked_count(query.own_text) if query.expected is Expected.NUMBER else None
    quoted = [c for c in material.ranked if _is_quoted(c, claims)]
    if counted is not None:
        wanted = [(counted, who_in(query.own_text))]
    else:
        wanted = list(dict.fromkeys((t.counted, t.who) for c in quoted for t in tolls(c.sentence.text)))
    if not wanted:
        return []
    sentences = _counting(material, events, wanted)
    if counted is not None:
        anchors = [t for t in sentences if t.score >= material.ranked[0].preference - _NEAR_BEST]
        anchors = [t for t in anchors if not other_kind(query.own_text, t.text)]
    else:
        places = {(c.article.id, c.sentence.span) for c in quoted}
        anchors = [t for t in sentences if (t.article.id, t.excerpt.span) in places]
    found = (_of_count(events, sentences, anchors, each, material, is_asked=counted is not None) for each in wanted)
    return [dispute for dispute in found if dispute is not None]


_EVERY_COUNT = tuple((counted, who) for counted in Counted for who in CLASSES)


def _counting(material: Material, events: Events, wanted: Sequence[tuple[Counted, str]]) -> list[Told]:
    """Return the best sentences that count what is wanted and are on the subject, best first."""
    kept = (
        c for c in material.ranked if _counts(c, wanted) and _is_by_one_named(c, material) and events.is_on_subject(c)
    )
    return [told(c, material) for c in islice(kept, _LOOKED_AT)]


def _is_by_one_named(candidate: Candidate, material: Material) -> bool:
    """Tell whether a report is by one of the publishers that the question names; of fewer than two, anybody counts."""
    named = material.query.mentions.publishers
    return len(named) < _TWO or not named.isdisjoint({candidate.article.publisher, *_copied_by(candidate)})


def _copied_by(candidate: Candidate) -> set[str]:
    return {copy.publisher for copy in candidate.article.copies}


def _counts(candidate: Candidate, wanted: Sequence[tuple[Counted, str]]) -> bool:
    text = candidate.sentence.text
    return any(usable(t, *each) for t in tolls(text) for each in wanted) and not is_aside(text)


def _of_count(
    events: Events,
    sentences: Sequence[Told],
    anchors: Sequence[Told],
    sought: tuple[Counted, str],
    material: Material,
    *,
    is_asked: bool,
) -> Dispute | None:
    anchor = next(_figures(anchors, *sought), None)
    if anchor is None:
        return None
    same = [t for t in sentences if t is anchor.told or events.same(anchor.told, t)]
    if not is_asked:
        same = [t for t in same if t is anchor.told or _is_plainly_same(events, anchor.told, t)]
    return figures.dispute(figures.positions(_figures(same, *sought)), lambda one: _name(one, material))


def _is_plainly_same(events: Events, one: Told, other: Told) -> bool:
    """Tell of a detail that nobody asked for whether it is worth saying: the sentences name the same and are alike."""
    return events.alike(one, other) >= _UNASKED_ALIKE and events.share_name(names_in(one.text), names_in(other.text))


def _figures(sentences: Iterable[Told], counted: Counted, who: str) -> Iterator[Figure]:
    return (Figure(t, toll) for t in sentences for toll in tolls(t.text) if usable(toll, counted, who))


def _is_quoted(candidate: Candidate, claims: Sequence[DraftClaim]) -> bool:
    span = candidate.sentence.span
    return any(
        e.article.id == candidate.article.id and e.span.start <= span.start and span.end <= e.span.end
        for claim in claims
        for e in claim.excerpts
    )
