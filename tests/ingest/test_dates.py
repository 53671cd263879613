from __future__ import annotations

import datetime as dt

import pytest

from ingest.corpus.models import Precision
from ingest.dates import column_order, day_in_address, is_ahead, parse_date

TODAY = dt.date(2024, 5, 1)


@pytest.mark.parametrize(
    "written",
    [
        "February 25, 2020 at 3:06 pm",
        "2020-02-25",
        "2020-02-25T15:06:00+03:00",
        "2020-02-25 15:06",
        "Tue, 25 Feb 2020 15:06:00 +0000",
        "25.02.2020",
        "2/25/2020",
        "25-Feb-2020",
        "20200225",
        "Published: 25th of February, 2020",
        "Last updated on February 25th, 2020 10:20 GMT",
        "15:06, 25 February 2020",
        "25 February 2020 | 15:06",
        "25 شباط 2020",
        "الثلاثاء 25 شباط/فبراير 2020",
        "٢٥ فبراير ٢٠٢٠",
        "25 Şubat 2020 Salı",
        "25 февраля 2020, 15:06",
        "le 25 février 2020 à 15h06",
        "Dienstag, 25. Februar 2020",
        dt.date(2020, 2, 25),
        dt.datetime(2020, 2, 25, 15, 6, tzinfo=dt.UTC),
        1582642000,
        1582642000000,
    ],
)
def test_reads_one_day_in_many_forms(written: object) -> None:
    found = parse_date(written, today=TODAY)
    assert found is not None
    assert (found.day, found.precision) == (dt.date(2020, 2, 25), Precision.DAY)


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("May 2019", dt.date(2019, 5, 1), Precision.MONTH),
        ("2019-05", dt.date(2019, 5, 1), Precision.MONTH),
        ("Şubat 2020", dt.date(2020, 2, 1), Precision.MONTH),
        ("2019", dt.date(2019, 1, 1), Precision.YEAR),
        (2019, dt.date(2019, 1, 1), Precision.YEAR),
    ],
)
def test_keeps_how_exact_a_date_is(written: object, day: dt.date, precision: Precision) -> None:
    found = parse_date(written, today=TODAY)
    assert found is not None
    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "In February 2020 the army",
        "12 people killed 2020",
        "2 March 2020 and 3 April 2020",
        "28 September – 16 October 2016",
        "2020-2021",
        "battle of 1920",
        "2016-02-30",
        "32/13/2016",
        "12/31/1899",
        "3020-01-01",
        "2024-05-10",
        None,
        True,
        float("inf"),
        float("nan"),
        ["2020-02-25"],
    ],
)
def test_invents_no_date(written: object) -> None:
    assert parse_date(written, today=TODAY) is None


@pytest.mark.parametrize(
    ("day", "ahead"), [("2024-05-01", False), ("2024-05-02", False), ("2024-05-03", True), ("x", False)]
)
def test_tomorrow_may_be_a_time_zone_the_day_after_is_not(day: str, *, ahead: bool) -> None:
    assert is_ahead(day, today=TODAY) is ahead
    assert (parse_date(day, today=TODAY) is None) is (ahead or day == "x")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://post.example/2020/02/25/harbour", "2020-02-25"),
        ("https://post.example/news/2020-02-25-harbour", "2020-02-25"),
        ("https://post.example/world/2020/feb/25/harbour", "2020-02-25"),
    ],
)
def test_an_address_may_name_the_day(url: str, day: str) -> None:
    found = day_in_address(url)
    assert found is not None
    assert (found.isoformat(), found.precision) == (day, Precision.DAY)


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/2020/13/45/x",
        "https://post.example/1234/56/78",
        "https://post.example/harbour?day=/2020/02/25/",
        "https://post.example/2020-02-251234",
        "https://post.example/story/2020/xyz/25/",
        "https://post.example/2020/harbour",
    ],
)
def test_numbers_in_an_address_are_not_always_a_day(url: str) -> None:
    assert day_in_address(url) is None


def test_a_column_with_a_first_number_over_twelve_is_day_first() -> None:
    assert column_order(["3/4/2016", "25/4/2016"]) == "dmy"
    assert column_order(["3/4/2016", "4/25/2016", ""]) == "mdy"
    found = parse_date("3/4/2016", today=TODAY, order="dmy")
    assert found is not None
    assert found.day == dt.date(2016, 4, 3)
