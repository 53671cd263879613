"""Relative words of articles: which are resolved, to which days, and which are left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.corpus.models import Article, Precision, PublicationDate
from ingest.relative import agrees_with_text, mentions
from ingest.split import SplitSettings, split

TUESDAY = PublicationDate(dt.date(2020, 2, 25))


def found(text: str, published: PublicationDate | None = TUESDAY) -> list[tuple[str, str, str]]:
    return [(m.span.of(text), m.first.isoformat(), m.last.isoformat()) for m in mentions(text, published)]


def days(text: str) -> list[str]:
    return [first if first == last else f"{first}/{last}" for _, first, last in found(text)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The town fell yesterday.", "2020-02-24"),
        ("Yesterday the town fell.", "2020-02-24"),
        ("The recapture came in yesterday’s fighting.", "2020-02-24"),
        ("It fell late yesterday evening.", "2020-02-24"),
        ("Jets struck last night.", "2020-02-24"),
        ("It fell the day before yesterday.", "2020-02-23"),
        ("The army said today that it held the town.", "2020-02-25"),
        ("It was hit this morning.", "2020-02-25"),
        ("Talks go on tonight.", "2020-02-25"),
        ("Talks are due tomorrow.", "2020-02-26"),
        ("Talks begin the day after tomorrow.", "2020-02-27"),
        ("Two days ago the road was cut.", "2020-02-23"),
        ("The army took it 10 days ago.", "2020-02-15"),
    ],
)
def test_a_word_for_one_day(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("They met last week.", "2020-02-17/2020-02-23"),
        ("The town was taken earlier this week.", "2020-02-24/2020-02-25"),
        ("Talks go on this week.", "2020-02-24/2020-03-01"),
        ("They met last month.", "2020-01-01/2020-01-31"),
        ("It began in April last year.", "2019-01-01/2019-12-31"),
        ("It rained this month.", "2020-02-01/2020-02-29"),
        ("Three weeks ago they left.", "2020-02-01/2020-02-07"),
        ("They left two months ago.", "2019-12-01/2019-12-31"),
        ("A year ago they left.", "2019-01-01/2019-12-31"),
        ("Jets struck over the weekend.", "2020-02-21/2020-02-23"),
        ("He died at the weekend.", "2020-02-21/2020-02-23"),
        ("Ten died in the past two days.", "2020-02-23/2020-02-25"),
        ("Ten died over the last 48 hours.", "2020-02-23/2020-02-25"),
        ("Millions fled in the past five years.", "2015-02-25/2020-02-25"),
    ],
)
def test_a_word_for_several_days(text: str, range_: str) -> None:
    assert days(text) == [range_]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The town fell on Monday.", "2020-02-24"),
        ("It fell on Tuesday.", "2020-02-25"),
        ("It fell on Wednesday.", "2020-02-19"),
        ("It fell last Tuesday.", "2020-02-18"),
        ("It was hit on Monday night.", "2020-02-24"),
        ("A monitor said Sunday that it fell.", "2020-02-23"),
        ("The army carried out strikes Sunday on the town.", "2020-02-23"),
        ("On Friday, jets struck the market.", "2020-02-21"),
        ("They left on Thursday last week.", "2020-02-20"),
        ("The envoys will meet on Friday.", "2020-02-28"),
        ("On Friday the envoys will meet.", "2020-02-28"),
        ("Talks are due to resume this Saturday.", "2020-02-29"),
        ("The truce will hold, he said on Monday.", "2020-02-24"),
        ("“It fell on Sunday morning,” he said.", "2020-02-23"),
    ],
)
def test_a_weekday_is_counted_back_or_forth_by_the_verb(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "The envoys would meet on Monday.",
        "They hope to return on Friday.",
        "The envoys will meet on Tuesday.",
        "The army will take the town that they lost on Monday.",
        "They meet on Fridays.",
        "It fell on Monday, 24 February.",
        "It fell on Monday (February 24).",
        "The attack hit a crowded Sunday market.",
        "They met on Bloody Sunday.",
        "He wrote in the Sunday Times.",
        "It was calm until Monday.",
    ],
)
def test_a_weekday_that_may_be_either_is_left_alone(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Syria today is a ruin.",
        "The city today has no hospital, he said.",
        "No one returned, and even today the quarter is empty.",
        "In today’s world this was not rare.",
        "The report was shown by Russia Today.",
        "USA TODAY said so.",
        "Today’s Zaman reported it.",
        "He sang Yesterday for them.",
        "“We fight today,” he said.",
        "“They left two days ago,” she said.",
        "He said: “We lost ten men yesterday. We go on today.",
        "In May 2013 he said: “It fell on Monday.”",
        "They left more than two weeks ago.",
        "They left four or five days ago.",
        "They left a few days ago.",
        "It rained in the past few days.",
        "It was the last week of the war.",
        "This was the last day.",
        "It happened a week earlier.",
        "They meet next week.",
    ],
)
def test_what_cannot_be_told_is_left_alone(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("سيطرت القوات على البلدة أمس.", "2020-02-24"),
        ("انسحبت القوات أول أمس من البلدة.", "2020-02-23"),
        ("قصفت الطائرات السوق صباح اليوم.", "2020-02-25"),
        ("اجتمع الوفدان الأسبوع الماضي.", "2020-02-17/2020-02-23"),
        ("في اليوم التالي عاد السكان.", None),
        ("Ordu dün kasabaya girdi.", "2020-02-24"),
        ("Heyet bugün Ankara'ya gitti.", "2020-02-25"),
        ("Türkiye bugün güçlü.", None),
        ("Geçen hafta görüştüler.", "2020-02-17/2020-02-23"),
        ("Армия вчера вошла в город.", "2020-02-24"),
        ("Вчера вечером начались бои.", "2020-02-24"),
        ("Делегация сегодня прибыла в Анкару.", "2020-02-25"),
        ("Агентство «Россия сегодня» сообщило об этом.", None),
        ("На прошлой неделе они встретились.", "2020-02-17/2020-02-23"),
    ],
)
def test_the_commonest_words_of_three_other_languages(text: str, day: str | None) -> None:
    assert days(text) == ([day] if day else [])


def test_mentions_come_in_order_with_their_spans() -> None:
    text = "It fell yesterday. Jets struck last night and on Sunday."
    assert [words for words, _, _ in found(text)] == ["yesterday", "last night", "on Sunday"]


def test_line_breaks_within_the_words_do_not_hide_them() -> None:
    assert found("It fell last\nnight.") == [("last\nnight", "2020-02-24", "2020-02-24")]


@pytest.mark.parametrize(
    "published",
    [None, PublicationDate(dt.date(2020, 2, 1), Precision.MONTH), PublicationDate(dt.date(2020, 1, 1), Precision.YEAR)],
)
def test_only_an_article_dated_to_the_day_has_any(published: PublicationDate | None) -> None:
    assert found("It fell yesterday.", published) == []


@pytest.mark.parametrize(
    ("opening", "agrees"),
    [
        ("25 February 2020 The town fell.", True),
        ("Tue 25 Feb 2020 The town fell.", True),
        ("February 25, 2020 - The town fell.", True),
        ("25-02-2020 The town fell.", True),
        ("2020-02-25 The town fell.", True),
        ("24 February 2020 The town fell.", False),
        ("Feb. 24th, 2020: The town fell.", False),
        ("24-02-2020 The town fell.", False),
        ("99-99-2020 The town fell.", False),
        ("The town fell, and in May 2019 it had fallen too.", True),
        (f"{'The town fell. ' * 30} 24 February 2020", True),
    ],
)
def test_nothing_is_counted_from_a_date_that_the_text_contradicts(opening: str, agrees: bool) -> None:
    text = f"{opening} It was hit yesterday."
    assert agrees_with_text(TUESDAY, text) is agrees
    assert bool(days(text)) is agrees


def test_months_and_years_that_have_no_such_day_end_earlier() -> None:
    leap = PublicationDate(dt.date(2020, 2, 29))
    assert found("Ten died in the past year.", leap) == [("the past year", "2019-02-28", "2020-02-29")]
    assert found("They met last month.", PublicationDate(dt.date(2020, 3, 31)))[0][1] == "2020-02-01"


def test_split_keeps_them_with_the_passage_they_stand_in() -> None:
    text = "The town fell yesterday. " + "The road is long. " * 12 + "Jets struck on Sunday."
    article = Article("a", "A title", text, "Tellin Post", "a.txt", published=TUESDAY)
    passages = split(article, SplitSettings(16, 32), lambda t: len(t.split()))
    held = {p.ordinal: [t.span.of(text) for t in p.times] for p in passages if p.times}
    assert held == {0: ["yesterday"], len(passages) - 1: ["on Sunday"]}
    undated = split(
        Article("a", "A title", text, "Tellin Post", "a.txt"), SplitSettings(16, 32), lambda t: len(t.split())
    )
    assert not any(p.times for p in undated)
