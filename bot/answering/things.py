"""What a question wants besides persons and sums: a hospital's name, a temperature, how many seats, who trained whom.

Place in the flow: `wanted` reads questions and sentences with it. Pure pattern matching on English; general word
lists, none of any article.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.acts import stems_of_act
from bot.answering.coverage import stems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

_QUANTITIES = {
    r"\b(?:temperature|how (?:hot|cold|warm))\b": r"°|\b(?:degrees?|celsius|fahrenheit|centigrade)\b",
    r"\b(?:phone|telephone|mobile|fax) number\b": r"\+?\d(?:[ ()-]?\d){6,}",
    r"\b(?:e-?mail)(?: address)?\b": r"\S@\S|\be-?mail\b",
    r"\bhow (?:far|long is the (?:road|border|bridge|river|wall|tunnel))\b|\b(?:what|which) (?:is the )?(?:distance|"
    r"altitude|elevation)\b|\bhow (?:tall|high|deep|wide)\b": (
        r"\b(?:km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|m|feet|ft|yards?|cm|hours?)\b|\d(?:km|m|mi)\b|\bmile\b"
    ),
    r"\bhow (?:heavy|much .{0,30}\bweigh)\b|\bwhat weight\b": (
        r"\b(?:kg|kgs|kilos?|kilograms?|tons?|tonnes?|pounds?)\b|\dkg\b"
    ),
    r"\b(?:what|which) (?:percentage|share|per cent)\b": r"%|\b(?:per ?cent|percentage|half|third|quarter|majority)\b",
    r"\b(?:what|which) (?:make|brand)\b|\bmake of (?:car|truck|van)\b": (
        r"\b(?:Toyota|Kia|Hyundai|Mercedes|BMW|Nissan|Ford|Mazda|Mitsubishi|Honda|Suzuki|Isuzu|Volvo|Opel|Peugeot|"
        r"Renault|Fiat|Chevrolet|Jeep|Skoda|Volkswagen|Lada|GMC|Audi|Samsung|Nokia|Apple|Sony|Canon)\b"
    ),
}


@lru_cache(maxsize=1)
def _quantities() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(q, re.IGNORECASE), re.compile(t)) for q, t in _QUANTITIES.items())


def quantity(question: str) -> re.Pattern[str] | None:
    """Return what a measure that the question wants looks like; None where it wants none."""
    return next((telling for asking, telling in _quantities() if asking.search(question)), None)


_KINDS = (
    "hospital|clinic|company|firm|bank|hotel|school|university|college|newspaper|magazine|airline|factory|plant|"
    "restaurant|stadium|museum|theatre|prison|bridge|street|brigade|battalion|award|prize|ship|vessel|church|mosque|"
    "camp|charity"
)
_WHICH_THING = re.compile(
    r"\b(?:which|what) (?:(?!(?:did|does|do|has|have|had|is|are|was|were)\b)[\w-]+ ){0,2}?"
    rf"(?P<what>{_KINDS})(?:s|es)?\b(?! (?-i:[A-Z]))",
    re.IGNORECASE,
)
_SAME_THING = ("hospital clinic medical centre center", "company firm corporation contractor", "school university")


def thing(question: str) -> frozenset[str]:
    """Return the stems of the kind of place or body whose name is wanted ("which hospital"); none for no such."""
    asked = _WHICH_THING.search(question)
    if not asked:
        return frozenset()
    found = stems(asked["what"].replace("companies", "company"))
    return found.union(*(s for words in _SAME_THING if (s := stems(words)) & found))


_CAPITALISED = re.compile(
    r"(?<![\w.])(?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z][\w’'-]+)(?: (?:[A-Z][\w’'-]+|[a-z]{2}-[A-Z]\w+|of))*"
)
_NAMED_WITHIN = 30


def named_things(sentence: str, kind: frozenset[str], asked: AbstractSet[str]) -> bool:
    """Tell whether a name that the question did not bring stands beside a word for that kind of thing."""
    return any(stems(around) & kind for around in _around_names(sentence, asked))


def _around_names(sentence: str, asked: AbstractSet[str]) -> Iterator[str]:
    for match in _CAPITALISED.finditer(sentence):
        words = [w for w in re.findall(r"[\w’'-]+", match.group()) if w.casefold() not in asked]
        if words and (match.start() or len(words) > 1):
            yield sentence[max(0, match.start() - _NAMED_WITHIN) : match.end() + _NAMED_WITHIN]


_WHO_DID = re.compile(
    r"^\W*who (?P<verb>(?!(?:is|was|were|are|has|have|had|will|would|can|could|do|did|does)\b)\w{4,})\b",
    re.IGNORECASE,
)


def deed(question: str) -> frozenset[str]:
    """Return the stems of what was done, in a question for who did it ("who trained ..."), with words of that act."""
    asked = _WHO_DID.search(question)
    if not asked:
        return frozenset()
    return stems(asked["verb"]) | stems_of_act(asked["verb"])


_HOW_MANY = re.compile(r"\bhow many (?P<what>(?:[\w'’-]+ ){0,2}?[\w'’-]{4,}s)\b", re.IGNORECASE)
_PEOPLE = stems(
    "people civilians persons men women children soldiers fighters militants terrorists rebels troops members victims "
    "casualties dead deaths killed wounded injured families others bodies times years days hours months weeks ways "
    "parts reasons articles kinds types different insurgents jihadists refugees residents inhabitants forces"
)


def counted(question: str) -> frozenset[str]:
    """Return the stems of the things whose number is wanted ("how many seats"); none for people and spans of time."""
    asked = _HOW_MANY.search(question)
    if not asked:
        return frozenset()
    found = stems(asked["what"].split()[-1])
    return frozenset() if found & _PEOPLE or stems(asked["what"]) & _PEOPLE else found
