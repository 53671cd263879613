"""The word index of a snapshot: tantivy's BM25 over passages and over sentences. The only importer of tantivy.

Place in the flow: `indexing` builds it anew from the analysed terms in corpus.db (so document frequencies never count
what was deleted); `Snapshot` asks it with terms of the same analysis. It splits at white space and analyses nothing.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.corpus.errors import CorruptSnapshotError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

TermGroup = tuple[str, ...]

_HEAP = 32_000_000
_TERMS = 16_384
"""Terms whose frequency is remembered: an index that is open does not change, and each answer asks several times."""
_LOCKS = (".tantivy-writer.lock", ".tantivy-meta.lock")


class Entry(NamedTuple):
    """A text to index: its number, its article's number, its terms joined by spaces."""

    row: int
    article: int
    terms: str


class WordIndex:
    """One open index; safe to search from several threads. Scores are BM25 with k1 1.2 and b 0.75."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415 -- only those who search or build pay for it

        self._tantivy: Any = tantivy
        self._folder = folder
        if not (folder / "meta.json").is_file():
            raise CorruptSnapshotError(f"The word index in {folder} is missing; {_MEND}")
        with _faults(folder):
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")  # a snapshot never changes: no thread has to watch it
            index.reload()
            self._schema: Any = index.schema
            self._searcher: Any = index.searcher()
        self._frequency = lru_cache(maxsize=_TERMS)(self._counted)

    def __len__(self) -> int:
        """Return the number of entries."""
        return int(self._searcher.num_docs)

    def match(
        self, groups: Sequence[TermGroup], k: int, articles: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k (row, BM25), best first; of a group the best spelling counts.

        `articles` restricts the result to these article numbers and changes no score; None admits all.
        """
        query = self._query(groups)
        if query is None or min(k, len(self)) < 1 or (articles is not None and not articles):
            return []
        with _faults(self._folder):
            hits = self._searcher.search(self._within(query, articles), min(k, len(self)), count=False).hits
            rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(row, score) for row, (score, _) in zip(rows, hits, strict=True)]

    def frequency(self, term: str) -> int:
        """Return in how many entries the term occurs."""
        return self._frequency(term)

    def _counted(self, term: str) -> int:
        with _faults(self._folder):
            return int(self._searcher.doc_freq("terms", _joined(term)))

    def idf(self, groups: Sequence[TermGroup]) -> list[float]:
        """Return per group BM25's idf, by the group's most frequent spelling."""
        frequencies = [max((self.frequency(t) for t in group), default=0) for group in groups]
        return [idf(len(self), frequency) for frequency in frequencies]

    def rows(self) -> set[int]:
        """Return the numbers of all entries."""
        if not len(self):
            return set()
        with _faults(self._folder):
            hits = self._searcher.search(self._tantivy.Query.all_query(), len(self), count=False).hits
            return set(self._searcher.fast_field_values("row", [address for _, address in hits]))

    def _query(self, groups: Sequence[TermGroup]) -> Any:
        query = self._tantivy.Query
        clauses = [query.disjunction_max_query(self._spellings(group)) for group in groups if group]
        return query.boolean_query([(self._tantivy.Occur.Should, c) for c in clauses]) if clauses else None

    def _spellings(self, group: TermGroup) -> list[Any]:
        """One query per spelling, all weighing as the most frequent one: a rare spelling says no more than a common."""
        query = self._tantivy.Query
        (common,) = self.idf([group])
        found = []
        for term in group:
            clause = query.term_query(self._schema, "terms", _joined(term), "freq")
            own = idf(len(self), self.frequency(term))
            found.append(query.boost_query(clause, common / own) if len(group) > 1 and own > 0 else clause)
        return found

    def _within(self, query: Any, articles: Sequence[int] | None) -> Any:
        if articles is None:
            return query
        kind, must = self._tantivy.Query, self._tantivy.Occur.Must
        admitted = kind.const_score_query(kind.term_set_query(self._schema, "article", list(articles)), 0.0)
        return kind.boolean_query([(must, query), (must, admitted)])


def idf(entries: int, frequency: int) -> float:
    """Return BM25's inverse document frequency of a term that occurs in `frequency` of `entries`."""
    return math.log(1 + (entries - frequency + 0.5) / (frequency + 0.5))


def build(folder: Path, entries: Iterable[Entry]) -> None:
    """Write a new index into `folder` (created) and let go of it; `CorruptSnapshotError` when tantivy cannot."""
    import tantivy  # noqa: PLC0415 -- only those who search or build pay for it

    folder.mkdir(parents=True, exist_ok=True)
    with _faults(folder):
        writer = tantivy.Index(_schema(tantivy), str(folder)).writer(heap_size=_HEAP, num_threads=1)
        for entry in entries:
            writer.add_document(_document(tantivy, entry))
        writer.commit()
        writer.wait_merging_threads()
        del writer
    for name in _LOCKS:
        (folder / name).unlink(missing_ok=True)


def _schema(tantivy: Any) -> Any:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    schema.add_unsigned_field("row", fast=True)
    schema.add_unsigned_field("article", indexed=True)
    return schema.build()


def _document(tantivy: Any, entry: Entry) -> Any:
    document = tantivy.Document()
    document.add_unsigned("row", entry.row)
    document.add_unsigned("article", entry.article)
    document.add_text("terms", entry.terms)
    return document


def _joined(term: str) -> str:
    """A few ligatures fold to several words; the index holds them without the spaces (`rows.analyse`)."""
    return "".join(term.split())


_UNWRITABLE = ("ReadOnlyFilesystem", "PermissionDenied")
_MEND = (
    "run `nayrab corpus verify`, then go back with `nayrab corpus rollback` or rebuild with `nayrab ingest --rebuild`."
)


@contextmanager
def _faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0][:200]
        if any(sign in why for sign in _UNWRITABLE):
            raise StorageError(
                f"The word index in {folder} makes a lock file even to be read, and the disk does not let it; give"
                " write access to the data folder, or copy it and name the copy with --data-dir."
            ) from error
        raise CorruptSnapshotError(
            f"The word index in {folder} failed ({why}); {_MEND}", f"the word index: {why}"
        ) from error
