from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING

from tests.fakes.desk import extract_file

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPHS = "".join(
    f"<p>The harbour of Tellin was opened again on day {n}, the port master said, and {n} boats sailed before noon.</p>"
    for n in range(1, 9)
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Harbour opens | Tellin Post</title>
<meta property="og:title" content="Harbour opens again"><meta property="og:site_name" content="Tellin Post">
<meta property="article:published_time" content="2021-03-03T09:15:00+00:00">
<link rel="canonical" href="https://post.example/harbour"></head>
<body><nav><a href="/">Home</a><a href="/sea">Sea</a></nav><article><h1>Harbour opens again</h1>{PARAGRAPHS}
<p>READ: Ten storms that made the coast</p></article><footer>All rights reserved</footer></body></html>"""


def test_a_news_page(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (article,) = extract_file(tmp_path / "a.html.gz").articles
    assert (article.title, article.publisher, article.url) == (
        "Harbour opens again",
        "Tellin Post",
        "https://post.example/harbour",
    )
    assert article.published is not None
    assert article.published.day == dt.date(2021, 3, 3)
    assert "8 boats sailed" in article.text
    assert "READ" not in article.text
    assert "Home" not in article.text


def test_the_publisher_asked_for_wins_over_the_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (article,) = extract_file(tmp_path / "a.html", publisher="The Post").articles
    assert article.publisher == "The Post"


def test_a_page_without_a_story_fails(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    extraction = extract_file(tmp_path / "a.html")
    assert "no text" in extraction.failures[0].reason
