from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.dates import as_of, resolve_relative, spoken
from ingest.corpus.models import Precision, PublicationDate
from tests.fakes.library import article

TUESDAY = PublicationDate(dt.date(2020, 2, 25))


def test_as_of_is_the_newest_day_and_nothing_for_undated_articles() -> None:
    shelf = [article("a", day="2016-01-02"), article("b", day=None), article("c", day="2017-03-04")]
    assert as_of(shelf) == dt.date(2017, 3, 4)
    assert as_of([article(day=None)]) is None


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (TUESDAY, "25 February 2020"),
        (PublicationDate(dt.date(2020, 2, 1), Precision.MONTH), "February 2020"),
        (PublicationDate(dt.date(2020, 1, 1), Precision.YEAR), "2020"),
        (None, "undated"),
    ],
)
def test_dates_are_written_as_precisely_as_they_are_known(published: PublicationDate | None, words: str) -> None:
    assert spoken(published) == words


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It fell yesterday.", dt.date(2020, 2, 24)),
        ("It fell last night.", dt.date(2020, 2, 24)),
        ("It fell on Monday.", dt.date(2020, 2, 24)),
        ("It falls on Tuesday.", dt.date(2020, 2, 25)),
        ("It fell last Tuesday.", dt.date(2020, 2, 18)),
        ("Talks are due tomorrow.", dt.date(2020, 2, 26)),
    ],
)
def test_relative_words_are_resolved_against_the_day_of_publication(text: str, day: dt.date) -> None:
    assert [d for _, d in resolve_relative(text, TUESDAY)] == [day]


def test_nothing_is_resolved_without_a_day() -> None:
    month = PublicationDate(dt.date(2020, 2, 1), Precision.MONTH)
    assert resolve_relative("yesterday", None) == resolve_relative("yesterday", month) == ()
    assert resolve_relative("next week, some day", TUESDAY) == ()
