"""Filling the two indexes of a snapshot from its corpus.db, or taking the parent's over where little changed.

Place in the flow: `builder` calls this once, when corpus.db is finished. Nothing is computed here: terms and vectors
are read from corpus.db.
"""

from __future__ import annotations

import logging
from contextlib import closing, contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ingest.corpus import lexical, store
from ingest.corpus.durable import storage_error
from ingest.corpus.errors import CorpusError, CorruptSnapshotError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ingest.corpus.durable import Disk
    from ingest.corpus.reading import CorpusReader

VECTORS = "chroma"
WORDS = ("lexical", "lexical/passages", "lexical/sentences")

REBUILD_SHARE = 0.3
"""Above this share of changed passages a new vector index is quicker (and better connected) than a changed copy."""

_log = logging.getLogger(__name__)


class Parent(NamedTuple):
    """The snapshot to take indexes over from: its directory and its corpus.db."""

    folder: Path
    reader: CorpusReader


def build_indexes(folder: Path, reader: CorpusReader, parent: Parent | None, disk: Disk) -> None:
    """Make chroma/ and lexical/ in `folder`; from the parent's where that is sound and quicker."""
    _words(folder, reader, parent, disk)
    entries = reader.entries()
    before = parent.reader.entries() if parent else {}
    changed = len(entries.keys() ^ before.keys())
    if parent is None or changed > REBUILD_SHARE * max(len(entries), 1):
        rebuild_vectors(folder, reader, disk)
        return
    try:
        disk.copy_tree(parent.folder / VECTORS, folder / VECTORS)
        _change_vectors(folder, reader, before)
    except CorpusError as error:
        _log.warning("The vector index could not be taken over, so it is rebuilt: %s", error)
        rebuild_vectors(folder, reader, disk)


def rebuild_indexes(folder: Path, reader: CorpusReader, disk: Disk) -> None:
    """Make chroma/ and lexical/ anew from corpus.db alone."""
    disk.remove_tree(folder / WORDS[0])
    _words(folder, reader, None, disk)
    rebuild_vectors(folder, reader, disk)


def rebuild_vectors(folder: Path, reader: CorpusReader, disk: Disk) -> None:
    """Make chroma/ anew from the vectors in corpus.db."""
    disk.remove_tree(folder / VECTORS)
    disk.make_directory(folder / VECTORS)
    with _writing(folder / VECTORS), closing(store.VectorIndex.create(folder / VECTORS)) as index:
        _add(index, reader, list(reader.entries().items()))


def _words(folder: Path, reader: CorpusReader, parent: Parent | None, disk: Disk) -> None:
    if parent and _same_words(reader, parent):
        disk.copy_tree(parent.folder / WORDS[0], folder / WORDS[0])
        return
    for sentences, name in enumerate(WORDS[1:]):
        disk.make_directory(folder / name)
        with _writing(folder / name):
            lexical.build(folder / name, reader.word_entries(sentences=bool(sentences)))


def _same_words(reader: CorpusReader, parent: Parent) -> bool:
    whole = all((parent.folder / name / "meta.json").is_file() for name in WORDS[1:])
    return whole and all(
        ours == theirs for ours, theirs in zip_longest(reader.term_lines(), parent.reader.term_lines())
    )


def _change_vectors(folder: Path, reader: CorpusReader, before: dict[store.Entry, int]) -> None:
    entries = reader.entries()
    ids = {entry.id for entry in entries}
    with closing(store.VectorIndex.open(folder / VECTORS)) as index:
        index.remove([entry.id for entry in before if entry.id not in ids])
        _add(index, reader, [(entry, row) for entry, row in entries.items() if entry not in before])
        if len(index) != len(entries):
            raise CorpusError("the parent's vector index does not hold what its corpus.db says")


def _add(index: store.VectorIndex, reader: CorpusReader, entries: Sequence[tuple[store.Entry, int]]) -> None:
    for start in range(0, len(entries), store.BATCH):
        batch = entries[start : start + store.BATCH]
        index.add([entry for entry, _ in batch], reader.vectors([row for _, row in batch]))


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """An index that fails while it is made anew has no old damage to blame: the disk refused."""
    try:
        yield
    except CorruptSnapshotError as error:
        raise storage_error(folder, error.__cause__ or error) from error
