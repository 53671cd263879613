"""A message taken apart: what is stated, what is left alone, what of a message is never looked at."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.statements import MOST, prose, stating

TODAY = dt.date(2020, 3, 6)


def texts(message: str) -> list[str]:
    return [each.text for each in stating(message, TODAY).statements]


def test_sentences_bullets_and_quoted_lines_are_statements() -> None:
    message = "Saraqib fell in March.\n- The army took Nayrab on Monday.\n> Turkey sent troops to Idlib."
    assert texts(message) == [
        "Saraqib fell in March.",
        "The army took Nayrab on Monday.",
        "Turkey sent troops to Idlib.",
    ]


@pytest.mark.parametrize(
    "message",
    [
        "Did the army take Saraqib in March?",
        "Who took Saraqib",
        "I love the old city of Aleppo so much",
        "Turkey should leave Idlib at once",
        "Thanks everyone, good night!",
        "What a nice warm day that was",
    ],
)
def test_questions_opinions_and_greetings_state_nothing(message: str) -> None:
    found = stating(message, TODAY)
    assert found.statements == ()
    assert found.unchecked >= 1


def test_what_stands_before_a_statement_is_taken_off() -> None:
    assert texts("Hi all, I think that Saraqib fell to the army in March.") == ["Saraqib fell to the army in March."]


def test_what_somebody_demanded_is_a_statement() -> None:
    assert texts("Erdogan said that the army should leave Idlib.") == ["Erdogan said that the army should leave Idlib."]


def test_code_links_mentions_commands_and_small_print_are_not_read() -> None:
    message = (
        "/ask question\n```\nAleppo fell in code\n```\n<@123> [Saraqib](https://a.example/x) fell in **March** [1] "
        "https://b.example/Homs `Hama`\n-# [1] Harbour Post"
    )
    assert prose(message).split() == ["Saraqib", "fell", "in", "March"]


def test_today_and_yesterday_are_written_out_but_not_within_quotations() -> None:
    first, second = stating("The army took Nayrab yesterday.\n“We took Nayrab yesterday,” he said.", TODAY).statements
    assert (first.text, first.resolved) == ("The army took Nayrab on 5 March 2020.", True)
    assert not second.resolved


def test_a_statement_that_points_back_keeps_the_one_before() -> None:
    _, second = stating("The army took Nayrab on Monday. It was shelled for three days before.", TODAY).statements
    assert second.before == "The army took Nayrab on Monday."


def test_only_so_many_are_taken_and_the_rest_is_counted() -> None:
    found = stating(" ".join(f"The army took village {n} near Idlib." for n in range(MOST + 3)), TODAY)
    assert (len(found.statements), found.left_out) == (MOST, 3)
    assert stating("The army took " + "Nayrab and " * 80 + "Idlib.", TODAY).left_out == 1
