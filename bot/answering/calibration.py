"""Weights and thresholds of the judge, fitted per embedder: every threshold belongs to an embedder.

Place in the flow: read by `retrieve` and `sufficiency`. Data only; `python -m tests.evals.calibrate` refits it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic weights over `signs.Signs` in order, the bias, and the least log-odds to answer at.

    `told` is added where the name asked for is told (its share is `well_told` or more), `untold` where the very detail
    asked for is not (its share is below `hardly_told`, for a person's name `name_hardly_told`); `deed_untold` where
    what somebody did is told in no word that is known for it. `foreign_cosine` is the least cosine of a passage, on the
    common scale, at which a question in another language than English is answered; None where words decide that too.
    """

    weights: tuple[float, ...]
    bias: float
    threshold: float
    off_topic_cosine: float
    told: float = 0.5
    untold: float = -3.0
    deed_untold: float = -1.0
    well_told: float = 0.8
    hardly_told: float = 0.6
    name_hardly_told: float = 0.5
    foreign_cosine: float | None = None


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
        3.272,  # cosine
        2.121,  # window
        1.472,  # passage
        0.476,  # names
        0.125,  # near
        1.022,  # role
        0.114,  # publisher
        1.038,  # time
        1.437,  # statement
        -0.043,  # words
        -2.685,  # asks_number
        1.962,  # number_there
        0.699,  # number_near
        -0.610,  # asks_reason
        1.342,  # reason_there
    ),
    bias=-5.227,
    threshold=-0.330,
    off_topic_cosine=0.3,
)

"""Fitted per question by logistic regression, pulled towards what the sentences of the development questions had given,
on four kinds of questions that weigh alike: those, own ones about the same articles, a chunking benchmark's with and
without the passages that answer, and short questions over a few documents each, right and wrong ones."""

_MULTILINGUAL = replace(_MINILM, threshold=-0.63, foreign_cosine=0.2)
"""Its cosines are put on the default embedder's scale, so its weights serve; only what follows from its having no
sentence vectors was measured (a lower threshold), and where questions in Arabic, Russian and Turkish part that the
articles answer (0.23 and more) from those about something else altogether (0.14 and less). A near miss in these
languages is therefore not noticed."""

_COSINE_UNKNOWN = 0.5
_UNMEASURED = replace(
    _MINILM,
    weights=(0.0, *_MINILM.weights[1:]),
    bias=_MINILM.bias + _COSINE_UNKNOWN * _MINILM.weights[0],
    off_topic_cosine=-1.0,
)
"""For an embedder that nobody measured: its cosines may lie anywhere, so they count for nothing, as if each were
middling, and words alone decide. That refuses paraphrases rather than answer what is off the point."""

_FITTED: dict[str, Calibration] = {"minilm": _MINILM, "multilingual": _MULTILINGUAL}


def calibration_for(embedder_name: str) -> Calibration:
    """Return what holds for this embedder, or a careful rule that does without cosines where nothing was measured."""
    return _FITTED.get(embedder_name, _UNMEASURED)
