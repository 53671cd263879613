"""Thresholds and weights of the judge, fitted per embedder: every threshold belongs to an embedder.

Place in the flow: read by `sufficiency`. Data only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights over `sufficiency.Signs` in order, the bias, and the least probability to answer at."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    off_topic_cosine: float


_FITTED: dict[str, Calibration] = {
    "minilm": Calibration((1, 1, 1, 1, 1, 1, 1), -3, 0.0, 0.3),
}


def calibration_for(embedder_name: str) -> Calibration:
    """Return what was fitted for this embedder, or the weights of the default one where nothing was."""
    return _FITTED.get(embedder_name, _FITTED["minilm"])
