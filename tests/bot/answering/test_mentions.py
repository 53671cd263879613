from __future__ import annotations

import pytest

from bot.answering.mentions import fits_publisher, fits_time, months_in, read_mentions, years_in
from tests.fakes.library import article

KNOWN = ("dailysabah", "Al Arabiya", "SANA", "Reuters")


def test_publishers_are_recognised_however_they_are_written() -> None:
    assert read_mentions("what did Daily Sabah and arabiya say?", KNOWN).publishers == {"dailysabah", "Al Arabiya"}
    assert read_mentions("what did the sanatorium say?", KNOWN).publishers == frozenset()


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("in March 2015", {3}),
        ("late sept 2016 or Oct", {9, 10}),
        ("what may happen", set()),
        ("in may 2016", {5}),
        ("on 3 May", {5}),
        ("the marching army", set()),
    ],
)
def test_months_are_read_and_may_is_a_verb_unless_it_cannot_be(text: str, months: set[int]) -> None:
    assert months_in(text) == months


def test_years_are_four_digits_of_this_or_the_last_century() -> None:
    assert years_in("in 1982 and 2016, 70000 people, 3015") == {1982, 2016}


def test_nothing_named_fits_everything_a_little() -> None:
    nothing = read_mentions("what happened?", KNOWN)
    assert fits_publisher(nothing, article(), "") == fits_time(nothing, article(), "") == 0


def test_a_publisher_fits_by_printing_or_by_being_named_in_the_text() -> None:
    asked = read_mentions("what did SANA report?", KNOWN)
    assert fits_publisher(asked, article(publisher="SANA"), "") == 1
    assert fits_publisher(asked, article(publisher="Reuters"), "the agency SANA said so") == 1
    assert fits_publisher(asked, article(publisher="Reuters"), "they said so") == -1


def test_a_time_fits_by_the_day_of_printing_or_by_what_is_written() -> None:
    asked = read_mentions("what happened in February 2020?", KNOWN)
    assert fits_time(asked, article(day="2020-02-25"), "") == 1
    assert fits_time(asked, article(day="2020-03-02"), "") == 1  # printed in the month after
    assert fits_time(asked, article(day="2016-02-25"), "") == -1
    assert fits_time(asked, article(day=None), "it fell in February 2020") == 1
    assert fits_time(asked, article(day=None, text="February 3, 2020. It fell."), "It fell.") == 1
