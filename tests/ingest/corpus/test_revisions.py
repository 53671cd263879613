"""What a build keeps beside the articles: what they were, since when they are gone, their stories and signatures."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.database import FILE, CorpusWriter
from ingest.corpus.errors import NoCorpusError
from ingest.corpus.models import Copy, PublicationDate, Revision, Span, TimeMention
from ingest.corpus.reading import CorpusReader
from ingest.corpus.snapshot import Difference, SnapshotStore
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import Builder

TOWN = an_article("town", "The town fell at dawn.", "Its people left.", publisher="Gazette")
ROAD = an_article("road", "The road was opened again.", "Convoys passed.", publisher="Wire")
FIRST, SECOND = dt.date(2026, 5, 1), dt.date(2026, 5, 9)


class Days:
    """A clock that shows a day later each time it is looked at."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(days=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "data", clock=Days())


def build(store: SnapshotStore, *steps: Callable[[Builder], object], fresh: bool = False) -> str:
    with store.begin(EMBEDDER, SPLITTER, fresh=fresh) as builder:
        for step in steps:
            step(builder)
        builder.finish({})
        return builder.publish().name


def put(*articles: Article) -> Callable[[Builder], object]:
    def step(builder: Builder) -> None:
        for article in articles:
            builder.put(article, passages_of(article))

    return step


def article(store: SnapshotStore, id_: str) -> Article | None:
    with closing(store.open()) as snapshot:
        return snapshot.article(id_)


def revisions(store: SnapshotStore, id_: str) -> list[Revision]:
    with closing(store.open()) as snapshot:
        return snapshot.revisions(id_)


def test_a_changed_article_keeps_what_it_was(store: SnapshotStore) -> None:
    build(store, put(replace(TOWN, copies=(Copy("c", "c.txt", "Mirror"),)), ROAD))
    second = replace(TOWN, text="The town did not fall. It was a rumour.")
    build(store, put(second))
    third = replace(second, title="A rumour", publisher="Herald", published=None)
    build(store, put(third))
    found = revisions(store, "town")
    assert [(r.number, r.article) for r in found] == [(2, second), (1, TOWN)]
    assert [r.replaced_at.day for r in found] == [4, 3]
    assert article(store, "town") == third
    with closing(store.open()) as snapshot:
        assert snapshot.revised() == [("town", 2)]
    assert (revisions(store, "road"), revisions(store, "unknown")) == ([], [])
    assert store.verify().ok


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"title": "Another"}, True),
        ({"publisher": "Another"}, True),
        ({"published": PublicationDate(dt.date(2021, 1, 1))}, True),
        ({"url": "https://example.org", "author": "N. N.", "affiliation": "state media"}, False),
        ({"copies": (Copy("c", "c.txt", "Mirror"),)}, False),
        ({}, False),
    ],
)
def test_only_what_a_reader_would_notice_makes_a_revision(
    store: SnapshotStore, change: dict[str, object], kept: bool
) -> None:
    build(store, put(TOWN))
    build(store, put(replace(TOWN, **change)))  # type: ignore[arg-type] # the fields above have their own types
    assert bool(revisions(store, "town")) == kept


def test_the_newest_ten_are_kept_under_their_numbers(tmp_path: Path) -> None:
    texts, day = [f"Version {n} of the story." for n in range(12)], Days()
    writer = CorpusWriter(tmp_path / FILE)
    for number, text in enumerate(texts):
        writer.keep_revision(replace(TOWN, text=text), f"{number:06d}", day())
    writer.finish()
    with closing(CorpusReader(tmp_path / FILE, "000012")) as reader:
        found = reader.revisions("town")
    assert [r.number for r in found] == list(range(12, 2, -1))
    assert [r.article.text for r in found] == texts[11:1:-1]


def test_what_was_never_live_is_no_revision(store: SnapshotStore) -> None:
    draft = replace(TOWN, text="A draft.")
    build(store, put(draft, TOWN))
    assert revisions(store, "town") == []
    build(store, put(draft, replace(TOWN, text="The end.")))
    assert [r.article for r in revisions(store, "town")] == [TOWN]
    build(store, put(draft, replace(TOWN, text="The end.")))
    assert [r.article for r in revisions(store, "town")] == [TOWN]


def test_an_article_that_is_removed_takes_its_revisions_along(store: SnapshotStore) -> None:
    build(store, put(TOWN))
    build(store, put(replace(TOWN, text="Changed.")))
    build(store, lambda b: b.remove("town"))
    build(store, put(TOWN))
    build(store, lambda b: b.remove("town"), put(replace(TOWN, text="Begun anew.")))
    assert revisions(store, "town") == []


def test_an_id_that_was_a_copys_has_no_former_article(store: SnapshotStore) -> None:
    build(store, put(replace(TOWN, copies=(Copy("road", "c.txt", "Mirror"),))))
    build(store, put(ROAD))
    assert revisions(store, "road") == []


def test_a_rebuild_keeps_revisions_days_and_stories(store: SnapshotStore) -> None:
    build(store, put(TOWN, ROAD))
    changed = replace(TOWN, text="Changed.")
    build(store, put(changed), lambda b: b.mark_gone("town", FIRST), lambda b: b.set_stories({"town": "road"}))
    again = replace(ROAD, text="Changed while rebuilding.")
    build(store, lambda b: put(*b.articles())(b), put(again), fresh=True)
    assert article(store, "town") == replace(changed, gone=FIRST, story="road")
    assert [(r.number, r.article) for r in revisions(store, "town")] == [(1, TOWN)]
    assert [r.article for r in revisions(store, "road")] == [ROAD]


def test_gone_since_the_first_day_until_it_is_back(store: SnapshotStore) -> None:
    before = TOWN.digest
    build(store, put(TOWN, ROAD), lambda b: b.mark_gone("town", FIRST), lambda b: b.mark_gone("unknown", FIRST))
    build(store, lambda b: b.mark_gone("town", SECOND))
    assert article(store, "town") == replace(TOWN, gone=FIRST)
    with store.begin(EMBEDDER, SPLITTER) as builder:
        known = builder.known()
        assert (known["town"].gone, known["town"].digest, known["road"].gone) == (FIRST, before, None)
        builder.mark_gone("town", None)
        assert builder.article("town") == TOWN
    build(store, put(replace(TOWN, title="Back")))
    assert article(store, "town") == replace(TOWN, title="Back")


def test_a_story_is_its_other_articles(store: SnapshotStore) -> None:
    echo, late = (an_article(id_, "The town fell at dawn, agencies report.") for id_ in ("echo", "late"))
    build(store, put(TOWN, ROAD, echo, late), lambda b: b.set_stories(dict.fromkeys(("town", "echo", "late"), "town")))
    with closing(store.open()) as snapshot:
        assert [a.id for a in snapshot.story_of("town")] == ["echo", "late"]
        assert [a.id for a in snapshot.story_of("late")] == ["echo", "town"]
        assert [snapshot.story_of(id_) for id_ in ("road", "unknown")] == [[], []]
    # What is read anew knows nothing of stories, and setting one leaves the others.
    build(store, put(replace(echo, title="Echo")), lambda b: b.set_stories({"late": "", "unknown": "town"}))
    with store.begin(EMBEDDER, SPLITTER) as builder:
        assert {id_: known.story for id_, known in builder.known().items()} == {
            "echo": "town",
            "late": "",
            "road": "",
            "town": "town",
        }
    with closing(store.open()) as snapshot:
        assert snapshot.story_of("late") == []
    assert store.verify().ok


def test_a_signature_is_kept_until_the_text_changes(store: SnapshotStore) -> None:
    build(
        store,
        put(TOWN, ROAD),
        lambda b: b.keep_signature("town", b"t\x00"),
        lambda b: b.keep_signature("road", b"r"),
        lambda b: b.keep_signature("unknown", b"u"),
    )
    with store.begin(EMBEDDER, SPLITTER) as builder:
        assert builder.signatures() == {"town": b"t\x00", "road": b"r"}
        builder.put(replace(TOWN, title="Same text"), passages_of(TOWN))
        builder.remove("road")
        assert builder.signatures() == {"town": b"t\x00"}
        builder.put(replace(TOWN, text="Other text."), [])
        assert builder.signatures() == {}
        builder.keep_signature("town", b"new")
        builder.finish({})
        builder.publish()
    with store.begin(EMBEDDER, SPLITTER) as builder:
        assert builder.signatures() == {"town": b"new"}


def test_what_a_build_knows_of_an_article(store: SnapshotStore) -> None:
    build(store, put(replace(TOWN, url="https://example.org/town")))
    with store.begin(EMBEDDER, SPLITTER) as builder:
        known = builder.known()["town"]
    assert (known.url, known.title, known.publisher) == ("https://example.org/town", TOWN.title, "Gazette")
    assert known.published == TOWN.published


def test_copies_and_times_come_back_as_they_were_put(store: SnapshotStore) -> None:
    copied = replace(TOWN, copies=(Copy("c", "c.txt#1", "Mirror", None, "c.jsonl"),))
    times = (
        TimeMention(Span(0, 3), dt.date(2020, 2, 2), dt.date(2020, 2, 2)),
        TimeMention(Span(9, 17), dt.date(1, 1, 1), dt.date(9999, 12, 31)),
    )
    first, *rest = passages_of(copied, 1)
    held = [replace(first, passage=replace(first.passage, times=times)), *rest]
    build(store, lambda b: b.put(copied, held))
    assert article(store, "town") == copied
    with closing(store.open()) as snapshot:
        assert [p.passage for p in snapshot.passages_of("town")] == [p.passage for p in held]
    build(store, lambda b: b.put(copied, [first, *rest]))
    with closing(store.open()) as snapshot:
        assert [p.passage.times for p in snapshot.passages_of("town")] == [(), ()]


def test_the_difference_of_two_snapshots(store: SnapshotStore) -> None:
    build(store, put(TOWN, ROAD))
    build(
        store,
        put(replace(TOWN, title="Changed"), an_article("new", "News.")),
        lambda b: b.remove("road"),
        lambda b: b.mark_gone("town", FIRST),
    )
    assert store.difference("000001", "000002") == Difference(("new",), ("town",), ("road",))
    assert store.difference("000002", "000001") == Difference(("road",), ("town",), ("new",))
    assert store.difference("000002", "000002") == Difference()
    with pytest.raises(NoCorpusError):
        store.difference("000001", "000009")
