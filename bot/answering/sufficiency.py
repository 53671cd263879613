"""Do the retrieved sentences answer the question? The judge that lets an answer through or refuses.

Place in the flow: after `retrieve` and `ranking`, before anything is quoted. Pure; it quotes nothing. It weighs
the signs of the best candidates with weights fitted per embedder (`bot.answering.calibration`).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from bot.answering.calibration import Calibration, calibration_for
from bot.answering.models import Reason
from bot.answering.signs import Signs, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.query import Query
    from bot.answering.ranking import Candidate

DECIDING = 3
"""How many of the best candidates are weighed; their mean decides, so that one chance match does not."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word: `reason` is None when there is enough; `score` is in log-odds above the threshold."""

    reason: Reason | None
    score: float


def judge(
    query: Query,
    rarity: Sequence[float],
    ranked: Sequence[Candidate],
    embedder_name: str,
) -> Verdict:
    """Weigh the signs with the embedder's calibration; no candidates at all is no evidence."""
    fitted = calibration_for(embedder_name)
    measured = signs_of(query, rarity, ranked[:DECIDING])
    if not measured:
        return Verdict(Reason.NO_EVIDENCE, float("-inf"))
    score = sum(weigh(signs, fitted) for signs in measured) / len(measured) - fitted.threshold
    if score >= 0:
        return Verdict(None, score)
    off_topic = max(c.sentence.parts["passage_cosine"] for c in ranked[:DECIDING]) < fitted.off_topic_cosine
    return Verdict(Reason.OFF_TOPIC if off_topic else Reason.NO_EVIDENCE, score)


def signs_of(
    query: Query,
    rarity: Sequence[float],
    ranked: Sequence[Candidate],
) -> list[Signs]:
    """Measure these candidates."""
    return [measure(query, rarity, c.sentence, c.article) for c in ranked]


def weigh(signs: Signs, fitted: Calibration) -> float:
    """Return the log-odds, before the threshold, that this candidate answers."""
    return fitted.bias + sum(w * float(x) for w, x in zip(fitted.weights, astuple(signs), strict=True))
