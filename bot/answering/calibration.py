"""Weights and thresholds of the judge, fitted per embedder: every threshold belongs to an embedder.

Place in the flow: read by `retrieve` and `sufficiency`. Data only; `python -m tests.evals.calibrate` makes the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights over `signs.Signs` in order, the bias, and the least log-odds to answer at.

    `told` is added where the name asked for is told (its share is `well_told` or more), `untold` where the very detail
    asked for is not (its share is below `hardly_told`, for a person's name `name_hardly_told`).
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    off_topic_cosine: float
    told: float = 0.5
    untold: float = -3.0
    well_told: float = 0.8
    hardly_told: float = 0.6
    name_hardly_told: float = 0.5


@dataclass(frozen=True, slots=True)
class CosineRange:
    """Where an embedder's cosines lie: those of unrelated and of closely related texts."""

    unrelated: float = 0.0
    related: float = 0.7

    def on_common_scale(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return cosines moved to the default embedder's range, so that they can be added to word scores."""
        usual = _USUAL
        share = (cosines - self.unrelated) / (self.related - self.unrelated)
        return np.asarray(usual.unrelated + share * (usual.related - usual.unrelated), dtype=np.float32)


_USUAL = CosineRange()
_RANGES = {"multilingual": CosineRange(unrelated=0.75, related=0.93)}


def cosine_range(embedder_name: str) -> CosineRange:
    """Return the embedder's range, or the usual one where none was measured."""
    return _RANGES.get(embedder_name, _USUAL)


_MINILM = Calibration(
    weights=(
        2.828,  # cosine
        1.748,  # window
        1.083,  # passage
        0.656,  # names
        0.280,  # near
        1.480,  # role
        0.555,  # publisher
        1.121,  # time
        0.475,  # statement
        0.547,  # words
        -2.596,  # asks_number
        2.090,  # number_there
        1.028,  # number_near
        -0.814,  # asks_reason
        1.171,  # reason_there
    ),
    bias=-4.804,
    threshold=-0.850,
    off_topic_cosine=0.3,
)

_FITTED: dict[str, Calibration] = {"minilm": _MINILM}


def calibration_for(embedder_name: str) -> Calibration:
    """Return what was fitted for this embedder, or the weights of the default one where nothing was."""
    return _FITTED.get(embedder_name, _MINILM)
