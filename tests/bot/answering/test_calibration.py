from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from bot.answering.calibration import calibration_for, cosine_range
from bot.answering.signs import Signs


def test_there_is_one_weight_for_every_sign() -> None:
    assert len(calibration_for("minilm").weights) == len(fields(Signs))


def test_of_an_embedder_that_nobody_measured_cosines_count_for_nothing() -> None:
    unmeasured = calibration_for("openai:some-model")
    assert unmeasured.weights == (0.0, *calibration_for("minilm").weights[1:])
    assert unmeasured.foreign_cosine is None


def test_the_default_embedders_cosines_stay_as_they_are() -> None:
    cosines = np.array([-0.1, 0.0, 0.35, 0.9], dtype=np.float32)
    assert cosine_range("minilm").on_common_scale(cosines) == pytest.approx(cosines)


def test_cosines_that_lie_close_together_are_spread() -> None:
    spread = cosine_range("multilingual").on_common_scale(np.array([0.75, 0.84, 0.93], dtype=np.float32))
    assert spread == pytest.approx([0.0, 0.35, 0.7], abs=1e-5)
