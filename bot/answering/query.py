"""Question -> Query: cleaned, made standalone with the history, analysed into term groups, and told what it asks for.

Place in the flow: first stage of answering. Reads the corpus only to learn which spellings and publishers it has.
It searches nothing and embeds nothing.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answering.errors import BadQuestionError, UnknownPublisherError
from bot.answering.mentions import Mentions, read_mentions
from ingest.corpus.analysis import fold, skeleton, terms
from ingest.corpus.gazetteer import same_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.models import Question
    from bot.answering.ports import SearchableCorpus, TermGroup
    from ingest.corpus.models import ArticleFilter

LONGEST_QUESTION = 2_000
"""Characters; longer ones are refused with a sentence, not cut."""

_MOST_SPELLINGS = 6


class Expected(StrEnum):
    """The kind of detail a question asks for; an answer must hold one."""

    PERSON = "person"
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One content word of the question: as written, and the index terms that count for it (its spellings)."""

    word: str
    group: TermGroup
    is_name: bool

    @property
    def only_asks(self) -> bool:
        """True for a word such as "matter" in "why does it matter": helpful to find, no part of the topic."""
        return self.group[0] in _ASKING


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be searched.

    `text` is standalone, in the corpus's spelling, and is what gets embedded; `own_text` is the question alone.
    `rewritten` is the standalone question for people, where it differs from what was typed; `notes` say what was read
    into it (which place, which dates, which publishers); `parts` are the queries of a question with several parts.
    """

    text: str
    terms: tuple[QueryTerm, ...]
    expected: Expected
    filter: ArticleFilter
    own_text: str
    mentions: Mentions
    is_followup: bool = False
    rewritten: str | None = None
    notes: tuple[str, ...] = ()
    parts: tuple[Query, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """The folded words the question itself brings."""
        return frozenset(w for t in self.terms for w in re.findall(r"\w+", fold(t.word)))

    @property
    def groups(self) -> list[TermGroup]:
        """The term groups, in the order of the question."""
        return [t.group for t in self.terms]


def read(question: Question, corpus: SearchableCorpus) -> Query:
    """Return the query for a question; raises `BadQuestionError` for one that cannot be searched."""
    text = clean(question.text)
    check(text)
    earlier = _carried_over(text, question.history)
    whole = f"{earlier} {text}".strip()
    found = _query_terms(whole, corpus)
    return Query(
        text=_respell(whole, found, corpus),
        terms=found,
        expected=expected(text),
        filter=question.filter,
        own_text=text,
        mentions=read_mentions(whole, corpus.publishers()),
        is_followup=bool(earlier),
    )


def clean(text: str) -> str:
    """Return the question in NFC with control, format and bidi characters removed and white space single."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    spaced = "".join(_kept(c) for c in normal)
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def _kept(character: str) -> str:
    match unicodedata.category(character):
        case "Cf" | "Co" | "Cn" | "Cs":
            return ""
        case "Cc" | "Zs" | "Zl" | "Zp":
            return " "
        case _:
            return character


def check(text: str) -> None:
    """Raise `BadQuestionError` for a cleaned question that is empty, too long, or has no letter or digit in it."""
    if not text:
        raise BadQuestionError("The question is empty; ask something, for example: why does Nayrab matter?")
    if len(text) > LONGEST_QUESTION:
        raise BadQuestionError(
            f"The question is {len(text):,} characters long; please shorten it to at most {LONGEST_QUESTION:,}."
        )
    if not any(c.isalnum() for c in text):
        raise BadQuestionError("The question has no words in it; ask in words, for example: why does Nayrab matter?")


_POINTS_BACK = re.compile(
    r"\b(it|its|they|them|their|theirs|he|him|his|she|her|hers|that|those|these|this|there|then|one|ones|same|extra)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^(and|so|but|also|what about|how about|or|any|why|when|where|who|then)\b", re.IGNORECASE)
_FEW_WORDS = 12


def _carried_over(text: str, history: tuple[str, ...]) -> str:
    """Return the earlier question a follow-up leans on, or "" when the question stands alone."""
    if not history:
        return ""
    leans = _POINTS_BACK.search(text) or _GOES_ON.match(text) or len(terms(text)) <= 1
    if not leans or len(text.split()) > _FEW_WORDS:
        return ""
    return clean(history[-1])[:LONGEST_QUESTION]


_ASKING = frozenset(
    (
        "matter",
        "happen",
        "mean",
        "explain",
        "describ",
        "list",
        "know",
        "think",
        "import",
        "signific",
        "definit",
        "suppos",
    )
)
"""Stems that only ask; a passage that answers need not hold them, and few that hold them answer."""


def _query_terms(text: str, corpus: SearchableCorpus) -> tuple[QueryTerm, ...]:
    seen: dict[str, QueryTerm] = {}
    for term in terms(text):
        if term.term not in seen:
            seen[term.term] = _query_term(text[term.start : term.end], term.term, corpus)
    return tuple(seen.values())


def _query_term(word: str, term: str, corpus: SearchableCorpus) -> QueryTerm:
    """A word is a name when it is written as one, here or in the articles, or when no article holds it."""
    names = [t for t, _ in corpus.similar_terms(skeleton(term))]
    named = word[:1].isupper() or term in names or corpus.document_frequency(term) == 0
    spellings = [t for t in names if t != term and same_name(term, t)][:_MOST_SPELLINGS] if named else []
    return QueryTerm(word=word, group=(term, *spellings), is_name=named)


def _respell(text: str, found: tuple[QueryTerm, ...], corpus: SearchableCorpus) -> str:
    """Put the corpus's own spelling for a word it does not hold, so that the embedder meets a word it can match."""
    for term in found:
        if len(term.group) > 1 and corpus.document_frequency(term.group[0]) == 0:
            best = max(term.group[1:], key=corpus.document_frequency)
            text = re.sub(rf"(?<!\w){re.escape(term.word)}(?!\w)", best.capitalize(), text)
    return text


_ASKS = (
    (
        Expected.NUMBER,
        r"\bhow (many|much|big|long|old|far|often)\b|\b(number|share|rate|percentage|toll|tolls|range|cost)\b",
    ),
    (Expected.TIME, r"\bwhen\b|\b(what|which) (day|date|year|month|time|times)\b"),
    (Expected.PERSON, r"\bwho\b|\bwhose\b|\bnames?\b"),
    (
        Expected.PLACE,
        r"\bwhere\b|\b(which|what) (town|city|village|area|areas|country|place|region|province|district)\b",
    ),
    (Expected.REASON, r"\bwhy\b|\bhow come\b|\breason\b"),
)


def expected(text: str) -> Expected:
    """Return what kind of detail an English question asks for; OTHER when it cannot be told."""
    found = [(m.start(), kind) for kind, pattern in _ASKS if (m := re.search(pattern, text.casefold()))]
    return min(found)[1] if found else Expected.OTHER


def resolve_publishers(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """Return the stored names for what a person typed, whatever its case; raises `UnknownPublisherError`."""
    stored = {fold(k): k for k in known}
    return frozenset(_resolve(name, stored) for name in names)


def _resolve(name: str, stored: dict[str, str]) -> str:
    key = fold(name.strip())
    if key in stored:
        return stored[key]
    inside = [k for k in stored if key and key in k]
    if len(inside) == 1:
        return stored[inside[0]]
    close = [stored[k] for k in (difflib.get_close_matches(key, stored, 3) or inside[:3])]
    hint = f" Did you mean {' or '.join(close)}?" if close else " `nayrab corpus status` lists the publishers."
    raise UnknownPublisherError(f"No article in the corpus is by the publisher “{name}”.{hint}")
