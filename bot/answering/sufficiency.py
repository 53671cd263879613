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

    from bot.answering.material import Material
    from bot.answering.query import Query
    from bot.answering.ranking import Candidate

DECIDING = 5
"""How many of the best matches are weighed at most; their mean decides, so that one chance match does not."""
ALIKE = 0.15
"""Only matches no further below the best are weighed: in a small corpus the next is about something else."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word: `reason` is None when there is enough; `score` is in log-odds above the threshold."""

    reason: Reason | None
    score: float


def judge(material: Material) -> Verdict:
    """Weigh the signs with the embedder's calibration; no candidates at all is no evidence."""
    fitted = calibration_for(material.embedder_name)
    best = deciding(best_matches(material.ranked, DECIDING))
    measured = signs_of(material.query, material.retrieval.rarity, best)
    if not measured:
        return Verdict(Reason.NO_EVIDENCE, float("-inf"))
    score = sum(weigh(signs, fitted) for signs in measured) / len(measured) - fitted.threshold
    if score >= 0:
        return Verdict(None, score)
    off_topic = max(c.sentence.passage_cosine for c in best) < fitted.off_topic_cosine
    return Verdict(Reason.OFF_TOPIC if off_topic else Reason.NO_EVIDENCE, score)


def best_matches(ranked: Sequence[Candidate], limit: int) -> list[Candidate]:
    """Return the candidates that match best, whatever publisher or time was asked for."""
    return sorted(ranked, key=lambda c: -c.match)[:limit]


def deciding(best: Sequence[Candidate]) -> list[Candidate]:
    """Return those of the best matches, best first, that match about as well as the first."""
    return [c for c in best if c.match >= best[0].match - ALIKE]


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
