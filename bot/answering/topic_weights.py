"""What of a question is its topic, and how much each word of it weighs when the judge counts what a text holds.

Place in the flow: `signs` measures with it. Words that only frame a question ("the primary", "mentioned in the text")
weigh little; a word for a property ("sport", "profession") is found in its instances ("cricket", "novelist"); and in a
corpus of a few passages, where counting says nothing about rarity, names weigh more than other words. Pure; word lists
of general English, none of any article or question set.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.coverage import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.query import Query, QueryTerm

_FEW = 20
"""Passages of a corpus at which rarity, as counted, and the usual weight of such a word count alike."""
_USUAL = 0.4
_USUAL_NAME = 0.8
_FRAME = 0.2
"""Share of its weight that a word keeps that only frames the question."""
_UNKNOWN = 0.6
"""Most that a word weighs which is no name: one that no article holds is more often a paraphrase than a topic."""


def weights(query: Query, rarity: Sequence[float], passages: int) -> tuple[float, ...]:
    """Return the weight of each term, 0..1, from its rarity (0..1) and how many passages were searched through."""
    return tuple(_weight(t, r, passages) for t, r in zip(query.terms, rarity, strict=True))


def _weight(term: QueryTerm, rarity: float, passages: int) -> float:
    named = is_named(term)
    usual = _USUAL_NAME if named else _USUAL
    evened = (passages * rarity + _FEW * usual) / (passages + _FEW)
    if named:
        return evened
    return min(evened, _UNKNOWN) * (_FRAME if not _frames().isdisjoint(term.group) else 1.0)


def is_named(term: QueryTerm) -> bool:
    """Tell whether a term names something; "sport" does not, even where no article holds the word."""
    if term.word[0].isdigit():
        return True
    known = term.word[0].islower() and any(stem in _instances() or stem in _frames() for stem in term.group)
    return term.is_name and not known


def instances(term: QueryTerm) -> frozenset[str]:
    """Return the term's stems with those of the things that it is the word for."""
    group = frozenset(term.group)
    return group if is_named(term) else group.union(*(_instances().get(stem, ()) for stem in term.group))


@lru_cache(maxsize=1)
def _frames() -> frozenset[str]:
    return stems(_FRAMES)


@lru_cache(maxsize=1)
def _instances() -> dict[str, frozenset[str]]:
    return {stem: stems(of) for words, of in _PROPERTIES.items() for stem in stems(words)}


_FRAMES = (
    "mention mentions describe described discuss discussed refer referred associate associated relate related regard "
    "regarding involve involved concern concerning according accord accordance present presented highlight highlighted "
    "emphasize emphasized outline outlined document documented text passage article document context address statement "
    "specific specifically significant particular certain various several different primary primarily main mainly key "
    "major important overall total exact exactly current currently modern "
    "type types kind kinds sort form role purpose function activity example examples detail details aspect aspects "
    "factor factors element elements way ways thing things term terms feature features measure measures step steps "
    "action actions effect effects impact impacts benefit benefits result results reason reasons method methods "
    "process processes event events issue issues change changes outcome outcomes "
    "year date day month time name title number amount belong affiliate affiliated identify identified "
    "provide provided include included consider considered play played use used"
)
_PROPERTIES = {
    "sport sports game": (
        "football footballer soccer rugby tennis cricket cricketer basketball baseball softball hockey golf golfer "
        "boxing boxer "
        "wrestling wrestler athletics athlete runner sprinter swimming swimmer cycling cyclist rowing rower sailing "
        "skiing skier skating skater snowboard volleyball handball badminton squash judo karate taekwondo fencing "
        "gymnastics gymnast racing driver motorsport motorcycle horse equestrian polo lacrosse curling archery "
        "weightlifting quarterback pitcher midfielder goalkeeper striker defender winger linebacker chess surfing"
    ),
    "profession occupation job career vocation": (
        "actor actress singer musician composer guitarist pianist drummer trombonist violinist conductor rapper dancer "
        "writer author novelist poet playwright journalist editor reporter photographer painter artist sculptor "
        "architect engineer scientist physicist chemist biologist mathematician historian economist philosopher "
        "professor teacher lecturer lawyer attorney judge barrister physician doctor surgeon nurse dentist politician "
        "minister diplomat officer soldier general businessman businesswoman entrepreneur banker farmer merchant chef "
        "cook designer director producer filmmaker comedian presenter broadcaster priest bishop cleric imam rabbi "
        "footballer cricketer player athlete boxer driver coach manager pilot astronaut sailor activist accountant"
    ),
    "party": (
        "republican democrat democratic conservative labour liberal socialist communist green nationalist tory whig "
        "christian social workers islamist baath independent party"
    ),
    "genre style": (
        "rock pop jazz blues folk metal punk soul funk reggae hip rap country electronic dance classical opera comedy "
        "drama thriller horror western romance romantic fantasy science fiction crime mystery adventure action war "
        "documentary musical satire tragedy epic noir animated gospel disco techno"
    ),
    "medium format": (
        "novel book story film movie play drama opera musical album song single painting oil canvas watercolour "
        "sculpture bronze marble photograph poem television series telenovela radio magazine comic game farce "
    ),
    "artist performer band musician singer": (
        "album ep single song singer band group duo trio rapper musician vocalist guitarist painter painted sculptor "
        "recorded performed"
    ),
    "author creator writer": "author write wrote writer written novelist create created creator developed published",
    "gender sex": "male female men women boys girls coeducational mixed single",
    "language languages": (
        "arabic english french german turkish kurdish russian persian farsi hebrew spanish italian chinese armenian "
        "aramaic latin greek portuguese japanese hindi urdu"
    ),
    "religion faith sect": (
        "muslim islam sunni shiite shia alawite druze ismaili christian catholic orthodox protestant jewish yazidi "
        "hindu buddhist armenian"
    ),
    "instrument": "piano guitar violin cello drum drums bass flute trumpet saxophone trombone organ harp clarinet",
    "weapon weapons": (
        "rocket missile gun rifle pistol mortar bomb barrel shell grenade tank artillery knife explosive cluster "
        "cannon launcher mine"
    ),
    "vehicle vehicles": "car truck bus motorcycle motorbike van lorry tank pickup tanker jeep train tractor ambulance",
}
