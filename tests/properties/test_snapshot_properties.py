"""Whatever is put, changed, removed, gone, crashed, rolled back and pruned: the live corpus is what a dict says."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ingest.corpus.analysis import skeleton
from ingest.corpus.models import ArticleFilter
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, InMemoryCorpus, an_article, passages_of, vector_of
from tests.fakes.disks import DyingDisk, PowerCutError

if TYPE_CHECKING:
    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import Builder

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


@dataclass(frozen=True)
class Vanish:
    """The page of an article is found gone, or (None) back."""

    id: str
    since: dt.date | None


IDS = st.sampled_from("abcd")
VANISHED = st.builds(Vanish, IDS, st.sampled_from([None, dt.date(2026, 1, 2), dt.date(2026, 3, 4)]))
CHANGES = st.lists(st.one_of(ARTICLES, ARTICLES, IDS, VANISHED), max_size=4)
"""An article to put, the id of one to remove, or one that vanishes."""

STEPS = st.integers(0, 12)
"""Steps on disk before it dies; a build has about ten, a removal two for each snapshot."""


@dataclass(frozen=True)
class Held:
    """What one snapshot holds: its articles, and of each what it was before, the newest first."""

    articles: dict[str, Article] = field(default_factory=dict)
    former: dict[str, list[Article]] = field(default_factory=dict)

    def changed(self, changes: list[Article | Vanish | str]) -> Held:
        held, removed = Held(dict(self.articles), dict(self.former)), set()
        for change in changes:
            if isinstance(change, str):
                removed.add(change)
                held.articles.pop(change, None)
                held.former.pop(change, None)
            elif isinstance(change, Vanish):
                held.vanish(change)
            else:
                held.articles[change.id] = change
                if change.id not in removed:
                    held.former[change.id] = self.history_of(change)
        return held

    def history_of(self, now: Article) -> list[Article]:
        before, older = self.articles.get(now.id), self.former.get(now.id, [])
        if before is None or (before.publisher, before.text) == (now.publisher, now.text):
            return older
        return [replace(before, gone=None), *older][:10]

    def vanish(self, change: Vanish) -> None:
        if held := self.articles.get(change.id):
            since = min(change.since, held.gone or change.since) if change.since else None
            self.articles[change.id] = replace(held, gone=since)


def carry_out(builder: Builder, changes: list[Article | Vanish | str]) -> None:
    for change in changes:
        if isinstance(change, str):
            builder.remove(change)
        elif isinstance(change, Vanish):
            builder.mark_gone(change.id, change.since)
        else:
            builder.put(change, passages_of(change))


class Snapshots(RuleBasedStateMachine):
    """A store on disk beside a dict of what its snapshots hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="nayrab-property-"))
        self.store = SnapshotStore(self.folder)
        self.model: dict[str, Held] = {}
        self.live: str | None = None

    def teardown(self) -> None:
        found = {name: self.store.verify(name).problems for name in self.model}
        shutil.rmtree(self.folder)
        assert not any(found.values()), found

    @initialize(changes=CHANGES)
    def first(self, changes: list[Article | Vanish | str]) -> None:
        self.publish(changes)

    @rule(changes=CHANGES)
    def publish(self, changes: list[Article | Vanish | str]) -> None:
        held = self._next(changes)
        self.live = self._build(self.store, changes)
        self.model[self.live] = held

    @rule(changes=CHANGES, steps=STEPS)
    def the_power_goes_while_building(self, changes: list[Article | Vanish | str], steps: int) -> None:
        held = self._next(changes)
        with suppress(PowerCutError):
            self._build(self._dying(steps), changes)
        for name in self._visible() - self.model.keys():  # whole, but live only if CURRENT was moved as well
            self.model[name] = held
            assert self.store.current() in (self.live, name)
        self.live = self.store.current()

    @rule(changes=CHANGES, finished=st.booleans())
    def the_process_dies_while_building(self, changes: list[Article | Vanish | str], finished: bool) -> None:
        builder = SnapshotStore(self.folder).begin(EMBEDDER, SPLITTER)
        carry_out(builder, changes)
        if finished:
            builder.finish({})
        builder._writer.close()  # as the system would; nobody abandons the build, and its lock goes with it

    @rule(data=st.data())
    def rollback(self, data: st.DataObject) -> None:
        target = data.draw(st.sampled_from(sorted(self.model)))
        assert self.store.rollback(target).name == target
        self.live = target

    @precondition(lambda self: len(self.model) > 1)
    @rule(keep=st.integers(0, 3), steps=st.one_of(st.just(99), STEPS))
    def prune(self, keep: int, steps: int) -> None:
        before = set(self.model)
        with suppress(PowerCutError):
            self._dying(steps).prune(keep)
            assert len(self._visible()) <= max(keep, 1) + 1
        self.model = {name: self.model[name] for name in self._visible()}
        assert self.live in self.model.keys() <= before

    @invariant()
    def the_live_corpus_is_what_the_model_says(self) -> None:
        assert self.store.current() == self.live
        assert {m.name for m in self.store.history()} == set(self.model)
        if self.live is not None:
            self._compare(self.model[self.live])

    def _compare(self, held: Held) -> None:
        expected = InMemoryCorpus([(a, passages_of(a)) for a in held.articles.values()])
        found = self.store.open()
        try:
            assert list(found.articles()) == list(expected.articles())
            assert found.publishers() == expected.publishers()
            assert {i: [r.article for r in found.revisions(i)] for i, _ in found.revised()} == {
                id_: former for id_, former in held.former.items() if former
            }
            for name in (skeleton("Gazette"), skeleton("Title")):
                assert found.similar_terms(name) == expected.similar_terms(name)
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

    def _next(self, changes: list[Article | Vanish | str]) -> Held:
        return self.model.get(self.live or "", Held()).changed(changes)

    def _visible(self) -> set[str]:
        return {path.name for path in self.store.snapshots.iterdir() if path.name.isdigit()}

    def _dying(self, steps: int) -> SnapshotStore:
        return SnapshotStore(self.folder, disk=DyingDisk(steps, PowerCutError))

    @staticmethod
    def _build(store: SnapshotStore, changes: list[Article | Vanish | str]) -> str:
        with store.begin(EMBEDDER, SPLITTER) as builder:
            carry_out(builder, changes)
            builder.finish({})
            return builder.publish().name


TestSnapshots = Snapshots.TestCase
TestSnapshots.settings = settings(
    max_examples=6,
    stateful_step_count=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
