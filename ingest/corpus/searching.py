"""One snapshot, open for reading: the corpus that answering searches.

Place in the flow: `SnapshotStore.open` makes it, `LiveCorpus` hands it out; it has the shape of the bot's
`SearchableCorpus` port without importing it. Scores are raw (cosine, BM25); what they are worth is decided elsewhere.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ingest.corpus import indexing, lexical, reading
from ingest.corpus.catalogue import Catalogue
from ingest.corpus.database import FILE
from ingest.corpus.manifest import damaged
from ingest.corpus.store import VectorIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ingest.corpus.lexical import TermGroup
    from ingest.corpus.manifest import Manifest
    from ingest.corpus.models import Article, ArticleFilter, EmbeddedPassage, PublicationDate, Revision, Vector

FEW_PASSAGES = 2_000
"""Up to so many admitted passages are compared one by one: exact, and quicker than a filtered graph search."""

_FEW_SHARE = 0.05
_MOST_ASKED = 1_000
_MATRICES = 2
_ARTICLES = 1_024
_SKELETONS = 4_096
_DECODED_BYTES = 64_000_000


class _Indexes(NamedTuple):
    vectors: VectorIndex
    passages: lexical.WordIndex
    sentences: lexical.WordIndex


class Snapshot:
    """An immutable snapshot, safe to use from several threads; `close` it when the last of them is done.

    Every method may raise `CorruptSnapshotError`; a fault never looks like an empty result.
    """

    def __init__(self, folder: Path, manifest: Manifest, on_close: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self.manifest = manifest
        self.reader = reading.CorpusReader(folder / FILE, manifest.name)
        self._on_close = on_close
        self._lock = threading.RLock()
        self._closed = False
        self._opened: _Indexes | None = None
        self._catalogued: Catalogue | None = None
        self._matrices: OrderedDict[ArticleFilter, Vector] = OrderedDict()
        self._decoded = _Decoded(_DECODED_BYTES)
        self._article = lru_cache(maxsize=_ARTICLES)(self.reader.article)
        self._similar_terms = lru_cache(maxsize=_SKELETONS)(self.reader.similar_terms)
        try:
            self._check()
        except BaseException:
            self.reader.close()
            raise

    @property
    def name(self) -> str:
        """The snapshot's name, such as `000042`."""
        return self.manifest.name

    @property
    def embedder_name(self) -> str:
        """Name of the embedder whose vectors it holds."""
        return str(self.manifest.embedder["name"])

    def ready(self) -> Snapshot:
        """Open everything a first search would open (about a second, most of it importing Chroma), and return self."""
        _ = self.catalogue, self.indexes
        return self

    def close(self) -> None:
        """Let go of all files; closing twice is no error."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self.reader.close()
            opened, self._opened, self._catalogued = self._opened, None, None
            self._matrices.clear()
            self._decoded = _Decoded(0)
            if opened:
                opened.vectors.close()
        self._on_close()

    def nearest(self, vector: Vector, k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        """Return up to k (passage id, cosine), best first; the filter is exact."""
        if within.is_empty:
            return self.indexes.vectors.nearest(vector, k)
        allowed = int(self.catalogue.admitted(within).passages.sum())
        if min(k, allowed) < 1:
            return []
        asked = 2 * k * len(self.catalogue) // allowed
        few = allowed <= max(FEW_PASSAGES, _FEW_SHARE * len(self.catalogue))
        found = (
            [] if few or asked > _MOST_ASKED else self._admitted_of(self.indexes.vectors.nearest(vector, asked), within)
        )
        return found[:k] if len(found) >= k else self._nearest_exactly(vector, k, within)

    def match_passages(self, groups: Sequence[TermGroup], k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        """Return up to k (passage id, BM25 over header and text), best first; of a group the best spelling counts."""
        found = self.indexes.passages.match(groups, k, self._articles_in(within))
        return [(self.catalogue.id_of(row), score) for row, score in found]

    def match_sentences(
        self, groups: Sequence[TermGroup], k: int, within: ArticleFilter
    ) -> list[tuple[str, int, float]]:
        """Return up to k (passage id, index of the sentence in it, BM25), best first."""
        found = self.indexes.sentences.match(groups, k, self._articles_in(within))
        placed = ((*divmod(number, reading.SENTENCES), score) for number, score in found)
        return [(self.catalogue.id_of(row), index, score) for row, index, score in placed]

    def passage_idf(self, groups: Sequence[TermGroup]) -> list[float]:
        """Return per group ln(1 + (N - df + .5) / (df + .5)) over passages, df being its most frequent spelling's."""
        return self.indexes.passages.idf(groups)

    def sentence_idf(self, groups: Sequence[TermGroup]) -> list[float]:
        """Return the same over sentences."""
        return self.indexes.sentences.idf(groups)

    def document_frequency(self, term: str) -> int:
        """Return in how many passages the analysed term occurs."""
        return self.indexes.passages.frequency(term)

    def similar_terms(self, skeleton: str) -> list[tuple[str, int]]:
        """Return indexed terms with this consonant skeleton and their frequency, most frequent first."""
        return list(self._similar_terms(skeleton))

    def load(self, passage_ids: Collection[str]) -> dict[str, EmbeddedPassage]:
        """Return these passages with their vectors; unknown ids are left out."""
        self._check_open()
        known = self._decoded.take(passage_ids)
        missing = self.catalogue.rows_of(i for i in passage_ids if i not in known)
        found = self.reader.passages_in(missing) if missing else {}
        self._decoded.keep(found)
        return known | found

    def passages_of(self, article_id: str) -> list[EmbeddedPassage]:
        """Return an article's passages in reading order (empty for an unknown id)."""
        return self.reader.passages_of(article_id)

    def article(self, article_id: str) -> Article | None:
        """Return an article by its id, or by the id of one of its copies."""
        return self._article(article_id)

    def articles(self) -> Iterator[Article]:
        """Yield every article, in order of id."""
        return self.reader.articles()

    def printed(self) -> Sequence[tuple[str, PublicationDate | None]]:
        """Return the publisher and the date of every article."""
        return self.catalogue.printed

    def story_of(self, article_id: str) -> list[Article]:
        """Return the other articles of its story (wire copy), in order of id; the id may be a copy's."""
        return self.reader.story_of(article_id)

    def revisions(self, article_id: str) -> list[Revision]:
        """Return what an article was before, the newest first."""
        return self.reader.revisions(article_id)

    def revised(self) -> list[tuple[str, int]]:
        """Return the ids of the articles that have revisions, in order, and how many."""
        return self.reader.revised()

    def publishers(self) -> dict[str, int]:
        """Return publisher -> number of articles (copies count for their own publisher)."""
        return self.catalogue.publishers()

    def count_articles(self, within: ArticleFilter) -> int:
        """Return how many articles the filter admits."""
        return len(self.catalogue.admitted(within).articles)

    @property
    def catalogue(self) -> Catalogue:
        """Rows, ids, publishers and dates; loaded at first use."""
        if (found := self._catalogued) is None:
            with self._lock:
                found = self._catalogued = self._catalogued or Catalogue(self.reader)
        return found

    @property
    def indexes(self) -> _Indexes:
        """The vector index and the two word indexes; opened at first use."""
        if (found := self._opened) is None:
            with self._lock:
                found = self._opened = self._opened or self._open_indexes()
        return found

    def _open_indexes(self) -> _Indexes:
        self._check_open()
        words = [lexical.WordIndex(self.folder / name) for name in indexing.WORDS[1:]]
        return _Indexes(VectorIndex.open(self.folder / indexing.VECTORS), *words)

    def _check_open(self) -> None:
        if self._closed:
            raise damaged(self.name, "it was closed while somebody was reading it")

    def _check(self) -> None:
        """Refuse files that cannot be this snapshot's, before anybody searches them."""
        missing = [part for part in (indexing.VECTORS, *indexing.WORDS) if not (self.folder / part).is_dir()]
        if missing:
            raise damaged(self.name, f"its directory {missing[0]} is missing")
        if any(self.manifest.counts[what] != number for what, number in self.reader.sizes().items()):
            raise damaged(self.name, "its corpus.db does not hold what the manifest says")

    def _articles_in(self, within: ArticleFilter) -> Sequence[int] | None:
        return None if within.is_empty else self.catalogue.admitted(within).articles

    def _admitted_of(self, found: list[tuple[str, float]], within: ArticleFilter) -> list[tuple[str, float]]:
        allowed, row_of = self.catalogue.admitted(within).passages, self.catalogue.row_of
        return [(id_, score) for id_, score in found if allowed[row_of(id_)]]

    def _nearest_exactly(self, vector: Vector, k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        cosines = self._matrix(within) @ np.asarray(vector, np.float32)
        rows = self.catalogue.admitted(within).rows
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(self.catalogue.id_of(rows[n]), float(cosines[n])) for n in best]

    def _matrix(self, within: ArticleFilter) -> Vector:
        """Return the admitted passages' vectors; the last two filters' stay in memory."""
        with self._lock:
            if within not in self._matrices:
                self._matrices[within] = self.reader.vectors(self.catalogue.admitted(within).rows)
                if len(self._matrices) > _MATRICES:
                    self._matrices.popitem(last=False)
            return self._matrices[within]


class _Decoded:
    """Passages as they were decoded, up to about `most` bytes; those that were not asked for longest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[str, EmbeddedPassage] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, ids: Collection[str]) -> dict[str, EmbeddedPassage]:
        with self._lock:
            known = {i: self._kept[i] for i in ids if i in self._kept}
            for id_ in known:
                self._kept.move_to_end(id_)
        return known

    def keep(self, found: Mapping[str, EmbeddedPassage]) -> None:
        with self._lock:
            for id_, embedded in found.items():
                if id_ not in self._kept:
                    self._kept[id_] = embedded
                    self._bytes += _size(embedded)
            while self._bytes > self._most:
                self._bytes -= _size(self._kept.popitem(last=False)[1])


def _size(embedded: EmbeddedPassage) -> int:
    """Return about how many bytes a passage takes: vectors and text exactly, the small objects by rule of thumb."""
    passage, states = embedded.passage, embedded.sentence_vectors
    vectors = embedded.vector.nbytes + (states.nbytes if states is not None else 0)
    return vectors + passage.text.__sizeof__() + 128 * len(passage.sentences) + 1_000
