"""The default answerer: selects the sentences that answer and quotes them verbatim, with publisher and date.

Place in the flow: scored sentences -> draft claims with their quotes. Pure: it gets the articles it may quote handed
in, searches nothing, and does not decide whether to answer at all (`sufficiency` does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.dates import resolve_relative, spoken_days
from bot.answering.models import DraftClaim, Excerpt
from bot.answering.ranking import is_damaged, leans_back
from ingest.corpus.analysis import terms
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answering.ranking import Candidate
    from ingest.corpus.models import TimeMention


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer gets: about so many words, runs of sentences, and how far below the best a score may lie."""

    words: int = 120
    runs: int = 6
    below_best: float = 0.45
    run_words: int = 45


@dataclass(frozen=True, slots=True)
class Run(Excerpt):
    """Adjacent sentences of one article that are quoted together, and how much they are preferred."""

    score: float = 0.0

    @property
    def words(self) -> int:
        """Length in words, as the limit counts them."""
        return len(self.text.split())


def select(
    ranked: Sequence[Candidate],
    sentences_of: Callable[[str], Sequence[Span]],
    limits: Limits,
) -> list[Run]:
    """Choose the runs to quote, best first, without repetition, within the limits.

    A sentence that goes on from one already chosen ("The town lies at ...") is preferred a little: an answer should
    read as one.
    """
    if not ranked:
        return []
    pool = [c for c in ranked if c.preference >= ranked[0].preference - limits.below_best]
    chosen: list[Run] = []
    while pool and len(chosen) < limits.runs:
        best = max(pool, key=lambda c: c.preference + (_GOES_ON if _goes_on(c, chosen) else 0.0))
        pool.remove(best)
        _take(chosen, _run(best, sentences_of(best.article.id), chosen, limits), limits)
    return chosen


_GOES_ON = 0.12


def _goes_on(candidate: Candidate, chosen: Sequence[Run]) -> bool:
    start = candidate.sentence.span.start
    before = (r for r in chosen if r.article.id == candidate.article.id and r.span.end <= start)
    return leans_back(candidate.sentence.text) and any(not r.article.text[r.span.end : start].strip() for r in before)


def _run(candidate: Candidate, sentences: Sequence[Span], chosen: Sequence[Run], limits: Limits) -> Run:
    article, own = candidate.article, candidate.sentence.span
    spans = (
        with_neighbours(article.text, own, sentences, limits.run_words),
        _with_taking_back(article.text, own, sentences),
    )
    for span in spans:
        run = Run(article, span, candidate.preference)
        if not any(_overlap(run, other) for other in chosen):
            return run
    return Run(article, own, candidate.preference)  # the neighbour that it needs is quoted already


def _take(chosen: list[Run], run: Run, limits: Limits) -> None:
    if is_damaged(run.text) or any(_repeats(run, other) for other in chosen):
        return
    if not chosen or sum(r.words for r in chosen) + run.words <= limits.words * _ABOUT:
        chosen.append(run)


_ABOUT = 1.125
"""The limit is about so many words: a sentence that ends just beyond it is not worth losing."""
_NEAR_DUPLICATE = 0.7


def _repeats(run: Run, other: Run) -> bool:
    if _overlap(run, other):
        return True
    mine, theirs = _content(run.text), _content(other.text)
    return len(mine & theirs) >= _NEAR_DUPLICATE * max(1, min(len(mine), len(theirs)))


def _overlap(run: Run, other: Run) -> bool:
    meet = run.span.start < other.span.end and other.span.start < run.span.end
    return meet and run.article.id == other.article.id


def _content(text: str) -> frozenset[str]:
    return frozenset(t.term for t in terms(text))


_TAKES_BACK = re.compile(
    r"^\W*(?:however|but|yet|nevertheless|on the contrary|in fact|this was denied)\b", re.IGNORECASE
)


def with_neighbours(text: str, span: Span, sentences: Sequence[Span], run_words: int) -> Span:
    """Widen a sentence to the neighbours it needs: what it points back to, the rest of its quotation, a taking back.

    All but the taking back stay behind when the run would be longer than `run_words`; that one is never left out.
    """
    if span not in sentences:
        return span
    first = last = sentences.index(span)
    if first and leans_back(span.of(text)) and _same_paragraph(text, sentences[first - 1], span):
        first -= 1
    for _ in range(2):
        if _open_quotation(text[sentences[first].start : sentences[last].end]) and last + 1 < len(sentences):
            last += 1
    end = _with_taking_back(text, sentences[last], sentences).end
    wide = Span(sentences[first].start, end)
    return wide if len(wide.of(text).split()) <= run_words else _with_taking_back(text, span, sentences)


def _with_taking_back(text: str, span: Span, sentences: Sequence[Span]) -> Span:
    """Add the next sentence where it takes this one back: without it the quote would say what the report does not."""
    after = sentences.index(span) + 1 if span in sentences else len(sentences)
    taken_back = after < len(sentences) and _TAKES_BACK.match(sentences[after].of(text))
    return Span(span.start, sentences[after].end) if taken_back else span


def _same_paragraph(text: str, before: Span, after: Span) -> bool:
    return text.count("\n", before.end, after.start) <= 2  # noqa: PLR2004 - one blank line at most


def _open_quotation(text: str) -> bool:
    return text.count("“") > text.count("”")


def claims_of(runs: Sequence[Run], times_of: Callable[[str], Sequence[TimeMention]]) -> tuple[DraftClaim, ...]:
    """Put runs into reading order, one claim each: the article of the best run first, each article's in its own order.

    `times_of` gives the resolved relative words of an article by its id.
    """
    order = {article_id: n for n, article_id in enumerate(dict.fromkeys(run.article.id for run in runs))}
    ordered = sorted(runs, key=lambda run: (order[run.article.id], run.span))
    return tuple(DraftClaim(_said(run, times_of(run.article.id)), (run,), quoted=True) for run in ordered)


def _said(run: Run, times: Sequence[TimeMention]) -> str:
    dated = resolve_relative(run.article.text, run.span, times)
    remark = "".join(f" [“{words}” = {spoken_days(time.first, time.last)}]" for words, time in dated)
    said = " ".join(f"“{' '.join(quote.text.split())}”" for quote in run.quotes)
    return f"{said}{remark}"
