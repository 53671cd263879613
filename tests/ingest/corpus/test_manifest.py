from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest

from ingest.corpus.errors import CorruptSnapshotError, SnapshotMismatchError
from ingest.corpus.manifest import FORMAT, Manifest, check_built_by, parse, read

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = Manifest(
    name="000007",
    format=FORMAT,
    created="2026-01-02T03:04:05+00:00",
    parent="000006",
    embedder={"name": "minilm", "dimension": 384, "sha256": "0123456789abcdef"},
    splitter={"tokens": 200},
    counts={"articles": 1, "passages": 2, "sentences": 3},
    report={"added": 1},
    nayrab="0.1.0",
)


def text_of(**changes: Any) -> str:
    return json.dumps({**asdict(MANIFEST), **changes})


def test_a_manifest_reads_back_as_written() -> None:
    assert parse("000007", MANIFEST.to_json()) == MANIFEST


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "7",
        "{}",
        text_of(format=None),
        text_of(surprise=1),
        text_of(counts={"articles": 1}),
        text_of(counts={"articles": -1, "passages": 2, "sentences": 3}),
        text_of(embedder={"name": "x"}),
        text_of(name="000008"),
    ],
)
def test_what_is_no_manifest_is_a_damaged_snapshot(text: str) -> None:
    with pytest.raises(CorruptSnapshotError, match=r"000007.*nayrab corpus rollback"):
        parse("000007", text)


def test_a_missing_or_undecodable_manifest_is_a_damaged_snapshot(tmp_path: Path) -> None:
    with pytest.raises(CorruptSnapshotError):
        read(tmp_path, "000007")
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorruptSnapshotError):
        read(tmp_path, "000007")


def test_a_future_format_says_which_version_and_what_to_do() -> None:
    text = text_of(format=FORMAT + 1, nayrab="9.9", surprise="a field of the future")
    with pytest.raises(SnapshotMismatchError, match=rf"9\.9: format {FORMAT + 1}.*upgrade Nayrab"):
        parse("000007", text)


def test_the_same_embedder_and_splitter_are_accepted() -> None:
    check_built_by(MANIFEST, dict(MANIFEST.embedder), dict(MANIFEST.splitter))
    check_built_by(replace(MANIFEST, embedder={**MANIFEST.embedder, "name": "other"}), None, None)


@pytest.mark.parametrize(
    ("embedder", "splitter", "says"),
    [
        ({"name": "e5", "dimension": 384, "sha256": None}, None, r"embedder minilm \(384 dimensions, 01234567\).*e5"),
        (None, {"tokens": 100}, "tokens=200, the settings say tokens=100"),
    ],
)
def test_another_embedder_or_splitter_is_refused_with_the_command_that_rebuilds(
    embedder: dict[str, Any] | None, splitter: dict[str, Any] | None, says: str
) -> None:
    with pytest.raises(SnapshotMismatchError, match=says) as raised:
        check_built_by(MANIFEST, embedder, splitter)
    assert "`nayrab ingest --rebuild`" in str(raised.value)
