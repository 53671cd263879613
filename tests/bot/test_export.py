"""An exported article holds what ingest needs to store it again."""

from __future__ import annotations

import datetime as dt
import json

from bot.export import article_record, lines
from ingest.corpus.models import Copy
from tests.fakes.library import article


def test_every_field_of_the_contract_is_there() -> None:
    of = article(affiliation="state media", language="en", author="A. B.", url="https://post.example/1")
    record = article_record(of)
    assert record["affiliation"] == "state media"
    assert record["published"] == "2020-02-25"
    assert record["gone"] is None
    assert record["copies"] == []


def test_what_is_gone_and_where_copies_were_read_from_are_kept() -> None:
    copy = Copy("two", "b.txt", "Wire", None, "/news/b.txt")
    record = json.loads(next(lines([article(copies=(copy,), gone=dt.date(2021, 3, 5))])))
    assert record["gone"] == "2021-03-05"
    assert record["copies"] == [
        {"id": "two", "origin": "b.txt", "publisher": "Wire", "url": None, "container": "/news/b.txt"}
    ]
