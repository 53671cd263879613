"""Weights and thresholds of the judge, fitted per embedder: every threshold belongs to an embedder.

Place in the flow: read by `sufficiency`. Data only; `python -m tests.evals.calibrate` makes the figures.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights over `signs.Signs` in order, the bias, and the least log-odds to answer at."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    off_topic_cosine: float


_MINILM = Calibration(
    weights=(
        3.127,  # cosine
        1.490,  # window
        1.369,  # passage
        0.983,  # names
        0.259,  # near
        1.467,  # role
        0.560,  # publisher
        1.115,  # time
        4.597,  # statement
        1.037,  # words
        -2.455,  # asks_number
        2.135,  # number_there
        0.820,  # number_near
        -1.103,  # asks_reason
        1.355,  # reason_there
    ),
    bias=-9.719,
    threshold=-0.953,
    off_topic_cosine=0.3,
)

_FITTED: dict[str, Calibration] = {"minilm": _MINILM}


def calibration_for(embedder_name: str) -> Calibration:
    """Return what was fitted for this embedder, or the weights of the default one where nothing was."""
    return _FITTED.get(embedder_name, _MINILM)
