"""Files and folders as a source: what is there, in a fixed order, and the bytes of each.

Place in the flow: **source -> fetched document**. Reads the disk and nothing else; what cannot be read is a `Failure`.
"""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.sources.base import Candidate, Failure, FetchedDocument, Kind, Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.corpus.models import Source
    from ingest.sources.base import Validators

KINDS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".json": Kind.JSON,
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".pdf": Kind.PDF,
}
READABLE = ".txt, .md, .html, .pdf, .jsonl, .json, .csv or .tsv, each also with .gz"
MAX_BYTES = 512 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(slots=True)
class _Walk:
    """What one walk has gathered; `seen` holds folders by device and inode, so that links cannot lead in a circle."""

    source: Source
    candidates: list[Candidate] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)


class FileFetcher:
    """Fetches from the local disk: a file, or a folder with all that is in it (hidden files and folders left aside)."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes

    def survey(self, source: Source, listings: Mapping[str, Validators] | None = None) -> Survey:  # noqa: ARG002 - the protocol's
        """List the readable files of `source`, sorted by path, without opening any."""
        path = Path(os.path.abspath(Path(source.location).expanduser()))  # noqa: PTH100 - links in it stay as they are named
        walk = _Walk(source)
        try:
            found = path.stat()
        except (OSError, ValueError) as error:
            return Survey(blocked=(str(path),), failures=(_unreachable(path, error),))
        if stat.S_ISDIR(found.st_mode):
            _walk_folder(path, walk)
        else:
            _add_named_file(path, found, walk)
        return Survey(
            candidates=tuple(walk.candidates),
            roots=(str(path),),
            blocked=tuple(walk.blocked),
            skipped=tuple(walk.skipped),
            failures=tuple(walk.failures),
        )

    def fetch(self, candidate: Candidate, validators: Validators | None = None) -> FetchedDocument | Failure:  # noqa: ARG002 - the protocol's
        """Read (and unpack) one file."""
        try:
            content = self._read(candidate)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            return _failure(candidate.container, "is not a whole gzip file", "Fetch or compress it again.")
        except (OSError, ValueError) as error:
            return _unreachable(Path(candidate.container), error)
        if len(content) > self._max_bytes:
            size = f"{self._max_bytes // 2**20} MiB"
            return _failure(candidate.container, f"is larger than {size}", "Split it into smaller files.")
        return FetchedDocument(candidate.container, candidate.name, candidate.kind, content, candidate.source)

    def _read(self, candidate: Candidate) -> bytes:
        opened = gzip.open if candidate.compressed else open
        pieces, size = [], 0
        with opened(candidate.container, "rb") as file:
            while size <= self._max_bytes and (piece := file.read(_PIECE)):
                pieces.append(piece)
                size += len(piece)
        return b"".join(pieces)


def kind_of(name: str) -> tuple[Kind | None, str, bool]:
    """Return (kind or None, name without `.gz`, whether it is compressed) of a file name."""
    compressed = name.lower().endswith(".gz")
    bare = name[: -len(".gz")] if compressed else name
    return KINDS.get(os.path.splitext(bare)[1].lower()), bare, compressed  # noqa: PTH122 - a name, not a path


def _walk_folder(folder: Path, walk: _Walk) -> None:
    try:
        found = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        walk.blocked.append(str(folder))
        walk.failures.append(_unreachable(folder, error))
        return
    if (found.st_dev, found.st_ino) in walk.seen:
        walk.skipped.append(f"{folder}: a link back to a folder that was already read")
        return
    walk.seen.add((found.st_dev, found.st_ino))
    for entry in entries:
        if not entry.name.startswith("."):
            _walk_entry(Path(entry.path), walk)


def _walk_entry(path: Path, walk: _Walk) -> None:
    try:
        found = path.stat()
    except OSError as error:
        walk.blocked.append(str(path))
        walk.failures.append(_unreachable(path, error))
        return
    if stat.S_ISDIR(found.st_mode):
        _walk_folder(path, walk)
    elif reason := _unfit(path, found):
        walk.skipped.append(f"{path}: {reason}")
    else:
        walk.candidates.append(_candidate(path, found, walk.source))


def _add_named_file(path: Path, found: os.stat_result, walk: _Walk) -> None:
    """A file that was named by itself is wanted: not being able to read it is a failure, no skip."""
    if reason := _unfit(path, found):
        walk.failures.append(_failure(str(path), reason, f"Save it as {READABLE}."))
        walk.blocked.append(str(path))
    else:
        walk.candidates.append(_candidate(path, found, walk.source))


def _unfit(path: Path, found: os.stat_result) -> str | None:
    if not stat.S_ISREG(found.st_mode):
        return "is not a regular file"
    if not str(path).isprintable() and _has_surrogates(str(path)):
        return "has a name that is not valid UTF-8"
    kind, bare, _ = kind_of(path.name)
    if kind is not None:
        return None
    suffix = os.path.splitext(bare)[1]  # noqa: PTH122 - a name, not a path
    return f"files ending in {suffix} are not read" if suffix else "files without a known ending are not read"


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _candidate(path: Path, found: os.stat_result, source: Source) -> Candidate:
    kind, bare, compressed = kind_of(path.name)
    return Candidate(str(path), bare, kind or Kind.TEXT, source, found.st_size, found.st_mtime_ns, compressed)


def _unreachable(path: Path, error: Exception) -> Failure:
    match error:
        case FileNotFoundError():
            return _failure(str(path), "does not exist", "Check the path.")
        case PermissionError():
            return _failure(str(path), "may not be read", "Give this user the right to read it.")
        case _:
            reason = getattr(error, "strerror", None) or str(error)
            return _failure(str(path), f"cannot be read ({reason})", "Check the path and the disk.")


def _failure(where: str, reason: str, remedy: str) -> Failure:
    safe = where.encode("utf-8", "replace").decode("utf-8")
    return Failure(safe, reason, remedy, container=safe)
