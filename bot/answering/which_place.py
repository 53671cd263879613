"""Several places of one name: which of them the passages found are about, and what of them is about another.

Place in the flow: `finding` asks after ranking; what the question itself says of the place, `places` has read. Pure.
Weak evidence decides nothing: where the passages do not clearly tell of another place the usual one stands, and only
what bears the mark of another (its airport, its camp, the town beside it) is left out.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from bot.answering.place_signs import leads, spelled
from ingest.corpus.gazetteer import places_called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.answering.places import PlaceMention
    from ingest.corpus.gazetteer import Place
    from ingest.corpus.models import Article

Found = TypeVar("Found")

_DECIDE = 20
"""How many of the best passages are asked which place they are about."""
_FADES = 0.3
"""A passage that is preferred less than the best by this much counts for 1/e of it."""
_FAINT = 0.3
"""What a passage counts that names the place's surroundings in another sentence than the place."""
_ENOUGH, _CLEARLY = 0.5, 2.0
"""What must speak for another place than the usual one: about half a best passage, and twice what speaks for that."""
_READ_OF_ARTICLE = 6_000
_SENTENCE_ENDS = re.compile(r"(?<=[.!?؟])\s+|\n+")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ -]$")
_ARTICLE_BEFORE = re.compile(r"\b(?:a[lnsz]|el|en)[ -]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage: its article, the sentence with its neighbours, and how much it is preferred (any scale)."""

    article: Article
    window: str
    preference: float = 0.0


@dataclass(frozen=True, slots=True)
class Settled:
    """A name with the place taken, what speaks for each that may be meant (0 and more), and if longer names occur.

    A longer name is that of another place with this one's in it, such as Bab al-Nayrab.
    """

    mention: PlaceMention
    speaks_for: tuple[tuple[Place, float], ...]
    in_longer_names: bool = False

    @property
    def for_chosen(self) -> float:
        """What speaks for the place taken."""
        return dict(self.speaks_for)[self.mention.chosen]

    @property
    def for_others(self) -> float:
        """What speaks for that of the other places for which most does."""
        return max(v for p, v in self.speaks_for if p is not self.mention.chosen)

    @property
    def is_open(self) -> bool:
        """True where nothing tells that the place taken is meant: then nothing may be left out."""
        return not self.mention.is_said and _CLEARLY * self.for_chosen < max(self.for_others, _FAINT)


def told_apart(
    asked: Iterable[PlaceMention], found: Sequence[Found], seen: Callable[[Found], Seen]
) -> tuple[list[Found], tuple[str, ...]]:
    """Return what was found without what is about another place of a name in question, and the notes to show.

    `found` is ranked, best first; `seen` gives what there is to see of an item.
    """
    mentions = [m for m in asked if m.rivals]
    if not mentions:
        return list(found), ()
    passages = [seen(f) for f in found]
    settled = [settle(m, passages[:_DECIDE]) for m in mentions]
    sure = [s.mention for s in settled if not s.is_open]
    kept = [f for f, p in zip(found, passages, strict=True) if not any(_is_of_another(m, p) for m in sure)]
    return kept, tuple(dict.fromkeys(note for s in settled if (note := _note(s))))


def settle(mention: PlaceMention, passages: Sequence[Seen]) -> Settled:
    """Return which place is meant: the one the question says, else the one that the best passages are clearly about."""
    places = (mention.chosen, *mention.rivals)
    counts = _evidence(places, passages)
    best = max(places, key=lambda p: counts[p])
    clear = counts[best] >= _ENOUGH and counts[best] >= _CLEARLY * counts[mention.chosen]
    chosen = best if clear and not mention.is_said else mention.chosen
    longer = any(_only_longer(places, s) for p in passages for s in _sentences_with(places, p.window))
    return Settled(replace(mention, chosen=chosen), tuple(counts.items()), longer)


def _evidence(places: tuple[Place, ...], passages: Sequence[Seen]) -> dict[Place, float]:
    """Count what speaks for each place: of an article only its clearest passage, so that a long one is no majority."""
    best = max((p.preference for p in passages), default=0.0)
    clearest: dict[tuple[str, Place], float] = {}
    for passage in passages:
        weight = math.exp((passage.preference - best) / _FADES)
        for place, clarity in _told(places, passage.window).items():
            key = (passage.article.id, place)
            clearest[key] = max(clearest.get(key, 0.0), weight * clarity)
    return {place: sum(v for (_, p), v in clearest.items() if p is place) for place in places}


def _told(places: tuple[Place, ...], window: str) -> dict[Place, float]:
    """Return the place that a passage tells by naming it, with how clearly; {} where it tells of none or several."""
    naming = [s for s in _sentences_with(places, window) if _names_it(places, s)]
    clear = {p for s in naming for p in places if leads(p, places, s) > 0}
    faint = {p for p in places if naming and leads(p, places, window) > 0}
    if len(clear or faint) != 1:
        return {}
    return dict.fromkeys(clear or faint, 1.0 if clear else _FAINT)


def _sentences_with(places: tuple[Place, ...], window: str) -> list[str]:
    """Return the sentences that may name one of the places; most windows have none, and a plain look is cheap."""
    return [s for s in _SENTENCE_ENDS.split(window) if _may_name(places, s)] if _may_name(places, window) else []


@lru_cache(maxsize=4_096)
def _may_name(places: tuple[Place, ...], text: str) -> bool:
    lowered = text.lower()
    return any(name in lowered for name in _lowered_names(places))


@lru_cache(maxsize=500)
def _lowered_names(places: tuple[Place, ...]) -> frozenset[str]:
    return frozenset(s.lower() for place in places for s in place.spellings)


def _names_it(places: tuple[Place, ...], sentence: str) -> bool:
    """Tell whether one of the places is named, and not only a longer name such as Bab al-Nayrab."""
    return any(not _is_of_longer_name(m, sentence, places) for m in spelled(places).finditer(sentence))


def _only_longer(places: tuple[Place, ...], sentence: str) -> bool:
    return bool(spelled(places).search(sentence)) and not _names_it(places, sentence)


def _is_of_longer_name(name: re.Match[str], sentence: str, places: tuple[Place, ...]) -> bool:
    ahead = _ARTICLE_BEFORE.sub("", sentence[: name.start()])
    word = _WORD_BEFORE.search(ahead)
    if word is None or not word[1][0].isupper():
        return False
    longer = places_called(f"{word[1]} {sentence[len(ahead) : name.end()]}")
    return bool(longer) and set(longer).isdisjoint(places)


def _is_of_another(mention: PlaceMention, passage: Seen) -> bool:
    """Tell whether a passage bears the mark of another place: where it names it, or where its whole article does."""
    places = (mention.chosen, *mention.rivals)
    named = [s for s in _sentences_with(places, passage.window) if spelled(places).search(s)]
    told = {-1 if _only_longer(places, s) else leads(mention.chosen, places, s) for s in named} - {0}
    if told:
        return told == {-1}
    head = f"{passage.article.title}\n{passage.article.text[:_READ_OF_ARTICLE]}"
    if not _may_name(places, head) or leads(mention.chosen, places, passage.window) >= 0:
        return False
    return bool(spelled(places).search(head)) and leads(mention.chosen, places, head) < 0


def _note(settled: Settled) -> str:
    """Return which place was taken, "" where the question says it or nothing found is about another."""
    mention = settled.mention
    if mention.is_said or not (settled.for_others or settled.in_longer_names):
        return ""
    others = " or ".join(described(p) for p in mention.rivals[:2])
    if settled.is_open:
        return f"{mention.chosen.name} may be {described(mention.chosen)} or {others}: the articles do not tell which."
    return f"{mention.chosen.name}: taken as {described(mention.chosen)}, not {others}."


_COUNTRIES = {
    "SY": "Syria", "TR": "Turkey", "IQ": "Iraq", "LB": "Lebanon", "JO": "Jordan", "IL": "Israel", "LY": "Libya",
    "PS": "the Palestinian territories", "YE": "Yemen", "EG": "Egypt", "IR": "Iran", "SA": "Saudi Arabia",
}  # fmt: skip


def described(place: Place) -> str:
    """Return which place it is, for people: `the town in Idlib governorate`, `the city in Iraq`."""
    if place.note:
        return place.note
    where = f"{place.region} governorate" if place.country == "SY" and place.region else _COUNTRIES.get(place.country)
    return f"the {place.kinds[0]} in {where}" if where else f"the {place.kinds[0]}"
