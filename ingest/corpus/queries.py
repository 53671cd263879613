"""What is asked of a corpus.db, in SQL, and how an older format is asked for what it does not have. Pure.

Place in the flow: `reading` asks; `schema` knows which columns were added when.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.corpus import rows, schema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_ARTICLE = f"SELECT number, {', '.join(rows.ARTICLE_COLUMNS[: rows.ARTICLE_FIELDS])} FROM articles"  # noqa: S608 -- constants of this project
_KNOWN = """
SELECT id, digest, text_digest, origin, container, url, gone, story, title, publisher, day, precision FROM articles"""
_COPY = """
SELECT article, id, origin, publisher, url, container FROM copies WHERE article IN ({}) ORDER BY article, ordinal"""
_PASSAGE = """
SELECT p.id, a.id, p.ordinal, p.first, p.last, p.text, p.header, p.tokens, p.sentences, p.vector, p.sentence_vectors,
    p.times FROM passages p JOIN articles a ON a.number = p.article"""

REVISION = f"""
SELECT number, replaced_at, article, {", ".join(rows.ARTICLE_COLUMNS[1 : rows.REVISED_FIELDS])}
FROM revisions WHERE article = ? ORDER BY number DESC"""  # noqa: S608 -- as above
REVISION_ROWS = f"SELECT {', '.join(rows.REVISION_COLUMNS)} FROM revisions WHERE article = ?"  # noqa: S608 -- as above
REVISED = "SELECT article, count(*) FROM revisions GROUP BY article ORDER BY article"
SIGNED = "SELECT a.id, s.signature FROM signatures s JOIN articles a ON a.number = s.article ORDER BY a.id"


class Queries(NamedTuple):
    """The queries for one file; `revises` says whether it has revisions and signatures at all."""

    article: str
    known: str
    copy: str
    passage: str
    revises: bool


def queries(columns_of: Callable[[str], Collection[str]]) -> Queries:
    """Return the queries for a file that has these columns, by table; what is lacking reads as empty."""
    articles, copies, passages = (
        schema.ADDED[t].keys() - set(columns_of(t)) for t in ("articles", "copies", "passages")
    )
    return Queries(
        article=_without(articles, _ARTICLE),
        known=_without(articles, _KNOWN),
        copy=_without(copies, _COPY),
        passage=_without(passages, _PASSAGE),
        revises=bool(columns_of("revisions")),
    )


def _without(lacking: Collection[str], sql: str) -> str:
    for column in lacking:
        sql = re.sub(rf"(\w\.)?\b{column}\b", schema.INSTEAD[column], sql)
    return sql
