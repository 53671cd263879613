"""Which passages a filter admits: the small columns of a snapshot in memory, by passage row and article number.

Place in the flow: `Snapshot` asks it for every filter and to turn row numbers into passage ids. Pure but for loading;
holds no text and no vector (about 100 bytes a passage).
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.corpus import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ingest.corpus.models import ArticleFilter, PublicationDate
    from ingest.corpus.reading import CorpusReader

_REMEMBERED = 32


class Admitted(NamedTuple):
    """What a filter lets through: article numbers in order, and a flag per passage row."""

    articles: Sequence[int]
    passages: NDArray[np.bool_]

    @property
    def rows(self) -> list[int]:
        """The rows of the admitted passages, in order."""
        found: list[int] = np.flatnonzero(self.passages).tolist()
        return found


class Catalogue:
    """Rows, ids, publishers and dates of one snapshot; safe to use from several threads."""

    def __init__(self, reader: CorpusReader) -> None:
        layout = reader.layout()
        size = layout[-1][0] + 1 if layout else 1
        self._ids = {row: id_ for row, id_, _ in layout}
        self._rows = {id_: row for row, id_, _ in layout}
        self._article_of = np.zeros(size, np.int64)
        self._article_of[[row for row, _, _ in layout]] = [number for _, _, number in layout]
        self._articles = _article_facts(reader)
        counted = Counter(p for publishers, _ in self._articles.values() for p in publishers)
        self.printed = tuple(reader.printed())
        self._publishers = dict(sorted(counted.items()))
        self._remembered: OrderedDict[ArticleFilter, Admitted] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._ids)

    def id_of(self, row: int) -> str:
        """Return the id of the passage in a row."""
        return self._ids[row]

    def row_of(self, passage_id: str) -> int:
        """Return the row of a passage id that is in the snapshot."""
        return self._rows[passage_id]

    def rows_of(self, passage_ids: Iterable[str]) -> list[int]:
        """Return the rows of those of these ids that are in the snapshot."""
        return [self._rows[i] for i in passage_ids if i in self._rows]

    def publishers(self) -> dict[str, int]:
        """Return publisher -> number of articles printed by it, an article once per publisher, by name."""
        return dict(self._publishers)

    def admitted(self, within: ArticleFilter) -> Admitted:
        """Return what the filter lets through; the last few filters are remembered."""
        with self._lock:
            if within in self._remembered:
                self._remembered.move_to_end(within)
                return self._remembered[within]
        found = self._admit(within)
        with self._lock:
            self._remembered[within] = found
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return found

    def _admit(self, within: ArticleFilter) -> Admitted:
        numbers = [n for n, (publishers, date) in self._articles.items() if _admits(within, publishers, date)]
        allowed = np.zeros(max(self._articles, default=0) + 1, np.bool_)
        allowed[numbers] = True
        return Admitted(tuple(numbers), allowed[self._article_of] & (self._article_of > 0))


def _admits(within: ArticleFilter, publishers: frozenset[str], date: PublicationDate | None) -> bool:
    return any(within.admits(publisher, date) for publisher in publishers)


def _article_facts(reader: CorpusReader) -> dict[int, tuple[frozenset[str], PublicationDate | None]]:
    facts: dict[int, tuple[frozenset[str], PublicationDate | None]] = {}
    for number, publisher, day, precision in reader.dated_publishers():
        before = facts.get(number, (frozenset(), None))[0]
        facts[number] = (before | {publisher}, rows.date_of(day, precision))
    return dict(sorted(facts.items()))
