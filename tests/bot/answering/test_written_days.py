from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.datings import datings
from bot.answering.written_days import last_year_before, written_days
from ingest.corpus.models import Span, TimeMention
from tests.fakes.library import article


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It fell on 24 February 2020.", [("24 February 2020", 2020, 2, 24)]),
        ("On the 3rd of May, 2016, it fell.", [("3rd of May, 2016", 2016, 5, 3)]),
        ("It fell on Feb. 24, 2020, at night.", [("Feb. 24, 2020", 2020, 2, 24)]),
        ("On April 4th it fell.", [("April 4th", None, 4, 4)]),
        ("In March 2019 it fell.", [("March 2019", 2019, 3, None)]),
        ("(2016-08-01) it fell", [("2016-08-01", 2016, 8, 1)]),
        ("On 2 March and 9 April 2018.", [("2 March", None, 3, 2), ("9 April 2018", 2018, 4, 9)]),
        ("It may 2019 times over.", []),
        ("They may 12 of them.", [("may 12", None, 5, 12)]),
        ("Some 45 March on.", []),
        ("The T-55 and 12 tanks.", []),
    ],
)
def test_dates_that_name_a_month_are_found(text: str, found: list[tuple[str, int | None, int, int | None]]) -> None:
    assert [(d.span.of(text), d.year, d.month, d.day) for d in written_days(text)] == found


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)),
    st.sampled_from(["{d.day} %B %Y", "%B {d.day}, %Y", "%Y-%m-%d"]),
)
def test_every_written_day_is_read_as_itself(day: dt.date, form: str) -> None:
    (found,) = written_days(f"It was on {day.strftime(form.format(d=day))} that it fell.")
    assert found.in_year(found.year or 0) == (day, day)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    for found in written_days(text):
        assert found.span.of(text)
        found.in_year(2019)


def test_a_month_is_all_its_days_and_no_year_has_a_thirtieth_of_february() -> None:
    (month,) = written_days("in February 2020")
    assert month.in_year(2020) == (dt.date(2020, 2, 1), dt.date(2020, 2, 29))
    (never,) = written_days("on 30 February 2020")
    assert never.in_year(2020) is None


def test_the_last_year_before_a_place_is_found() -> None:
    text = "In 2012 it fell. In 2014 it rose. In 2016 it sank."
    assert last_year_before(text, text.index("In 2016")) == 2014
    assert last_year_before(text, 3) is None


def days_of(text: str, sentence: str, *, day: str | None = "2020-02-25") -> list[tuple[str, str]]:
    of = article("one", text, day=day)
    start = text.index(sentence)
    found = datings(of, Span(start, start + len(sentence)), ())
    return [(first.isoformat(), last.isoformat()) for first, last in found]


def test_a_year_that_is_left_out_is_the_last_one_named_before() -> None:
    text = "The war of 2012 began. On 29 December a helicopter fell."
    assert days_of(text, "On 29 December a helicopter fell.") == [("2012-12-29", "2012-12-29")]


def test_without_a_year_before_it_the_day_of_printing_decides() -> None:
    assert days_of("On 24 February it fell.", "On 24 February it fell.") == [("2020-02-24", "2020-02-24")]
    newyear = days_of("On 30 December it fell.", "On 30 December it fell.", day="2020-01-04")
    assert newyear == [("2019-12-30", "2019-12-30")]


@pytest.mark.parametrize("day", [None, "2020-09-25"])
def test_a_year_is_not_guessed(day: str | None) -> None:
    assert days_of("On 24 February it fell.", "On 24 February it fell.", day=day) == []


def test_relative_words_mean_what_ingest_worked_out() -> None:
    of = article("one", "It fell yesterday.")
    yesterday = TimeMention(Span(8, 17), dt.date(2020, 2, 24), dt.date(2020, 2, 24))
    elsewhere = TimeMention(Span(30, 39), dt.date(2020, 2, 1), dt.date(2020, 2, 1))
    assert datings(of, Span(0, 18), (yesterday, elsewhere)) == [(dt.date(2020, 2, 24), dt.date(2020, 2, 24))]
