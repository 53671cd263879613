from __future__ import annotations

import pytest

from bot.answering.tolls import Counted, Toll, agree, stated, tolls


@pytest.mark.parametrize(
    ("sentence", "counted", "who", "figure"),
    [
        ("At least 43 civilians were killed when jets bombed the market.", Counted.KILLED, "people", 43),
        ("The raid on the depot killed nineteen militants.", Counted.KILLED, "fighters", 19),
        ("Thirty-five people died in the crash.", Counted.KILLED, "people", 35),
        ("Officials put the death toll at least at 85 on Tuesday.", Counted.KILLED, "people", 85),
        ("The blast claimed the lives of 1,300 residents.", Counted.KILLED, "people", 1300),
        ("The shelling left 12 people dead.", Counted.KILLED, "people", 12),
        ("Four medics were killed in the clinic.", Counted.KILLED, "medics", 4),
        ("The army captured 30 rebels.", Counted.CAPTURED, "fighters", 30),
        ("More than 4,000 people fled the town.", Counted.DISPLACED, "people", 4000),
        ("Another 60 were wounded.", Counted.WOUNDED, "people", 60),
    ],
)
def test_a_figure_is_read_with_what_it_counts(sentence: str, counted: Counted, who: str, figure: int) -> None:
    [toll] = tolls(sentence)
    assert (toll.counted, toll.who, stated(toll)) == (counted, who, figure)
    assert toll.written in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The convoy of 31 trucks was destroyed.",
        "Fighting in 2016 and 2017 killed nobody.",
        "Dozens were killed.",
        "The 43-year-old was killed.",
        "The attack of 19 July 2016 killed a child.",
    ],
)
def test_what_counts_nobody_is_no_toll(sentence: str) -> None:
    assert tolls(sentence) == ()


def test_killed_and_wounded_are_told_apart() -> None:
    found = tolls("The blast killed at least 44 and injured 140 others.")
    assert [(t.counted, stated(t)) for t in found] == [(Counted.KILLED, 44), (Counted.WOUNDED, 140)]


def test_a_part_and_a_total_over_a_long_time_are_marked() -> None:
    assert [t.is_part for t in tolls("The raid killed 56 people, including 11 children killed in a school.")] == [
        False,
        True,
    ]
    assert [t.is_total for t in tolls("More than 250,000 people have been killed since the war began in 2011.")] == [
        True
    ]
    assert [t.is_total for t in tolls("The war has killed 300,000 people.")] == [True]


def _toll(words: str) -> Toll:
    [toll] = tolls(f"{words} people were killed.")
    return toll


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("At least 40", "43", True),
        ("43", "43", True),
        ("Around 20", "21", True),
        ("20", "43", False),
        ("At least 20", "40", False),
        ("43", "at least 60", False),
    ],
)
def test_figures_agree_when_they_can_be_one_count(one: str, other: str, same: bool) -> None:
    assert agree(_toll(one), _toll(other)) is same
    assert agree(_toll(other), _toll(one)) is same
