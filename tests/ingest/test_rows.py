from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from tests.fakes.desk import extract_file

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.extract import Extraction

MAP = {"id": "no", "title": "headline", "text": "body", "publisher": "outlet", "published": "day"}


def read_csv(folder: Path, text: str, **facts: object) -> Extraction:
    (folder / "rows.csv").write_text(text, encoding="utf-8")
    return extract_file(folder / "rows.csv", **facts)


def read_lines(folder: Path, *lines: object, **facts: object) -> Extraction:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
    return extract_file(folder / "rows.jsonl", **facts)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_with_a_map(tmp_path: Path, sign: str) -> None:
    header = sign.join(("no", "headline", "body", "outlet", "day", "", ""))
    row = sign.join(("7", "Harbour opens", '"It said:' + sign + ' ""open""\nagain"', "Post", "25/2/2016", "x", "y"))
    (article,) = read_csv(tmp_path, f"\ufeff{header}\n{row}\n", mapping=MAP, publisher="Elsewhere").articles
    assert (article.id, article.title, article.publisher) == ("7", "Harbour opens", "Post")
    assert article.text == f'It said:{sign.strip()} "open"\nagain'
    assert article.published is not None
    assert article.published.day == dt.date(2016, 2, 25)


def test_a_missing_mapped_column_names_those_there_are(tmp_path: Path) -> None:
    extraction = read_csv(tmp_path, "no,headline,bodytext\n1,a,b\n", mapping=MAP)
    (failure,) = extraction.failures
    assert not extraction.articles
    assert "'body'" in failure.reason
    assert "bodytext" in failure.reason
    assert "--map" in failure.remedy


def test_a_row_without_text_is_named_and_the_rest_read(tmp_path: Path) -> None:
    extraction = read_csv(tmp_path, "id,text\na,one\nb,\nc,three\n")
    assert [article.id for article in extraction.articles] == ["a", "c"]
    assert "line 3 (id b)" in extraction.failures[0].where
    assert extraction.complete


def test_a_field_of_a_megabyte(tmp_path: Path) -> None:
    (article,) = read_csv(tmp_path, "id,text\na," + "word " * 400_000 + "\n").articles
    assert len(article.text) == 2_000_000 - 1


def test_windows_bytes_in_latin_1(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"id,text\na,a \x95\x81 \x93quote\x94 \x97 caf\xe9\n")
    (article,) = extract_file(tmp_path / "rows.csv", encoding="latin-1").articles
    assert article.text == "a • “quote” — café"


def test_json_lines(tmp_path: Path) -> None:
    row = {
        "id": 5,
        "url": "https://e.org/a",
        "title": "Harbour",
        "text": "It is **open** [again](https://e.org).",
        "publisher": "Post",
        "published": "2020-02",
        "language": "en-GB",
        "author": ["Ada", "Bo"],
        "affiliation": "none",
    }
    (article,) = read_lines(tmp_path, row).articles
    assert (article.id, article.text, article.author, article.language) == ("5", "It is open again.", "Ada, Bo", "en")
    assert article.origin == article.container == str(tmp_path / "rows.jsonl")
    assert article.published is not None
    assert article.published.precision == "month"


def test_a_line_that_is_not_json_is_named_and_the_rest_read(tmp_path: Path) -> None:
    extraction = read_lines(tmp_path, {"text": "one"}, "{no json", "", "[1]", {"text": "five"})
    assert [article.text for article in extraction.articles] == ["one", "five"]
    assert [f.where.rpartition(", ")[2] for f in extraction.failures] == ["line 2", "line 4"]
    assert not extraction.complete


@pytest.mark.parametrize(
    "line", ["[" * 100_000, '{"text": ' + "9" * 6000 + "}", '{"text": "\\ud800 a"}', '{"text": {"a": 1}}']
)
def test_odd_json_harms_nothing(tmp_path: Path, line: str) -> None:
    extraction = read_lines(tmp_path, line, {"text": "sound"})
    assert extraction.articles[-1].text == "sound"
    for article in extraction.articles:
        article.text.encode("utf-8")


def test_rows_without_id_are_named_by_title_and_place(tmp_path: Path) -> None:
    first = read_lines(tmp_path, {"title": "Harbour opens", "text": "a"}, {"text": "b " * 50}).articles
    again = read_lines(tmp_path, {"title": "Harbour opens", "text": "other"}, {"text": "b " * 50}).articles
    assert first[0].id.startswith("harbour-opens-")
    assert [a.id for a in first] == [a.id for a in again]


def test_html_in_rows(tmp_path: Path) -> None:
    (article,) = read_lines(tmp_path, {"text": "<p>One <b>bold</b>.</p><p>Two<br>three.</p>"}).articles
    assert article.text == "One bold.\n\nTwo\nthree."


def test_an_array_of_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"text": "one"}, 5, {"text": "two"}]')
    extraction = extract_file(tmp_path / "a.json")
    assert [article.text for article in extraction.articles] == ["one", "two"]
    assert len(extraction.failures) == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://e.org", "https://", "not a url", "https://e.org/<x>"])
def test_only_web_addresses_are_links(tmp_path: Path, url: str) -> None:
    (article,) = read_lines(tmp_path, {"text": "a", "url": url}).articles
    assert article.url is None


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.jsonl", "a.json"])
def test_an_empty_file_fails_with_a_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    extraction = extract_file(tmp_path / name)
    assert not extraction.articles
    assert extraction.failures[0].reason
    assert not extraction.complete


def test_a_quotation_mark_that_is_never_closed_costs_its_row_and_is_told(tmp_path: Path) -> None:
    extraction = read_csv(tmp_path, 'id,text\na,one\nb,"two\nc,three\n')
    assert [article.id for article in extraction.articles] == ["a"]
    assert "line 3" in extraction.failures[0].where
    assert "never closed" in extraction.failures[0].reason
    assert not extraction.complete
    assert not read_csv(tmp_path, 'id,text\na,"one ""two"" three\nfour"\n').failures


def test_dates_that_cannot_be_read_are_told_once(tmp_path: Path) -> None:
    extraction = read_csv(tmp_path, "id,text,published\na,one,2020-02-25\nb,two,soon\nc,three,later\nd,four,\n")
    assert [article.published is None for article in extraction.articles] == [False, True, True, True]
    (warning,) = extraction.warnings
    assert "2 rows hold no date" in warning
    assert "'soon' in line 3" in warning


def test_the_hint_for_a_missing_column_names_the_field_it_was_for(tmp_path: Path) -> None:
    (failure,) = read_csv(tmp_path, "headline,text\na,b\n", mapping={"title": "haedline"}).failures
    assert "--map title=headline" in failure.remedy


def test_an_exported_text_is_read_back_as_it_is(tmp_path: Path) -> None:
    text = "* one\n# two <br/> [three](x)"
    (article,) = read_lines(tmp_path, {"id": "a", "origin": "/old.txt", "text": text}).articles
    assert (article.text, article.origin) == (text, "/old.txt")
