"""The vector index of a snapshot: Chroma, embedded, on disk, cosine. The only importer of chromadb.

Place in the flow: `indexing` fills it from corpus.db, `Snapshot.nearest` asks it. It holds passage ids, vectors, and
each passage's publisher and day; texts live in corpus.db. Chroma has no read-only mode (opening it touches its SQLite
file), so nobody but the builder ever changes an entry, and it is closed before anything copies it.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from ingest.corpus.errors import CorpusError, CorruptSnapshotError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

    from ingest.corpus.models import Vector

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
BATCH = 5_000
"""Records a call; Chroma takes at most 5,461."""

_HNSW = {"space": "cosine", "ef_construction": 100, "ef_search": 320, "max_neighbors": 16}
# Writing the graph to disk after every call leaves nothing for a reader to replay (and so to write) when it opens.
_SYNC_ALWAYS = {"sync_threshold": 2}


class Entry(NamedTuple):
    """What Chroma keeps of a passage; `day` is YYYYMMDD as a number, 0 for undated."""

    id: str
    publisher: str
    day: int


class VectorIndex:
    """An open Chroma collection; safe to query from several threads."""

    def __init__(self, client: Client, collection: Collection, folder: Path) -> None:
        self._client = client
        self._collection = collection
        self._folder = folder
        with self._faults():
            self._size = collection.count()

    @classmethod
    def create(cls, folder: Path) -> VectorIndex:
        """Make an empty index in `folder` (created); `CorruptSnapshotError` when Chroma cannot."""
        folder.mkdir(parents=True, exist_ok=True)
        configuration = cast("Any", {"hnsw": {**_HNSW, **_SYNC_ALWAYS}})
        return cls._with(
            folder,
            lambda client: client.create_collection(COLLECTION, configuration=configuration, embedding_function=None),
        )

    @classmethod
    def open(cls, folder: Path) -> VectorIndex:
        """Open the index in `folder`; `CorruptSnapshotError` when it is not there (Chroma would make an empty one)."""
        if not (folder / DATABASE).is_file():
            raise CorruptSnapshotError(f"The vector index in {folder} is missing; {_MEND}")
        return cls._with(folder, lambda client: client.get_collection(COLLECTION, embedding_function=None))

    @classmethod
    def _with(cls, folder: Path, collection_of: Callable[[Client], Collection]) -> VectorIndex:
        with _chroma_faults(folder):
            client = _client(folder)
            try:
                return cls(client, collection_of(client), folder)
            except BaseException:
                client.close()
                raise

    def __len__(self) -> int:
        """Return the number of entries."""
        return self._size

    def add(self, entries: Sequence[Entry], vectors: Vector) -> None:
        """Add or replace entries; `vectors` has shape (len(entries), dimension)."""
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            with self._faults():
                self._collection.upsert(
                    ids=[e.id for e in batch],
                    embeddings=vectors[start : start + BATCH],
                    metadatas=[{"publisher": e.publisher, "day": e.day} for e in batch],
                )
                self._size = self._collection.count()

    def remove(self, ids: Sequence[str]) -> None:
        """Remove entries by id; unknown ones are ignored."""
        for start in range(0, len(ids), BATCH):
            with self._faults():
                self._collection.delete(ids=list(ids[start : start + BATCH]))
                self._size = self._collection.count()

    def nearest(self, vector: Vector, k: int) -> list[tuple[str, float]]:
        """Return up to k (id, cosine), best first; approximate in the way of HNSW."""
        if min(k, self._size) < 1:
            return []
        with self._faults():
            found = self._collection.query(
                query_embeddings=np.asarray([vector], np.float32), n_results=min(k, self._size), include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)]

    def entries(self) -> set[Entry]:
        """Return everything but the vectors."""
        # Asked for all at once, Chroma fails beyond 32,766 entries (SQLite's variables of one statement).
        return {entry for start in range(0, self._size, BATCH) for entry in self._page(start)}

    def _page(self, start: int) -> Iterator[Entry]:
        with self._faults():
            found = self._collection.get(include=["metadatas"], limit=BATCH, offset=start)
        for id_, kept in zip(found["ids"], found["metadatas"] or [], strict=True):
            yield Entry(id_, str(kept["publisher"]), int(cast("int", kept["day"])))

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """Return the stored vectors of at most `BATCH` ids; unknown ones are left out."""
        with self._faults():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        stored = cast("Vector", found["embeddings"])
        return {i: np.asarray(v, np.float32) for i, v in zip(found["ids"], stored, strict=True)}

    def close(self) -> None:
        """Let go of the files; the last of several users of one path really does."""
        with self._faults():
            self._client.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        with _chroma_faults(self._folder):
            yield


_MEND = (
    "run `nayrab corpus verify`, then go back with `nayrab corpus rollback` or rebuild with `nayrab ingest --rebuild`."
)


_UNWRITABLE = ("disk is full", "readonly database")


@contextmanager
def _chroma_faults(folder: Path) -> Iterator[None]:
    """Chroma raises its own errors, ValueErrors and, from Rust, plain RuntimeErrors: all mean the same here."""
    try:
        yield
    except CorpusError:
        raise
    except Exception as error:
        if any(sign in str(error) for sign in _UNWRITABLE):
            raise StorageError(
                f"The vector index in {folder} writes a little even to be read, and cannot ({_first_line(error)}); free"
                " some space or choose another --data-dir (the live corpus is as it was)."
            ) from error
        raise CorruptSnapshotError(f"The vector index in {folder} failed ({_first_line(error)}); {_MEND}") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _client(folder: Path) -> Client:
    import chromadb  # noqa: PLC0415 -- takes most of a second; only those who search or build pay for it
    from chromadb.config import Settings  # noqa: PLC0415 -- as above

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    settings = Settings(anonymized_telemetry=False)
    try:
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))
    except BaseException:
        _forget(str(folder))
        raise


def _forget(path: str) -> None:
    """Chroma remembers a client that failed to start and would hand it out again, broken, for the same path."""
    from chromadb.api.shared_system_client import SharedSystemClient as Shared  # noqa: PLC0415 -- as in `_client`

    Shared._identifier_to_system.pop(path, None)  # noqa: SLF001 -- Chroma 1.5 has no public way to forget one path
    Shared._identifier_to_refcount.pop(path, None)  # noqa: SLF001 -- as above
