"""Whether an English sentence speaks of what was or of what is to come, at one place in it.

Place in the flow: `relative` asks it before it counts "on Monday" back or forth, and whether "today" stands in news.
Pure pattern matching on single sentences, and it prefers to say that it cannot tell.
"""

from __future__ import annotations

import re
from enum import Enum


class Tense(Enum):
    """Past, future, or not to be told."""

    PAST = "past"
    FUTURE = "future"
    UNSURE = "unsure"


_IRREGULAR = (
    "was|were|had|did|began|became|broke|brought|built|burnt|bought|came|caught|chose|cut off|died|drew|drove|fell|"
    "fled|flew|fought|found|froze|gave|got|grew|heard|held|hit|kept|knew|laid|left|lost|made|met|overran|paid|put|ran|retook|"
    "rose|saw|sent|shot|shook|spoke|spent|stood|struck|swept|took|tore|went|withdrew|won|wrote"
)
_AHEAD = "(?:due|expected|scheduled|set|slated|planned|to)"
_CUES = re.compile(
    r"\b(?:"
    rf"(?P<unsure>(?:was|were|been) {_AHEAD}\b|would|could|may|might|should|must|can)|"
    rf"(?P<future>(?:is|are|be) {_AHEAD}(?: to)?\b|will|shall|won['’]t|scheduled for|going to)|"
    r"(?P<infinitive>to (?!the\b|a\b|an\b|its\b|their\b|his\b|her\b|this\b|that\b)[a-z]{2,})|"
    rf"(?P<participle>due|expected|scheduled|slated|planned)|"
    r"(?P<said>said|told|announced|reported|added|stated|warned|confirmed|claimed|declared|tweeted|denied|insisted)|"
    rf"(?P<past>{_IRREGULAR}|(?<!the )(?<!\ba )(?<!\ban )(?<!\bbe )(?<!its )(?<!their )(?<!-)"
    r"(?!hundred|need|speed|indeed|feed|seed|exceed|proceed|succeed|sacred|red\b|shed\b|bed\b|wed\b)[a-z]{2,}ed)"
    r")\b|(?P<contracted>['’]ll\b)"
)
_KINDS = {
    "unsure": Tense.UNSURE,
    "infinitive": Tense.UNSURE,
    "participle": Tense.UNSURE,
    "future": Tense.FUTURE,
    "contracted": Tense.FUTURE,
    "said": Tense.PAST,
    "past": Tense.PAST,
}

_AUXILIARIES = frozenset({"unsure", "future", "contracted"})


def tense_at(before: str, after: str, *, adjoining: bool = False) -> Tense:
    """Return the tense at a place in a sentence, given what stands before it and after it.

    The nearest verb before the place decides, else the first one after it. A past verb after "will" or "would" does not
    take them back ("will visit the town they besieged on Monday"), unless it is one of saying. With `adjoining` only a
    past verb that ends right before the place counts: "a monitor said Sunday".
    """
    earlier = [*_CUES.finditer(before)]
    if adjoining:
        return _kind(earlier[-1]) if earlier and not before[earlier[-1].end() :].strip() else Tense.UNSURE
    if not earlier:
        first = _CUES.search(after)
        return _kind(first) if first else Tense.UNSURE
    last = earlier[-1]
    if last.lastgroup == "past" and any(cue.lastgroup in _AUXILIARIES for cue in earlier):
        return Tense.UNSURE
    return _kind(last)


def _kind(cue: re.Match[str]) -> Tense:
    return _KINDS[cue.lastgroup or "unsure"]


_NOWADAYS_BEFORE = re.compile(r"\b(?:of|until|till|even|still|than|to|as|from|is|are|am|remains?|like)\s+(?:the\s+)?$")
_NOWADAYS_AFTER = re.compile(
    r"(?:[’']s\s+(?!attacks?\b|strikes?\b|bombings?\b|meetings?\b|talks\b|session\b|vote\b|raids?\b|events\b|statement\b)|"
    r"\s+(?:is|are|has|have|remains?|faces?|stands?|lives?|looks?|needs?|means?)\b)"
)
_FOREIGN_PAST = re.compile(
    r"\b[а-яё]+л(?:а|о|и)?(?:с[ья])?\b|\w+[dt][ıiuü](?:l[ae]r)?\b|\w+[ae]ca[kğ]\w*|\w+ece[kğ]\w*"
)


def holds_news(before: str, after: str) -> bool:
    """Tell whether a "today" between these two halves of a sentence is the day of the report, not nowadays.

    It is when something happened, was said or will happen in the sentence; never beside "is", "has", "until".
    """
    if _NOWADAYS_BEFORE.search(before) or _NOWADAYS_AFTER.match(after):
        return False
    cues = [*_CUES.finditer(before), *_CUES.finditer(after)]
    told = any(_kind(cue) is not Tense.UNSURE for cue in cues)
    return told or bool(_FOREIGN_PAST.search(f"{before} {after}"))
