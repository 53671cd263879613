"""A disk that knows what a power cut would leave of it: what was synced, and any of what was not.

Names in a directory are safe once the directory was synced, bytes once the file was. Everything later may be there, be
missing or (bytes) be half there, each directory and each file for itself.
"""

from __future__ import annotations

import os
import random
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ingest.corpus.builder import UNFINISHED
from ingest.corpus.durable import Disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Names = dict[str, int]
"""The inode numbers of a directory's entries."""
Image = dict[str, bytes | None]
"""A disk by relative path: a file's bytes, None for a directory."""

MIXES = 2


class _Now(NamedTuple):
    """The tree as the running system sees it: names by directory, bytes by file, both by inode."""

    names: dict[int, Names]
    content: dict[int, bytes]


class CutDisk(Disk):
    """Works as any disk, and collects what `root` could look like if the power went before each step.

    `images` holds each different one once, with the step it belongs to.
    """

    def __init__(self, root: Path) -> None:
        self.images: list[tuple[str, Image]] = []
        self._seen: set[int] = set()
        self._root = root
        self._held: list[int] = []
        self._names: dict[int, Names] = {}
        self._content: dict[int, bytes] = {}
        self._chance = random.Random(7)
        for folder, _, files in os.walk(root):
            for name in (*files, ""):
                self._note(root / folder / name)

    def close(self) -> None:
        for descriptor in self._held:
            os.close(descriptor)

    def sync(self, path: Path) -> None:
        self._collect(f"before sync {path.name}")
        super().sync(path)
        self._note(path)

    def make_directory(self, path: Path) -> None:
        self._collect(f"before make {path.name}")
        super().make_directory(path)

    def rename(self, old: Path, new: Path) -> None:
        self._collect(f"before rename {old.name} to {new.name}")
        super().rename(old, new)

    def replace_text(self, path: Path, text: str) -> None:
        self._collect(f"before replace {path.name}")
        super().replace_text(path, text)

    def remove_tree(self, path: Path) -> None:
        self._collect(f"before remove {path.name}")
        super().remove_tree(path)

    def left(self, label: str) -> list[tuple[str, Image]]:
        """What a power cut now could leave."""
        now = self._now()
        chosen = [(names, content) for names in (False, True) for content in ("synced", "half")]
        found = [self._image(now, names=partial(bool, n), content=partial(str, c)) for n, c in chosen]
        found += [self._image(now, names=self._coin, content=self._any) for _ in range(MIXES)]
        return [(label, image) for image in found]

    def _collect(self, label: str) -> None:
        # Whoever opens a finished snapshot makes Chroma write to its SQLite file: in a transaction that SQLite syncs.
        for path in self._root.rglob("chroma.sqlite3"):
            if UNFINISHED not in str(path):
                self._note(path)
        for _, image in self.left(label):
            key = hash(frozenset(image.items()))
            if key not in self._seen:
                self._seen.add(key)
                self.images.append((label, image))

    def _coin(self) -> bool:
        return self._chance.random() < 0.5

    def _any(self) -> str:
        return self._chance.choice(["synced", "now", "half", "zeros"])

    def _note(self, path: Path) -> None:
        """Take down what is durable now; held open, so that no other file gets the number of one that is removed."""
        descriptor = os.open(path, os.O_RDONLY)
        self._held.append(descriptor)
        number = os.fstat(descriptor).st_ino
        if path.is_dir():
            self._names[number] = {entry.name: entry.inode() for entry in os.scandir(path)}
        else:
            self._content[number] = path.read_bytes()

    def _now(self) -> _Now:
        now = _Now({}, {})
        for folder, _, files in os.walk(self._root):
            here = self._root / folder
            now.names[here.stat().st_ino] = {entry.name: entry.inode() for entry in os.scandir(here)}
            now.content.update({(here / name).stat().st_ino: (here / name).read_bytes() for name in files})
        return now

    def _image(self, now: _Now, *, names: Callable[[], bool], content: Callable[[], str]) -> Image:
        image: Image = {}
        todo = [("", self._root.stat().st_ino)]
        for path, number in todo:
            synced, latest = self._names.get(number, {}), now.names.get(number)
            for name, inner in (latest if latest is not None and names() else synced).items():
                folder = inner in now.names or inner in self._names
                image[path + name] = None if folder else self._bytes(inner, now, content())
                if folder:
                    todo.append((f"{path}{name}/", inner))
        return image

    def _bytes(self, number: int, now: _Now, how: str) -> bytes:
        synced = self._content.get(number, b"")
        latest = now.content.get(number, synced)
        if how == "synced" or latest == synced:
            return synced
        return {"now": latest, "half": latest[: len(latest) // 2], "zeros": bytes(len(latest))}[how]


def write(image: Image, folder: Path) -> Path:
    """Put an image on a real disk."""
    for path, content in image.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(content)
    return folder
