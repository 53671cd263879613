from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.drafting import statements


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("The town fell. [2]", [("The town fell.", (2,))]),
        ("- The town fell [2].", [("The town fell.", (2,))]),
        ("1. **The town** fell. [1][3]", [("The town fell.", (1, 3))]),
        ("The town fell. [1, 3] It rose again. [2]", [("The town fell.", (1, 3)), ("It rose again.", (2,))]),
        ("According to the agency [1], 43 were killed [2].", [("According to the agency, 43 were killed.", (1, 2))]),
        ("The town fell. [1-3]", [("The town fell.", (1, 2, 3))]),
        ("Nobody says so.", [("Nobody says so.", ())]),
        ("It fell. [1] And more", [("It fell.", (1,)), ("And more", ())]),
        ("12.5 tonnes came. [1]", [("12.5 tonnes came.", (1,))]),
        ("[1]", []),
        ("   ", []),
    ],
)
def test_a_line_is_taken_apart(line: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [tuple(s) for s in statements(line)] == expected


@given(st.text(alphabet="ab1 [],-.?*", max_size=60))
def test_any_line_can_be_read_and_no_known_mark_is_lost(line: str) -> None:
    for statement in statements(line):
        assert statement.text
        assert statement.numbers == tuple(dict.fromkeys(statement.numbers))
