"""Whose word a claim rests on, said in the claim: where only one side's outlets say it, the claim names them.

Place in the flow: a model's claims pass here after they were verified. Pure form: it weighs no outlet; what an outlet
is affiliated with was configured by whoever added it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answering.attribution import voice
from ingest.corpus.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.models import Excerpt

_SAYS_WHO = re.compile(
    r"\baccording to\b|\b(?:said|says|say|claimed|claims|denied|denies|reported|reports|stated|states|announced"
    r"|accused|alleged"
    r"|told|quoted|cited|citing|estimated|confirmed|described|called)\b",
    re.IGNORECASE,
)
_ON_NO_SIDE = re.compile(r"\b(?:independent|non-?partisan|neutral|unaffiliated|none|unknown)\b", re.IGNORECASE)
_OPENS_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "at",
        "in",
        "on",
        "by",
        "after",
        "before",
        "during",
        "since",
        "more",
        "most",
        "some",
        "several",
        "many",
        "about",
        "around",
        "nearly",
        "almost",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "no",
        "none",
        "both",
        "all",
        "this",
        "these",
        "those",
        "it",
        "its",
        "they",
        "their",
        "he",
        "she",
        "his",
        "her",
        "there",
        "as",
        "when",
        "while",
        "from",
        "for",
        "with",
        "within",
        "under",
        "over",
        "up",
        "between",
        "civilians",
        "residents",
        "rebels",
        "fighters",
        "troops",
        "forces",
        "government",
        "opposition",
    ]
)


def attributed(text: str, support: Sequence[Excerpt]) -> str:
    """Return the claim behind `According to SANA (Syrian state media), ` where it says of nobody that they say so.

    Only when every article it rests on is by an outlet with an affiliation.
    """
    articles = {excerpt.article.publisher: excerpt.article.affiliation or "" for excerpt in support}
    sided = all(a.strip() and not _ON_NO_SIDE.search(a) for a in articles.values())
    if not sided or _SAYS_WHO.search(text) or any(fold(p) in fold(text) for p in articles):
        return text
    who = " and ".join(voice(publisher, affiliation) for publisher, affiliation in articles.items())
    return f"According to {who}, {_within(text)}"


def _within(text: str) -> str:
    """Return a sentence as it goes on in another one: only words that are no names lose their capital."""
    first = re.match(r"[A-Za-z]+", text)
    small = first is not None and first.group().lower() in _OPENS_SMALL
    return text[:1].lower() + text[1:] if small else text
