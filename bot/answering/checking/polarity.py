"""Whether a claim affirms what a sentence affirms: negation, denial, opposite words, and what is only alleged.

Place in the flow: one of the checks of `verify`. Pure; a negator reaches to the end of its clause, as far as commas and
small words tell, which is no parse: it compares the two sides by the same rule.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking.words import same, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.checking.words import Word

_NEAR = (
    r"not|n[o']t|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|\w+n['’]t|no\s+one|"
    r"fail(?:s|ed|ing|ure)?\s+to|failed\s+in|refus(?:e|es|ed|ing|al)\s+to|declin(?:e|es|ed|ing)\s+to|unable\s+to|unlikely\s+to|"
    r"prevent(?:s|ed|ing)?|stopp(?:ed|ing)\s+(?:\w+\s+){1,4}from|unless|far\s+from|lack(?:s|ed|ing)?|ceased?\s+to|"
    r"refrain(?:s|ed|ing)?\s+from|yet\s+to|rather\s+than|instead\s+of"
)
_FAR = (
    r"den(?:y|ies|ied|ying)|denial|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|rebuff(?:s|ed|ing)?|"
    r"disput(?:e|es|ed|ing)|contradict(?:s|ed|ing)?|false(?:ly)?|untrue|fabricat(?:ed|ion)|no\s+evidence|no\s+proof|hoax|"
    r"unfounded|baseless|disprov(?:ed|en)|debunk(?:s|ed|ing)?"
)
_HEDGE = (
    r"alleg(?:e|es|ed|edly|ing|ation|ations)|claim(?:s|ed|ing)?|reportedly|unconfirmed|unverified|accus(?:e|es|ed|ing)|"
    r"accusations?|purported(?:ly)?|suspected|supposed(?:ly)?|so-called|rumou?r(?:s|ed)?|apparently|possibly|perhaps|"
    r"probably|likely|may|might|could|believed|threaten(?:s|ed|ing)?|plan(?:s|ned|ning)?\s+to|intend(?:s|ed|ing)?\s+to|"
    r"vow(?:s|ed|ing)?|hop(?:es|ed|ing)\s+to|if|whether|unclear|would|will|seeking\s+to|tr(?:ied|ying)\s+to|attempt(?:s|ed|ing)?\s+to"
)
_NEAR_RE = re.compile(rf"\b(?:{_NEAR})\b", re.IGNORECASE)
_FAR_RE = re.compile(rf"\b(?:{_FAR})\b", re.IGNORECASE)
_HEDGE_RE = re.compile(rf"(?<![A-Z][a-z] )\b(?!May\b(?! have| be| not))(?:{_HEDGE})\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(?:said|says|say|saying|told|according|stated|states|reported|reports|reportedly|announced|wrote|added|quoted|"
    r"cited|citing|alleged(?:ly)?|claim(?:s|ed|ing)?|accus\w+|described|called|confirmed|insisted|argued|warned|believes?d?)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(
    r"\b(?:not\s+only|no\s+longer|no\s+(?:less|fewer|more)\s+than|not\s+(?:less|fewer|more)\s+than)\b", re.IGNORECASE
)
_ENDS_WORDS = """
but however although though while whereas because after before when since that who which
"""
_ENDS = frozenset(_ENDS_WORDS.split())
_SURELY, _PAST_NEAR = 5, 10
"""Words behind a negator that it surely reaches, and that it may reach."""


class Reach(NamedTuple):
    """Which words of a sentence stand under a negation, and which under a word that makes them uncertain (indices)."""

    negated: frozenset[int]
    maybe: frozenset[int]
    hedged: frozenset[int]
    markers: frozenset[int]


@lru_cache(maxsize=4096)
def reach(text: str) -> Reach:
    """Return what the negations and hedges of one sentence reach."""
    every = words(text)
    idle = [m.span() for m in _DOUBLE.finditer(text)]
    near = [m.span() for m in _NEAR_RE.finditer(text) if not _within(m.span(), idle)]
    far = [m.span() for m in _FAR_RE.finditer(text)]
    hedges = [m.span() for m in _HEDGE_RE.finditer(text)]
    reached = [_near(every, span) for span in near]
    negated = {n for run in reached for n in run[:_SURELY]} ^ {n for span in far for n in _rest(every, span)}
    maybe = {n for run in reached for n in run[_SURELY:]}
    hedged = {n for span in hedges for n in _rest(every, span)}
    spans = near + far + hedges
    markers = {n for n, word in enumerate(every) if any(a <= word.start < b for a, b in spans)}
    return Reach(frozenset(negated - markers), frozenset(maybe), frozenset(hedged - markers), frozenset(markers))


def _within(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in others)


def _near(every: Sequence[Word], span: tuple[int, int]) -> list[int]:
    """Return the words behind a negator up to the end of its clause, ten at most."""
    found: list[int] = []
    clause: int | None = None
    for n, word in enumerate(every):
        if word.start < span[1]:
            clause = word.clause
            continue
        if word.clause != clause or len(found) == _PAST_NEAR or (found and word.folded in _ENDS):
            break
        found.append(n)
    return found


def _rest(every: Sequence[Word], span: tuple[int, int]) -> list[int]:
    """Return all words of the sentence behind a denial or a hedge, up to a `but`."""
    found: list[int] = []
    for n, word in enumerate(every):
        if word.start < span[1]:
            continue
        if word.folded in {"but", "however", "although"}:
            break
        found.append(n)
    return found


_OPPOSITES = """
captur lose; capture lose; recaptur lose; retake lose; take lose; liber lose; seiz lose; gain lose; win lose; advanc
retreat; advanc withdraw; accept reject; accept refus; approv reject; open close; reopen close; increas decreas; rise
fall; rise drop; grow shrink; enter leav; arriv leav; confirm deni; support oppos; attack defend; begin end; start
end; start stop; allow ban; allow prevent; permit forbid; permit ban; join leav; buy sell; import export; before
after; above below; north south; east west; northern southern; eastern western; northeast southwest; northwest
southeast; northeastern southwestern; northwestern southeastern; more less; more fewer; first last; alli enemi;
success fail; succeed fail; agre refus; agre reject; agre disagre; lift impos; releas arrest; free arrest; releas
detain; free detain; free captur; allow block; violat respect; break respect; deploy withdraw; inside outsid; early
late; major minor; guilti innoc; aliv dead; alive die; save kill; love hate; worsen improv; strengthen weaken; best
worst; highest lowest; largest smallest; biggest smallest; maximum minimum; former current; public privat; male femal;
man woman; kill wound; secur lose; control lose; morn even; civilian milit; civilian soldier; civilian terrorist;
civilian fighter; condemn prais; condemn welcom; welcom reject; denounc welcom; demand offer; destroy rebuild; build
destroy; encourag discourag; war peac; legal illeg; possibl imposs; deliber accident; always never; confirm deny;
import unimport
"""
OPPOSED: dict[str, set[str]] = {}
"""Stems (or folded small words) and those that say the opposite."""
for _pair in _OPPOSITES.replace("\n", " ").split(";"):
    _a, _b = _pair.split()
    OPPOSED.setdefault(_a, set()).add(_b)
    OPPOSED.setdefault(_b, set()).add(_a)


def _key(word: Word) -> str:
    return word.stem or word.folded


def opposite(claim: str, sentences: Sequence[str]) -> str | None:
    """Return a word of the claim whose opposite stands in the sentences instead of it, or None."""
    said = {_key(word) for sentence in sentences for word in words(sentence)}
    claimed = {_key(word) for word in words(claim)}
    for word in words(claim):
        against = OPPOSED.get(_key(word), set())
        told = _key(word) in said or any(same(_key(word), other) for other in said - against)
        if not told and any(other in said - claimed for other in against):
            return word.text
    return None


def disagrees(claim: str, sentence: str) -> str | None:
    """Return a word that the claim affirms and the sentence negates, or the other way round; None when they agree.

    A word that occurs several times in the sentence agrees when any of its places does.
    """
    theirs: dict[str, set[bool]] = {}
    there = reach(sentence)
    for n, word in enumerate(words(sentence)):
        if word.stem and n not in there.markers:
            states = {True, False} if n in there.maybe else {n in there.negated}
            theirs.setdefault(word.stem, set()).update(states)
    here = reach(claim)
    mine: dict[str, set[bool]] = {}
    for n, word in enumerate(words(claim)):
        mine.setdefault(word.stem, set()).add(n in here.negated)
    against = agreeing = 0
    first = None
    for n, word in enumerate(words(claim)):
        known = theirs.get(word.stem) if word.stem and n not in here.markers else None
        if known is None or n in here.maybe or len(mine[word.stem]) > 1:
            continue
        if (n in here.negated) in known:
            agreeing += 1
        else:
            against += 1
            first = first or word.text
    return first if against else None


def unhedged(claim: str, sentence: str) -> str | None:
    """Return a word that the claim states as a fact and the sentence only as alleged, possible or planned."""
    if _ATTRIBUTED.search(claim) or _HEDGE_RE.search(claim):
        return None
    there = reach(sentence)
    every = words(sentence)
    hedged = {every[n].stem for n in there.hedged if every[n].stem}
    free = {word.stem for n, word in enumerate(every) if word.stem and n not in there.hedged}
    mine = [word for word in words(claim) if word.stem]
    under = [word for word in mine if word.stem in hedged - free]
    return under[0].text if len(under) * 2 > len(mine) else None
