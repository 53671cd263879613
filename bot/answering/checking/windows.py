"""Cited passages cut into runs of neighbouring sentences: what a claim is held against.

Place in the flow: `verify` takes its windows from here. Pure; a window never mixes two places of an article as if they
stood together: `together` keeps the runs apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking import quotes as quotations
from bot.answering.checking.days import Day, days, of_day
from bot.answering.checking.words import Vocabulary, vocabulary, words
from bot.answering.models import Excerpt
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.checking.words import Word
    from bot.answering.models import Evidence
    from ingest.corpus.models import Article, TimeMention

WIDEST = 3
"""Sentences; what a claim says must stand as near together as this in a passage."""
_CARRIED = 3
"""Sentences; so far back a date may stand that still holds for a sentence without one."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One cited passage: its sentences as text with their spans, and the relative words that were resolved."""

    article: Article
    sentences: tuple[str, ...]
    spans: tuple[Span, ...]
    times: tuple[TimeMention, ...]

    @property
    def text(self) -> str:
        """The passage's own characters, from its first sentence to its last."""
        return Span(self.spans[0].start, self.spans[-1].end).of(self.article.text) if self.spans else ""

    @property
    def printed(self) -> str:
        """Who stands behind the article: publisher, affiliation, author."""
        article = self.article
        others = (copy.publisher for copy in article.copies)
        return " / ".join(filter(None, (article.publisher, article.affiliation, article.author, *others)))


def pieces_of(cited: Iterable[Evidence]) -> tuple[Piece, ...]:
    """Return the cited passages as pieces; one without sentence spans counts as a single sentence."""
    return tuple(_piece(evidence) for evidence in cited)


def _piece(evidence: Evidence) -> Piece:
    spans = tuple(evidence.sentences) or (evidence.span,)
    texts = tuple(span.of(evidence.article.text) for span in spans)
    return Piece(evidence.article, texts, spans, tuple(evidence.times))


class Run(NamedTuple):
    """Neighbouring sentences of one piece: `first` up to but not including `stop`."""

    piece: Piece
    first: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """The sentences that a claim is held against: one run, or several of different passages."""

    runs: tuple[Run, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The texts of its sentences, in order."""
        return tuple(text for run in self.runs for text in run.piece.sentences[run.first : run.stop])

    @property
    def words(self) -> list[tuple[Word, ...]]:
        """The words of its sentences."""
        return [words(text) for text in self.sentences]

    @property
    def vocabulary(self) -> Vocabulary:
        """What words may be found in it."""
        return vocabulary(self.text)

    @property
    def text(self) -> str:
        """Its sentences in one line each."""
        return "\n".join(self.sentences)

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """The sentences as excerpts, one a run."""
        return tuple(
            Excerpt(run.piece.article, Span(run.piece.spans[run.first].start, run.piece.spans[run.stop - 1].end))
            for run in self.runs
        )

    def days(self) -> list[tuple[Day, ...]]:
        """Return the dates of each sentence, resolved relative words included; several of one range apart."""
        return [_days_of(run.piece, n) for run in self.runs for n in range(run.first, run.stop)]

    def days_before(self) -> tuple[Day, ...]:
        """Return the dates of the nearest earlier sentence that has any: they go on for those behind it."""
        found: list[Day] = []
        for run in self.runs:
            back = range(run.first - 1, max(-1, run.first - 1 - _CARRIED), -1)
            found += next((list(_days_of(run.piece, n)) for n in back if _days_of(run.piece, n)), [])
        return tuple(found)

    def years(self) -> frozenset[int]:
        """Return the years that a date without one can be in: of publication, and those the passages name."""
        named = {int(year) for run in self.runs for year in _YEAR.findall(_up_to(run))}
        printed = {run.piece.article.published.day.year for run in self.runs if run.piece.article.published}
        return frozenset(named | printed)


_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


def _up_to(run: Run) -> str:
    piece = run.piece
    start = max(0, piece.spans[0].start - 1500)
    return piece.article.text[start : piece.spans[run.stop - 1].end]


def _days_of(piece: Piece, n: int) -> tuple[Day, ...]:
    span = piece.spans[n]
    found = list(days(piece.sentences[n]))
    for time in piece.times:
        if span.start <= time.span.start and time.span.end <= span.end:
            found += _resolved(time)
    return tuple(found)


def _resolved(time: TimeMention) -> Iterator[Day]:
    yield of_day(time.first)
    if time.last != time.first:
        yield of_day(time.last)
    if (time.first.year, time.first.month) == (time.last.year, time.last.month):
        yield Day(time.first.year, time.first.month, None, -1, -1)


def windows(pieces: Sequence[Piece], claim: Sequence[Word], limit: int) -> list[Window]:
    """Return the likeliest runs of one to three sentences for these words of a claim, best first."""
    wanted = [word for word in claim if word.stem]
    found: list[tuple[float, Window]] = []
    for piece in pieces:
        covered = [_covered(text, wanted) for text in piece.sentences]
        for first in range(len(piece.sentences)):
            for stop in range(first + 1, min(first + WIDEST, len(piece.sentences)) + 1):
                got = len(frozenset().union(*covered[first:stop])) - 0.6 * (stop - first - 1)
                found.append((got, Window((Run(piece, first, stop),))))
    found.sort(key=lambda each: -each[0])
    return [window for _, window in found[:limit]]


def _covered(sentence: str, wanted: Sequence[Word]) -> frozenset[int]:
    known = vocabulary(sentence)
    return frozenset(n for n, word in enumerate(wanted) if known.has(word))


def together(pieces: Sequence[Piece], claim: Sequence[Word]) -> Window | None:
    """Return the likeliest run of each piece as one window, or None for a single piece."""
    if len(pieces) < 2:  # noqa: PLR2004 - nothing to put together
        return None
    best = [windows([piece], claim, 1) for piece in pieces]
    runs = tuple(window.runs[0] for each in best for window in each)
    return Window(runs) if len(runs) > 1 else None


def whole_sentences(claim: str, pieces: Sequence[Piece]) -> Window | None:
    """Return the sentences of one piece that the claim repeats word for word, from first to last, or None."""
    wanted = _bare(claim)
    if not wanted:
        return None
    for piece in pieces:
        for first in range(len(piece.sentences)):
            said = ""
            for stop in range(first + 1, len(piece.sentences) + 1):
                said = f"{said} {_bare(piece.sentences[stop - 1])}".strip()
                if said == wanted:
                    return Window((Run(piece, first, stop),))
                if not wanted.startswith(said):
                    break
    return None


_ENDS = re.compile(r"^[\s'\".,;:!?…]+|[\s'\".,;:!?…]+$")


def _bare(text: str) -> str:
    return _ENDS.sub("", quotations.plain(text))
