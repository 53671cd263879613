"""`nayrab corpus`: what changed, what was done by whom, how things stand; the real command over real snapshots."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.snapshot import SnapshotStore
from ingest.ledger import Ledger
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of
from tests.fakes.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import Builder

TOWN = an_article("town", "The town fell at dawn.", "Its people left for the north.", publisher="Gazette")
ROAD = an_article("road", "The road was opened again.", "Convoys passed.", publisher="Wire")
NEWER_TOWN = replace(TOWN, title="The town holds", text=TOWN.text.replace("fell at dawn", "was held until noon"))
STARTED = dt.datetime(2026, 5, 9, 12, tzinfo=dt.UTC)


class Shelf(Terminal):
    """A terminal whose corpus is built step by step."""

    def build(self, *steps: Callable[[Builder], object]) -> None:
        """Publish the next snapshot, made from the live one."""
        build(self.data, *steps)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.data / "ledger.db")


def build(data: Path, *steps: Callable[[Builder], object]) -> None:
    with SnapshotStore(data).begin(EMBEDDER, SPLITTER) as builder:
        for step in steps:
            step(builder)
        builder.finish({})
        builder.publish()


def put(*articles: Article) -> Callable[[Builder], object]:
    def step(builder: Builder) -> None:
        for article in articles:
            builder.put(article, passages_of(article))

    return step


def gone(article: Article) -> Callable[[Builder], object]:
    return lambda builder: builder.mark_gone(article.id, STARTED.date())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with one snapshot, to be copied."""
    data = tmp_path_factory.mktemp("first") / "data"
    build(data, put(TOWN, ROAD))
    return data


@pytest.fixture
def shelf(tmp_path: Path, capsys: pytest.CaptureFixture[str], first: Path) -> Shelf:
    made = Shelf(tmp_path, capsys)
    made.furnish(first)
    return made


class TestChanges:
    def test_the_first_snapshot_has_nothing_to_be_compared_with(self, shelf: Shelf) -> None:
        record = shelf.run("corpus", "diff", "--json").record
        assert (record["parent"], record["comparable"], record["added"]) == (None, False, [])
        assert "made from nothing before it" in shelf.run("corpus", "diff").out

    def test_names_what_came_changed_and_went(self, shelf: Shelf) -> None:
        sea = an_article("sea", "Boats sailed before noon.")
        shelf.build(put(NEWER_TOWN, sea), lambda builder: builder.remove(ROAD.id))
        record = shelf.run("corpus", "diff", "--json").record
        for name, id_ in (("added", "sea"), ("replaced", "town"), ("removed", "road"), ("revised", "town")):
            assert [article["id"] for article in record[name]] == [id_], name
        assert record["removed"][0]["publisher"] == "Wire"
        text = shelf.run("corpus", "diff").out
        assert "+ sea: " in text
        assert "~ town: The town holds (Gazette, " in text
        assert "- road: " in text
        assert "1 revision)" in text

    def test_names_articles_whose_page_is_gone(self, shelf: Shelf) -> None:
        shelf.build(gone(ROAD))
        (article,) = shelf.run("corpus", "diff", "--json").record["gone"]
        assert (article["id"], article["since"]) == ("road", "2026-05-09")
        assert "gone since 2026-05-09" in shelf.run("corpus", "diff").out

    def test_says_when_nothing_changed_and_when_the_former_is_not_kept(self, shelf: Shelf) -> None:
        shelf.build()
        assert "Nothing changed." in shelf.run("corpus", "diff").out
        SnapshotStore(shelf.data).prune(1)
        assert "000001, which is no longer kept" in shelf.run("corpus", "diff").out

    def test_a_long_list_is_cut_for_people_only(self, shelf: Shelf) -> None:
        shelf.build(put(*(an_article(f"n{n:02}", f"Boat number {n} sailed.") for n in range(30))))
        assert "and 10 more" in shelf.run("corpus", "diff").out
        assert len(shelf.run("corpus", "diff", "--json").record["added"]) == 30


class TestRevision:
    def test_shows_the_words_that_changed_the_title_and_when(self, shelf: Shelf) -> None:
        shelf.build(put(NEWER_TOWN))
        text = shelf.run("corpus", "diff", "town").out
        assert "The town [-fell at dawn-]{+was held until noon+}." in text
        assert f"title: {TOWN.title} -> The town holds" in text
        assert "as it read until 20" in text
        record = shelf.run("corpus", "diff", "town", "--json").record
        assert record["fields"]["title"] == [TOWN.title, "The town holds"]
        assert {piece["part"] for line in record["lines"] for piece in line} >= {"same", "gone", "new"}
        assert record["older"]["number"] == record["revisions"][0]["number"] == 1

    def test_compares_with_the_newest_revision(self, shelf: Shelf) -> None:
        shelf.build(put(NEWER_TOWN))
        shelf.build(put(replace(NEWER_TOWN, text=NEWER_TOWN.text.replace("noon", "dusk"))))
        text = shelf.run("corpus", "diff", "town").out
        assert "[-noon-]{+dusk+}" in text
        assert "dawn" not in text

    def test_an_article_may_be_named_by_its_address_or_the_beginning_of_its_id(self, shelf: Shelf) -> None:
        wanted = replace(TOWN, id="town-1234", url="https://post.example/town")
        shelf.build(put(wanted), lambda builder: builder.remove(TOWN.id))
        for name in ("https://post.example/town", "town-1", "town-1234"):
            assert shelf.run("corpus", "diff", name, "--json").record["article"]["id"] == "town-1234"

    def test_one_that_was_never_replaced_says_so(self, shelf: Shelf) -> None:
        assert "no former revision" in shelf.run("corpus", "diff", "road").out
        assert shelf.run("corpus", "diff", "road", "--json").record["older"] is None

    def test_one_that_is_not_there_is_one_sentence(self, shelf: Shelf) -> None:
        ran = shelf.run("corpus", "diff", "nowhere")
        assert ran.code == 1
        assert "no article 'nowhere'" in ran.complaint

    def test_foreign_text_is_shown_as_it_is(self, shelf: Shelf) -> None:
        shelf.build(put(replace(TOWN, title="[bold]\x1b[2Jtown[/]")))
        text = shelf.run("corpus", "diff", "town").out
        assert "[bold][2Jtown[/]" in text
        assert "\x1b" not in text


class TestHistory:
    def test_shows_who_did_what_beside_the_snapshots(self, shelf: Shelf) -> None:
        shelf.ledger.note(at=STARTED, who="Rana (7)", what="remove post", result="refused", snapshot=None)
        text = shelf.run("corpus", "history").out
        assert "000001" in text
        assert "Rana (7)" in text
        assert "refused" in text
        (deed,) = shelf.run("corpus", "history", "--json").record["deeds"]
        assert deed == {
            "at": "2026-05-09T12:00:00+00:00",
            "who": "Rana (7)",
            "what": "remove post",
            "result": "refused",
            "snapshot": None,
        }

    def test_shows_as_many_as_are_asked_for_the_newest_first(self, shelf: Shelf) -> None:
        for n in range(5):
            shelf.ledger.note(at=STARTED + dt.timedelta(days=n), who="Rana", what=f"deed {n}", result="done")
        deeds = shelf.run("corpus", "history", "--limit", "2", "--json").record["deeds"]
        assert [deed["what"] for deed in deeds] == ["deed 4", "deed 3"]

    def test_a_rollback_is_a_deed_done_or_not(self, shelf: Shelf) -> None:
        assert shelf.run("corpus", "rollback").code == 1
        shelf.build(put(NEWER_TOWN))
        assert shelf.run("corpus", "rollback", "--to", "000001").code == 0
        done, failed = shelf.run("corpus", "history", "--json").record["deeds"]
        assert (done["who"], done["what"], done["snapshot"]) == ("command line", "rollback to 000001", "000001")
        assert done["result"] == "000001 is live"
        assert failed["result"].startswith("failed: Snapshot 000001 is the oldest")

    def test_before_the_first_snapshot_there_is_nothing(self, terminal: Terminal) -> None:
        assert "no snapshot yet" in terminal.run("corpus", "history").out
        assert terminal.run("corpus", "history", "--json").record == {"snapshots": [], "deeds": []}


class TestStatus:
    def test_names_the_newest_shared_stories_gone_articles_and_the_last_runs(self, shelf: Shelf) -> None:
        stories = {TOWN.id: "s", ROAD.id: "s"}
        shelf.build(gone(ROAD), lambda builder: builder.set_stories(stories))
        shelf.ledger.record_run(
            started=STARTED, seconds=2.0, who="schedule", what="post", result="published", snapshot="000002", report={}
        )
        record = shelf.run("corpus", "status", "--json").record
        assert (record["shared_stories"], record["gone"], record["articles"]) == (1, 1, 2)
        assert record["newest"]["id"] in {"town", "road"}
        (run,) = record["runs"]
        assert (run["who"], run["what"], run["result"]) == ("schedule", "post", "published")
        text = shelf.run("corpus", "status").out
        assert "Last runs" in text
        assert "schedule" in text

    def test_of_an_undated_corpus_names_no_newest(self, shelf: Shelf) -> None:
        shelf.build(put(replace(TOWN, published=None), replace(ROAD, published=None)))
        assert shelf.run("corpus", "status", "--json").record["newest"] is None
