"""Who did it: the same deed by another side is not the same; what the word lists do not know is left alone."""

from __future__ import annotations

import pytest

from bot.answering.doers import done_by_others, done_so

REBELS_TOOK_IT = "On 24 February 2020 the rebels recaptured the town of Tellin after a night of shelling."
ARMY_TOOK_MERDA = "The Syrian Army captured Merda for the second time in a month."


@pytest.mark.parametrize(
    ("statement", "side"),
    [
        ("The Syrian Army captured Tellin on 24 February 2020.", "regime"),
        ("Tellin was captured by the Syrian Army.", "regime"),
        ("The opposition seized Tellin.", None),
        ("Tellin was retaken by rebels.", None),
        ("Tellin was captured on 24 February 2020.", None),
        ("The rebels captured Merda.", "rebels"),
        ("Snow fell on Tellin.", None),
    ],
)
def test_a_deed_that_another_side_did_is_told_apart(statement: str, side: str | None) -> None:
    assert done_by_others(statement, [REBELS_TOOK_IT, ARMY_TOOK_MERDA]) == side


@pytest.mark.parametrize(
    ("statement", "sentence", "same"),
    [
        ("The rebels captured Tellin.", REBELS_TOOK_IT, True),
        ("Tellin was captured by rebels.", REBELS_TOOK_IT, True),
        ("The Syrian Army captured Tellin.", REBELS_TOOK_IT, False),
        ("The rebels captured Merda.", REBELS_TOOK_IT, False),
        ("The rebels captured Tellin.", "The rebels launched an offensive towards Tellin.", False),
        ("The rebels captured Tellin.", "Tellin was captured on Monday.", False),
        ("The rebels captured Tellin.", "The rebels denied that they had captured Tellin.", False),
        ("The rebels captured Tellin.", "The rebels have not captured Tellin.", False),
        ("Tellin was captured on Monday.", "It snowed.", True),
    ],
)
def test_a_sentence_has_the_same_sides_do_the_same(statement: str, sentence: str, same: bool) -> None:
    assert done_so(statement, sentence) is same
