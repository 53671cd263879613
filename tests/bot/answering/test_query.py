from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.errors import BadQuestionError, UnknownPublisherError
from bot.answering.query import LONGEST_QUESTION, check, clean, resolve_publishers


def test_control_and_direction_characters_are_removed_and_white_space_is_single() -> None:
    assert clean("why\u202e does\x00\n  Nayrab\u200b matter?") == "why does Nayrab matter?"


@pytest.mark.parametrize(
    ("question", "word"),
    [("", "empty"), ("?!", "words"), ("🙂🙂", "words"), ("x" * (LONGEST_QUESTION + 1), "shorten")],
)
def test_a_question_that_cannot_be_searched_is_refused_with_one_sentence(question: str, word: str) -> None:
    with pytest.raises(BadQuestionError, match=word):
        check(clean(question))


def test_right_to_left_questions_are_questions() -> None:
    check(clean("لماذا النيرب مهمة؟"))


@given(st.text())
def test_cleaning_is_idempotent_and_never_fails(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_publishers_are_found_whatever_their_case_or_by_a_part_of_their_name() -> None:
    known = ["Middle East Monitor", "SANA", "Al Arabiya"]
    assert resolve_publishers(["sana", "middle east"], known) == {"SANA", "Middle East Monitor"}


def test_an_unknown_publisher_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownPublisherError, match="Did you mean SANA"):
        resolve_publishers(["SANNA"], ["SANA", "Reuters"])
