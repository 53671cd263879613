from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.dates import Outlook, age, as_of, resolve_relative, spoken, spoken_days
from bot.answering.mentions import read_mentions
from bot.answering.query import Expected, Query
from ingest.corpus.models import ArticleFilter, Precision, PublicationDate, Span, TimeMention
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


def asked(text: str, *, about_now: bool) -> Query:
    return Query(text, (), Expected.OTHER, ArticleFilter(), text, read_mentions(text, ()), about_now=about_now)


@pytest.mark.parametrize(
    ("then", "today", "words"),
    [
        ("2020-02-25", "2020-02-25", "0 days"),
        ("2020-02-25", "2020-02-26", "1 day"),
        ("2020-02-25", "2020-04-24", "59 days"),
        ("2020-01-31", "2020-04-30", "2 months"),
        ("2020-02-25", "2022-02-24", "23 months"),
        ("2020-02-25", "2022-02-25", "2 years"),
        ("2020-02-25", "2026-11-22", "6 years"),
        ("2020-02-25", "2019-01-01", "0 days"),
    ],
)
def test_ages_are_rounded_down(then: str, today: str, words: str) -> None:
    assert age(dt.date.fromisoformat(then), dt.date.fromisoformat(today)) == words


def test_who_asks_how_things_are_now_is_told_how_old_the_newest_report_is() -> None:
    shelf = [article("a", day="2020-02-25"), article("b", day="2016-01-02")]
    now = asked("who holds Tellin now?", about_now=True)
    (fresh,) = Outlook().remarks(now, shelf, dt.date(2020, 3, 1))
    assert fresh == "The newest of these reports is 5 days old (25 February 2020)."
    (stale,) = Outlook(stale_days=4).remarks(now, shelf, dt.date(2020, 3, 1))
    assert stale == "The newest of these reports is 5 days old (25 February 2020): things may have changed since."


def test_the_age_is_not_a_matter_for_the_past_nor_without_a_day_of_asking() -> None:
    shelf = [article("a", day="2020-02-25")]
    assert Outlook().remarks(asked("who held Tellin?", about_now=False), shelf, dt.date(2026, 1, 1)) == ()
    assert Outlook().remarks(asked("who holds it now?", about_now=True), shelf, None) == ()
    assert Outlook().remarks(asked("who holds it now?", about_now=True), shelf, dt.date(2019, 1, 1)) == ()


def test_undated_reports_are_said_to_be_perhaps_old() -> None:
    (remark,) = Outlook().remarks(asked("who holds it now?", about_now=True), [article(day=None)], dt.date(2020, 1, 1))
    assert "none of these reports is dated" in remark
