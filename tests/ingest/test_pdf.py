"""PDFs: the text layer as a reader would read it, or one clear sentence why there is none."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pdf import PdfLimits, UnreadablePdfError, read_pdf, story
from ingest.sources.base import Hints, Kind
from tests.fakes.documents import TODAY, a_pdf, locked, read, read_one

STORY = [
    "The harbour of Tellin was opened again on Monday after six weeks, the port",
    "master said. Twelve boats sailed before noon, and the pro-government council",
    "had promised that the fisher-",
    "men would be paid for every week in which they could not sail to the banks.",
    "The council will meet again in March.",
    "Nobody was hurt when the wall gave way in January, but the repairs had cost",
    "more than the town earns in a whole year, its treasurer said to reporters.",
]


def test_wrapped_lines_and_divided_words_are_mended() -> None:
    article = read_one(a_pdf([STORY]), Kind.PDF)
    assert "the port master said. Twelve boats" in article.text
    assert "that the fishermen would be paid" in article.text
    assert "pro-government" in article.text
    assert article.text.split("\n\n")[1].startswith("Nobody was hurt")


def test_a_word_that_is_written_with_its_hyphen_elsewhere_keeps_it() -> None:
    lines = ["The pro-government council met in the old town hall by the harbour, and pro-", "government papers do so."]
    assert "and pro-government papers" in story([lines])


def test_a_heading_after_a_full_line_stands_alone() -> None:
    lines = ["The council met in the old town hall by the harbour and came to nothing.", "2 The wall", *STORY]
    assert "\n\n2 The wall" in story([lines])


def test_what_stands_on_every_page_and_page_numbers_are_no_story() -> None:
    pages = [["The Tellin Post - Annual review", *STORY, f"Page {n} of 4"] for n in range(1, 5)]
    text = read_one(a_pdf(pages), Kind.PDF).text
    assert "Annual review" not in text
    assert "of 4" not in text
    assert text.count("Twelve boats") == 4


def test_a_paragraph_goes_on_over_the_page() -> None:
    pages = [[*STORY[:2], "1"], [*STORY[2:], "2"]]
    assert "council had promised that the fishermen" in read_one(a_pdf(pages), Kind.PDF).text


def test_a_number_on_a_single_page_is_kept() -> None:
    assert "1953" in read_one(a_pdf([["1953", *STORY]]), Kind.PDF).text


def test_metadata_is_taken_where_it_can_be_meant() -> None:
    pdf = a_pdf([STORY], Title="Harbour opens again", Author="Jane Doe", CreationDate="D:20210303091500+02'00'")
    article = read_one(pdf, Kind.PDF)
    assert (article.title, article.author) == ("Harbour opens again", "Jane Doe")
    assert article.published is not None
    assert article.published.day == dt.date(2021, 3, 3)


@pytest.mark.parametrize("title", ["Microsoft Word - final3.doc", "untitled", "scan.pdf", "Document1", "  ", "12"])
def test_what_a_program_filled_in_is_no_title(title: str) -> None:
    article = read_one(a_pdf([STORY], Title=title, Author="Administrator"), Kind.PDF, name="harbour_report.pdf")
    assert (article.title, article.author) == ("harbour report", None)


def test_a_date_line_counts_before_the_day_the_file_was_made() -> None:
    pdf = a_pdf([["Harbour opens again", "3 March 2021", "", *STORY]], CreationDate="D:20230101")
    article = read_one(pdf, Kind.PDF)
    assert article.published is not None
    assert (article.title, article.published.day) == ("Harbour opens again", dt.date(2021, 3, 3))


def test_what_a_feed_says_counts_before_what_the_file_seems_to_say() -> None:
    hints = Hints("Harbour news", None, "2021-03-03")
    article = read_one(a_pdf([STORY], CreationDate="D:20230101"), Kind.PDF, hints=hints)
    assert article.published is not None
    assert (article.title, article.published.day) == ("Harbour news", dt.date(2021, 3, 3))


def test_a_file_from_the_future_is_not_believed() -> None:
    extraction = read(a_pdf([STORY], CreationDate="D:20990101"), Kind.PDF)
    assert extraction.articles[0].published is None
    assert "2099-01-01, which is not yet" in extraction.warnings[0]


def test_a_file_without_a_password_for_reading_is_read() -> None:
    assert "Twelve boats" in read_one(locked(a_pdf([STORY]), ""), Kind.PDF).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no PDF"),
        (b"<html>", "is no PDF"),
        (b"%PDF-1.4\n garbage that goes nowhere", "damaged"),
        (a_pdf([STORY])[:400], "damaged"),
        (a_pdf([[]]), "no text, only pictures"),
        (a_pdf([[], ["1"]]), "no text, only pictures"),
        (locked(a_pdf([STORY]), "secret"), "password"),
        (a_pdf([["(cid:12)(cid:13)(cid:99) a"] * 5]), "fonts"),
    ],
)
def test_what_cannot_be_read_is_one_clear_failure(content: bytes, reason: str) -> None:
    extraction = read(content, Kind.PDF)
    (failure,) = extraction.failures
    assert reason in failure.reason
    assert failure.remedy
    assert not extraction.complete


def test_pages_size_and_time_are_bounded() -> None:
    three = a_pdf([STORY] * 3)
    ticks = count()
    with pytest.raises(UnreadablePdfError, match="3 pages"):
        read_pdf(three, today=TODAY, limits=PdfLimits(pages=2))
    with pytest.raises(UnreadablePdfError, match="larger"):
        read_pdf(three, today=TODAY, limits=PdfLimits(size=100))
    with pytest.raises(UnreadablePdfError, match="longer than 2 seconds"):
        read_pdf(three, today=TODAY, limits=PdfLimits(seconds=2), clock=lambda: float(next(ticks)))


@settings(max_examples=25)
@given(st.data())
def test_a_broken_file_never_raises_anything_else(data: st.DataObject) -> None:
    content = bytearray(a_pdf([STORY]))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    extraction = read(bytes(content), Kind.PDF)
    assert all("report this file" not in failure.remedy for failure in extraction.failures)


@given(st.lists(st.lists(st.sampled_from([*STORY, "", "1", "Head"]), max_size=6), max_size=5))
def test_joining_pages_invents_nothing(pages: list[list[str]]) -> None:
    def solid(text: str) -> list[str]:
        return [c for c in text if not c.isspace() and c != "-"]

    kept = iter(solid(" ".join(line for page in pages for line in page)))
    assert all(c in kept for c in solid(story(pages)))
