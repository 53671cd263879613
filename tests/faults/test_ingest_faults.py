from __future__ import annotations

import errno
import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import CorpusBusyError, EmbedderError, StorageError
from ingest.corpus.models import Source
from ingest.corpus.snapshot import SnapshotStore
from ingest.report import IngestCancelledError
from ingest.sources.base import Failure
from ingest.sources.files import FileFetcher
from tests.fakes.desk import Desk
from tests.fakes.doom import LIVE_AFTER, STAGES, strike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ingest.sources.base import Candidate, FetchedDocument, Validators

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


def raising(fault: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise fault

    return act


@pytest.mark.parametrize("stage", STAGES)
def test_a_failure_at_any_stage_leaves_a_whole_corpus(desk: Desk, stage: str) -> None:
    desk.write("b.md", STORM)
    # A document that trips the reader or the splitter is one failure of many; only Ctrl-C stops a run there.
    full = OSError(errno.ENOSPC, "No space left on device")
    fault = KeyboardInterrupt() if stage in {"extract", "split"} else full
    with strike(stage, raising(fault)) as struck, pytest.raises((StorageError, KeyboardInterrupt)):
        desk.ingest()
    assert struck()
    if stage not in LIVE_AFTER:
        assert_as_before(desk)
    assert desk.store.verify().ok
    report = desk.ingest()
    assert not report.failed
    assert sorted(article.text for article in desk.stored().values()) == sorted([HARBOUR, STORM])
    assert desk.store.verify().ok


@pytest.mark.parametrize("stage", ["look", "read", "decide", "embed", "stories", "store"])
def test_a_cancelled_run_leaves_everything_as_it_was(desk: Desk, stage: str) -> None:
    desk.write("b.md", STORM)
    desk.progress.clear()
    with pytest.raises(IngestCancelledError):
        desk.ingest(cancelled=lambda: any(progress.stage == stage for progress in desk.progress))
    assert_as_before(desk)
    assert desk.ledger.deeds()[0].result == "cancelled"
    assert len(desk.ingest().added) == 1


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """A file system of its own that holds so much and no more."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"mounting is refused here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_fills_up_at_any_moment_harms_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8_000) as disk:
        desk = Desk(disk)
        desk.write("a.md", HARBOUR)
        desk.ingest()
        ballast = disk / "ballast"
        for number in range(40):
            desk.write(f"{number}.md", f"{STORM} It was the storm of number {number}.")
        refused, room = 0, 4
        while True:
            fill(ballast, room)
            try:
                report = desk.ingest()
            except StorageError:
                refused += 1
            else:
                break
            finally:
                ballast.unlink()
            assert_as_before(desk)
            room = int(room * 1.7)
        assert refused > 3
        assert len(report.added) == 40
        assert desk.store.verify().ok


def fill(ballast: Path, leave_kib: int) -> None:
    """Fill the disk but for so much."""
    free = os.statvfs(ballast.parent)
    size = free.f_bavail * free.f_frsize - leave_kib * 1024
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))


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
        def fetch(self, candidate: Candidate, validators: Validators | None = None) -> FetchedDocument | Failure:
            path.unlink(missing_ok=True)
            return super().fetch(candidate, validators)

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
