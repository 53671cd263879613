from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import CorpusBusyError, EmbedderError, StorageError
from ingest.corpus.models import Source
from ingest.corpus.snapshot import SnapshotStore
from ingest.sources.base import Failure
from ingest.sources.files import FileFetcher
from tests.fakes.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.sources.base import Candidate, FetchedDocument

HARBOUR = "The harbour of Tellin was opened again on Monday. Two boats sailed before noon."
STORM = "A storm had closed the harbour of Tellin for a week. Nobody was hurt."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write("a.md", HARBOUR)
    desk.ingest()
    return desk


def assert_as_before(desk: Desk) -> None:
    assert desk.store.current() == "000001"
    assert [article.text for article in desk.stored().values()] == [HARBOUR]
    assert desk.store.verify().ok
    assert not list(desk.store.snapshots.glob("*.building"))


@pytest.mark.parametrize(
    "fault", [KeyboardInterrupt(), EmbedderError("The model is gone; fetch it again."), MemoryError()]
)
def test_whatever_stops_the_embedder_the_live_corpus_is_as_it_was(desk: Desk, fault: BaseException) -> None:
    desk.write("b.md", STORM)
    desk.write("c.md", STORM + " More.")
    desk.embedder.fail_next(fault, after=1)  # type: ignore[arg-type]  # Ctrl-C is no Exception, and just what is tested
    with pytest.raises(type(fault)):
        desk.ingest()
    assert_as_before(desk)
    assert desk.ledger.runs()[0].result.startswith("failed")
    report = desk.ingest()
    assert (len(report.added), report.unchanged) == (2, 1)


def test_a_full_disk_is_a_sentence_and_harms_nothing(desk: Desk) -> None:
    desk.write("b.md", STORM)
    desk.embedder.fail_next(OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(StorageError, match="make room"):
        desk.ingest()
    assert_as_before(desk)


def test_a_second_ingest_is_told_that_one_is_running(desk: Desk) -> None:
    with SnapshotStore(desk.store.data_dir).lock(), pytest.raises(CorpusBusyError):
        desk.ingest()
    assert_as_before(desk)


def test_a_file_that_vanishes_between_look_and_read(desk: Desk) -> None:
    path = desk.write("b.md", STORM)

    class LateFetcher(FileFetcher):
        def fetch(self, candidate: Candidate) -> FetchedDocument | Failure:
            path.unlink(missing_ok=True)
            return super().fetch(candidate)

    (candidate,) = LateFetcher().survey(Source("test", str(path))).candidates
    failure = LateFetcher().fetch(candidate)
    assert isinstance(failure, Failure)
    assert "does not exist" in failure.reason


def test_a_file_that_turns_to_rubbish_keeps_its_article(desk: Desk) -> None:
    desk.write("b.md", STORM)
    desk.ingest()
    (desk.papers / "b.md").write_bytes(bytes(500))
    report = desk.ingest()
    assert (len(report.failed), len(report.removed)) == (1, 0)
    assert any("stays" in warning for warning in report.warnings)
    assert len(desk.stored()) == 2


def test_a_damaged_ledger_costs_time_only(desk: Desk) -> None:
    (desk.store.data_dir / "ledger.db").write_bytes(b"no database " * 500)
    report = desk.ingest()
    assert report.unchanged == 1
    assert any("ledger" in warning for warning in report.warnings)
    assert not desk.ingest().warnings
    assert_as_before(desk)


def test_a_data_directory_that_cannot_be_made(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("a.md", HARBOUR)
    desk.store.data_dir.write_text("a file stands here")
    with pytest.raises(StorageError):
        desk.ingest()
