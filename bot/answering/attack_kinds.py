"""Which kinds of attack a sentence names, and whether it says itself that it turns to another event.

Place in the flow: `events` tells events apart by it. Pure pattern matching on English text.
"""

from __future__ import annotations

import re
from functools import lru_cache

_KINDS = (
    (
        "explosion",
        (
            r"(?:car|suicide|truck|roadside|twin|double|bus) bomb\w*|blew|blasts?|explosi\w+|(?:land)?mines?\b"
            r"|ied\b|detonat\w+"
        ),
    ),
    (
        "bombardment",
        r"air ?strikes?|air raids?|warplanes?|raids?|shell(?:ed|ing|s)|bombard\w+|barrel|jets?|artillery|missiles?",
    ),
    ("chemical", r"chemical|chlorine|sarin|gas\b|gassed|toxic|poison\w*"),
    ("crash", r"crash\w*|downed|shot down"),
    ("ground", r"clash\w*|ambush\w*|battles?|fighting|stormed|offensive"),
    ("abduction", r"kidnap\w*|abduct\w*|hostages?"),
)
_KIND_WORDS = tuple((name, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for name, words in _KINDS)
_ASIDE = re.compile(
    r"\b(?:similar|previous(?:ly)?|separate(?:ly)?|elsewhere|another|meanwhile|other (?:attacks?|incidents?))\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5_000)
def kinds_of(text: str) -> frozenset[str]:
    """Return the kinds of attack that a sentence names."""
    return frozenset(name for name, pattern in _KIND_WORDS if pattern.search(text))


def other_kind(one: str, other: str) -> bool:
    """Tell whether the sentences name kinds of attack that exclude each other; none named excludes nothing."""
    mine, theirs = kinds_of(one), kinds_of(other)
    return bool(mine and theirs and mine.isdisjoint(theirs))


@lru_cache(maxsize=5_000)
def is_aside(text: str) -> bool:
    """Tell whether a sentence says itself that it turns to another event."""
    return bool(_ASIDE.search(text))
