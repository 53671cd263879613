"""Question -> Query: cleaned, made standalone with the history, analysed into term groups, and told what it asks for.

Place in the flow: first stage of answering. Reads the corpus only to learn which spellings and publishers it has.
It searches nothing and embeds nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering import followups, scope
from bot.answering.cleaning import LONGEST_QUESTION, check, clean
from bot.answering.glossary import in_english
from bot.answering.mentions import Mentions, names_a_month, read_mentions
from bot.answering.outlets import resolve_publishers
from bot.answering.parts import split_parts
from bot.answering.places import places_in, spellings_in
from bot.answering.wording import Expected, about_now, consonants, expected, is_function_word, language_of
from ingest.corpus.analysis import fold, skeleton, terms
from ingest.corpus.gazetteer import same_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.answering.models import Question
    from bot.answering.places import PlaceMention
    from bot.answering.ports import SearchableCorpus, TermGroup
    from ingest.corpus.models import ArticleFilter

    Rewriter = Callable[[str, tuple[str, ...]], str]
    """Makes (question, earlier questions) one standalone question; a model's, so it may fail or write nonsense."""

__all__ = [
    "LONGEST_QUESTION",
    "Expected",
    "Query",
    "QueryTerm",
    "about_now",
    "check",
    "clean",
    "expected",
    "read",
    "resolve_publishers",
]

_MOST_SPELLINGS = 8


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One content word of the question: as written, and the index terms that count for it (its spellings).

    `in_english` is the English word for one of another language, where `glossary` knows it; `is_carried` is true for a
    word that only an earlier question said.
    """

    word: str
    group: TermGroup
    is_name: bool
    in_english: str = ""
    is_carried: bool = False

    @property
    def only_asks(self) -> bool:
        """True for a word such as "matter" in "why does it matter": helpful to find, no part of the topic."""
        return self.group[0] in _ASKING


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be searched.

    `text` is standalone, in the corpus's spelling, and is what gets embedded; `own_text` is it without the
    topic that was carried over in brackets.
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
    about_now: bool = False
    places: tuple[PlaceMention, ...] = ()

    @property
    def asked(self) -> frozenset[str]:
        """The folded words the question itself brings."""
        return frozenset(w for t in self.terms for w in re.findall(r"\w+", fold(t.word)))

    @property
    def groups(self) -> list[TermGroup]:
        """The term groups, in the order of the question."""
        return [t.group for t in self.terms]


def read(question: Question, corpus: SearchableCorpus, rewrite: Rewriter | None = None) -> Query:
    """Return the query for a question; raises `BadQuestionError` for one that cannot be searched.

    `rewrite` makes a follow-up standalone; where it fails or adds something, the rules of `followups` do.
    """
    text = clean(question.text)
    check(text)
    history = tuple(h for h in map(clean, question.history) if h)
    reader = _Reader(question, corpus, history, rewrite)
    whole = reader.standalone(text)
    asked = split_parts(whole or text)
    if len(asked) == 1:
        return reader.query(text, whole)
    each = [replace(reader.query(part, None), is_followup=bool(whole)) for part in asked]
    return replace(reader.query(text, whole), parts=reader.limited_alike(whole or text, each))


@dataclass(frozen=True, slots=True)
class _Reader:
    """One question being read: what was asked before, by which options, of which corpus."""

    question: Question
    corpus: SearchableCorpus
    history: tuple[str, ...]
    rewrite: Rewriter | None

    def standalone(self, text: str) -> str | None:
        """Return a follow-up as a question by itself, None for one that is that already."""
        if not self.history:
            return None
        listener = followups.Listener(
            names_in=lambda words: [
                (t.start, t.end) for t in terms(words) if _is_name(words[t.start : t.end], t.term, self.corpus)
            ],
            holds=lambda term: self.corpus.document_frequency(term) > 0,
            publishers=tuple(self.corpus.publishers()),
            today=self.question.today,
        )
        found = followups.rewritten(text, self.history, listener, self.rewrite)
        return found[:LONGEST_QUESTION] if found and found != text else None

    def query(self, text: str, whole: str | None) -> Query:
        """Return the query of a question, or of a part of one; `whole` is its standalone form, where it has another."""
        asked = whole or text
        own = _CARRIED.sub("", asked)
        found = _with_carried(_query_terms(asked, self.corpus), own)
        limits = scope.read_scope(own, self.corpus.publishers(), self.question.today)
        within = scope.narrowed(self.question.filter, limits)
        return Query(
            text=_respell(asked, found, self.corpus),
            terms=found,
            expected=expected(asked),
            filter=within,
            own_text=own,
            mentions=read_mentions(asked, self.corpus.publishers()),
            is_followup=bool(whole),
            rewritten=whole,
            notes=scope.remarks(limits, within, self.corpus),
            about_now=about_now(asked),
            places=places_in(asked),
        )

    def limited_alike(self, whole: str, each: list[Query]) -> tuple[Query, ...]:
        """Return the parts with the limit said of the whole question: "according to SANA, who ... and when?"."""
        limits = scope.read_scope(whole, self.corpus.publishers(), self.question.today)
        if not limits.overall:
            return tuple(each)
        within = scope.narrowed(self.question.filter, limits)
        said = scope.remarks(limits, within, self.corpus)
        return tuple(
            p if p.filter != self.question.filter else replace(p, filter=within, notes=(*said, *p.notes)) for p in each
        )


_CARRIED = re.compile(r" \([^()]*\)(?=\??$)")
"""The topic of an earlier question, in brackets: it helps to find, and limits nothing."""


def _with_carried(found: tuple[QueryTerm, ...], own: str) -> tuple[QueryTerm, ...]:
    said = {t.term for t in terms(own)}
    return tuple(replace(t, is_carried=t.group[0] not in said) for t in found)


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


_ENDINGS = re.compile(r"(?<=\w)['’]\w+")
"""What Turkish adds to a name, behind an apostrophe: "Nayrab'ı", "Saraqib'de"."""


def _query_terms(text: str, corpus: SearchableCorpus) -> tuple[QueryTerm, ...]:
    language = language_of(text)
    if language == "tr":
        text = _ENDINGS.sub("", text)
    seen: dict[str, QueryTerm] = {}
    known = spellings_in(text)
    for term in terms(text):
        word = text[term.start : term.end]
        if term.term not in seen and term.term not in known.left_out and not is_function_word(word, language):
            seen[term.term] = _query_term(word, term.term, known.of.get(term.term, ()), corpus)
    if language == "en":
        return tuple(seen.values())
    return tuple(t for own in seen.values() if _is_held(t := _translated(own, language, corpus), corpus))


def _translated(own: QueryTerm, language: str, corpus: SearchableCorpus) -> QueryTerm:
    """Let a word of another language that no article holds stand for its English words, where they are known."""
    english = () if _is_held(own, corpus) else in_english(own.word, language)
    group = tuple(dict.fromkeys(t.term for word in english for t in terms(word)))
    return QueryTerm(own.word, group, is_name=False, in_english=english[0]) if group else own


def _is_held(term: QueryTerm, corpus: SearchableCorpus) -> bool:
    """Tell whether any article holds it: a word of another language that none holds is no sign that they do not say."""
    return any(corpus.document_frequency(t) > 0 for t in term.group)


def _is_name(word: str, term: str, corpus: SearchableCorpus) -> bool:
    """A word is a name when it is written as one, here or in the articles, or when no article holds it."""
    if word[0].isdigit() or names_a_month(word):
        return False
    written = word[:1].isupper() or corpus.document_frequency(term) == 0
    return written or any(t == term for t, _ in corpus.similar_terms(skeleton(term)))


def _query_term(word: str, term: str, known: Iterable[str], corpus: SearchableCorpus) -> QueryTerm:
    """A word is a name when it is written as one, here or in the articles, or when no article holds it.

    `known` are spellings of the place it is of; the corpus tells others that can be the same name.
    """
    names = [t for bones in consonants(word, term) for t, _ in corpus.similar_terms(bones)]
    named = bool(known) or word[:1].isupper() or term in names or corpus.document_frequency(term) == 0
    held = sorted((t for t in known if corpus.document_frequency(t) > 0), key=corpus.document_frequency, reverse=True)
    alike = [t for t in names if same_name(term, t) or same_name(word, t)] if named else []
    spellings = [t for t in dict.fromkeys((*held, *alike)) if t != term]
    return QueryTerm(word=word, group=(term, *spellings[:_MOST_SPELLINGS]), is_name=named)


def _respell(text: str, found: tuple[QueryTerm, ...], corpus: SearchableCorpus) -> str:
    """Put the corpus's own spelling for a word it does not hold, so that the embedder meets a word it can match."""
    for term in found:
        if len(term.group) > 1 and not term.in_english and corpus.document_frequency(term.group[0]) == 0:
            best = max(term.group[1:], key=corpus.document_frequency)
            text = re.sub(rf"(?<!\w){re.escape(term.word)}(?!\w)", best.capitalize(), text)
    return " ".join((text, *dict.fromkeys(t.in_english for t in found if t.in_english)))
