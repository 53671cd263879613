from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

import pytest

from ingest.markdown import reduce_markdown
from tests.fakes.desk import extract_file

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.corpus.models import Article


def read(folder: Path, text: str, name: str = "page.md") -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    (article,) = extract_file(folder / name).articles
    return article


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a **bold** and *slanted* and __both__ and _one_ word", "a bold and slanted and both and one word"),
        ("see [the report](https://e.org/a_(b)) now", "see the report now"),
        ("[![logo](/a.png)](https://e.org) text", " text"),
        ("before ![a map](map.png) after", "before  after"),
        ("## A heading ##\nText", "A heading\nText"),
        ("<p>One</p> <!-- not\nshown --> two<sup>3</sup>", "One  two3"),
        ("note[^1]\n\n[^1]: the source", "note\n\nthe source"),
        ("see [it][1]\n\n[1]: https://e.org", "see it\n\n"),
        ("<https://e.org/x>", "https://e.org/x"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n\n| 1 | 2 |"),
        ("info\\@e.org\\\nnext", "info@e.org\nnext"),
        ("*Place: here\nDate: then*", "Place: here\nDate: then"),
        ("**506 videos **have been \\[sic\\] seen", "506 videos have been [sic] seen"),
        ("***Developing,** and updated*", "Developing, and updated"),
        ("[two\nlines](https://e.org)", "two\nlines"),
        ("> quoted", "quoted"),
        ("[object Object]", ""),
    ],
)
def test_takes_marks_away(marked: str, plain: str) -> None:
    assert reduce_markdown(marked) == plain


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4 and a*b*c and snake_case_name",
        "the group [IS] and [sic] and array[i](n) and f(x)",
        "<unk> Chronicles @-@ 5 < 6 > 4",
        "* item one\n* item two\n- three\n1. four",
        "5* and 6* stars, #hashtag, C# and $5",
        "[{'content': \"a_b\", 'role': 'user'}]",
        " = Title = ",
        "==== Front",
    ],
)
def test_leaves_alone_what_may_be_something_else(text: str) -> None:
    assert reduce_markdown(text) == text


def test_front_matter(tmp_path: Path) -> None:
    head = "subject: Harbour\nauthor: Ada\npubDate: 2023-08-05 23:08\ndate:\n- 1 May 2016 – 3 June 2016\nurl: https://e.org/h"
    article = read(tmp_path, f"---\n{head}\nlang: en-GB\naffiliation: neutral\n---\n\n# Harbour\n\nIt is **open**.")
    assert (article.title, article.author, article.url) == ("Harbour", "Ada", "https://e.org/h")
    assert article.published is not None
    assert article.published.day == dt.date(2023, 8, 5)
    assert (article.language, article.affiliation, article.publisher) == ("en", "neutral", "e.org")
    assert article.text == "It is open."


def test_broken_front_matter_costs_the_fields_only(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\ntitle: "open\ndate: [\n---\n\nThe body stands.')
    extraction = extract_file(tmp_path / "a.md")
    assert extraction.articles[0].text == "The body stands."
    assert "not valid YAML" in extraction.warnings[0]


def test_prose_between_rules_is_no_front_matter(tmp_path: Path) -> None:
    article = read(tmp_path, "---\nA quiet day.\n---\nThen it rained.")
    assert article.text.split() == ["A", "quiet", "day.", "Then", "it", "rained."]


def test_the_first_heading_is_the_title_and_is_not_said_twice(tmp_path: Path) -> None:
    article = read(tmp_path, "# The *old* harbour\n\nIt is open.\n\n## Since when\n\nSince May.")
    assert (article.title, article.text) == ("The old harbour", "It is open.\n\nSince when\n\nSince May.")


def test_promotions_are_not_news(tmp_path: Path) -> None:
    article = read(tmp_path, "It is open.\n\n**READ:** [Ten storms](https://e.org)\n\nSince May.")
    assert article.text == "It is open.\n\nSince May."


@pytest.mark.parametrize("sign", ["*", "**a ", "[", "_x ", "`", "<p ", "![", "> ", "\\"])
def test_a_million_marks_do_not_stall_it(sign: str) -> None:
    started = time.monotonic()
    reduce_markdown(sign * 30_000)
    assert time.monotonic() - started < 20


def test_in_lines_of_data_a_backslash_before_a_quote_is_no_mark() -> None:
    data = r"[{'content': 'I can\'t say', 'role': 'user'}]"
    assert reduce_markdown(f'He said \\"no\\".\n{data}') == f'He said "no".\n{data}'
    assert reduce_markdown(r"{ it is what they can\'t say: }") == "{ it is what they can't say: }"
