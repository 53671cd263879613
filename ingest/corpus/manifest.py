"""A snapshot's manifest: what it holds, what built it, and from which snapshot it came. Pure but for `read`.

Place in the flow: `builder` writes it last, so a directory without one was never finished; `snapshot` reads it before
anything else of a snapshot.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.corpus.errors import CorruptSnapshotError, SnapshotMismatchError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 2
"""Version of a snapshot's files; raised when an older Nayrab could not read them. All lower ones are still read."""

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself.

    `created` is ISO 8601 in UTC; `embedder` has name, dimension, sha256; `counts` articles, passages, sentences;
    `files` maps the files that never change after the build to their SHA-256 (relative path as the key).
    """

    name: str
    format: int
    created: str
    parent: str | None
    embedder: Mapping[str, Any]
    splitter: Mapping[str, Any]
    counts: Mapping[str, int]
    report: Mapping[str, Any]
    nayrab: str
    files: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the text of manifest.json."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def parse(name: str, text: str) -> Manifest:
    """Return the manifest of snapshot `name`.

    Raises:
        SnapshotMismatchError: a newer Nayrab wrote it.
        CorruptSnapshotError: it is not a manifest, or another snapshot's.
    """
    try:
        record = json.loads(text)
        version = int(record["format"])
        if version > FORMAT:
            raise _too_new(name, version, record.get("nayrab"))
        manifest = Manifest(**record)
        counted = {key: int(manifest.counts[key]) for key in ("articles", "passages", "sentences")}
        dimension = int(manifest.embedder["dimension"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(name, "its manifest cannot be read") from error
    if manifest.name != name or dimension < 1 or min(counted.values()) < 0:
        raise damaged(name, "its manifest is another's or makes no sense")
    return manifest


def read(folder: Path, name: str) -> Manifest:
    """Read the manifest in a snapshot's directory; errors as in `parse`."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(name, "its manifest cannot be read") from error
    return parse(name, text)


def damaged(name: str, what: str) -> CorruptSnapshotError:
    """Return the error for a snapshot that cannot be used: what is wrong and the two ways out."""
    return CorruptSnapshotError(
        f"Snapshot {name} is damaged ({what}): go back with `nayrab corpus rollback`, or rebuild with"
        " `nayrab ingest --rebuild`.",
        fault=what,
    )


def check_built_by(manifest: Manifest, embedder: Mapping[str, Any] | None, splitter: Mapping[str, Any] | None) -> None:
    """Raise `SnapshotMismatchError` unless the snapshot was made with these; None checks nothing."""
    if embedder is not None and dict(embedder) != dict(manifest.embedder):
        made, wanted = _embedder_label(manifest.embedder), _embedder_label(embedder)
        raise _other(manifest.name, f"embedder {made}", wanted)
    if splitter is not None and dict(splitter) != dict(manifest.splitter):
        made, wanted = _differences(manifest.splitter, splitter)
        raise _other(manifest.name, f"splitter setting {made}", wanted)


def _other(name: str, made: str, wanted: str) -> SnapshotMismatchError:
    return SnapshotMismatchError(
        f"Snapshot {name} was built with {made}, the settings say {wanted}: run `nayrab ingest --rebuild`,"
        " or change the settings back."
    )


def _embedder_label(embedder: Mapping[str, Any]) -> str:
    digest = str(embedder.get("sha256") or "")[:8]
    return f"{embedder.get('name')} ({embedder.get('dimension')} dimensions{', ' + digest if digest else ''})"


def _differences(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[str, str]:
    keys = sorted(k for k in {*made, *wanted} if made.get(k) != wanted.get(k))
    return ", ".join(f"{k}={made.get(k)}" for k in keys), ", ".join(f"{k}={wanted.get(k)}" for k in keys)


def _too_new(name: str, version: int, nayrab: object) -> SnapshotMismatchError:
    return SnapshotMismatchError(
        f"Snapshot {name} was written by a newer Nayrab ({nayrab or 'unknown version'}: format {version}, this one"
        f" reads up to {FORMAT}); upgrade Nayrab, or go back with `nayrab corpus rollback`."
    )
