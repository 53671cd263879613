"""Scored sentences -> evidence: verbatim pieces inside a token budget, neighbours merged.

Place in the flow: what `search` shows and what a language model would get. Pure; it neither scores nor quotes.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.models import Evidence
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.answering.ports import TokenCounter
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article, Passage, TimeMention

CUT_BELOW_BEST = 0.29
"""With the adaptive cut, a sentence that scores lower than the best by more than this share of the best is left out,
whatever room the budget has: where much fits about as well, much is taken."""

_SMALLEST = 4
"""Tokens; no sentence worth showing is shorter."""
_LONGEST_TOKEN = 12
"""Characters per token that no prose reaches over a whole sentence."""


class _Piece(NamedTuple):
    """A run of sentences of one article: where it stands, the best of them, the passages they are from."""

    span: Span
    sentences: tuple[Span, ...]
    best: ScoredSentence
    passages: tuple[Passage, ...]

    @property
    def times(self) -> tuple[TimeMention, ...]:
        kept = {time for passage in self.passages for time in passage.times}
        first, last = self.span
        return tuple(sorted(time for time in kept if first <= time.span.start and time.span.end <= last))


def within_budget(
    ranked: Sequence[ScoredSentence],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
    budget: int,
    *,
    cut: float | None = None,
) -> tuple[Evidence, ...]:
    """Take the best sentences until `budget` cl100k tokens are spent; adjacent ones become one piece, best first.

    `cut` (a share of the best score, such as `CUT_BELOW_BEST`) ends it sooner, where the scores fall; None fills up.
    """
    taken: list[ScoredSentence] = []
    left = budget
    tellers = _Tellers(articles)
    for sentence in _above(ranked, cut):
        if left < _SMALLEST:
            break
        text = sentence.text
        if len(text) > left * _LONGEST_TOKEN:
            continue  # it cannot fit, and counting is what costs here
        tokens = count_tokens(text)
        if tokens <= left and tellers.tell(sentence):
            taken.append(sentence)
            left -= tokens
    return _fitting(taken, articles, count_tokens, budget)


def _fitting(
    taken: Sequence[ScoredSentence],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
    budget: int,
) -> tuple[Evidence, ...]:
    """Merge, and leave out the last taken while what stands between merged sentences exceeds the budget."""
    merged = _merged(taken, articles, count_tokens)
    while len(taken) > 1 and sum(piece.tokens for piece in merged) > budget:
        taken = taken[:-1]
        merged = _merged(taken, articles, count_tokens)
    return merged


def _above(ranked: Sequence[ScoredSentence], cut: float | None) -> Iterator[ScoredSentence]:
    """Yield the sentences down to where the scores have fallen by `cut`; the best always."""
    if cut is None or not ranked:
        yield from ranked
        return
    best = ranked[0].score
    yield from takewhile(lambda sentence: sentence.score >= best - cut * abs(best), ranked)


def best_passages(
    ranked: Sequence[ScoredSentence],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
    limit: int,
) -> tuple[Evidence, ...]:
    """Return the whole passages of the best sentences, one each, best first, at most `limit`."""
    best: dict[str, ScoredSentence] = {}
    tellers = _Tellers(articles)
    for sentence in ranked:
        if tellers.tell(sentence):
            best.setdefault(sentence.passage.id, sentence)
        if len(best) >= limit:
            break
    pieces = (_Piece(s.passage.span, s.passage.sentences, s, (s.passage,)) for s in best.values())
    return tuple(_evidence(pieces, articles, count_tokens))


class _Tellers:
    """Which member tells each story, the first that was asked about: its copies say nothing more."""

    def __init__(self, articles: Callable[[str], Article | None]) -> None:
        self._articles = articles
        self._of: dict[str, str] = {}

    def tell(self, sentence: ScoredSentence) -> bool:
        """Tell whether the sentence is from the member that tells its story."""
        id_ = sentence.passage.article_id
        article = self._articles(id_)
        return article is None or self._of.setdefault(article.story or id_, id_) == id_


def _merged(
    taken: Sequence[ScoredSentence], articles: Callable[[str], Article | None], count_tokens: TokenCounter
) -> tuple[Evidence, ...]:
    runs: list[list[ScoredSentence]] = []
    for sentence in sorted(taken, key=lambda s: (s.passage.article_id, s.span)):
        if runs and _adjacent(runs[-1][-1], sentence):
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    runs.sort(key=lambda run: -max(s.score for s in run))
    pieces = (
        _Piece(
            Span(run[0].span.start, run[-1].span.end),
            tuple(s.span for s in run),
            max(run, key=lambda s: s.score),
            tuple(s.passage for s in run),
        )
        for run in runs
    )
    return tuple(_evidence(pieces, articles, count_tokens))


def _adjacent(before: ScoredSentence, after: ScoredSentence) -> bool:
    if before.passage.article_id != after.passage.article_id:
        return False
    if before.passage.ordinal == after.passage.ordinal:
        return after.place == before.place + 1
    ends = before.place == len(before.passage.sentences) - 1
    return ends and after.place == 0 and after.passage.ordinal == before.passage.ordinal + 1


def _evidence(
    pieces: Iterable[_Piece],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
) -> Iterable[Evidence]:
    for piece in pieces:
        article = articles(piece.best.passage.article_id)
        if article is None:
            continue
        text = piece.span.of(article.text)
        best, tokens = piece.best, count_tokens(text)
        yield Evidence(article, piece.span, text, piece.sentences, best.score, tokens, best.parts, piece.times)
