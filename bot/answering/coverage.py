"""What of a question a text holds: its topic's words by stem, each weighed by how rare it is.

Place in the flow: `ranking` prefers sentences by it, `extractive` tells by it what repeats. Pure; it knows no index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.mentions import squeezed
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.query import Query, QueryTerm

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*")


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Return the index terms of `text`, without their places; a hundred sentences cost about a millisecond."""
    return frozenset(map(_stem, _WORD.findall(text))) - _NONE


_NONE = frozenset(("",))
_CARRIED = 0.25
"""What a word of the question before weighs beside the follow-up's own: chosen on three sets of follow-ups, one of them
the development questions; half as much costs a little, twice as much too."""


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return next((t.term for t in terms(word)), "")


class Topic:
    """The words of a question that an answer should be about, and how much each weighs.

    Words that only ask are left out, and so are those that name a publisher: who printed it says that already, and
    otherwise the sentences in which a publisher speaks of itself come first. The words of a follow-up lead: those that
    it takes over from the question before it say where to look, not what to say.
    """

    def __init__(self, query: Query, rarity: Sequence[float] = ()) -> None:
        publishers = {stem for name in query.mentions.publishers for stem in (*stems(name), squeezed(name))}
        weighed = zip(query.terms, rarity or (1.0,) * len(query.terms), strict=True)
        kept = [(t, r) for t, r in weighed if not t.only_asks and publishers.isdisjoint(t.group)]
        leading = [(t, r) for t, r in kept if not t.is_carried] or kept
        following = [(t, _CARRIED * r) for t, r in kept if t.is_carried] if len(leading) < len(kept) else []
        self._groups = [(t.group, r) for t, r in (*leading, *following)]
        self._sum = sum(r for _, r in self._groups) or 1.0
        self.asked = frozenset(stem for t in query.terms for stem in t.group)
        self.common = frozenset(stem for t, _ in leading if _is_common(t) for stem in t.group)

    def share(self, held: AbstractSet[str]) -> float:
        """Return how much of the topic is among these stems, 0..1."""
        found = 0.0
        for group, rarity in self._groups:  # a loop, because this runs some hundred times a question
            if not held.isdisjoint(group):
                found += rarity
        return found / self._sum


def _is_common(term: QueryTerm) -> bool:
    return not term.is_name and not term.word[0].isdigit()


_COUNTED = re.compile(
    r"\b(?:how (?:many|much)|what (?:share|rate|range|percentage|number|toll)s?(?: of)?|"
    r"(?:number|share|toll|rate|percentage)s? of)\s+(.{3,40})",
    re.IGNORECASE,
)
_HEAD = 3


def counted(question: str) -> frozenset[str]:
    """Return the stems of what a question asks the number of: "how many Turkish soldiers died" -> turkish, soldier."""
    match = _COUNTED.search(question)
    return frozenset(t.term for t in terms(match.group(1))[:_HEAD]) if match else frozenset()
