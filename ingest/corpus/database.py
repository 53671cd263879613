"""corpus.db while it is built: articles and what they were, passages, vectors and vocabulary in one SQLite file.

Place in the flow: `builder` puts and removes articles here; `indexing` and `reading` read what was finished. This file
is the truth of a snapshot: the other two indexes can always be rebuilt from it.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.corpus import rows, schema
from ingest.corpus.durable import storage_error
from ingest.corpus.vocabulary import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from ingest.corpus.models import Article, EmbeddedPassage

FILE = "corpus.db"

REVISIONS = 10
"""So many former versions of an article are kept, the newest."""

_MARKS = ", ".join("?" * len(rows.ARTICLE_COLUMNS))
_REPLACED = [c for c in rows.ARTICLE_COLUMNS[1:] if c != "story"]
# What is read of an article anew knows nothing of its story, so that stays until it is set otherwise.
_PUT_ARTICLE = f"""
INSERT INTO articles ({", ".join(rows.ARTICLE_COLUMNS)}) VALUES ({_MARKS})
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{c} = excluded.{c}" for c in _REPLACED)},
    story = CASE excluded.story WHEN '' THEN story ELSE excluded.story END
RETURNING number"""  # noqa: S608 -- the columns are constants of this project

# An id names header, place and text, so its vector stays: the index entry of an unchanged passage is never touched.
_PUT_PASSAGE = f"""
INSERT INTO passages ({", ".join(rows.PASSAGE_COLUMNS)}) VALUES ({", ".join("?" * len(rows.PASSAGE_COLUMNS))})
ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, tokens = excluded.tokens, sentences = excluded.sentences,
    terms = excluded.terms, common = excluded.common, sentence_vectors = excluded.sentence_vectors,
    times = excluded.times"""  # noqa: S608 -- as above

_REVISION = ", ".join(rows.REVISION_COLUMNS)
_VALUES = ", ".join(f"?{n}" for n in range(1, len(rows.REVISION_COLUMNS) + 1))
_TAKE_REVISION = f"INSERT INTO revisions ({_REVISION}) VALUES ({_VALUES})"  # noqa: S608 -- as above
_PUT_REVISION = f"""
INSERT INTO revisions ({_REVISION})
SELECT ?1, coalesce(max(number), 0) + ?2, {_VALUES[8:]} FROM revisions WHERE article = ?1"""  # noqa: S608 -- as above
_TRIM_REVISIONS = """
DELETE FROM revisions WHERE article = ?1
AND number <= (SELECT max(number) FROM revisions WHERE article = ?1) - ?2"""

# A page that was found gone before stays gone since then.
_MARK_GONE = (
    "UPDATE articles SET gone = CASE WHEN ?1 IS NULL THEN NULL ELSE min(coalesce(gone, ?1), ?1) END WHERE id = ?2"
)


_OF_AN_ARTICLE = (("passages", "article"), ("copies", "article"), ("signatures", "article"), ("articles", "number"))


class CorpusWriter:
    """The one connection that writes a corpus.db; all in one transaction, closed by `finish` or `close`.

    Every method raises `StorageError` when the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._vocabulary = Tally()
        with self._faults():
            # A passage with its vectors fits one large page. Nobody sees the file before it is complete and synced as
            # a whole, so a journal on disk would only cost time.
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection.executescript(
                "PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
            )
            schema.prepare(self._connection)
            self._connection.execute("BEGIN")

    def put(self, article: Article, passages: Sequence[EmbeddedPassage]) -> None:
        """Add an article or replace it with all its passages; passages that keep their id keep their row and vector."""
        with self._faults():
            self._forget_signature(article)
            (number,) = self._connection.execute(_PUT_ARTICLE, rows.article_row(article)).fetchone()
            self._put_copies(article, number)
            kept = {p.passage.id for p in passages}
            gone = [(i,) for i in self._leave(number) if i not in kept]
            self._connection.executemany("DELETE FROM passages WHERE id = ?", gone)
            self._connection.executemany(_PUT_PASSAGE, [self._passage_row(p, number) for p in passages])

    def remove(self, article_id: str) -> None:
        """Remove an article with all that hangs on it; an unknown id is no error."""
        found = self.number_of(article_id)
        with self._faults():
            self._connection.execute("DELETE FROM revisions WHERE article = ?", (article_id,))
            if found is None:
                return
            self._leave(found)
            for table, key in _OF_AN_ARTICLE:
                self._connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (found,))  # noqa: S608 -- constants

    def keep_revision(self, former: Article, snapshot: str, replaced_at: datetime) -> None:
        """Keep what an article was before `snapshot` replaced it; the oldest of more than `REVISIONS` goes."""
        _, *fields = rows.article_row(former)[: rows.REVISED_FIELDS]
        at = replaced_at.isoformat(timespec="seconds")
        with self._faults():
            self._connection.execute(_PUT_REVISION, (former.id, 1, snapshot, at, *fields))
            self._connection.execute(_TRIM_REVISIONS, (former.id, REVISIONS))

    def drop_revision(self, article_id: str, snapshot: str) -> None:
        """Drop what an article was before this snapshot replaced it, if that was kept."""
        with self._faults():
            self._connection.execute("DELETE FROM revisions WHERE article = ? AND snapshot = ?", (article_id, snapshot))

    def take_revisions(self, stored: Sequence[tuple[Any, ...]]) -> None:
        """Take over revisions as `CorpusReader.revision_rows` gave them."""
        with self._faults():
            self._connection.executemany(_TAKE_REVISION, stored)

    def mark_gone(self, article_id: str, since: date | None) -> None:
        """Note since when an article's page is gone, the first day of several; None: it is there."""
        with self._faults():
            self._connection.execute(_MARK_GONE, (since.isoformat() if since else None, article_id))

    def keep_signature(self, article_id: str, signature: bytes) -> None:
        """Keep an article's signature until its text changes; an unknown id is no error."""
        sql = "INSERT OR REPLACE INTO signatures (article, signature) SELECT number, ? FROM articles WHERE id = ?"
        with self._faults():
            self._connection.execute(sql, (signature, article_id))

    def set_stories(self, stories: Mapping[str, str]) -> None:
        """Set the story of these articles; unknown ids are ignored."""
        with self._faults():
            self._connection.executemany(
                "UPDATE articles SET story = ? WHERE id = ?", [(story, id_) for id_, story in stories.items()]
            )

    def number_of(self, article_id: str) -> int | None:
        """Return the number of an article as the build stands, or None."""
        with self._faults():
            found = self._connection.execute("SELECT number FROM articles WHERE id = ?", (article_id,)).fetchone()
        return int(found[0]) if found else None

    def finish(self) -> None:
        """Bring the vocabulary up to date, commit and close."""
        with self._faults():
            self._vocabulary.write(self._connection)
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

    def _leave(self, number: int) -> list[str]:
        """Take an article's passages out of the vocabulary and return their ids."""
        found = self._connection.execute(
            "SELECT id, terms, common FROM passages WHERE article = ?", (number,)
        ).fetchall()
        for _, lines, common in found:
            self._vocabulary.drop(lines, common)
        return [id_ for id_, _, _ in found]

    def _passage_row(self, embedded: EmbeddedPassage, number: int) -> tuple[Any, ...]:
        analysed = rows.analyse(embedded.passage)
        self._vocabulary.add(analysed.lines, analysed.common, analysed.words)
        return rows.passage_row(embedded, number, analysed)

    def _put_copies(self, article: Article, number: int) -> None:
        self._connection.execute("DELETE FROM copies WHERE article = ?", (number,))
        copies = [(number, n, c.id, c.origin, c.publisher, c.url, c.container) for n, c in enumerate(article.copies)]
        self._connection.executemany(
            "INSERT INTO copies (article, ordinal, id, origin, publisher, url, container) VALUES (?, ?, ?, ?, ?, ?, ?)",
            copies,
        )

    def _forget_signature(self, article: Article) -> None:
        sql = "DELETE FROM signatures WHERE article = (SELECT number FROM articles WHERE id = ? AND text_digest <> ?)"
        self._connection.execute(sql, (article.id, article.text_digest))

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise storage_error(self._path, error) from error
