"""Two versions of a text as pieces: nothing lost, nothing made up, no wall of what stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.comparing import Part, Piece, compare, compare_words

if TYPE_CHECKING:
    from collections.abc import Iterable

FILLER = "The council met in the old town hall by the harbour and came to no decision about the wall at all. " * 4
TEXT = st.text(alphabet="ab .,\u00e9\u0628", max_size=30)


def of(pieces: Iterable[Piece], *parts: Part) -> str:
    return "".join(piece.text for piece in pieces if piece.part in parts)


@given(TEXT, TEXT)
def test_both_versions_can_be_read_off_the_pieces(older: str, newer: str) -> None:
    pieces = compare_words(older, newer)
    assert of(pieces, Part.SAME, Part.GONE) == older
    assert of(pieces, Part.SAME, Part.NEW) == newer


def test_changes_are_of_whole_words_and_phrases() -> None:
    pieces = compare_words("The town changed hands twice in May.", "The town changed hands three times in June.")
    assert of(pieces, Part.GONE) == "twiceMay"
    assert of(pieces, Part.NEW) == "three timesJune"


def test_words_far_from_a_change_are_left_out() -> None:
    older = f"{FILLER}Twelve boats sailed. {FILLER}"
    pieces = compare_words(older, older.replace("Twelve", "Nine"))
    assert sum(piece.part is Part.SKIPPED for piece in pieces) == 2
    assert len(of(pieces, Part.SAME)) < len(older) / 2
    assert (of(pieces, Part.GONE), of(pieces, Part.NEW)) == ("Twelve", "Nine")


def test_paragraphs_that_stayed_are_left_out_but_for_the_neighbours() -> None:
    kept = [f"Paragraph number {n} stays." for n in range(10)]
    lines = compare("\n\n".join(kept), "\n\n".join([*kept[:5], "Something came.", *kept[5:]]))
    assert [line[0].text for line in lines] == [
        "4 paragraphs",
        "Paragraph number 4 stays.",
        "Something came.",
        "Paragraph number 5 stays.",
        "4 paragraphs",
    ]


def test_a_paragraph_that_was_edited_and_one_that_was_put_before_it() -> None:
    lines = compare("The harbour was closed on Monday.", "A new lead.\n\nThe harbour was opened on Monday.")
    assert lines[0] == (Piece(Part.NEW, "A new lead."),)
    assert (of(lines[1], Part.GONE), of(lines[1], Part.NEW)) == ("closed", "opened")


def test_other_paragraphs_in_its_place_go_and_come_whole() -> None:
    lines = compare("The harbour was closed on Monday.", "Nobody knows why prices rose.")
    assert lines == [
        (Piece(Part.GONE, "The harbour was closed on Monday."),),
        (Piece(Part.NEW, "Nobody knows why prices rose."),),
    ]


def test_the_same_text_has_no_difference() -> None:
    assert compare(FILLER, FILLER) == []


def test_a_very_long_paragraph_is_not_compared_by_word() -> None:
    older, newer = "word " * 4000, "other " * 4000
    assert compare_words(older, newer) == (Piece(Part.GONE, older), Piece(Part.NEW, newer))
