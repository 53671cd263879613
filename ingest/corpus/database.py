"""corpus.db while it is built: articles, passages with their vectors, and the vocabulary, in one SQLite file.

Place in the flow: `builder` puts and removes articles here; `indexing` and `reading` read what was finished. This file
is the truth of a snapshot: the other two indexes can always be rebuilt from it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.corpus import rows
from ingest.corpus.analysis import skeleton
from ingest.corpus.durable import storage_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ingest.corpus.models import Article, EmbeddedPassage

FILE = "corpus.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
    publisher TEXT NOT NULL, origin TEXT NOT NULL, url TEXT, day TEXT, precision TEXT, language TEXT NOT NULL,
    author TEXT, affiliation TEXT,
    container TEXT NOT NULL, digest TEXT NOT NULL, text_digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS copies (
    article INTEGER NOT NULL, ordinal INTEGER NOT NULL, id TEXT NOT NULL, origin TEXT NOT NULL, publisher TEXT NOT NULL,
    url TEXT, PRIMARY KEY (article, ordinal)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copies_by_id ON copies (id);
CREATE TABLE IF NOT EXISTS passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, article INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, text TEXT NOT NULL, header TEXT NOT NULL, tokens INTEGER NOT NULL,
    sentences BLOB NOT NULL, terms TEXT NOT NULL, common TEXT NOT NULL, vector BLOB NOT NULL, sentence_vectors BLOB);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article, ordinal);
CREATE TABLE IF NOT EXISTS vocabulary (
    skeleton TEXT NOT NULL, term TEXT NOT NULL, passages INTEGER NOT NULL DEFAULT 0, common INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (skeleton, term)) WITHOUT ROWID;
"""

_PUT_ARTICLE = f"""
INSERT INTO articles ({", ".join(rows.ARTICLE_COLUMNS)}) VALUES ({", ".join("?" * 14)})
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{c} = excluded.{c}" for c in rows.ARTICLE_COLUMNS[1:])}
RETURNING number"""  # noqa: S608 -- the columns are constants of this project

# An id names header, place and text, so its vector stays: the index entry of an unchanged passage is never touched.
_PUT_PASSAGE = f"""
INSERT INTO passages ({rows.PASSAGE_COLUMNS}) VALUES ({", ".join("?" * 13)})
ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, tokens = excluded.tokens, sentences = excluded.sentences,
    terms = excluded.terms, common = excluded.common, sentence_vectors = excluded.sentence_vectors"""  # noqa: S608 -- as above


class CorpusWriter:
    """The one connection that writes a corpus.db; all in one transaction, closed by `finish` or `close`.

    Every method raises `StorageError` when the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._words: dict[str, str] = {}
        self._changed = False
        with self._faults():
            # A passage with its vectors fits one large page. Nobody sees the file before it is complete and synced as
            # a whole, so a journal on disk would only cost time.
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection.executescript(
                "PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;" + _SCHEMA
            )
            self._connection.execute("BEGIN")

    def put(self, article: Article, passages: Sequence[EmbeddedPassage]) -> None:
        """Add an article or replace it with all its passages; passages that keep their id keep their row and vector."""
        with self._faults():
            (number,) = self._connection.execute(_PUT_ARTICLE, rows.article_row(article)).fetchone()
            self._put_copies(article, number)
            kept = {p.passage.id for p in passages}
            gone = [(i,) for i in self._passage_ids(number) if i not in kept]
            self._connection.executemany("DELETE FROM passages WHERE id = ?", gone)
            self._connection.executemany(_PUT_PASSAGE, [self._passage_row(p, number) for p in passages])
        self._changed = True

    def remove(self, article_id: str) -> None:
        """Remove an article, its copies and its passages; an unknown id is no error."""
        found = self.number_of(article_id)
        if found is None:
            return
        with self._faults():
            for table, key in (("passages", "article"), ("copies", "article"), ("articles", "number")):
                self._connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (found,))  # noqa: S608 -- constants
        self._changed = True

    def number_of(self, article_id: str) -> int | None:
        """Return the number of an article as the build stands, or None."""
        with self._faults():
            found = self._connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
        return int(found[0]) if found else None

    def finish(self) -> None:
        """Bring the vocabulary up to date, commit and close."""
        with self._faults():
            if self._changed:
                self._count_vocabulary()
            self._connection.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Close; what was not finished is lost with the build."""
        with self._faults():
            self._connection.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for reading what the build holds so far."""
        return self._connection

    def _passage_ids(self, number: int) -> list[str]:
        return [i for (i,) in self._connection.execute("SELECT id FROM passages WHERE article = ?", (number,))]

    def _passage_row(self, embedded: EmbeddedPassage, number: int) -> tuple[Any, ...]:
        analysed = rows.analyse(embedded.passage)
        self._words.update(analysed.words)
        return rows.passage_row(embedded, number, analysed)

    def _put_copies(self, article: Article, number: int) -> None:
        self._connection.execute("DELETE FROM copies WHERE article = ?", (number,))
        copies = [(number, n, c.id, c.origin, c.publisher, c.url) for n, c in enumerate(article.copies)]
        self._connection.executemany("INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?)", copies)

    def _count_vocabulary(self) -> None:
        frequency: Counter[str] = Counter()
        common: Counter[str] = Counter()
        for lines, lower in self._connection.execute("SELECT terms, common FROM passages"):
            frequency.update(set(lines.partition("\n")[0].split()))
            common.update(lower.split())
        # The word is taken unstemmed: a stem may have lost a consonant of the name.
        known = {(skeleton(word), term) for word, term in self._words.items()}
        known.update(self._connection.execute("SELECT skeleton, term FROM vocabulary"))
        counted = [(s, t, frequency[t], common[t]) for s, t in sorted(known) if s and frequency[t]]
        self._connection.execute("DELETE FROM vocabulary")
        self._connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?, ?)", counted)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise storage_error(self._path, error) from error
