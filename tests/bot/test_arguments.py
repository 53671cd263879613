"""What people type: options anywhere, several earlier questions, dates and maps."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arguments import ARTICLE_FIELDS, UnusableValueError, arrange, parse_mapping, parse_period
from ingest.rows import FIELDS


@pytest.mark.parametrize(
    ("typed", "arranged"),
    [
        ("corpus status --data-dir D", "--data-dir D corpus status"),
        ("corpus --config=C status --json", "--config=C corpus status --json"),
        ("--data-dir D ask Q", "--data-dir D ask Q"),
        ("ask Q --history A B", "ask Q --history A --history B"),
        (
            "ask Q --json --history A --history B C --since 2020",
            "ask Q --json --history A --history B --history C --since 2020",
        ),
        ("ask --publisher P Q --history A B --data-dir D", "--data-dir D ask --publisher P Q --history A --history B"),
        ("ask --history A Q", "ask --history A Q"),
        ("ask --history=A why matters", "ask --history=A why matters"),
        ("ask -- Q --data-dir D", "ask -- Q --data-dir D"),
        ("ask Q --data-dir", "--data-dir"),
        ("search --history A B", "search --history A B"),
        ("", ""),
    ],
)
def test_arguments_are_put_where_they_belong(typed: str, arranged: str) -> None:
    assert arrange(typed.split()) == arranged.split()


def test_the_fields_that_a_map_may_name_are_those_that_rows_have() -> None:
    assert set(ARTICLE_FIELDS) == set(FIELDS) - {"origin"}


@given(st.lists(st.text(min_size=1).filter(lambda word: not word.startswith("-"))))
def test_words_alone_are_left_alone(words: list[str]) -> None:
    assert arrange(["search", *words]) == ["search", *words]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-02-25", dt.date(2020, 2, 25), dt.date(2020, 2, 25)),
        ("2020-02", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        (" 2019 ", dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        ("2020-2-5", dt.date(2020, 2, 5), dt.date(2020, 2, 5)),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: dt.date, last: dt.date) -> None:
    assert (parse_period(text).first, parse_period(text).last) == (first, last)


@pytest.mark.parametrize("text", ["", "yesterday", "25.02.2020", "2020-13", "2020-02-30", "0000", "2020-", "20200225"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UnusableValueError):
        parse_period(text)


@given(st.dates())
def test_every_day_is_read_back(day: dt.date) -> None:
    assert parse_period(day.isoformat()).first == day == parse_period(day.isoformat()).last


def test_a_map_names_columns() -> None:
    assert parse_mapping("id=unit_id, title=article_title,text=a=b,") == {
        "id": "unit_id",
        "title": "article_title",
        "text": "a=b",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title", "not FIELD=COLUMN"),
        ("=x", "not FIELD=COLUMN"),
        ("title=", "not FIELD=COLUMN"),
        ("headline=x", "no field of an article"),
        ("title=a,title=b", "twice"),
    ],
)
def test_a_wrong_map_is_explained(text: str, words: str) -> None:
    with pytest.raises(UnusableValueError, match=words):
        parse_mapping(text)
