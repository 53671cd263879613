from __future__ import annotations

import pytest

from bot.answering.details import holds, names, numbers
from bot.answering.query import Expected, expected


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how many people died?", Expected.NUMBER),
        ("when did the rebels take Tellin?", Expected.TIME),
        ("who retook Tellin?", Expected.PERSON),
        ("what's the name of the pilot?", Expected.PERSON),
        ("where were the videos shot?", Expected.PLACE),
        ("why does Nayrab matter?", Expected.REASON),
        ("what did Turkey do?", Expected.OTHER),
        ("on which day were most uploaded, and how many?", Expected.TIME),
    ],
)
def test_questions_say_what_they_ask_for(question: str, kind: Expected) -> None:
    assert expected(question) is kind


def test_a_number_in_a_date_is_no_number() -> None:
    assert numbers("On 5 March 2020 at 10:30 it rained") == set()
    assert numbers("1,300 men and two tanks") == {"1300", "two"}


def test_names_are_found_without_the_capital_that_starts_the_sentence() -> None:
    assert names("Yesterday the spokesman Yusef Hamoud spoke") == {"yusef hamoud"}
    assert names("Nobody spoke") == set()


@pytest.mark.parametrize(
    ("text", "kind", "there"),
    [
        ("At least 29 were killed.", Expected.NUMBER, True),
        ("Many were killed on 3 May 2016.", Expected.NUMBER, False),
        ("The town fell on 3 May 2016.", Expected.TIME, True),
        ("The town fell.", Expected.TIME, False),
        ("The official said Yusef Hamoud left.", Expected.PERSON, True),
        ("An official said so.", Expected.PERSON, False),
        ("The strike hit a school in Hass.", Expected.PLACE, True),
        ("The strike hit a school.", Expected.PLACE, False),
        ("They left because of the shelling.", Expected.REASON, True),
        ("They left.", Expected.REASON, False),
        ("Anything.", Expected.OTHER, True),
    ],
)
def test_a_sentence_holds_a_detail_or_not(text: str, kind: Expected, *, there: bool) -> None:
    assert holds(text, kind, frozenset()) is there


def test_what_the_question_brought_is_no_detail() -> None:
    asked = frozenset({"yusef", "hamoud", "may", "2016"})
    assert not holds("The man named Yusef Hamoud left.", Expected.PERSON, asked)
    assert not holds("It was in May 2016.", Expected.TIME, asked)
