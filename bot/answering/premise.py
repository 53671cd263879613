"""What a question takes for granted, and whether the articles say the contrary: "why did X leave Y" when X took it.

Place in the flow: asked by the quoting writer before it quotes. Pure; it reads sentences that were retrieved, searches
nothing, and finds only what words tell: a contrary act, a denied one, or another side acting. English only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.acts import (
    CONTRARY,
    DONE_BY_SIDES,
    TOKEN,
    Heard,
    act_at,
    acts_in,
    allied,
    sides_by_stem,
    stems_telling,
)
from bot.answering.coverage import stems
from bot.answering.models import Excerpt
from ingest.corpus.analysis import STOPWORDS, fold, stem, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.material import Material
    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article


@dataclass(frozen=True, slots=True)
class Premise:
    """An act a question takes for granted: by whom (term groups), on what; `denied` for "did not".

    In a passive ("were ... killed") the subject is who it was done to, and `by` may be empty.
    """

    act: str
    subject: tuple[str, ...]
    rest: tuple[str, ...]
    passive: bool = False
    denied: bool = False


_AUX = re.compile(
    r"\b(?:why|how(?: much| many [\w -]{3,40}?)?|when|where|what (?:day|date|year)|on (?:what|which) (?:day|"
    r"date))\b[^?]{0,6}?\s"
    r"(?P<aux>(?-i:did(?:n['’]t)?|does(?:n['’]t)?|do|was|were|is|are|has|have|had))\s(?P<body>.+)",
    re.IGNORECASE,
)
_WHEN_CLAUSE = re.compile(r"\b(?:when|after|before|because|since|while|as) (?:the )?(?P<body>.+)", re.IGNORECASE)


def premises(question: str) -> tuple[Premise, ...]:
    """Return the acts that an English question takes for granted; none for "did ...?" and "who ...?"."""
    found = []
    main = _AUX.search(question)
    if main:
        body = re.split(r"[?,;]|\b(?:when|after|before|while)\b", main["body"], maxsplit=1)[0]
        found.append(
            _premise(
                body, passive=main["aux"].casefold() in ("was", "were", "is", "are"), denied="n" in main["aux"][3:]
            )
        )
    counted = re.match(r"\s*(?:exactly )?how (?:many|much)\b(?P<head>.*)", question, re.IGNORECASE)
    if counted:
        clause = _WHEN_CLAUSE.search(counted["head"])
        found.append(_premise(clause["body"], passive=False, denied=False) if clause else None)
    return tuple(p for p in found if p is not None)


def _premise(body: str, *, passive: bool, denied: bool) -> Premise | None:
    words = [m.group() for m in TOKEN.finditer(body)]
    for at, word in enumerate(words[:12]):
        act = act_at(words, at)
        if at and act and not word[:1].isupper():
            subject, rest = _content(words[:at]), _content(words[at + 1 :])
            if not subject or not (rest or passive):
                return None
            return Premise(
                act,
                subject,
                rest,
                passive,
                denied or bool(re.search(r"\b(?:not|never)\b", " ".join(words[:at]), re.IGNORECASE)),
            )
    return None


def _content(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(t.term for word in words if fold(word) not in (STOPWORDS | _PARTICLES) for t in terms(word))


_PARTICLES = frozenset(("back", "up", "over", "out", "away", "come"))


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that was found, the one before it, and the header of its passage (publisher, date, title)."""

    text: str
    before: str
    header: str


LOOKED_AT = 60
"""In how many of the best retrieved sentences the contrary is looked for."""


def contrary(material: Material) -> list[Excerpt]:
    """Return what the articles say against what the question takes for granted, clearest first; mostly nothing."""
    query = material.query
    taken = premises(query.rewritten or query.own_text)
    if not taken:
        return []
    articles = material.library.corpus.article
    placed = ((s, articles(s.passage.article_id)) for s in material.retrieval.sentences[:LOOKED_AT])
    found = [(s, article) for s, article in placed if article is not None and not is_list_line(s.text)]
    told = [_told(s, article) for s, article in found]
    places = contradicting(taken, query, material.retrieval.rarity, told)
    return [Excerpt(found[n][1], found[n][0].span) for n in places]


_LIST_LINE = re.compile(r"\s*(?:[*•‣▪#|]|[-–—] |\d{1,2}[.)] )")


def is_list_line(text: str) -> bool:
    """Tell whether a sentence is a line of a list: it corrects nobody, for what it belongs to stands elsewhere."""
    return bool(_LIST_LINE.match(text))


def _told(sentence: ScoredSentence, article: Article) -> Told:
    before = sentence.passage.sentences[sentence.place - 1].of(article.text) if sentence.place else ""
    return Told(sentence.text, before, sentence.passage.header)


def contradicting(taken: Iterable[Premise], query: Query, rarity: Sequence[float], told: Sequence[Told]) -> list[int]:
    """Return the places in `told` of the sentences that say the contrary of what is taken for granted, clearest first.

    None where no sentence is about the same, or where one bears it out as clearly.
    """
    against: list[int] = []
    for premise in taken:
        check = _Check(premise, query, rarity)
        if not check.possible:
            continue
        verdicts = [check.verdict(t) for t in told]
        borne_out = max((v for v in verdicts if v > 0), default=0.0)
        contrary = [n for n, v in enumerate(verdicts) if -v >= max(_LEAST, borne_out + _CLEARLY)]
        against += sorted(contrary, key=lambda n: verdicts[n])
    return list(dict.fromkeys(against))


_LEAST = 0.6
_CLEARLY = 0.02


_RARE = 0.25


class _Check:
    """One premise held against sentences."""

    def __init__(self, premise: Premise, query: Query, rarity: Sequence[float]) -> None:
        self._premise = premise
        self._groups = {g: frozenset(t.group) for t in query.terms for g in t.group}
        worth = {g: r for t, r in zip(query.terms, rarity, strict=True) for g in t.group}
        self._subject = [s for s in premise.subject if s in self._groups]
        self._rest = [s for s in premise.rest if s in self._groups and not s.isdigit()]
        contested = premise.act in DONE_BY_SIDES  # then sentences in which another side acts must count as well
        about = [s for s in (*premise.subject, *premise.rest) if s in self._groups]
        about = [s for s in about if not (contested and s in premise.subject and s in sides_by_stem())]
        named = any(worth[s] >= _RARE and s not in _MONTHS and not s.isdigit() for s in about)
        self._key = list(dict.fromkeys(about)) if named else []
        self._side = frozenset(sides_by_stem()[s] for s in premise.subject if s in sides_by_stem())
        self._worth = worth
        self._telling = stems_telling(premise.act)

    @property
    def possible(self) -> bool:
        return bool(self._key)

    def verdict(self, told: Told) -> float:
        """How much of what the premise is about the sentence names (0..1); negative when it says the contrary."""
        own = stems(told.text)
        if own.isdisjoint(self._telling):
            return 0.0  # the rest is what costs here
        about = self._about(own, stems(told.before), stems(told.header))
        if about < _LEAST:
            return 0.0
        found = [self._weigh(heard, own) for heard in acts_in(told.text)]
        if self._premise.passive:
            found = [weight for weight in found if weight][:1]  # "both were safe, but his father was killed"
        return about if 1 in found else -about if -1 in found else 0.0

    def _about(self, own: frozenset[str], before: frozenset[str], header: frozenset[str]) -> float:
        whole = sum(self._worth[k] for k in self._key)
        found = 0.0
        for k in self._key:
            group = self._groups[k]
            share = next(
                (w for w, text in ((1.0, own), (0.8, before), (0.7, header)) if not group.isdisjoint(text)), 0.0
            )
            found += share * self._worth[k]
        return found / whole

    def _weigh(self, heard: Heard, own: frozenset[str]) -> int:
        premise = self._premise
        same, contrary = heard.act == premise.act, heard.act == CONTRARY.get(premise.act)
        if not same and not contrary:
            return 0
        if premise.passive:
            about = self._has(heard.done_to | (own if contrary else frozenset()), self._subject)
            return (
                0 if not about else (1 if heard.denied == premise.denied else -1) if same else 0 if heard.denied else -1
            )
        doer = heard.by or (frozenset() if heard.passive else heard.before)
        known = bool(self._side and doer)
        mine = allied(self._side, doer) if known else not self._side and self._has(own, self._subject)
        if contrary and not known:
            mine = self._has(own, self._subject)
        if same and not mine:
            other = (
                known and premise.act in DONE_BY_SIDES and heard.denied == premise.denied and self._has(own, self._rest)
            )
            return -1 if other else 0
        if same:
            return 1 if heard.denied == premise.denied else -1
        return -1 if mine and not heard.denied and self._has(own, self._subject) else 0

    def _has(self, own: frozenset[str], wanted: Sequence[str]) -> bool:
        return any(not self._groups[w].isdisjoint(own) for w in wanted)


_CALENDAR = "january february march april may june july august september october november december late early mid"
_MONTHS = frozenset(stem(word) for word in _CALENDAR.split())
