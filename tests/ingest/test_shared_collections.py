"""The collections the project was measured on; they are not part of it, so these tests skip where they are absent."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from ingest.markdown import reduce_markdown
from tests.fakes.desk import extract_file

SHARED = Path(os.environ.get("NAYRAB_SHARED") or Path(__file__).parents[2].parent / "shared")
DATA = SHARED / "data"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared data is not here; set NAYRAB_SHARED to its folder"
)

CORPORA = ["chatlogs", "finance", "pubmed", "state_of_the_union", "wikitexts"]
FA_KES = {
    "id": "unit_id",
    "title": "article_title",
    "text": "article_content",
    "publisher": "source",
    "published": "date",
}


def solid(text: str) -> str:
    return "".join(text.split())


def test_the_founding_article() -> None:
    (article,) = extract_file(DATA / "founding" / "article.txt", publisher="Middle East Monitor").articles
    assert article.title == "Syria opposition liberates Nayrab from Assad regime"
    assert article.published is not None
    assert article.published.isoformat() == "2020-02-25"
    assert article.text.startswith("Syrian opposition forces recaptured")
    assert "junction between the M4 and M5" in article.text
    for furniture in ("READ", "Creating new perspectives", "Anadolu Agency", "clear", "3:06"):
        assert furniture not in article.text.split() if furniture == "clear" else furniture not in article.text
    assert len(article.text.split("\n\n")) == 10


@pytest.mark.parametrize("name", CORPORA)
def test_plain_text_named_markdown_keeps_its_characters(name: str) -> None:
    path = DATA / "chunking-evaluation" / "corpora" / f"{name}.md"
    original = solid(path.read_text(encoding="utf-8"))
    (article,) = extract_file(path).articles
    kept = iter(original)
    assert all(character in kept for character in solid(article.text))
    assert len(solid(article.text)) >= 0.999 * len(original)
    assert reduce_markdown(article.text) == article.text


def test_every_row_of_fa_kes_is_an_article() -> None:
    extraction = extract_file(DATA / "fa-kes" / "FA-KES-before-2017.csv", encoding="latin-1", mapping=FA_KES)
    assert (len(extraction.articles), extraction.failures) == (642, ())
    assert all(article.published and 2010 <= article.published.day.year <= 2017 for article in extraction.articles)
    assert Counter(article.publisher for article in extraction.articles)["ahram"] == 126
    assert not any("\x80" <= c <= "\x9f" for article in extraction.articles for c in article.text)


def test_every_page_of_the_syrian_archive_is_an_article() -> None:
    path = DATA / "syrian-archive" / "articles.jsonl"
    extraction = extract_file(path, mapping={"id": "path", "published": "date"}, publisher="Syrian Archive")
    assert (len(extraction.articles), extraction.failures) == (46, ())
    assert not any("](http" in article.text for article in extraction.articles)


def test_pages_of_wikipedia_are_dated_by_their_fetching() -> None:
    for path in sorted((DATA / "wikipedia-syria").glob("*.md"))[:12]:
        (article,) = extract_file(path, publisher="Wikipedia").articles
        assert article.published is not None
        assert article.published.day.year == 2023
        assert article.author == "Wikipedia"
        assert "[object Object]" not in article.text
