from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.calibration import calibration_for
from bot.answering.models import Answer, Question, Refused
from bot.answering.sufficiency import told
from bot.answering.wanted import Kind

if TYPE_CHECKING:
    from bot.answering.pipeline import Answerer

FITTED = calibration_for("minilm")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ANY])
def test_a_detail_that_is_nowhere_told_weighs_against_answering(kind: Kind) -> None:
    assert told((kind, 0.0), FITTED) < 0 <= told((kind, 1.0), FITTED)


def test_nothing_is_added_where_no_strict_detail_is_asked_for() -> None:
    assert told(None, FITTED) == 0


@pytest.mark.parametrize(
    "question",
    [
        "what is the name of the surgeon who was operating when the hospital of Sorqib was hit?",
        "how much did the market of Dorra cost to rebuild?",
        "how old was the child in the hospital of Sorqib?",
        "what is the population of Tellin?",
        "what did the Desert Times say about the market of Dorra?",
    ],
)
def test_a_near_miss_is_refused(answerer: Answerer, question: str) -> None:
    assert isinstance(answerer.answer(Question(question)), Refused)


@pytest.mark.parametrize(
    "question",
    [
        "who is the spokesman of the Northern Front?",
        "what is the name of the teacher in the camp of Hassan?",
        "what did State Wire say about the market of Dorra?",
    ],
)
def test_the_same_kind_of_question_is_answered_where_it_is_told(answerer: Answerer, question: str) -> None:
    assert isinstance(answerer.answer(Question(question)), Answer)
