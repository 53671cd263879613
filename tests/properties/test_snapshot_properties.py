"""Whatever is put, replaced, removed, crashed, rolled back and pruned: the live corpus is what a dict says it is."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ingest.corpus.durable import Disk
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, InMemoryCorpus, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from ingest.corpus.models import Article

WORDS = st.sampled_from(["olive", "town", "road", "border", "truce", "convoy"])
SENTENCES = st.lists(
    st.tuples(WORDS, WORDS).map(lambda pair: f"The {pair[0]} and the {pair[1]}."), min_size=1, max_size=3
)
ARTICLES = st.builds(
    lambda id_, publisher, sentences: an_article(id_, *sentences, publisher=publisher),
    st.sampled_from("abcd"),
    st.sampled_from(["Gazette", "Wire"]),
    SENTENCES,
)
CHANGES = st.lists(st.one_of(ARTICLES, st.sampled_from("abcd")), max_size=4)
"""An article to put, or the id of one to remove."""


class PowerCutError(BaseException):
    """Not an error any code may handle."""


class UnpublishedDisk(Disk):
    """Dies at publishing, before CURRENT is moved or the directory is renamed, and cleans nothing up."""

    def __init__(self, *, renames: bool) -> None:
        self._renames = renames
        self._dead = False

    def rename(self, old: Path, new: Path) -> None:
        if self._renames:
            super().rename(old, new)
        self._dead = True
        raise PowerCutError

    def remove_tree(self, path: Path) -> None:
        if self._dead:
            raise PowerCutError
        super().remove_tree(path)


class Snapshots(RuleBasedStateMachine):
    """A store on disk beside a dict of its snapshots' articles."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="nayrab-property-"))
        self.store = SnapshotStore(self.folder)
        self.model: dict[str, dict[str, Article]] = {}
        self.live: str | None = None

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(changes=CHANGES)
    def first(self, changes: list[Article | str]) -> None:
        self.publish(changes)

    @rule(changes=CHANGES)
    def publish(self, changes: list[Article | str]) -> None:
        held = self._changed(changes)
        name = self._build(self.store, changes)
        self.model[name] = held
        self.live = name

    @rule(changes=CHANGES, renames=st.booleans())
    def crash(self, changes: list[Article | str], renames: bool) -> None:
        held = self._changed(changes)
        with pytest.raises(PowerCutError):
            self._build(SnapshotStore(self.folder, disk=UnpublishedDisk(renames=renames)), changes)
        if renames:  # complete, but never live: history may show it, and it can be rolled forward to
            self.model[max(p.name for p in self.store.snapshots.iterdir())] = held

    @rule(data=st.data())
    def rollback(self, data: st.DataObject) -> None:
        target = data.draw(st.sampled_from(sorted(self.model)))
        assert self.store.rollback(target).name == target
        self.live = target

    @precondition(lambda self: len(self.model) > 1)
    @rule(keep=st.integers(0, 3))
    def prune(self, keep: int) -> None:
        for name in self.store.prune(keep):
            del self.model[name]
        assert len(self.model) <= max(keep, 1) + 1

    @invariant()
    def the_live_corpus_is_what_the_model_says(self) -> None:
        assert self.store.current() == self.live
        assert {m.name for m in self.store.history()} == set(self.model)
        if self.live is not None:
            self._compare(self.model[self.live])
            assert self.store.verify().problems == ()

    def _compare(self, held: dict[str, Article]) -> None:
        expected = InMemoryCorpus([(a, passages_of(a)) for a in held.values()])
        found = self.store.open()
        try:
            assert list(found.articles()) == list(expected.articles())
            assert found.publishers() == expected.publishers()
            for within in (ArticleFilter(), ArticleFilter(publishers=frozenset({"Wire"}))):
                words = [("oliv", "town"), ("truce",)]
                assert dict(found.match_passages(words, 99, within)) == pytest.approx(
                    dict(expected.match_passages(words, 99, within)), rel=1e-4
                )
                asked = vector_of("olive road")
                assert dict(found.nearest(asked, 99, within)) == pytest.approx(
                    dict(expected.nearest(asked, 99, within)), abs=1e-4
                )
        finally:
            found.close()

    def _changed(self, changes: list[Article | str]) -> dict[str, Article]:
        held = dict(self.model.get(self.live or "", {}))
        for change in changes:
            if isinstance(change, str):
                held.pop(change, None)
            else:
                held[change.id] = change
        return held

    @staticmethod
    def _build(store: SnapshotStore, changes: list[Article | str]) -> str:
        with store.begin(EMBEDDER, SPLITTER) as builder:
            for change in changes:
                if isinstance(change, str):
                    builder.remove(change)
                else:
                    builder.put(change, passages_of(change))
            builder.finish({})
            return builder.publish().name


TestSnapshots = Snapshots.TestCase
TestSnapshots.settings = settings(
    max_examples=4,
    stateful_step_count=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
