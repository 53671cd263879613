"""Does a snapshot hold together: checksums, counts, ids and sample queries of corpus.db and both indexes.

Place in the flow: `builder` runs it before anything is published, `nayrab corpus verify` on demand, `rollback` before
it moves CURRENT. It reports; it mends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.corpus import indexing
from ingest.corpus.durable import sha256_of
from ingest.corpus.errors import CorruptSnapshotError
from ingest.corpus.manifest import Manifest, damaged
from ingest.corpus.models import ArticleFilter
from ingest.corpus.searching import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SAMPLES = 16
_NEIGHBOURS = 10
_SAME = 0.999
"""A stored vector's cosine with itself, less what float32 and an odd normalisation may cost."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked and what is wrong; each problem is half a sentence."""

    name: str
    counts: dict[str, int]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems

    def error(self) -> CorruptSnapshotError:
        """Return the error that names the first problems."""
        return damaged(self.name, "; ".join(self.problems[:3]))


def verify(folder: Path, manifest: Manifest, *, checksums: bool = True) -> Verification:
    """Check the snapshot in `folder`; damage found on the way becomes a problem, no error.

    Raises `StorageError` where the disk does not let it look.
    """
    problems = list(_checksums(folder, manifest)) if checksums else []
    try:
        snapshot = Snapshot(folder, manifest)
    except CorruptSnapshotError as error:
        return Verification(manifest.name, dict(manifest.counts), (*problems, error.fault))
    try:
        for check in (_database, _vector_ids, _vector_samples, _words, _word_samples):
            problems += _run(check, snapshot)
    finally:
        snapshot.close()
    return Verification(manifest.name, dict(manifest.counts), tuple(dict.fromkeys(problems)))


def checksums(folder: Path) -> dict[str, str]:
    """Return SHA-256 by relative path of the files that never change: not Chroma's, which opening touches."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".") and p.name != "manifest.json")
    named = {p.relative_to(folder).as_posix(): p for p in files}
    return {name: sha256_of(p) for name, p in sorted(named.items()) if not name.startswith(f"{indexing.VECTORS}/")}


def _run(check: Callable[[Snapshot], Iterator[str]], snapshot: Snapshot) -> list[str]:
    try:
        return list(check(snapshot))
    except CorruptSnapshotError as error:
        return [error.fault]


def _checksums(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, digest in manifest.files.items():
        try:
            if sha256_of(folder / name) != digest:
                yield f"{name} is not what was written"
        except OSError as error:
            yield f"{name} cannot be read ({error.strerror})"


def _database(snapshot: Snapshot) -> Iterator[str]:
    yield from (f"corpus.db: {fault}" for fault in snapshot.reader.faults())
    if snapshot.reader.counts() != dict(snapshot.manifest.counts):
        yield "its corpus.db does not hold what the manifest says"


def _vector_ids(snapshot: Snapshot) -> Iterator[str]:
    expected, found = snapshot.reader.entries().keys(), snapshot.indexes.vectors.entries()
    if missing := len(expected - found):
        yield f"the vector index lacks {missing} of {len(expected)} passages"
    if extra := len(found - expected):
        yield f"the vector index has {extra} entries that are no passage"


def _vector_samples(snapshot: Snapshot) -> Iterator[str]:
    samples = _sample(snapshot)
    ids = [snapshot.catalogue.id_of(row) for row in samples]
    stored = snapshot.indexes.vectors.vectors(ids) if ids else {}
    lost = 0
    for id_, vector in zip(ids, snapshot.reader.vectors(samples) if ids else (), strict=True):
        if id_ in stored and not np.allclose(stored[id_], vector, atol=1e-5):
            yield f"the vector of passage {id_} differs between corpus.db and the vector index"
        best = snapshot.nearest(vector, _NEIGHBOURS, ArticleFilter())
        lost += not best or best[0][1] < _SAME
    # A graph search may miss one now and then; missing many means that the graph is broken.
    if lost > len(ids) // 8:
        yield f"the vector index does not find {lost} of {len(ids)} passages by their own vector"


def _words(snapshot: Snapshot) -> Iterator[str]:
    for sentences, (index, name) in enumerate(
        ((snapshot.indexes.passages, "passages"), (snapshot.indexes.sentences, "sentences"))
    ):
        expected = snapshot.reader.word_rows(sentences=bool(sentences))
        if index.rows() != expected:
            yield f"the word index of {name} holds {len(index)} entries, not the {len(expected)} of corpus.db"


def _word_samples(snapshot: Snapshot) -> Iterator[str]:
    for row, article, line in snapshot.reader.terms_of(_sample(snapshot)):
        terms = line.split()
        if not terms:
            continue
        rarest = min(set(terms), key=lambda t: (snapshot.document_frequency(t), t))
        found = snapshot.indexes.passages.match([(rarest,)], len(snapshot.catalogue), [article])
        if row not in {hit for hit, _ in found}:
            yield f"the word index does not find passage {snapshot.catalogue.id_of(row)} by its word {rarest!r}"


def _sample(snapshot: Snapshot) -> list[int]:
    """Return rows spread evenly over the snapshot, the first and the last among them."""
    rows = [row for row, _, _ in snapshot.reader.layout()]
    step = max(len(rows) // (_SAMPLES - 1), 1)
    return sorted({*rows[::step], *rows[-1:]})
