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
        2.815,  # cosine
        1.775,  # window
        1.073,  # passage
        0.659,  # names
        0.277,  # near
        1.471,  # role
        0.557,  # publisher
        1.126,  # time
        0.472,  # statement
        0.550,  # words
        -2.588,  # asks_number
        2.087,  # number_there
        1.021,  # number_near
        -0.807,  # asks_reason
        1.156,  # reason_there
    ),
    bias=-4.801,
    threshold=-0.848,
    off_topic_cosine=0.3,
)

_FITTED: dict[str, Calibration] = {"minilm": _MINILM}


def calibration_for(embedder_name: str) -> Calibration:
    """Return what was fitted for this embedder, or the weights of the default one where nothing was."""
    return _FITTED.get(embedder_name, _MINILM)
