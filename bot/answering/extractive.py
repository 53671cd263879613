"""The default answerer: selects the sentences that answer and quotes them verbatim, with publisher and date.

Place in the flow: scored sentences -> draft claims with their quotes. Pure: it gets the articles it may quote handed
in, searches nothing, and does not decide whether to answer at all (`sufficiency` does).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.coverage import stems
from bot.answering.dates import resolve_relative, spoken_days
from bot.answering.details import numbers
from bot.answering.models import DraftClaim, Excerpt
from bot.answering.neighbours import with_neighbours, with_taking_back
from bot.answering.ranking import is_damaged, is_quotable, leans_back
from bot.answering.speakers import last_speaker_in, leaves_speaker_open, quotes_speech, speaker_in
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.ranking import Candidate
    from ingest.corpus.models import TimeMention


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer gets.

    About so many words and at most so many runs of sentences; how far below the best a score may lie; how many words a
    run may reach by taking along the neighbours it needs, and how many by growing together with the runs beside it.
    """

    words: int = 165
    runs: int = 12
    below_best: float = 1.1
    run_words: int = 45
    joined_words: int = 90


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
    asked: AbstractSet[str] = frozenset(),
) -> list[Run]:
    """Choose the runs to quote, best first, without repetition, within the limits.

    After the best one each next is the sentence that adds most: it is worth less the more it repeats and the longer it
    is, and more when it goes on from one already chosen or is by somebody else. `asked` are the question's own stems.
    """
    quotable = [c for c in ranked[:_POOL] if is_quotable(c.sentence.text)]
    if not quotable:
        return []
    floor = quotable[0].preference - limits.below_best
    choice = _Choice([c for c in quotable if c.preference >= floor], asked)
    while choice.pool and len(choice.runs) < limits.runs and choice.words < limits.words:
        best = choice.next()
        run = _run(best, sentences_of(best.article.id), choice.runs, limits)
        if choice.has_room(run, limits):
            choice.take(run)
    return choice.runs


_POOL = 60
_ABOUT = 1.125
"""The limit is about so many words: a sentence that ends just beyond it is not worth losing."""

# Set by trying a few values each on the development questions, the chunking evaluation and questions of our own; the
# figures hardly move between half and twice these.
_GOES_ON, _POINTS_BACK, _LEADS_UP, _OTHER_PUBLISHER = 0.2, 0.12, 0.1, 0.1
_REPEATED = 0.2
_PER_WORD = 0.2 / 20
_FREE_WORDS = 15


class _Choice:
    """What is chosen so far, and the pool that is left; used within one call of `select`."""

    def __init__(self, pool: list[Candidate], asked: AbstractSet[str]) -> None:
        self.pool = pool
        self.runs: list[Run] = []
        self.words = 0
        self._asked = asked
        self._content = {id(c): stems(c.sentence.text) - asked for c in pool}
        self._repeated = dict.fromkeys(self._content, 0.0)
        self._long = {id(c): _PER_WORD * max(0, len(c.sentence.text.split()) - _FREE_WORDS) for c in pool}

    def next(self) -> Candidate:
        best = max(self.pool, key=self._worth) if self.runs else self.pool[0]
        self.pool.remove(best)
        return best

    def has_room(self, run: Run, limits: Limits) -> bool:
        if is_damaged(run.text) or any(_repeats(run, other) for other in self.runs):
            return False
        return not self.runs or self.words + run.words <= limits.words * _ABOUT

    def take(self, run: Run) -> None:
        self.runs.append(run)
        self.words += run.words
        told = stems(run.text) - self._asked
        for candidate in self.pool:
            own = self._content[id(candidate)]
            share = len(own & told) / max(1, min(len(own), len(told)))
            self._repeated[id(candidate)] = max(self._repeated[id(candidate)], share)

    def _worth(self, candidate: Candidate) -> float:
        worth = candidate.preference - _REPEATED * self._repeated[id(candidate)]
        worth -= self._long[id(candidate)]
        if all(run.article.publisher != candidate.article.publisher for run in self.runs):
            return worth + _OTHER_PUBLISHER
        return worth + _beside(candidate, self.runs)


def _beside(candidate: Candidate, runs: Sequence[Run]) -> float:
    """An answer should read as one: what goes on from a chosen sentence is wanted, what leads up to it a little."""
    text, span = candidate.article.text, candidate.sentence.span
    mine = [run.span for run in runs if run.article.id == candidate.article.id]
    if any(_touch(text, other, span) for other in mine):
        return _GOES_ON + (_POINTS_BACK if leans_back(candidate.sentence.text) else 0.0)
    return _LEADS_UP if any(_touch(text, span, other) for other in mine) else 0.0


_GAP = 4


def _touch(text: str, first: Span, second: Span) -> bool:
    """Tell whether nothing but white space stands between two spans, in this order."""
    return 0 <= second.start - first.end <= _GAP and not text[first.end : second.start].strip()


def _run(candidate: Candidate, sentences: Sequence[Span], chosen: Sequence[Run], limits: Limits) -> Run:
    article, own = candidate.article, candidate.sentence.span
    spans = (
        with_neighbours(article.text, own, sentences, limits.run_words),
        with_taking_back(article.text, own, sentences),
    )
    for span in spans:
        run = Run(article, span, candidate.preference)
        if not any(_overlap(run, other) for other in chosen):
            return run
    return Run(article, own, candidate.preference)  # the neighbour that it needs is quoted already


_NEAR_DUPLICATE = 0.7


def _repeats(run: Run, other: Run) -> bool:
    """Tell whether a run says what another does; the same words with another figure are another account."""
    if _overlap(run, other):
        return True
    mine, theirs = stems(run.text), stems(other.text)
    if len(mine & theirs) < _NEAR_DUPLICATE * max(1, min(len(mine), len(theirs))):
        return False
    return run.article.publisher == other.article.publisher or numbers(run.text) <= numbers(other.text)


def _overlap(run: Run, other: Run) -> bool:
    meet = run.span.start < other.span.end and other.span.start < run.span.end
    return meet and run.article.id == other.article.id


def claims_of(
    runs: Sequence[Run], times_of: Callable[[str], Sequence[TimeMention]], limits: Limits | None = None
) -> tuple[DraftClaim, ...]:
    """Put runs into reading order, one claim each; runs that touch become one.

    The best run comes first, then the others of its article in the article's order, then the next article likewise.
    `times_of` gives the resolved relative words of an article by its id.
    """
    joined = _joined(runs, (limits or Limits()).joined_words)
    order = {article_id: n for n, article_id in enumerate(dict.fromkeys(run.article.id for run in runs))}
    best = {article_id: max(r.score for r in joined if r.article.id == article_id) for article_id in order}
    ordered = sorted(joined, key=lambda r: (order[r.article.id], r.score < best[r.article.id], r.span))
    return tuple(_claim(run, times_of(run.article.id)) for run in ordered)


def _claim(run: Run, times: Sequence[TimeMention]) -> DraftClaim:
    return DraftClaim(_said(run, times), (run,), quoted=True, speaker=_speaker(run))


_LOOK_BACK = 300
"""Characters before a quotation in which its speaker is looked for, when it calls him "he"."""


_OPENING = ("“", '"', "„", "«", "‘")


def _speaker(run: Run) -> str:
    if not quotes_speech(run.text):
        return ""
    if leaves_speaker_open(run.text):
        before = run.article.text[max(0, run.span.start - _LOOK_BACK) : run.span.start]
        return last_speaker_in(before.rpartition("\n\n")[2] or before)
    return speaker_in(run.text) if run.text.startswith(_OPENING) else ""  # else the text itself leads up to the speech


def _joined(runs: Sequence[Run], most_words: int) -> list[Run]:
    joined: list[Run] = []
    for run in sorted(runs, key=lambda r: (r.article.id, r.span)):
        before = joined[-1] if joined else None
        if before and before.article.id == run.article.id and _touch(run.article.text, before.span, run.span):
            whole = Run(run.article, Span(before.span.start, run.span.end), max(before.score, run.score))
            if whole.words <= most_words:
                joined[-1] = whole
                continue
        joined.append(run)
    return joined


def _said(run: Run, times: Sequence[TimeMention]) -> str:
    dated = resolve_relative(run.article.text, run.span, times)
    remark = "".join(f" [“{words}” = {spoken_days(time.first, time.last)}]" for words, time in dated)
    said = " ".join(f"“{' '.join(quote.text.split())}”" for quote in run.quotes)
    return f"{said}{remark}"
