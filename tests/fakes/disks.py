"""Disks that fail, a process to kill in mid-build, and the small corpus they are tried on."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.durable import Disk, refusals
from tests.fakes.corpus import EMBEDDER, SPLITTER, an_article, passages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import SnapshotStore

ROOT = Path(__file__).parents[2]
FIRST = [an_article(f"first{n}", f"Report {n} of the first day.", "It was quiet.") for n in range(3)]
SECOND = [an_article(f"second{n}", f"Report {n} of the second day.", "It was loud.") for n in range(6)]


def build(store: SnapshotStore, *articles: Article, fresh: bool = False) -> str:
    with store.begin(EMBEDDER, SPLITTER, fresh=fresh) as builder:
        for article in articles or SECOND:
            builder.put(article, passages_of(article))
        builder.finish({})
        return builder.publish().name


def assert_untouched(store: SnapshotStore, name: str = "000001") -> None:
    """The live corpus is the first one, whole, and a build made now completes and verifies."""
    assert store.current() == name
    assert store.verify().problems == ()
    built = build(store)
    assert store.current() == built
    assert store.verify().problems == ()
    assert [p.name for p in store.snapshots.iterdir() if p.suffix] == []


WORKER = """
import sys
from pathlib import Path
from ingest.corpus.durable import Disk
from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.disks import build

class Announced(Disk):
    def __getattribute__(self, name):
        if not name.startswith("_"):
            print(name, flush=True)
            sys.stdin.readline()
        return super().__getattribute__(name)

build(SnapshotStore(Path(sys.argv[1]), disk=Announced()))
print("published", flush=True)
sys.stdin.readline()
"""


class Worker:
    """A process that builds and stops before each step on disk until it is told to go on."""

    def __init__(self, store: SnapshotStore) -> None:
        command = [sys.executable, "-c", WORKER, str(store.data_dir)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def reach(self, step: str, times: int = 1) -> None:
        """Let it go on until it is about to take this step for the n-th time."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            times -= line.strip() == step
            if times == 0:
                return
            self.go_on()
        pytest.fail(f"the build ended before {step}")

    def go_on(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()


class DyingDisk(Disk):
    """Works for so many steps; then nothing works any more, cleaning up included, as when the power goes."""

    def __init__(self, steps: int, fault: Callable[[], BaseException]) -> None:
        self._left = steps
        self._fault = fault

    @contextmanager
    def _counted(self, path: Path) -> Iterator[None]:
        self._left -= 1
        with refusals(path):
            if self._left < 0:
                raise self._fault()
            yield

    def make_directory(self, path: Path) -> None:
        with self._counted(path):
            super().make_directory(path)

    def replace_text(self, path: Path, text: str) -> None:
        with self._counted(path):
            super().replace_text(path, text)

    def rename(self, old: Path, new: Path) -> None:
        with self._counted(new):
            super().rename(old, new)

    def copy_file(self, old: Path, new: Path) -> None:
        with self._counted(new):
            super().copy_file(old, new)

    def copy_tree(self, old: Path, new: Path) -> None:
        with self._counted(new):
            super().copy_tree(old, new)

    def remove_tree(self, path: Path) -> None:
        with self._counted(path):
            super().remove_tree(path)

    def sync_tree(self, path: Path) -> None:
        with self._counted(path):
            super().sync_tree(path)


class PowerCutError(BaseException):
    """Not an error any code may handle."""
