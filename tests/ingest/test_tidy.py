from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.tidy import tidy_text, unwrap

WRAPPED = (
    "The town stands at the junction of two highways in the north of the province,\n"
    "and whoever holds it can close the road to the coast for as long as he likes to\n"
    "do so. Nobody has held it for long."
)


def test_a_wrapped_paragraph_becomes_one_line() -> None:
    assert unwrap(WRAPPED) == WRAPPED.replace("\n", " ")


def test_lists_headings_and_short_lines_keep_their_breaks() -> None:
    for text in ("One\nTwo\nThree", "- " + WRAPPED, "A heading\n" + WRAPPED, "He left.\nShe stayed.\nThey met."):
        assert unwrap(text) == text


def test_lines_that_are_sentences_keep_their_breaks() -> None:
    text = "\n".join(["The first sentence of this little report stands on a line of its own here."] * 4)
    assert unwrap(text) == text


@given(st.lists(st.sampled_from(["word " * 14, "end.", "", "- item", "x" * 90]), max_size=12))
def test_unwrapping_changes_only_line_breaks_and_only_once(lines: list[str]) -> None:
    text = tidy_text("\n".join(lines))
    once = unwrap(text)
    assert once.split() == text.split()
    assert unwrap(once) == once
