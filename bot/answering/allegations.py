"""Who is said to have done it, what is denied, and who is said to have won: read from one sentence.

Place in the flow: `versions` compares what the sentences of several publishers allege. Pure pattern matching on English
text. It tells what is alleged, never what is true, and it does not weigh who says so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.corpus.analysis import fold

_SIDES = (
    ("is", r"islamic state|isis\b|isil\b|daesh|daish|\bis (?:militants|fighters|group|jihadists)"),
    ("coalition", r"coalition|americans?\b|\bus\b|u\.s\.|united states|washington|pentagon"),
    ("russia", r"russians?\b|russias?\b|moscow|kremlin"),
    ("turkey", r"turkish|turkeys?\b|ankara"),
    ("israel", r"israeli?s?\b|tel aviv"),
    ("kurds", r"\bsdf\b|\bypg\b|\bpkk\b|kurdish (?:forces|fighters|militia|units)|syrian democratic forces"),
    (
        "rebels",
        (
            r"rebels?\b|militants?\b|terrorists?\b|takfiris?\b|insurgents?\b|nusra|al-?qaeda|opposition"
            r" (?:fighters|forces|groups)"
            r"|free (?:syrian )?army|\bfsa\b|mercenaries|armed (?:groups|gangs|men)|gunmen"
        ),
    ),
    (
        "government",
        (
            r"regimes?\b|assads?\b|governments?\b|syrian (?:army|military|air force|airforce|warplanes?|forces"
            r"|jets?|planes?|troops)"
            r"|(?:syrian )?arab army|damascus|state forces|\barmy\b"
        ),
    ),
)
_SIDE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _SIDES), re.IGNORECASE)
_NAMED = r"(?-i:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
_KNOWN = rf"(?P<actor>(?:{'|'.join(words for _, words in _SIDES)}))"
_ACTOR = rf"(?P<actor>(?:{'|'.join(words for _, words in _SIDES)}|{_NAMED}))"
_DEED = (
    r"(?:bombed|bombs|bombarded|shelled|shells|struck|strikes?|hit|attacked|attacks|targeted|dropped|fired"
    r"|launched|launching|"
    r"gassed|used|carried out|conducted|committed|perpetrated|planted|detonated|killed|kidnapped|abducted"
    r"|destroyed|burned|"
    r"stormed|raided)"
)
_BLAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\baccus(?:ed|es|ing|ations? against)\s+(?:\S+\s+){{0,2}}?{_ACTOR}",
        (
            rf"\bblam(?:ed|es|ing)\s+(?:the attack |it |them |the [\w ]{{1,40}}?)?(?:on )?(?:the |a |syrian"
            rf" president |president )?{_ACTOR}"
        ),
        rf"\bblam(?:ed|es|ing)\b[^.;]{{0,60}}? on (?:the )?{_ACTOR}",
        (
            rf"\b(?:work of|carried out by|conducted by|committed by|launched by|perpetrated by|caused by|fired by"
            rf"|dropped by|planted by"
            rf"|bombed by|shelled by|attacked by|killed by|attacks? by|strikes? by|raids? by|shelling"
            rf" by)\s+(?:\S+\s+){{0,2}}?{_ACTOR}"
        ),
        (
            rf"{_KNOWN}\b(?:\s+(?!been\b)\w+){{0,3}}?\s+(?:(?:had|has|have|also|were|was|is|are)\s+)*(?:behind"
            rf"|responsible for|{_DEED})\b"
        ),
        (
            rf"{_KNOWN}\b(?:\s+\w+){{0,2}}?\s+(?:air ?strikes?|air raids?|airstrikes?|warplanes?|jets?|shelling"
            rf"|bombardment|barrel bombs?"
            r"|artillery|raids?)\b"
        ),
        rf"{_ACTOR}\b[^.;]{{0,30}}?\bclaim(?:ed|s) responsibility",
    )
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|reject(?:s|ed|ing)|dismiss(?:es|ed|ing)|refut(?:es|ed|ing)|rul(?:ed|es)"
    r" out|disput(?:es|ed)"
    r"|totally false|baseless|unfounded|no involvement|did not (?:target|carry|bomb|strike|hit|use))\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:captured|seized|retook|retaken|recaptured|took (?:full |complete )?control|taken control|gained"
    r" control|overran|"
    r"liberated|fell to|entered|stormed and took|regained)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:repel(?:led|s|ling)|repuls(?:ed|es|ing)|thwart(?:ed|s|ing)|foil(?:ed|s|ing)|fended off|beat(?:en)?"
    r" back|pushed back|"
    r"still (?:hold|holds|held|control|controls)|failed to (?:take|capture|seize|enter|advance)|attempt(?:ed"
    r"|s)? .{0,40}failed)\b",
    re.IGNORECASE,
)


_MAY_BLAME = re.compile(
    rf"accus|blam|work of| by |behind|responsib|claim|strike|raid|plane|jet|shell|bomb|artillery|{_DEED}", re.IGNORECASE
)


@lru_cache(maxsize=5_000)
def blamed(sentence: str) -> frozenset[str]:
    """Return the sides that the sentence says did it: `government`, `rebels`, or a name as it is written, folded."""
    if not _MAY_BLAME.search(sentence):
        return frozenset()
    return frozenset(_side(match) for pattern in _BLAMED for match in pattern.finditer(sentence))


def _side(blamed: re.Match[str]) -> str:
    """Return the side that is named, a known one rather than a capitalised word that happens to stand before it."""
    match = _SIDE.search(blamed["actor"]) or _SIDE.search(blamed.group())
    return match.lastgroup or "" if match else fold(blamed["actor"])


_ACCUSES = re.compile(
    r"\b(?:accus\w+|blam\w+|claim(?:s|ed)? responsibility|responsible for|behind the|carried out by|work of"
    r"|perpetrated by)\b",
    re.IGNORECASE,
)


def accuses(sentence: str) -> bool:
    """Tell whether the sentence says in so many words that somebody is held responsible."""
    return bool(_ACCUSES.search(sentence))


def denies(sentence: str) -> bool:
    """Tell whether somebody denies something in the sentence."""
    return bool(_DENIES.search(sentence))


def outcome(sentence: str) -> str | None:
    """Return `taken` or `held` for what the sentence says became of a place, None when it says neither or both."""
    taken, held = bool(_TAKEN.search(sentence)), bool(_HELD.search(sentence))
    return None if taken == held else "taken" if taken else "held"
