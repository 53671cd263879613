"""Building the next snapshot beside the live one: put, remove, finish, publish, or abandon.

Place in the flow: `SnapshotStore.begin` makes it; the ingest pipeline feeds it article by article; nothing of it is
visible before `publish` has moved CURRENT. Whatever goes wrong before that leaves the live corpus as it was.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from ingest.corpus import indexing, manifest, reading, verification
from ingest.corpus.database import FILE, CorpusWriter
from ingest.corpus.errors import CorpusError, CorruptSnapshotError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path
    from types import TracebackType

    from ingest.corpus.durable import Disk
    from ingest.corpus.manifest import Manifest
    from ingest.corpus.models import Article, EmbeddedPassage
    from ingest.corpus.reading import CorpusReader, Known

UNFINISHED = ".building"
"""Ending of a directory that is not yet a snapshot; what a crash leaves under it is removed by the next build."""


_REVISED = ("title", "text", "publisher", "published")
"""A change of one of these keeps the former article as a revision."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build starts from. `parent` is the live snapshot's directory, None when there is none."""

    name: str
    snapshots: Path
    parent: Path | None
    embedder: Mapping[str, Any]
    splitter: Mapping[str, Any]
    fresh: bool
    created: datetime

    @property
    def folder(self) -> Path:
        """Where it is built."""
        return self.snapshots / (self.name + UNFINISHED)


class Builder:
    """One build; a context manager that abandons what was not published. Not for several threads at once."""

    def __init__(self, plan: Plan, disk: Disk, point: Callable[[str], None], release: Callable[[], None]) -> None:
        self._plan = plan
        self._disk = disk
        self._point = point
        self._release: Callable[[], None] | None = release
        self._manifest: Manifest | None = None
        self._removed: set[str] = set()
        self._parent = self._open_parent()
        self._writer = self._begin()

    @property
    def name(self) -> str:
        """The name the snapshot will have."""
        return self._plan.name

    def known(self) -> dict[str, Known]:
        """Return what the parent holds, by article id; empty for a fresh build."""
        return self._parent.known() if self._parent and not self._plan.fresh else {}

    def article(self, article_id: str) -> Article | None:
        """Return an article as this build has it now: put, or taken over from the parent and not removed."""
        return self._building().article(article_id)

    def articles(self) -> Iterator[Article]:
        """Yield the parent's articles in order of id, also in a fresh build: what a rebuild can start from."""
        return self._parent.articles() if self._parent else iter(())

    def kept_vectors(self, passage_ids: Collection[str]) -> dict[str, EmbeddedPassage]:
        """Return those of these passages that the parent has, with their vectors; none for a fresh build."""
        return self._parent.passages(passage_ids) if self._parent and not self._plan.fresh else {}

    def put(self, article: Article, passages: Sequence[EmbeddedPassage]) -> None:
        """Add an article, or replace it with all its passages; an unchanged passage keeps its index entries.

        What the parent has under this id is kept as a revision where it reads otherwise. The article is there unless it
        says `gone` itself; its stored story stays unless it names one.

        Raises:
            CorpusError: a vector has not the embedder's dimension or is not finite.
            StorageError: the disk refuses.
        """
        for embedded in passages:
            self._check(embedded)
        former = self._former(article.id)
        self._writer.put(article, passages)
        self._writer.drop_revision(article.id, self.name)  # of an earlier put: that text was never live
        if former and _reads_otherwise(former, article):
            self._writer.keep_revision(former, self.name, self._plan.created)

    def remove(self, article_id: str) -> None:
        """Remove an article with its passages and revisions; an unknown id is no error."""
        self._removed.add(article_id)
        self._writer.remove(article_id)

    def mark_gone(self, article_id: str, since: date | None) -> None:
        """Note that an article's page is gone since a day (of several the first), or with None that it is there."""
        self._writer.mark_gone(article_id, since)

    def keep_signature(self, article_id: str, signature: bytes) -> None:
        """Keep an article's signature, until its text changes; an article that is not in this build has none."""
        self._writer.keep_signature(article_id, signature)

    def signatures(self) -> dict[str, bytes]:
        """Return the signatures by article id as this build has them now."""
        return self._building().signatures()

    def set_stories(self, stories: Mapping[str, str]) -> None:
        """Set the story of these articles ('' for its own) and of no others; digests and passages stay."""
        self._writer.set_stories(stories)

    def finish(self, report: Mapping[str, Any], *, reindex: bool = False) -> Manifest:
        """Write both indexes and the manifest, make all durable, verify; `reindex` takes no index over from the parent.

        Raises:
            StorageError: the disk refuses.
            CorruptSnapshotError: what was written does not hold together, even after indexing anew.
        """
        self._writer.finish()
        reader = reading.CorpusReader(self._plan.folder / FILE, self.name)
        try:
            self._index(reader, reindex=reindex)
            counts = reader.counts()
        finally:
            reader.close()
        self._manifest = self._describe(report, counts)
        self._disk.replace_text(self._plan.folder / manifest.FILE, self._manifest.to_json())
        self._verify(reindex=reindex)
        self._disk.sync_tree(self._plan.folder)
        return self._manifest

    def publish(self) -> Manifest:
        """Make the finished snapshot the live one, atomically, and end the build."""
        if self._manifest is None:
            raise CorpusError(f"Snapshot {self.name} is not finished, so it cannot be published.")
        self._disk.rename(self._plan.folder, self._plan.snapshots / self.name)
        self._point(self.name)
        self._end()
        return self._manifest

    def abandon(self) -> None:
        """Drop what was built; after `publish`, or a second time, nothing is left to drop."""
        if self._release is None:
            return
        try:
            self._writer.close()
            self._disk.remove_tree(self._plan.folder)
        finally:
            self._end()

    def __enter__(self) -> Self:
        """Begin a block that abandons the build unless it publishes."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Abandon what was not published; an error of the block goes on."""
        if error is None:
            self.abandon()
            return
        with contextlib.suppress(CorpusError):  # the first error is the one to hear of; leftovers go at the next build
            self.abandon()

    def _open_parent(self) -> CorpusReader | None:
        if self._plan.parent is None:
            return None
        try:
            return reading.CorpusReader(self._plan.parent / FILE, self._plan.parent.name)
        except CorruptSnapshotError:
            if self._plan.fresh:
                return None
            raise

    def _begin(self) -> CorpusWriter:
        folder = self._plan.folder
        try:
            self._disk.make_directory(folder)
            if self._plan.parent and not self._plan.fresh:
                self._disk.copy_file(self._plan.parent / FILE, folder / FILE)
            return CorpusWriter(folder / FILE)
        except BaseException:
            with contextlib.suppress(CorpusError):
                self._disk.remove_tree(folder)
            self._end()
            raise

    def _building(self) -> CorpusReader:
        return reading.CorpusReader.over(self._writer.connection, self.name)

    def _former(self, article_id: str) -> Article | None:
        """Return what the live snapshot has under exactly this id, unless this build removed it."""
        if self._parent is None or article_id in self._removed:
            return None
        try:
            self._carry_revisions(article_id)
            former = self._parent.article(article_id)
        except CorruptSnapshotError:
            if self._plan.fresh:  # a rebuild gets past a parent that cannot be read
                return None
            raise
        return former if former and former.id == article_id else None

    def _carry_revisions(self, article_id: str) -> None:
        if self._parent and self._plan.fresh and self._writer.number_of(article_id) is None:
            self._writer.take_revisions(self._parent.revision_rows(article_id))

    def _check(self, embedded: EmbeddedPassage) -> None:
        dimension = int(self._plan.embedder["dimension"])
        sentences = embedded.sentence_vectors
        sound = embedded.vector.shape == (dimension,) and bool(np.isfinite(embedded.vector).all())
        if sentences is not None:
            sound = sound and sentences.shape == (len(embedded.passage.sentences), dimension)
            sound = sound and bool(np.isfinite(sentences).all())
        if not sound:
            raise CorpusError(
                f"The embedder gave no usable vector of {dimension} numbers for passage {embedded.passage.ordinal} of"
                f" {embedded.passage.article_id}; run `nayrab doctor`."
            )

    def _index(self, reader: CorpusReader, *, reindex: bool) -> None:
        usable = self._parent and self._plan.parent and not self._plan.fresh and not reindex
        parent = (
            indexing.Parent(self._plan.parent, self._parent) if usable and self._plan.parent and self._parent else None
        )
        indexing.build_indexes(self._plan.folder, reader, parent, self._disk)

    def _describe(self, report: Mapping[str, Any], counts: Mapping[str, int]) -> Manifest:
        return manifest.Manifest(
            name=self.name,
            format=manifest.FORMAT,
            created=self._plan.created.isoformat(timespec="seconds"),
            parent=self._plan.parent.name if self._plan.parent else None,
            embedder=dict(self._plan.embedder),
            splitter=dict(self._plan.splitter),
            counts=dict(counts),
            report=dict(report),
            nayrab=_version(),
            files=verification.checksums(self._plan.folder),
        )

    def _verify(self, *, reindex: bool) -> None:
        if self._manifest is None:
            return
        # The checksums were taken a moment ago: reading it all again would only measure the page cache.
        found = verification.verify(self._plan.folder, self._manifest, checksums=False)
        if not found.ok and not reindex:
            self._reindex()
            found = verification.verify(self._plan.folder, self._manifest, checksums=False)
        if not found.ok:
            raise found.error()

    def _reindex(self) -> None:
        """An index that was taken over from a damaged parent is damaged too: corpus.db can make both anew."""
        if self._manifest is None:
            return
        reader = reading.CorpusReader(self._plan.folder / FILE, self.name)
        try:
            indexing.rebuild_indexes(self._plan.folder, reader, self._disk)
        finally:
            reader.close()
        self._manifest = replace(self._manifest, files=verification.checksums(self._plan.folder))
        self._disk.replace_text(self._plan.folder / manifest.FILE, self._manifest.to_json())

    def _end(self) -> None:
        release, self._release = self._release, None
        if self._parent:
            self._parent.close()
        if release:
            release()


def _reads_otherwise(former: Article, article: Article) -> bool:
    return any(getattr(former, what) != getattr(article, what) for what in _REVISED)


def _version() -> str:
    try:
        return version("nayrab")
    except PackageNotFoundError:
        return "unknown"
