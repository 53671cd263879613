"""Scored sentences -> evidence: verbatim pieces inside a token budget, neighbours merged.

Place in the flow: what `search` shows and what a language model would get. Pure; it neither scores nor quotes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.models import Evidence
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.answering.ports import TokenCounter
    from bot.answering.retrieve import ScoredSentence
    from ingest.corpus.models import Article

CUT_BELOW_BEST = 0.5
"""A sentence whose score lies further than this below the best is left out, whatever room the budget has."""

_SMALLEST = 4
"""Tokens; no sentence worth showing is shorter."""
_LONGEST_TOKEN = 12
"""Characters per token that no prose reaches over a whole sentence."""


def within_budget(
    ranked: Sequence[ScoredSentence],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
    budget: int,
    *,
    cut: float | None = None,
) -> tuple[Evidence, ...]:
    """Take the best sentences until `budget` cl100k tokens are spent; adjacent ones become one piece, best first."""
    taken: list[ScoredSentence] = []
    left = budget
    for sentence in ranked:
        if cut is not None and sentence.score < ranked[0].score - cut:
            break
        if left < _SMALLEST:
            break
        text = sentence.text
        if len(text) > left * _LONGEST_TOKEN:
            continue  # it cannot fit, and counting is what costs here
        tokens = count_tokens(text)
        if tokens <= left:
            taken.append(sentence)
            left -= tokens
    return _merged(taken, articles, count_tokens)


def best_passages(
    ranked: Sequence[ScoredSentence],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
    limit: int,
) -> tuple[Evidence, ...]:
    """Return the whole passages of the best sentences, one each, best first, at most `limit`."""
    best: dict[str, ScoredSentence] = {}
    for sentence in ranked:
        best.setdefault(sentence.passage.id, sentence)
        if len(best) >= limit:
            break
    pieces = ((s.passage.article_id, s.passage.span, s.passage.sentences, s) for s in best.values())
    return tuple(_evidence(pieces, articles, count_tokens))


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
        (
            run[0].passage.article_id,
            Span(run[0].span.start, run[-1].span.end),
            tuple(s.span for s in run),
            max(run, key=lambda s: s.score),
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
    pieces: Iterable[tuple[str, Span, tuple[Span, ...], ScoredSentence]],
    articles: Callable[[str], Article | None],
    count_tokens: TokenCounter,
) -> Iterable[Evidence]:
    for article_id, span, sentences, best in pieces:
        article = articles(article_id)
        if article is None:
            continue
        text = span.of(article.text)
        parts: Mapping[str, float] = {k: round(v, 4) for k, v in best.parts.items()}
        yield Evidence(article, span, text, sentences, best.score, count_tokens(text), parts)
