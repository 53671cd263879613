"""Writing so that a power cut finds either the old or the new: copies, fsync, atomic replacement, checksums.

Place in the flow: the only place where `builder` and `snapshot` touch files themselves; a test passes a disk that is
full instead. Knows nothing of what the files mean.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from ingest.corpus.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Disk:
    """The file operations of a build; every refusal of the system becomes one `StorageError`."""

    def make_directory(self, path: Path) -> None:
        """Create a directory with its parents; an existing one is left alone."""
        with refusals(path):
            path.mkdir(parents=True, exist_ok=True)

    def replace_text(self, path: Path, text: str) -> None:
        """Put `text` in the place of a file at once: readers see the old content or the new, never a part."""
        partial = path.with_name(path.name + ".tmp")
        with refusals(path):
            partial.write_text(text, encoding="utf-8")
            self.sync(partial)
            partial.replace(path)
            self.sync(path.parent)

    def rename(self, old: Path, new: Path) -> None:
        """Rename a directory within its parent, durably."""
        with refusals(new):
            old.rename(new)
            self.sync(new.parent)

    def copy_file(self, old: Path, new: Path) -> None:
        """Copy a file nobody writes to."""
        with refusals(new):
            shutil.copyfile(old, new)

    def copy_tree(self, old: Path, new: Path) -> None:
        """Copy a directory; SQLite files go through SQLite's own backup, because a reader may have them open."""
        with refusals(new):
            shutil.copytree(old, new, copy_function=_copy_any)

    def remove_tree(self, path: Path) -> None:
        """Remove a directory and all in it; one that is not there is no error."""
        with refusals(path):
            shutil.rmtree(path, ignore_errors=False) if path.exists() else None

    def sync_tree(self, path: Path) -> None:
        """Make everything below `path` durable."""
        with refusals(path):
            for folder, _, files in os.walk(path):
                for name in (*files, ""):
                    self.sync(path / folder / name)

    def anchor(self, path: Path) -> None:
        """Make durable that a directory is where it is, all the way down to it."""
        for folder in reversed(path.absolute().parents):
            with suppress(OSError):  # one that may not even be read was not made by us
                self.sync(folder)

    def sync(self, path: Path) -> None:
        """Make one file, or the names in one directory, durable; `OSError` when the system cannot."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write `path` into a `StorageError` that says what to do."""
    try:
        yield
    except (OSError, sqlite3.Error, shutil.Error) as error:
        raise storage_error(path, error) from error


def storage_error(path: Path, error: BaseException) -> StorageError:
    """Return the sentence for a disk that refused: what, where, what to do."""
    why = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"Cannot write {path}: {why}; free some space or choose another --data-dir (the live corpus is as it was)."
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_any(old: str, new: str) -> str:
    if not old.endswith((".db", ".sqlite3")):
        return shutil.copyfile(old, new)
    with closing(sqlite3.connect(f"file:{old}?mode=ro", uri=True)) as source, closing(sqlite3.connect(new)) as target:
        source.backup(target)
    return new
