"""Files that admins hand in through Discord: safe names, limits, and a place in the data folder.

Place in the flow: the curator keeps an upload here and adds it as a source of its own; ingest reads it like any file.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from bot.uploading import SUFFIXES
from ingest.corpus.errors import NayrabError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "uploads"
PREFIX = "upload/"
_MOST_CHARACTERS = 60
_UNSAFE = re.compile(r"[^\w.-]+")


class UploadError(NayrabError):
    """The file is not one that is taken in."""


def safe_name(filename: str) -> str:
    """Return a file name without folders, blanks or signs that mean something elsewhere; the suffix in lower case.

    Raises:
        UploadError: the suffix is not one of `SUFFIXES`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    stem, dot, suffix = last.rpartition(".")
    ending = (dot + suffix).lower().strip()
    if not stem or ending not in SUFFIXES:
        raise UploadError(f"{_shown(last)} cannot be taken in; send a file that ends in {', '.join(SUFFIXES)}.")
    plain = _UNSAFE.sub("-", stem)[:_MOST_CHARACTERS].strip(".-_") or "file"
    return plain + ending


def _shown(name: str) -> str:
    return (
        "".join(character if character.isprintable() else "?" for character in name[:_MOST_CHARACTERS]) or "This file"
    )


def check_size(filename: str, size: int, most: int) -> None:
    """Refuse an empty file and one of more than `most` bytes; raises `UploadError`."""
    if not size:
        raise UploadError(f"{_shown(filename)} is empty; send one with articles in it.")
    if size > most:
        limit = f"{most / 1024 / 1024:.1f} MiB"
        raise UploadError(
            f"{_shown(filename)} has {size / 1024 / 1024:.1f} MiB, more than the {limit} taken; split it."
        )


def keep(folder: Path, name: str, content: bytes) -> Path:
    """Write an upload whole or not at all, in the place of an earlier one of this name; raises `StorageError`."""
    target, partial = folder / name, folder / f".{name}.part"
    with _refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    return target


def discard(folder: Path, location: str) -> bool:
    """Remove an upload from the disk and tell whether there was one; a place outside the folder is left alone."""
    file = Path(location)
    if file.parent != folder:
        return False
    with _refusals(folder):
        file.unlink(missing_ok=True)
    return True


@contextlib.contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{folder} cannot be written ({error.strerror}); make room and try again.") from error
