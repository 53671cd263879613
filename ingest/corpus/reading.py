"""corpus.db of a finished snapshot, open for reading: articles, passages, vectors, vocabulary, by id or by number.

Place in the flow: under `Snapshot`, and under `builder` for what the parent holds. Opened immutable: SQLite takes no
lock and writes nothing beside the file.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ingest.corpus import lexical, queries, rows, schema, store
from ingest.corpus.manifest import damaged
from ingest.corpus.models import Article, Copy, EmbeddedPassage, PublicationDate, Revision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ingest.corpus.models import Vector
    from ingest.corpus.queries import Queries

_VARIABLES = 900
_PAGE = 200
_CACHE_KIB = 8_000
"""The page cache, in KiB. Mapping the file would save copying, but count all of it as memory of this process."""


class Known(NamedTuple):
    """What deciding about changes needs of an article in the parent snapshot."""

    digest: str
    text_digest: str
    origin: str
    container: str
    url: str | None = None
    gone: dt.date | None = None
    story: str = ""
    title: str = ""
    publisher: str = ""
    published: PublicationDate | None = None


class CorpusReader:
    """A reader of one corpus.db; safe to use from several threads. Every method may raise `CorruptSnapshotError`."""

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        if not path.is_file():
            raise damaged(name, "its corpus.db is missing")
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        except sqlite3.Error as error:
            raise damaged(name, f"its corpus.db cannot be opened: {error}") from error

    @classmethod
    def over(cls, connection: sqlite3.Connection, name: str) -> CorpusReader:
        """Return a reader of what a connection holds so far; closing it is the connection's owner's business."""
        reader = cls.__new__(cls)
        reader._name, reader._lock, reader._connection = name, threading.Lock(), connection  # noqa: SLF001 -- its own
        return reader

    @cached_property
    def _ask(self) -> Queries:
        return queries.queries(lambda table: [name for (name,) in self._rows(schema.COLUMNS, (table,))])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def counts(self) -> dict[str, int]:
        """Return the numbers of articles, passages and sentences."""
        ((articles, passages, spans),) = self._rows(
            "SELECT (SELECT count(*) FROM articles), count(*), total(length(sentences)) FROM passages"
        )
        return {"articles": articles, "passages": passages, "sentences": int(spans) // 8}

    def sizes(self) -> dict[str, int]:
        """Return the numbers of articles and passages, which cost nothing: what opening a snapshot looks at."""
        ((articles, passages),) = self._rows("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)")
        return {"articles": articles, "passages": passages}

    def faults(self) -> list[str]:
        """Return what SQLite's own check finds wrong with the file."""
        return [line for (line,) in self._rows("PRAGMA quick_check(5)") if line != "ok"]

    def known(self) -> dict[str, Known]:
        """Return every article's digests and where it came from, by id."""
        found = self._rows(self._ask.known)
        return {
            id_: Known(
                *(digest, text_digest, origin, container, url),
                *(rows.day_of(gone), story, title, publisher, rows.date_of(day, precision)),
            )
            for id_, digest, text_digest, origin, container, url, gone, story, title, publisher, day, precision in found
        }

    def article(self, article_id: str) -> Article | None:
        """Return an article by its id, or by the id of one of its copies."""
        found = self._articles(self._ask.article + " WHERE id = ?", (article_id,))
        if not found:
            copied = " WHERE number = (SELECT article FROM copies WHERE id = ? ORDER BY article LIMIT 1)"
            found = self._articles(self._ask.article + copied, (article_id,))
        return found[0] if found else None

    def articles(self) -> Iterator[Article]:
        """Yield every article, in order of id."""
        last = ""
        while page := self._articles(self._ask.article + " WHERE id > ? ORDER BY id LIMIT ?", (last, _PAGE)):
            yield from page
            last = page[-1].id

    def digests(self) -> dict[str, str]:
        """Return every article's digest by id."""
        return dict(self._rows("SELECT id, digest FROM articles"))

    def story_of(self, article_id: str) -> list[Article]:
        """Return the other articles of an article's story, in order of id; the id may be a copy's."""
        article = self.article(article_id)
        if article is None or not article.story:
            return []
        sql = self._ask.article + " WHERE story = ? AND story <> '' AND id <> ? ORDER BY id"
        return self._articles(sql, (article.story, article.id))

    def revisions(self, article_id: str) -> list[Revision]:
        """Return what an article was before, the newest first."""
        found = self._rows(queries.REVISION, (article_id,)) if self._ask.revises else ()
        return [Revision(number, dt.datetime.fromisoformat(at), rows.article_of(row, ())) for number, at, *row in found]

    def revision_rows(self, article_id: str) -> list[tuple[Any, ...]]:
        """Return an article's revisions as they are stored, for the next corpus.db."""
        return self._rows(queries.REVISION_ROWS, (article_id,)) if self._ask.revises else []

    def revised(self) -> list[tuple[str, int]]:
        """Return the ids of the articles that were replaced, in order, and how many revisions of each are kept."""
        return self._rows(queries.REVISED) if self._ask.revises else []

    def signatures(self) -> dict[str, bytes]:
        """Return the signatures that are kept, by article id."""
        return dict(self._rows(queries.SIGNED)) if self._ask.revises else {}

    def passages(self, ids: Collection[str]) -> dict[str, EmbeddedPassage]:
        """Return these passages with their vectors; unknown ids are left out."""
        return self._by_id(self._in(self._ask.passage + " WHERE p.id IN ({})", list(ids)))

    def passages_in(self, numbers: Collection[int]) -> dict[str, EmbeddedPassage]:
        """Return the passages of these rows with their vectors, by id: quicker than by their ids."""
        return self._by_id(self._in(self._ask.passage + " WHERE p.row IN ({})", list(numbers)))

    @staticmethod
    def _by_id(found: Sequence[Sequence[Any]]) -> dict[str, EmbeddedPassage]:
        return {embedded.passage.id: embedded for embedded in rows.passages_of(found)}

    def passages_of(self, article_id: str) -> list[EmbeddedPassage]:
        """Return an article's passages in reading order."""
        found = self._rows(self._ask.passage + " WHERE a.id = ? ORDER BY p.ordinal", (article_id,))
        return rows.passages_of(found)

    def similar_terms(self, skeleton: str) -> list[tuple[str, int]]:
        """Return the names with this skeleton and in how many passages they occur, most frequent first.

        A name is a term that fewer than half of the passages that hold it write without a capital.
        """
        sql = """SELECT term, passages FROM vocabulary WHERE skeleton = ? AND common * 2 < passages
                 ORDER BY passages DESC, term"""
        return [(term, count) for term, count in self._rows(sql, (skeleton,))]

    def layout(self) -> list[tuple[int, str, int]]:
        """Return (row, passage id, article number) of every passage, by row."""
        # Each of the two is read off an index; asked for together, and in order, the whole table would have to be read.
        articles = dict(self._rows("SELECT row, article FROM passages"))
        return sorted((row, id_, articles[row]) for row, id_ in self._rows("SELECT row, id FROM passages"))

    def dated_publishers(self) -> list[tuple[int, str, str | None, str | None]]:
        """Return (article number, publisher, day, precision) of every article and of every copy."""
        return self._rows(
            "SELECT number, publisher, day, precision FROM articles UNION ALL"
            " SELECT a.number, c.publisher, a.day, a.precision FROM copies c JOIN articles a ON a.number = c.article"
        )

    def printed(self) -> list[tuple[str, PublicationDate | None]]:
        """Return the publisher and the date of every article."""
        found = self._rows("SELECT publisher, day, precision FROM articles")
        return [(publisher, rows.date_of(day, precision)) for publisher, day, precision in found]

    def vectors(self, numbers: Sequence[int]) -> Vector:
        """Return the vectors of passage rows, shape (len(numbers), dimension), in that order."""
        found = dict(self._in("SELECT row, vector FROM passages WHERE row IN ({})", list(numbers)))
        blob = b"".join(found[n] for n in numbers)
        return np.frombuffer(blob, np.float32).reshape(len(numbers), -1)

    def entries(self) -> dict[store.Entry, int]:
        """Return what the vector index should hold, and the row of each."""
        sql = "SELECT p.id, a.publisher, a.day, p.row FROM passages p JOIN articles a ON a.number = p.article"
        found = self._rows(sql + " ORDER BY p.row")
        return {store.Entry(id_, publisher, rows.day_number(day)): row for id_, publisher, day, row in found}

    def word_rows(self, *, sentences: bool) -> set[int]:
        """Return the numbers of what a word index should hold: passages, or sentences by their spans."""
        found = self._rows("SELECT row, length(sentences) / 8 FROM passages")
        if sentences:
            return {sentence_number(row, n) for row, count in found for n in range(count)}
        return {row for row, _ in found}

    def terms_of(self, numbers: Sequence[int]) -> list[tuple[int, int, str]]:
        """Return (row, article number, terms of the whole) of these passage rows, by row."""
        found = self._in("SELECT row, article, terms FROM passages WHERE row IN ({})", list(numbers))
        return sorted((row, article, lines.partition("\n")[0]) for row, article, lines in found)

    def term_lines(self) -> Iterator[tuple[int, int, list[str]]]:
        """Yield (row, article number, lines of terms) of every passage: the whole first, then each sentence."""
        last = -1
        sql = "SELECT row, article, terms FROM passages WHERE row > ? ORDER BY row LIMIT ?"
        while page := self._rows(sql, (last, _PAGE * 10)):
            for row, article, lines in page:
                yield row, article, lines.split("\n")
            last = page[-1][0]

    def word_entries(self, *, sentences: bool) -> Iterator[lexical.Entry]:
        """Yield what a word index should hold: one entry per passage, or one per sentence."""
        for row, article, (whole, *lines) in self.term_lines():
            if sentences:
                yield from (lexical.Entry(sentence_number(row, n), article, line) for n, line in enumerate(lines))
            else:
                yield lexical.Entry(row, article, whole)

    def _articles(self, sql: str, values: Sequence[Any]) -> list[Article]:
        found = self._rows(sql, values)
        copies = self._copies([row[0] for row in found])
        return [rows.article_of(row[1:], copies.get(row[0], ())) for row in found]

    def _copies(self, numbers: Sequence[int]) -> Mapping[int, Sequence[Copy]]:
        copies: dict[int, list[Copy]] = {}
        for number, *fields in self._in(self._ask.copy, list(numbers)):
            copies.setdefault(number, []).append(Copy(*fields))
        return copies

    def _in(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(values), _VARIABLES):
            batch = values[start : start + _VARIABLES]
            found += self._rows(sql.format(", ".join("?" * len(batch))), batch)
        return found

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise damaged(self._name, f"its corpus.db cannot be read: {error}") from error


SENTENCES = 1 << 16
"""More sentences than any passage has; a sentence's number is its passage's row times this, plus its index."""


def sentence_number(row: int, index: int) -> int:
    """Return the number under which a sentence is in the word index."""
    return row * SENTENCES + index
