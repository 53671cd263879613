from __future__ import annotations

import pytest

from bot.answering.wanted import Kind, tells, wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what is the name of the pilot who crashed near Dorra?", Kind.NAME),
        ("which opposition commander led the assault on Tellin?", Kind.NAME),
        ("who was the imam killed in Sorqib?", Kind.NAME),
        ("how much did the new bridge cost?", Kind.MONEY),
        ("how old was the girl?", Kind.AGE),
        ("what colour was the car?", Kind.COLOUR),
        ("what's the population of Tellin?", Kind.STOCK),
        ("what did the Coast Agency say about Dorra?", Kind.SAYING),
        ("what was the temperature in Dorra?", Kind.QUANTITY),
        ("how far is Dorra from Tellin?", Kind.QUANTITY),
        ("which hospital treated the wounded?", Kind.THING),
        ("who trained the guards of Dorra?", Kind.DEED),
        ("how many seats does the council have?", Kind.COUNT),
    ],
)
def test_reads_what_is_wanted(question: str, kind: Kind) -> None:
    assert wanted(question).kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "who is in Tellin?",
        "what did the two sides agree on in Lenna?",
        "what happened to the soldiers who were captured?",
        "what is the name of the village by the dam?",
        "What measures has President Odeh proposed?",
        "how many civilians were killed in Dorra?",
        "",
    ],
)
def test_takes_no_other_question_for_one_that_wants_a_strict_detail(question: str) -> None:
    assert wanted(question).kind is Kind.ANY


PILOT = wanted("what is the name of the pilot who crashed near Dorra?")


@pytest.mark.parametrize(
    "sentence",
    ["The pilot, Salim Haddar, was found alive.", "Two pilots, Anton Belin and Yuri Karpov, died in the crash."],
)
def test_a_name_beside_the_role_is_told(sentence: str) -> None:
    assert tells(PILOT, sentence, frozenset({"pilot", "dorra"}))


@pytest.mark.parametrize(
    "sentence",
    [
        "The pilot was found alive.",
        "The pilot was found alive, said Salim Haddar.",
        "The pilot crashed near Jabal Harun.",
        "The pilot belonged to the Free Northern Army.",
        "Salim Haddar lives in Dorra.",
    ],
)
def test_no_name_of_the_one_asked_for_is_not_told(sentence: str) -> None:
    assert not tells(PILOT, sentence, frozenset({"pilot", "dorra"}))


def test_who_speaks_may_be_named_where_the_speaker_is_asked_for() -> None:
    want = wanted("who is the spokesman of the Northern Front?")
    assert tells(want, "The spokesman Idris Kamal told the agency so.", frozenset({"spokesman", "northern", "front"}))


@pytest.mark.parametrize(
    ("question", "telling", "other"),
    [
        ("how much did the bridge cost?", "It cost $3 million to build.", "It took 3 years to build."),
        ("how hot was it in Dorra?", "It was 41 degrees in Dorra.", "It was hot in Dorra for 41 days."),
        ("which hospital took them in?", "They came to Salam Hospital.", "They came to a hospital in tears."),
        ("which hospital took them in?", "They came to Salam Hospital.", "They met Anton Belin."),
        ("who trained the guards?", "Coaches had trained the guards.", "The guards ran away."),
        ("how many seats are there?", "The hall has 300 seats.", "The hall has 300 lamps."),
        ("what is the population of Tellin?", "It has 300 inhabitants.", "It saw 300 inhabitants killed."),
        ("how old was she?", "The 14-year-old was hurt.", "The 14 girls were hurt."),
        ("what colour was the car?", "A white car blew up.", "A small car blew up."),
        ("what is the population of Tellin?", "The town has 40,000 inhabitants.", "In 2014 the inhabitants fled."),
        ("what did the Coast Agency say?", "The Coast Agency spoke of jets.", "State media spoke of jets."),
    ],
)
def test_other_details_are_told_strictly(question: str, telling: str, other: str) -> None:
    want = wanted(question)
    assert tells(want, telling, frozenset())
    assert not tells(want, other, frozenset())
