"""The tables of corpus.db, and bringing a file of an earlier format up to date. SQL and nothing else.

Place in the flow: `database` prepares every build with it, `queries` goes by it for what an older snapshot lacks.
Format 1 had no revisions, signatures, stories, gone articles, resolved times and containers of copies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_TABLES = """
CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
    publisher TEXT NOT NULL, origin TEXT NOT NULL, url TEXT, day TEXT, precision TEXT, language TEXT NOT NULL,
    author TEXT, affiliation TEXT, container TEXT NOT NULL, digest TEXT NOT NULL, text_digest TEXT NOT NULL,
    gone TEXT, story TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS copies (
    article INTEGER NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL, origin TEXT NOT NULL, publisher TEXT NOT NULL,
    url TEXT, container TEXT NOT NULL DEFAULT '', PRIMARY KEY (article, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, article INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, text TEXT NOT NULL, header TEXT NOT NULL, tokens INTEGER NOT NULL,
    sentences BLOB NOT NULL, terms TEXT NOT NULL, common TEXT NOT NULL, vector BLOB NOT NULL, sentence_vectors BLOB,
    times BLOB);
CREATE TABLE IF NOT EXISTS vocabulary (
    skeleton TEXT NOT NULL, term TEXT NOT NULL, passages INTEGER NOT NULL DEFAULT 0, common INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (skeleton, term)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revisions (
    article TEXT NOT NULL, number INTEGER NOT NULL, snapshot TEXT NOT NULL, replaced_at TEXT NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, publisher TEXT NOT NULL, origin TEXT NOT NULL, url TEXT, day TEXT,
    precision TEXT, language TEXT NOT NULL, author TEXT, affiliation TEXT, container TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS signatures (article INTEGER PRIMARY KEY, signature BLOB NOT NULL);
"""

_INDEXES = """
CREATE INDEX IF NOT EXISTS articles_by_story ON articles (story) WHERE story <> '';
CREATE INDEX IF NOT EXISTS copies_by_id ON copies (id);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article, ordinal);
CREATE INDEX IF NOT EXISTS vocabulary_by_term ON vocabulary (term);
CREATE UNIQUE INDEX IF NOT EXISTS revisions_by_article ON revisions (article, number);
"""

ADDED = {
    "articles": {"gone": "TEXT", "story": "TEXT NOT NULL DEFAULT ''"},
    "copies": {"container": "TEXT NOT NULL DEFAULT ''"},
    "passages": {"times": "BLOB"},
}
"""By table, the columns that format 1 did not have."""

INSTEAD = {"gone": "NULL", "story": "''", "container": "''", "times": "NULL"}
"""What a file without such a column is read as having in it."""


COLUMNS = "SELECT name FROM pragma_table_info(?)"
"""Asks for the columns of a table; none for a table that is not there."""


def prepare(connection: sqlite3.Connection) -> None:
    """Make the tables of a new file, or add what an older one lacks; `sqlite3.Error` when the disk refuses."""
    connection.executescript(_TABLES)
    for table, added in ADDED.items():
        present = {name for (name,) in connection.execute(COLUMNS, (table,))}
        for column in added.keys() - present:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {added[column]}")
    connection.executescript(_INDEXES)
