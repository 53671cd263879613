"""A claim as its single statements, and the "according to ..." that names a source and not what happened.

Place in the flow: `verify` reads claims with it. Pure. Only an attribution to those who stand behind a cited article
(publisher, author, title) is taken off; any other speaker stays in the statement and must be in the passage.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking.days import days
from bot.answering.checking.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.checking.days import Day
    from bot.answering.checking.windows import Piece


class Statement(NamedTuple):
    """One sentence of a claim without marks: if its source was named and rightly so, and when that was printed."""

    text: str
    attributed: bool
    days: tuple[Day, ...] = ()


_MARK = re.compile(r"\s*\[(?:\d+(?:\s*[,;–-]\s*\d+)*)\]")
_MARKUP = re.compile(r"^\s*(?:[-*•#>]+\s+)|\*\*|__")
_REMARK = re.compile(r"\[[“\"]([^”\"\]]*)[”\"] = ([^\]]*)\]")
_END = re.compile(r"(?<=[.!?])[”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9])|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|St|No|vs|approx|Prof|Rev|Sen|Rep|Gov|Inc|Ltd|Co|Jr|Sr|etc|e\.g|i\.e|a\.m|p\.m|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$"
)


def tidy(claim: str) -> str:
    """Return the claim without [n] marks, list bullets and bold marks; a remark on relative words becomes its date."""
    bare = _REMARK.sub(r" (\2)", claim)
    return " ".join(_MARKUP.sub("", _MARK.sub("", bare)).split())


def sentences(claim: str) -> list[str]:
    """Split a claim into its sentences; quotations stay in one piece."""
    found: list[str] = []
    start = 0
    for match in _END.finditer(claim):
        before = claim[start : match.start()]
        if _ABBREVIATED.search(before) or _inside_quotation(claim[start : match.end()].rstrip()):
            continue
        found.append(claim[start : match.end()].strip())
        start = match.end()
    return [each for each in [*found, claim[start:].strip()] if words(each)]


def _inside_quotation(text: str) -> bool:
    return text.count("“") > text.count("”") or bool(text.count('"') % 2)


_SAY = r"(?:reported|reports|said|says|wrote|writes|stated|states|according|announced|noted|notes)"
_PRINTED_ON = r"(?:\s+(?:on|in|of|dated)\s+(?P<on>[^,:]*?\d[^,:]*?(?:,\s+\d{4})?))?"
_BEFORE = re.compile(
    rf"^(?:(?:According to|As reported by|Per|In a report by)\s+(?P<a>[^,:“\"]{{2,80}}?){_PRINTED_ON}\s*[,:]\s+"
    rf"|(?P<b>[^,:“\"]{{2,80}}?)\s+{_SAY}{_PRINTED_ON.replace('<on>', '<on2>')}(?:\s+that\s+|\s*[,:]\s+)"
    rf"|(?P<c>[A-Z][^:“\"]{{1,80}}?)(?:,\s+(?P<on3>[^:“\"]*?\d{{4}}))?:\s+)"
)
_BEHIND = re.compile(
    rf",?\s+(?:according to|as reported by)\s+(?P<a>[^,“\"]{{2,80}}?){_PRINTED_ON}\s*\.?$"
    rf"|,\s+(?P<b>[^,“\"]{{2,80}}?)\s+{_SAY}{_PRINTED_ON.replace('<on>', '<on2>')}\s*\.?$"
)


def statement(sentence: str, pieces: Sequence[Piece]) -> Statement:
    """Take a right attribution to a cited article off a sentence; the day it names must be that of publication."""
    for pattern in (_BEFORE, _BEHIND):
        match = pattern.search(sentence)
        part = match.groupdict() if match else {}
        who = part.get("a") or part.get("b") or part.get("c")
        if match and who and _printed_by(who, pieces):
            rest = f"{sentence[: match.start()]} {sentence[match.end() :]}".strip()
            when = part.get("on") or part.get("on2") or part.get("on3") or ""
            if words(rest):
                return Statement(rest, attributed=True, days=days(when))
    return Statement(sentence, attributed=False)


_PLAIN_WORDS = """
the a an its their report reports article articles news agency outlet website site newspaper
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())


def _printed_by(who: str, pieces: Sequence[Piece]) -> bool:
    asked = {word.folded for word in words(who)} - _PLAIN
    if not asked:
        return False
    for piece in pieces:
        behind = {word.folded for word in words(f"{piece.printed} {piece.article.title}")}
        if asked <= behind and asked & {word.folded for word in words(piece.printed)}:
            return True
    return False
