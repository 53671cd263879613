from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.dates import as_of, resolve_relative, spoken, spoken_days
from ingest.corpus.models import Precision, PublicationDate, Span, TimeMention
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


def mention(text: str, words: str, day: dt.date = TUESDAY.day) -> TimeMention:
    start = text.index(words)
    return TimeMention(Span(start, start + len(words)), day, day)


def test_relative_words_are_those_kept_with_the_passages_that_stand_in_the_quote() -> None:
    text = "It fell yesterday. Jets struck last\nnight. Talks are due tomorrow."
    kept = [mention(text, "last\nnight"), mention(text, "yesterday"), mention(text, "tomorrow")]
    found = resolve_relative(text, Span(0, text.index(" Talks")), kept)
    assert found == (("yesterday", kept[1]), ("last night", kept[0]))


def test_the_same_words_are_explained_once() -> None:
    text = "Yesterday it fell. It burnt yesterday."
    kept = [mention(text, "Yesterday"), mention(text, "yesterday")]
    assert resolve_relative(text, Span(0, len(text)), kept) == (("Yesterday", kept[0]),)


def test_nothing_is_resolved_where_nothing_is_kept() -> None:
    assert resolve_relative("It fell yesterday.", Span(0, 18), ()) == ()


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2020, 2, 24), (2020, 2, 24), "24 February 2020"),
        ((2020, 2, 17), (2020, 2, 23), "17 to 23 February 2020"),
        ((2020, 1, 27), (2020, 2, 2), "27 January to 2 February 2020"),
        ((2019, 12, 30), (2020, 1, 5), "30 December 2019 to 5 January 2020"),
        ((2020, 2, 1), (2020, 2, 29), "February 2020"),
        ((2019, 1, 1), (2019, 12, 31), "2019"),
        ((2018, 1, 1), (2019, 12, 31), "1 January 2018 to 31 December 2019"),
    ],
)
def test_a_range_of_days_is_written_for_people(
    first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    assert spoken_days(dt.date(*first), dt.date(*last)) == words
