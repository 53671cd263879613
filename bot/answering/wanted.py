"""What exactly a question wants to be told, and whether a text tells it: a commander's name, a sum, an age.

Place in the flow: `signs` asks it of every window it measures. Stricter than `details`, which finds any number or any
name. Pure pattern matching on English; it knows no article and decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answering import things
from bot.answering.coverage import stems
from bot.answering.word_places import beside

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class Kind(StrEnum):
    """The kinds of detail that can be told apart strictly."""

    NAME = "name"
    MONEY = "money"
    AGE = "age"
    COLOUR = "colour"
    STOCK = "stock"
    SAYING = "saying"
    QUANTITY = "quantity"
    THING = "thing"
    DEED = "deed"
    COUNT = "count"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind of detail, and the stems it must stand beside (whose name, what is counted); none for most kinds."""

    kind: Kind
    beside: frozenset[str] = frozenset()
    form: re.Pattern[str] | None = None


_ROLES = (
    "commander|leader|spokes(?:man|woman|person)|pilot|officer|official|minister|imam|reporter|journalist|"
    "general|doctor|teacher|"
    "editor|director|president|bomber|attacker|governor|mayor|chief|head|ambassador|envoy|founder|author|judge|lawyer|"
    "activist|soldier|colonel|captain|prisoner|hostage|victim|witness|photographer|engineer|architect|owner|"
    "scientist|nurse|"
    "wife|husband|son|daughter|brother|sister|mother|father|king|prince|emir|sheikh|cleric|priest|bishop|manager|"
    "player|"
    "surgeon|singer|writer|worker|rescuer|politician|diplomat|negotiator|mediator|secretary|premier|man|woman|"
    "girl|boy|child"
)
_AUX = r"(?:did|does|do|has|have|had|is|are|was|were|would|will|can|could|should|happen\w*|made)"
_NAME_OF = re.compile(
    r"\bnames? of (?:the |an? |one of |two |three |all |both |these |those |\w+['’]s )*(?P<what>(?:[\w'’-]+ ?){1,4})",
    re.IGNORECASE,
)
_WHO_IS = re.compile(
    rf"\bwho(?:'s| is| was| were| are) (?:the |an? |its |their )(?P<what>(?:(?!{_AUX}\b)[\w'-]+ "
    rf"){{0,4}}?(?:{_ROLES})s?\b)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    rf"\b(?:which|what) (?P<what>(?:(?!{_AUX}\b)[\w'-]+ ){{0,3}}?(?:{_ROLES})s?\b)(?! (?-i:[A-Z]))", re.IGNORECASE
)
_PARTICIPLE = re.compile(r"\b(?!of\b)\w+(?:ed|ing)\b", re.IGNORECASE)
_ROLE = re.compile(rf"\b(?:{_ROLES})s?\b", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"^\s*(?:\w+\s){0,2}(?:village|town|city|group|film|operation|company|mosque|school|hospital|camp|"
    r"organi[sz]ation|brigade|militia)s?\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bhow old\b|\bwhat age\b|\bthe ages? of\b", re.IGNORECASE)
_COLOUR = re.compile(r"\b(?:what|which) colou?r\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\bhow much\b.{0,60}\b(?:cost|pa(?:y|id)|spen[dt]|grant|fund(?:ing|ed)?|salary|price|worth|money|earn|charge|"
    r"donat\w+|fined?|loan)\b|"
    r"\bhow much (?:money|was the|is the|did the .{3,30} grant)\b|\bin (?:euros|dollars|pounds)\b|\bwhat "
    r"(?:salary|price|sum)\b|\bexchange rate\b",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\bpopulation (?:of|in)\b|\bhow many (?:people|inhabitants|residents) (?:live|lived|are there)\b", re.IGNORECASE
)
_SAYING = re.compile(
    r"\b(?:what|how) (?:did|does|do|has|have|had) (?P<who>(?:[\w'’.-]+ ){1,5}?)(?:say|said|reports?|tell|told|"
    r"claim|call|describe|announce)\b",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\b(?:of|in|on|at|to|for|by|from|did|does|do|was|were|is|are|has|had|have|that|who|which|when|with|per|can|"
    r"could|would|will|after|before|during|and)\b|[,?]",
    re.IGNORECASE,
)


def wanted(question: str) -> Wanted:
    """Read what an English question wants; ANY where no strict kind can be told."""
    for kind, pattern in ((Kind.AGE, _AGE), (Kind.COLOUR, _COLOUR), (Kind.MONEY, _MONEY)):
        if pattern.search(question):
            return Wanted(kind)
    role = _role(question)
    if role:
        return Wanted(Kind.NAME, role)
    if _STOCK.search(question):
        return Wanted(Kind.STOCK, stems("population inhabitants residents people census"))
    saying = _SAYING.search(question)
    if saying and (speaker := stems(saying["who"])):
        return Wanted(Kind.SAYING, speaker)
    return _thing(question)


def _thing(question: str) -> Wanted:
    """Read what is wanted of things: a measure, a name, who did it, how many."""
    form = things.quantity(question)
    if form:
        return Wanted(Kind.QUANTITY, form=form)
    for kind, read in ((Kind.THING, things.thing), (Kind.DEED, things.deed), (Kind.COUNT, things.counted)):
        found = read(question)
        if found:
            return Wanted(kind, found)
    return Wanted(Kind.ANY)


def _role(question: str) -> frozenset[str]:
    """Return the stems of whose name is wanted ("the name of the pilot", "which minister"); none where no role is."""
    named = _NAME_OF.search(question)
    asked = named or _WHO_IS.search(question) or _WHICH.search(question)
    if not asked or _NO_PERSON.match(asked["what"]):
        return frozenset()
    head = _STOPS.split(_PARTICIPLE.split(asked["what"], maxsplit=1)[0], maxsplit=1)[0]
    found = _ROLE.findall(head)
    return _same_role(stems(found[-1])) if found else frozenset()


def _same_role(found: frozenset[str]) -> frozenset[str]:
    return found.union(*(role for role in _SAME_ROLE if role & found))


_SUM = re.compile(
    r"[$€£¥]\s?\d|\b\d[\d.,]*\s?(?:(?:k|m|bn|hundred|thousand|million|billion)\s)?\s?(?:us |american |syrian |"
    r"turkish )?"
    r"(?:dollars?|euros?|pounds?|lira|usd|eur|gbp|syp)\b|\b(?:million|billion|thousand|hundred) (?:dollars|euros|"
    r"pounds)\b",
    re.IGNORECASE,
)
_YEARS_OLD = re.compile(
    r"\b\d{1,3}[- ](?:year|month)s?[- ]old\b|\baged? (?:of )?\d{1,3}\b|,\s?\d{2},|\bborn (?:in|on) [^.]{0,20}\d|"
    r"\b(?:in (?:his|her|their) \w+ties)\b",
    re.IGNORECASE,
)
_COLOURS = re.compile(
    r"\b(?:black|white|red|green|blue|yellow|brown|grey|gray|orange|purple|pink|silver|gold(?:en)?)\b", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\b\d[\d.,]*\b|\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|several|tens of|hundreds of) )?"
    r"(?:dozens?|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_TELLING = {Kind.MONEY: _SUM, Kind.AGE: _YEARS_OLD, Kind.COLOUR: _COLOURS}
_COUNTED_WITHIN = 60
_NAMED_WITHIN = 90


def tells(want: Wanted, sentence: str, asked: AbstractSet[str]) -> bool:
    """Tell whether a sentence holds the detail; `asked` are the folded words the question itself brings."""
    match want.kind:
        case Kind.MONEY | Kind.AGE | Kind.COLOUR | Kind.QUANTITY:
            form = want.form or _TELLING[want.kind]
            return bool(form.search(sentence))
        case Kind.DEED | Kind.SAYING:
            return not want.beside.isdisjoint(stems(sentence))
        case Kind.ANY:
            return True
        case _:
            return _told_beside(want, sentence, asked)


def _told_beside(want: Wanted, sentence: str, asked: AbstractSet[str]) -> bool:
    """Tell whether what is wanted, a name or a number, stands beside the word that says whose or of what."""
    if want.kind is Kind.THING:
        return things.named_things(sentence, want.beside, asked)
    if want.kind is Kind.NAME:
        return _named(want, sentence, asked)
    lost = want.kind is Kind.STOCK and _LOSSES.search(sentence)
    return not lost and _numbered(want, sentence, asked)


_LOSSES = re.compile(r"\b(?:kill\w*|dead|died|deaths?|wounded|injured|besieged|displaced)\b", re.IGNORECASE)


def _numbered(want: Wanted, sentence: str, asked: AbstractSet[str]) -> bool:
    plain = _YEAR.sub("----", sentence)
    found = [m for m in (*_NUMBER.finditer(plain), *_SMALL_NUMBER.finditer(plain)) if m.group().casefold() not in asked]
    return beside([m.start() for m in found], sentence, want.beside, _COUNTED_WITHIN)


_SMALL_NUMBER = re.compile(
    r"\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|"
    r"eigh|nine)ty(?:-\w+)?|half|several|both)\b",
    re.IGNORECASE,
)


def _named(want: Wanted, sentence: str, asked: AbstractSet[str]) -> bool:
    """Tell whether a name stands beside the role; a speaker's, right before it ("said Mariam Odeh, a teacher")."""
    speaks = not want.beside.isdisjoint(_SPEAKERS)
    if beside(person_names(sentence, asked, speakers=speaks), sentence, want.beside, _NAMED_WITHIN):
        return True
    behind = (_BEHIND.match(sentence, at) for at in person_names(sentence, asked, speakers=True))
    return any(match and not want.beside.isdisjoint(stems(match["what"])) for match in behind)


_BEHIND = re.compile(r"[^,.]{4,50}, (?:an? |the )(?P<what>(?:[\w-]+ ?){1,3})")


_SAME_ROLE = tuple(
    stems(words)
    for words in (
        "reporter journalist correspondent",
        "commander leader chief head",
        "director head boss",
        "editor director",
        "bomber attacker",
        "doctor medic surgeon",
        "officer lieutenant captain colonel major general lt capt col maj gen sen",
        "soldier serviceman lieutenant captain lt capt",
        "imam sheikh cleric preacher",
        "founder founded established",
        "worker volunteer",
        "architect designed designer",
        "director directed",
        "author writer written wrote",
        "husband wife married spouse",
        "father mother son daughter born parent",
    )
)
_SPEAKERS = stems(
    "spokesman spokeswoman spokesperson official minister ambassador envoy president director head chief witness "
    "activist governor mediator leader secretary"
)
_RUN = re.compile(
    r"(?<![\w.])(?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z][\w’'-]+)(?:,? (?:(?:al|bin|ibn|abu|de|von|el|bint) "
    r"?-?)?(?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z][\w’'-]+))*"
)
_NOT_OF_PEOPLE = re.compile(
    r"\b(?:states?|army|fronts?|forces?|observatory|councils?|party|syrian?s?|kurdish|kurds?|agency|"
    r"organi[sz]ation|united|nations?|"
    r"russian?s?|turkish|turkey|iran\w*|iraq\w*|americans?|us|uk|british|arabs?|islamic|isi[sl]|is|coalition|"
    r"human|rights|watch|ministry|"
    r"government|units?|brigades?|battalion|division|groups?|media|news|tv|television|network|committee|"
    r"commission|university|school|"
    r"mosque|hospital|city|town|village|province|governorate|district|road|street|river|mountains?|airport|air|"
    r"base|camp|january|"
    r"february|march|april|may|june|july|august|september|october|november|december|mon|tues?|wednes|thurs?|fri|"
    r"satur|sun|\w+day|"
    r"north\w*|south\w*|east\w*|west\w*|central|archive|cent(?:er|re)|foundation|defen[cs]e|europe\w*|french|"
    r"german\w*|israel\w*|saudi|"
    r"press|post|times|international|middle|youtube|twitter|facebook|telegram|security|operations?|battle|war|"
    r"christian|muslim|sunni|"
    r"shi\w*|alawi\w*|national|democratic|people\w*|free|liberation|movement|market|square|crossing|countryside|"
    r"airbase|institute|company|countries|the|a|in|on|at|it|he|she|they|this|after|when|and|but|for)\b",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:(?:(?:[Ss]en|[Ll]t)\.? )?(?:Mr|Mrs|Ms|Dr|Sheikh|Imam|President|General|Colonel|Captain|Lt|Maj|Gen|Col|"
    r"Minister|King|Prince|Sen|Lieutenant|Director|Spokesman|Pilot|Commander)\.? )+"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|to|around|inside|outside|across|over|into)\s+$")
_SAYS_BEFORE = re.compile(r"(?:said|says|told|according to|director|added|reported)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_SAYS_AFTER = re.compile(
    r"^\W*(?:said|says|told|added|stated|(?:\w+ ){0,2}(?:head|director) of|reported)\b", re.IGNORECASE
)


def person_names(sentence: str, asked: AbstractSet[str], *, speakers: bool = False) -> list[int]:
    """Return where names stand that can be a person's and that the question did not bring.

    Who is only quoted on the matter does not count unless `speakers`: the monitor that counts the dead is none of them.
    """
    return [m.start() for m in _RUN.finditer(sentence) if _is_person(m, sentence, asked, speakers=speakers)]


def _is_person(match: re.Match[str], sentence: str, asked: AbstractSet[str], *, speakers: bool) -> bool:
    name = _TITLES.sub("", match.group())
    words = [w for w in re.findall(r"[\w’'-]+", name) if w.casefold() not in asked]
    titled = name != match.group() or words[:1] in (["Abu"], ["Umm"])
    if len(words) < (1 if titled else 2) or _NOT_OF_PEOPLE.search(" ".join(words)):
        return False
    before, after = sentence[: match.start()][-40:], sentence[match.end() :][:60]
    if _PLACE_BEFORE.search(before):
        return False
    return speakers or not (_SAYS_BEFORE.search(before) or _SAYS_AFTER.match(after))
