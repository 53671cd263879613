"""The default answerer: selects the sentences that answer and quotes them verbatim, with publisher and date.

Place in the flow: scored sentences -> draft claims with their quotes. Pure: it gets the articles it may quote handed
in, searches nothing, and does not decide whether to answer at all (`sufficiency` does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.dates import resolve_relative, spoken, spoken_day
from bot.answering.details import holds
from bot.answering.models import CitedSource, Claim, Quote
from bot.answering.query import Expected
from ingest.corpus.analysis import fold, terms
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answering.query import Query
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer gets: words in all, runs of sentences, and how far below the best a score may lie."""

    words: int = 120
    runs: int = 6
    below_best: float = 0.45
    run_words: int = 45


@dataclass(frozen=True, slots=True)
class Run:
    """Adjacent sentences of one article that are quoted together."""

    article: Article
    span: Span
    score: float

    @property
    def text(self) -> str:
        """The quoted text, verbatim."""
        return self.span.of(self.article.text)

    @property
    def words(self) -> int:
        """Length in words, as the limit counts them."""
        return len(self.text.split())


_DETAIL_BONUS = {
    Expected.NUMBER: 0.3,
    Expected.TIME: 0.3,
    Expected.PERSON: 0.16,
    Expected.PLACE: 0.16,
    Expected.REASON: 0.12,
    Expected.OTHER: 0.0,
}
_NO_STATEMENT = 0.5


def preference(query: Query, sentence: ScoredSentence) -> float:
    """Return how much a sentence is wanted as a quote.

    For quoting, the sentence itself counts more than for retrieval, where its passage carries it; and one that holds
    the kind of detail asked for is preferred. The weights were set on the development questions.
    """
    asked = frozenset(w for t in query.terms for w in re.findall(r"\w+", fold(t.word)))
    parts = sentence.parts
    cosine = parts["cosine"] or parts["passage_cosine"]
    wanted = cosine + 0.25 * parts["passage_cosine"] + parts["passage_words"] + 1.2 * parts["words"]
    bonus = _DETAIL_BONUS[query.expected] if holds(sentence.text, query.expected, asked) else 0.0
    return wanted + bonus - (0.0 if is_statement(sentence.text) else _NO_STATEMENT)


_SHORTEST = 4
_ENDS = re.compile(r"[.!؟。…\"'”’»)\]]\s*$")
_PROMOTION = re.compile(
    r"^\s*(read( more| also)?|also read|watch|see also|related|source|photo|image|video)\s*:", re.IGNORECASE
)


def is_statement(text: str) -> bool:
    """Tell whether a sentence can be quoted as news: not a heading, a question, a fragment or a promotional line."""
    return len(text.split()) >= _SHORTEST and bool(_ENDS.search(text)) and not _PROMOTION.match(text)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence and how much it is preferred for quoting."""

    sentence: ScoredSentence
    preference: float


def rank(query: Query, sentences: Sequence[ScoredSentence]) -> list[Candidate]:
    """Order retrieved sentences by preference, best first."""
    found = [Candidate(s, preference(query, s)) for s in sentences]
    return sorted(found, key=lambda c: -c.preference)


def select(
    ranked: Sequence[Candidate],
    articles: Callable[[str], Article | None],
    sentences_of: Callable[[str], Sequence[Span]],
    limits: Limits,
) -> list[Run]:
    """Choose the runs to quote, best first, without repetition, within the limits."""
    chosen: list[Run] = []
    for candidate in ranked:
        if candidate.preference < ranked[0].preference - limits.below_best or len(chosen) >= limits.runs:
            break
        article = articles(candidate.sentence.passage.article_id)
        if article is not None:
            span = with_neighbours(article.text, candidate.sentence.span, sentences_of(article.id), limits.run_words)
            _take(chosen, Run(article, span, candidate.preference), limits)
    return chosen


def _take(chosen: list[Run], run: Run, limits: Limits) -> None:
    if any(_repeats(run, other) for other in chosen):
        return
    if not chosen or sum(r.words for r in chosen) + run.words <= limits.words:
        chosen.append(run)


_NEAR_DUPLICATE = 0.7


def _repeats(run: Run, other: Run) -> bool:
    if run.article.id == other.article.id and run.span.start < other.span.end and other.span.start < run.span.end:
        return True
    mine, theirs = _content(run.text), _content(other.text)
    return len(mine & theirs) >= _NEAR_DUPLICATE * max(1, min(len(mine), len(theirs)))


def _content(text: str) -> frozenset[str]:
    return frozenset(t.term for t in terms(text))


_LEANS_BACK = re.compile(
    r"^\W*(?:he|she|they|it|this|that|these|those|his|her|their|its|however|but|nevertheless|meanwhile|instead|also|"
    r"the (?:former|latter|two|three|same|official|source|spokesman|spokeswoman|statement|report|attack|group|agreement"
    r"|pact)|"
    r"another|others|both|there|then|here|such|as a result|therefore|thus|hence)\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"^\W*(?:however|but|yet|nevertheless|on the contrary|in fact|this was denied)\b", re.IGNORECASE
)


def with_neighbours(text: str, span: Span, sentences: Sequence[Span], run_words: int) -> Span:
    """Widen a sentence to the neighbours it needs: what it points back to, the rest of its quotation, a taking back."""
    if span not in sentences:
        return span
    first = last = sentences.index(span)
    if first and _LEANS_BACK.match(span.of(text)) and _same_paragraph(text, sentences[first - 1], span):
        first -= 1
    for _ in range(2):
        if _open_quotation(text[sentences[first].start : sentences[last].end]) and last + 1 < len(sentences):
            last += 1
    if last + 1 < len(sentences) and _TAKES_BACK.match(sentences[last + 1].of(text)):
        last += 1
    wide = Span(sentences[first].start, sentences[last].end)
    return wide if len(wide.of(text).split()) <= run_words else span


def _same_paragraph(text: str, before: Span, after: Span) -> bool:
    return text.count("\n", before.end, after.start) <= 2  # noqa: PLR2004 - one blank line at most


def _open_quotation(text: str) -> bool:
    return text.count("“") > text.count("”")


def write(runs: Sequence[Run]) -> tuple[tuple[Claim, ...], tuple[CitedSource, ...], str]:
    """Put runs into reading order and number their articles; returns claims, sources and the text with [n] marks."""
    order = list(dict.fromkeys(run.article.id for run in runs))
    claims: list[Claim] = []
    sources: list[CitedSource] = []
    lines: list[str] = []
    for n, article_id in enumerate(order, 1):
        mine = sorted((r for r in runs if r.article.id == article_id), key=lambda r: r.span)
        sources.append(CitedSource(n, mine[0].article, tuple(Quote(r.text, r.span) for r in mine)))
        said = [_said(r) for r in mine]
        claims.extend(Claim(f"{attribution(mine[0].article)}: {s}", (n,)) for s in said)
        lines.append(f"{attribution(mine[0].article)}: {' … '.join(said)} [{n}]")
    return tuple(claims), tuple(sources), "\n".join(lines)


def attribution(article: Article) -> str:
    """Return who printed it and when: `Middle East Monitor, 25 February 2020`."""
    others = sorted({c.publisher for c in article.copies} - {article.publisher})
    who = " / ".join([article.publisher, *others])
    return f"{who}, {spoken(article.published)}"


def _said(run: Run) -> str:
    dated = resolve_relative(run.text, run.article.published)
    remark = "".join(f" [“{word}” = {spoken_day(day)}]" for word, day in dated)
    return f"“{' '.join(run.text.split())}”{remark}"
