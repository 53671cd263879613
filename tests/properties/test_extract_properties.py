from __future__ import annotations

import datetime as dt
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ingest.corpus.models import Source
from ingest.dates import parse_date
from ingest.extract import extract
from ingest.markdown import reduce_markdown
from ingest.plaintext import read_text
from ingest.rows import read_csv, read_json_lines
from ingest.sources.base import FetchedDocument, Kind
from ingest.tidy import tidy_line, tidy_text

TODAY = dt.date(2024, 5, 1)
MARKS = st.text(alphabet="ab *_#`[]()!<>|\\~-=\n.:/1", max_size=60)
ODD = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.HTML])


def solid(text: str) -> str:
    return "".join(text.split())


@given(ODD)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    tidy = tidy_text(text)
    assert tidy_text(tidy) == tidy
    assert unicodedata.is_normalized("NFC", tidy)
    tidy.encode("utf-8")
    assert "\n\n\n" not in tidy
    assert "  " not in tidy
    assert "\n" not in tidy_line(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"]), max_size=60))
def test_tidying_loses_no_letter(text: str) -> None:
    assert unicodedata.normalize("NFC", text) == tidy_text(text)


@given(MARKS)
def test_reducing_twice_is_reducing_once(text: str) -> None:
    reduced = reduce_markdown(text)
    assert reduce_markdown(reduced) == reduced
    assert len(reduced) <= len(text)


@given(st.lists(st.text(alphabet="abc äñ.,;:'’\"“”()-123", min_size=1), max_size=8).map("\n\n".join))
def test_prose_without_marks_is_kept_whole(text: str) -> None:
    clean = tidy_text(text)
    assert solid(read_text(clean, today=TODAY).text) == solid(clean)


@given(st.binary(max_size=300), KINDS)
def test_no_bytes_make_extraction_raise(content: bytes, kind: Kind) -> None:
    extraction = extract(FetchedDocument("/f", "f", kind, content, Source("s", "/f")), today=TODAY)
    assert extraction.articles or extraction.failures
    assert all(article.text == tidy_text(article.text) != "" for article in extraction.articles)


@given(ODD)
def test_no_text_makes_a_reader_raise(text: str) -> None:
    read_json_lines(text, {})
    read_csv(text.replace("\x00", ""), {})


@given(ODD | st.integers() | st.floats() | st.none() | st.dates())
def test_a_date_is_never_beyond_its_bounds(value: object) -> None:
    found = parse_date(value, today=TODAY)
    assert found is None or dt.date(1900, 1, 1) <= found.day <= TODAY + dt.timedelta(days=1)


@given(
    st.dates(dt.date(1900, 1, 1), TODAY),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%d.%m.%Y"]),
)
def test_a_written_date_is_read_back(day: dt.date, form: str) -> None:
    found = parse_date(day.strftime(form), today=TODAY)
    assert found is not None
    assert found.day == day
