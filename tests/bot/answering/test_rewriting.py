"""Follow-ups made standalone by a model: what it adds of its own is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.errors import ModelError
from bot.answering.rewriting import rewriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EARLIER = ["How many people left Dorra in 2031?"]
ASKED = "And who sent them away?"


class Saying:
    name = "saying"

    def __init__(self, said: str | Exception) -> None:
        self._said = said
        self.asked: list[tuple[str, str]] = []

    def stream(self, messages: Sequence[tuple[str, str]]) -> Iterator[str]:
        self.asked = list(messages)
        if isinstance(self._said, Exception):
            raise self._said
        yield self._said


def test_a_question_made_of_what_was_said_is_taken() -> None:
    model = Saying("Who sent the people away from Dorra?\n")
    assert rewriter(model)(ASKED, EARLIER) == "Who sent the people away from Dorra?"
    assert EARLIER[0] in model.asked[-1][1]


@pytest.mark.parametrize(
    "said",
    [
        "Who sent the people of Gorvat away from Dorra?",
        "Who sent 700 people away from Dorra?",
        "Who sent them away from Dorra?\nHere is your question.",
        "Who sent\u200b the people away from Dorra?",
        "Who sent the people away from Dorra " + "then " * 90 + "?",
        "",
        ModelError("The model cannot be used."),
    ],
)
def test_anything_else_is_left_to_the_rules(said: str | Exception) -> None:
    assert rewriter(Saying(said))(ASKED, EARLIER) == ""
