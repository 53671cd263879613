from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import Source
from ingest.sources.base import Failure
from ingest.sources.files import FileFetcher

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.sources.base import Survey


def survey(path: Path) -> Survey:
    return FileFetcher().survey(Source("test", str(path)))


def names(found: Survey) -> list[str]:
    return [candidate.container.rsplit("/", 1)[1] for candidate in found.candidates]


def test_a_folder_is_read_to_its_depths_in_a_fixed_order(tmp_path: Path) -> None:
    for name in ("b/2.md", "b/1.txt", "a.csv", "c.html.gz", "d.PDF", "b/.hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names(survey(tmp_path)) == ["a.csv", "1.txt", "2.md", "c.html.gz", "d.PDF"]


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    for name in ("b.docx", "README"):
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    skipped = "\n".join(survey(tmp_path).skipped)
    assert "files ending in .docx are not read" in skipped
    assert "without a known ending" in skipped
    assert "not a regular file" in skipped


def test_a_file_asked_for_by_name_fails_instead(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    found = survey(tmp_path / "a.docx")
    assert not found.skipped
    assert ".md" in found.failures[0].remedy


def test_links_cannot_lead_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    (tmp_path / "in" / "round").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    found = survey(tmp_path)
    assert names(found) == ["a.txt"]
    assert "dead.txt" in found.failures[0].where


def test_a_missing_path_says_so(tmp_path: Path) -> None:
    found = survey(tmp_path / "nowhere")
    assert "does not exist" in str(found.failures[0])
    assert found.roots == ()


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"hello", mtime=0))
    (candidate,) = survey(tmp_path).candidates
    document = FileFetcher().fetch(candidate)
    assert not isinstance(document, Failure)
    assert (document.content, document.name) == (b"hello", "a.txt")


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"hello" * 1000, mtime=0)[:-20]])
def test_a_broken_gzip_fails(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt.gz").write_bytes(content)
    (candidate,) = survey(tmp_path).candidates
    failure = FileFetcher().fetch(candidate)
    assert isinstance(failure, Failure)
    assert "gzip" in failure.reason


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(bytes(5_000_000), mtime=0))
    fetcher = FileFetcher(max_bytes=1_000_000)
    (candidate,) = fetcher.survey(Source("test", str(tmp_path))).candidates
    failure = fetcher.fetch(candidate)
    assert isinstance(failure, Failure)
    assert "larger" in failure.reason
