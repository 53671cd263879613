"""Acts told of in a sentence: which, by which side, to whom, and whether it is denied ("did not withdraw").

Place in the flow: `premise` compares those of a question with those of the articles. Word lists and look-up, English
only; the lists are of a war's vocabulary and its parties, not of any article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.answering.coverage import stems
from ingest.corpus.analysis import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TOKEN = re.compile(r"[^\W_]+(?:['’`-][^\W_]+)*")
_ACTS = {
    "gain": "capture captured seize seized take took taken retake retook recapture regain regained liberate "
    "conquer overrun secure "
    "control recover won victory gain",
    "lose": "lose lost withdraw withdrew withdrawn retreat surrender surrendered abandon cede evacuate pull "
    "relinquish vacate dismantle leave left",
    "harm": "kill killed die died murder execute slay slain dead",
    "spare": "survive survived safe unharmed unhurt alive escape unscathed rescued ejected",
    "accept": "accept agree approve endorse authorise authorize allow admit acknowledge confirm permit welcome back",
    "refuse": "reject refuse deny dismiss oppose decline disagree dispel dispute inappropriate untrue false "
    "forbid ban veto rebuff",
    "attend": "attend join participate",
    "exclude": "exclude boycott bar skip absent",
    "pay": "pay fund finance sponsor donate",
    "defend": "defend praise exonerate absolve",
    "accuse": "accuse blame condemn denounce responsible behind perpetrate",
    "hold": "detain arrest imprison jail kidnap",
    "free": "release free",
    "wreck": "destroy damage demolish",
    "intact": "undamaged intact untouched",
    "attack": "attack bomb shell strike",
    "claim": "claim claimed",
}
CONTRARY = {
    "gain": "lose", "lose": "gain", "harm": "spare", "spare": "harm", "accept": "refuse", "refuse": "accept",
    "attend": "exclude", "exclude": "attend", "defend": "accuse", "accuse": "defend", "hold": "free", "free": "hold",
    "wreck": "intact", "intact": "wreck",
}  # fmt: skip
_SIDES = {
    "regime": "regime government assad loyalist damascus",
    "russia": "russia russian moscow putin kremlin",
    "iran": "iran iranian hezbollah hizbullah",
    "rebels": "rebel opposition fsa insurgent sna",
    "is": "isis isil daesh jihadist",
    "kurds": "sdf ypg kurdish kurd pyd ypj",
    "turkey": "turkey turkish ankara",
    "west": "coalition american us pentagon washington",
    "israel": "israel israeli",
}
_ALLIES = ({"regime", "russia", "iran"}, {"rebels", "turkey"}, {"kurds", "west"})
DONE_BY_SIDES = frozenset(("gain", "harm", "attack", "hold", "claim"))


@lru_cache(maxsize=1)
def _act_of() -> dict[str, str]:
    return {stem(fold(word)): act for act, words in _ACTS.items() for word in words.split()}


def stems_of_act(word: str) -> frozenset[str]:
    """Return the stems of all words for the act that a word tells of; none where it tells of none."""
    act = _act_of().get(stem(fold(word)))
    return frozenset(s for s, other in _act_of().items() if other == act) if act else frozenset()


@lru_cache(maxsize=64)
def stems_telling(act: str) -> frozenset[str]:
    """Return the stems of which one must stand in a sentence that tells of this act or of its contrary."""
    acts = {act, CONTRARY.get(act)}
    handing = stems("give gave given hand handed hands gives") if "lose" in acts else frozenset[str]()
    return handing.union(s for s, other in _act_of().items() if other in acts)


@lru_cache(maxsize=1)
def sides_by_stem() -> dict[str, str]:
    """Return the side that each stem names."""
    return {stem(word): side for side, words in _SIDES.items() for word in words.split()}


def act_at(words: Sequence[str], at: int) -> str | None:
    """Return the act that the word at this place tells of, None for most words."""
    word = fold(words[at])
    after = fold(words[at + 1]) if at + 1 < len(words) else ""
    later = [fold(w) for w in words[at + 1 : at + 4]]
    if word in ("give", "gave", "given", "hand", "handed", "hands", "gives") and (
        "back" in later or "over" in later or "up" in later
    ):
        return "lose"
    if word in ("pull", "pulled", "pulls", "pulling") and after not in ("out", "back", "away"):
        return None
    if word in ("take", "took", "taken", "takes", "taking") and after in (
        "part",
        "place",
        "off",
        "pictures",
        "long",
        "so",
    ):
        return None
    if word in ("back", "free", "left", "control", "secure", "strike", "shell", "like"):
        return None
    return _act(word)


@lru_cache(maxsize=20_000)
def _act(word: str) -> str | None:
    return None if _NOUN.search(word) else _act_of().get(stem(word))


_NOUN = re.compile(r"(?:[ts]ion|ment|[aeo]nce|al|ing)s$|(?:[ts]ion|ment|[aeo]nce|val|sal|nial)$")


@dataclass(frozen=True, slots=True)
class Heard:
    """One act in a sentence: where, whether it is denied, and the sides named before it and in a by-phrase."""

    act: str
    at: int
    denied: bool
    before: frozenset[str]
    by: frozenset[str]
    passive: bool
    done_to: frozenset[str]


_NEGATIONS = frozenset(
    (
        "not",
        "never",
        "no",
        "nor",
        "neither",
        "without",
        "failed",
        "refused",
        "denied",
        "denies",
        "deny",
        "unable",
        "rejected",
        "dismissed",
        "against",
        "nobody",
        "none",
        "cannot",
    )
)


def acts_in(sentence: str) -> list[Heard]:
    """Return the acts a sentence tells of, in order."""
    words = [m.group() for m in TOKEN.finditer(sentence)]
    found = []
    for at in range(len(words)):
        act = act_at(words, at)
        if act:
            near = {fold(w).replace("’", "'") for w in words[max(0, at - 4) : at]}
            denied = (
                bool(near & _NEGATIONS)
                or any(w.endswith("n't") for w in near)
                or "no" in {fold(w) for w in words[at + 1 : at + 2]}
            )
            was = bool(
                {"was", "were", "been", "being", "be", "is", "are"} & {fold(w) for w in words[max(0, at - 3) : at]}
            )
            after = [fold(w) for w in words[at + 1 : at + 10]]
            start = at + 2 + after.index("by") if "by" in after else len(words)
            by = (start, min(len(words), start + 6))
            passive = not fold(words[at]).endswith(("ing", "s")) and (was or start < len(words))
            done_to = words[max(0, at - 6) : at] if passive else words[at + 1 : at + 7]
            found.append(
                Heard(
                    act,
                    at,
                    denied,
                    _first_side(list(reversed(range(max(0, at - 12), at))), words),
                    _first_side(list(range(*by)), words),
                    passive,
                    stems(" ".join(done_to)),
                )
            )
    return found


def _first_side(places: Iterable[int], words: Sequence[str]) -> frozenset[str]:
    """Return the side named first at these places: before an act, read backwards, most often who does it."""
    sides = (side for at in places if (side := _side(words, at)))
    return frozenset([s for s in [next(sides, None)] if s])


def _side(words: Sequence[str], at: int) -> str | None:
    word = fold(words[at]).replace("’", "'").removesuffix("'s")
    if word == "army":
        before = fold(words[at - 1]) if at else ""
        return (
            "regime"
            if before in ("the", "syrian", "arab", "regime")
            and "free" not in [fold(w) for w in words[max(0, at - 3) : at]]
            else None
        )
    if word == "is":
        return "is" if words[at] == "IS" else None
    return sides_by_stem().get(stem(word))


def allied(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of sides have one in common, allies counted as one."""
    wide = set(one)
    for camp in _ALLIES:
        if wide & camp:
            wide |= camp
    return bool(wide & other)
