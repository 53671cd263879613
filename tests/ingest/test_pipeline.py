from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import NoCorpusError, SnapshotMismatchError
from ingest.corpus.models import Source
from ingest.pipeline import ingest
from ingest.report import Progress
from ingest.sources.base import SourceSettingsError
from ingest.split import SplitSettings
from tests.fakes.desk import Desk, count_words
from tests.fakes.embedder import FakeEmbedder

if TYPE_CHECKING:
    from pathlib import Path

HARBOUR = "The harbour of Tellin was opened again on Monday. Two boats sailed before noon."
STORM = "A storm had closed the harbour of Tellin for a week. Nobody was hurt."
ECHO = "The ferry will sail again on Friday. Tickets are sold at the pier."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def rows(*lines: dict[str, str]) -> str:
    return "\n".join(json.dumps(line) for line in lines)


def test_a_first_run_stores_everything_and_accounts_for_it(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    desk.write("b.jsonl", rows({"id": "s", "text": STORM}, {"id": "s2", "text": STORM}, {"id": "empty", "text": ""}))
    desk.write("c.txt", "\x00\x01\x02")
    desk.write("d.docx", "x")
    report = desk.ingest()
    assert (len(report.added), report.duplicate, len(report.failed), report.read) == (2, 1, 2, 5)
    assert "d.docx" in report.skipped[0]
    assert (report.snapshot, report.articles, report.published) == ("000001", 2, True)
    assert report.embedded == report.passages == 2
    assert desk.stored()["s"].copies[0].id == "s2"
    assert report.as_json()["failed"][0]["remedy"]


def test_a_second_run_reads_no_article_and_makes_no_snapshot(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    desk.write("b.jsonl", rows({"id": "s", "text": STORM}, {"id": "s2", "text": STORM}))
    desk.ingest()
    desk.embedder.forget()
    report = desk.ingest()
    assert (report.unchanged, report.duplicate, report.read) == (2, 1, 3)
    assert (report.published, report.snapshot, desk.embedder.texts_embedded) == (False, "000001", 0)
    assert "extract" not in report.seconds


def test_only_what_changed_is_embedded(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    changed = desk.write("b.md", STORM)
    desk.ingest()
    desk.embedder.forget()
    changed.write_text(ECHO)
    report = desk.ingest()
    assert (len(report.replaced), report.unchanged, report.embedded) == (1, 1, 1)
    assert [p.text for p in desk.embedder.passages] == [ECHO]


def test_a_file_that_is_gone_takes_its_article_along(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    gone = desk.write("b.md", STORM)
    desk.ingest()
    gone.unlink()
    report = desk.ingest()
    assert len(report.removed) == 1
    assert [article.text for article in desk.stored().values()] == [HARBOUR]


def test_another_publisher_makes_other_articles_of_the_same_bytes(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    desk.ingest(publisher="Post")
    report = desk.ingest(publisher="Echo")
    assert len(report.replaced) == 1
    assert {a.publisher for a in desk.stored().values()} == {"Echo"}


def test_after_a_rollback_the_ledger_is_not_believed(desk: Desk) -> None:
    path = desk.write("a.md", HARBOUR)
    desk.ingest(publisher="Post")
    path.write_text(STORM)
    desk.ingest(publisher="Post")
    desk.ingest(publisher="Echo")
    for name in ("000001", "000002"):
        desk.store.rollback(name)
        report = desk.ingest(publisher="Echo")
        assert len(report.replaced) == 1, name
        assert [(a.text, a.publisher) for a in desk.stored().values()] == [(STORM, "Echo")]


def test_a_copy_outlives_the_article_it_was_a_copy_of(desk: Desk) -> None:
    first = desk.write("one/a.md", HARBOUR)
    desk.write("two/b.md", HARBOUR)
    desk.write("one/c.md", STORM)
    desk.ingest()
    first.unlink()
    desk.ingest(desk.papers / "one")
    left = {article.container: article.text for article in desk.stored().values()}
    assert left == {str(desk.papers / "two/b.md"): HARBOUR, str(desk.papers / "one/c.md"): STORM}


def test_an_emptied_folder_keeps_what_was_stored(desk: Desk) -> None:
    path = desk.write("a.md", HARBOUR)
    desk.ingest()
    path.unlink()
    report = desk.ingest()
    assert report.warnings
    assert len(desk.stored()) == 1
    assert not report.published


def test_another_embedder_is_refused_until_a_rebuild(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    desk.ingest()
    desk.write("b.md", STORM)
    desk.embedder = FakeEmbedder("other", dimension=8)
    with pytest.raises(SnapshotMismatchError, match="ingest --rebuild"):
        desk.ingest()
    report = desk.ingest(desk.papers / "b.md", rebuild=True)
    assert (len(report.added), report.embedded, report.articles) == (1, 2, 2)
    assert desk.ingest(rebuild=True).embedded == 2


def test_a_rebuild_of_nothing_says_so(desk: Desk) -> None:
    with pytest.raises(NoCorpusError, match="nothing stored"):
        desk.ingest(rebuild=True)


def test_an_unknown_encoding_is_refused_before_anything_is_done(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    with pytest.raises(SourceSettingsError, match="utf-9"):
        desk.ingest(encoding="utf-9")
    assert not desk.store.data_dir.exists()


def test_progress_goes_up_to_its_total(desk: Desk) -> None:
    for name in "abc":
        desk.write(f"{name}.md", f"{HARBOUR} {name}")
    desk.ingest()
    embed = [(p.done, p.total) for p in desk.progress if p.stage == "embed"]
    assert embed == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert desk.progress[-1] == Progress("publish", 1, 1)


def test_runs_and_dead_letters_are_on_record(desk: Desk) -> None:
    desk.write("a.md", HARBOUR)
    bad = desk.write("b.txt", "\x00\x01")
    for _ in range(2):
        desk.ingest()
    assert [run.result for run in desk.ledger.runs()] == ["unchanged", "published"]
    (letter,) = desk.ledger.dead_letters()
    assert (letter.container, letter.attempts, letter.reason) == (str(bad), 2, "is not text")


def test_an_export_can_be_ingested_elsewhere(desk: Desk, tmp_path: Path) -> None:
    line = {"id": "x", "origin": "/old/place.html", "title": "T t", "text": HARBOUR, "published": "2020-02-25"}
    desk.write("export.jsonl", rows(line))
    desk.ingest()
    (article,) = desk.stored().values()
    assert (article.id, article.origin, article.container) == (
        "x",
        "/old/place.html",
        str(desk.papers / "export.jsonl"),
    )
    assert article.published is not None
    assert article.published.day == dt.date(2020, 2, 25)


def test_without_clock_and_ledger_the_real_ones_are_used(desk: Desk) -> None:
    path = desk.write("a.md", HARBOUR)
    report = ingest(
        [Source("a", str(path))],
        store=desk.store,
        embedder=desk.embedder,
        split_settings=SplitSettings(),
        count_tokens=count_words,
    )
    assert report.seconds["total"] > 0
    assert len(desk.ledger.runs()) == 1
