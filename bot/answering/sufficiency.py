"""Do the retrieved sentences answer the question? The judge that lets an answer through or refuses.

Place in the flow: after `retrieve` and `extractive.rank`, before anything is quoted. Pure; it quotes nothing. It weighs
the signs of the best candidates with weights fitted per embedder (`bot.answering.calibration`).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from bot.answering.calibration import Calibration, calibration_for
from bot.answering.models import Reason
from bot.answering.signs import Signs, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answering.extractive import Candidate
    from bot.answering.query import Query
    from ingest.corpus.models import Article

LOOKED_AT = 20
"""How many of the best candidates are measured."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word: `reason` is None when there is enough; `score` is the best candidate's, 0 on the threshold."""

    reason: Reason | None
    score: float


def judge(
    query: Query,
    idf: Sequence[float],
    ranked: Sequence[Candidate],
    articles: Callable[[str], Article | None],
    embedder_name: str,
) -> Verdict:
    """Weigh the signs with the embedder's calibration; no candidates at all is no evidence."""
    fitted = calibration_for(embedder_name)
    measured = signs_of(query, idf, ranked, articles)
    if not measured:
        return Verdict(Reason.NO_EVIDENCE, float("-inf"))
    score = max(weigh(signs, fitted) for signs in measured) - fitted.threshold
    if score >= 0:
        return Verdict(None, score)
    off_topic = max(s.passage_cosine for s in measured) < fitted.off_topic_cosine
    return Verdict(Reason.OFF_TOPIC if off_topic else Reason.NO_EVIDENCE, score)


def signs_of(
    query: Query,
    idf: Sequence[float],
    ranked: Sequence[Candidate],
    articles: Callable[[str], Article | None],
) -> list[Signs]:
    """Measure the best candidates."""
    found = ((c.sentence, articles(c.sentence.passage.article_id)) for c in ranked[:LOOKED_AT])
    return [measure(query, idf, sentence, article) for sentence, article in found if article is not None]


def weigh(signs: Signs, fitted: Calibration) -> float:
    """Return the log-odds, before the threshold, that this candidate answers."""
    return fitted.bias + sum(w * float(x) for w, x in zip(fitted.weights, astuple(signs), strict=True))
