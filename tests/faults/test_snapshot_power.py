"""The power goes at any moment of a build, a rollback or a removal: the old corpus is there or the new one, whole."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.snapshot import SnapshotStore
from tests.fakes.disks import FIRST, SECOND, assert_untouched, build
from tests.fakes.power import CutDisk, Image, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with two snapshots, to copy."""
    folder = tmp_path_factory.mktemp("two") / "data"
    store = SnapshotStore(folder)
    build(store, *FIRST)
    build(store, *SECOND[:2])
    return folder


class Inspector:
    """Looks at images of a disk; what was found whole once is not looked at again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._whole: set[str] = set()
        self._made = 0

    def live(self, label: str, image: Image) -> str | None:
        """Return what CURRENT names; every snapshot that can be seen is whole."""
        current = image.get("data/CURRENT", b"")
        assert current is not None
        names = {path.split("/")[2] for path in image if path.startswith("data/snapshots/")}
        visible = sorted(name for name in names if name.isdigit())
        for name in visible:
            assert self._verifies(name, image) == (), f"{name} {label}"
        assert not current or current.decode().strip() in visible, label
        return current.decode().strip() or None

    def _verifies(self, name: str, image: Image) -> tuple[str, ...]:
        own = {path: content for path, content in image.items() if path.startswith(f"data/snapshots/{name}")}
        key = hashlib.sha256(repr(sorted(own.items())).encode()).hexdigest()
        if key not in self._whole:
            problems = SnapshotStore(self.place(own) / "data").verify(name).problems
            if problems:
                return problems
            self._whole.add(key)
        return ()

    def place(self, image: Image) -> Path:
        self._made += 1
        return write(image, self._folder / str(self._made))


@pytest.fixture
def inspect(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path / "images")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


@pytest.fixture
def cut(root: Path, two_days: Path) -> Iterator[CutDisk]:
    shutil.copytree(two_days, root / "data")
    disk = CutDisk(root)
    yield disk
    disk.close()


DEEDS: dict[str, tuple[Callable[[SnapshotStore], object], set[str], str]] = {
    "build": (build, {"000002", "000003"}, "000003"),
    "roll back": (lambda store: store.rollback(), {"000001", "000002"}, "000001"),
    "remove": (lambda store: store.prune(1), {"000002"}, "000002"),
}


@pytest.mark.parametrize(("deed", "either", "after"), DEEDS.values(), ids=DEEDS)
def test_a_power_cut_at_any_moment_leaves_the_old_or_the_new(
    root: Path, cut: CutDisk, inspect: Inspector, deed: Callable[[SnapshotStore], object], either: set[str], after: str
) -> None:
    deed(SnapshotStore(root / "data", disk=cut))
    assert {inspect.live(label, image) for label, image in cut.images} == either
    # What was said to be done is done.
    assert {inspect.live(label, image) for label, image in cut.left("at the end")} == {after}


def test_the_first_build_is_there_whole_or_not_at_all(root: Path, inspect: Inspector) -> None:
    cut = CutDisk(root)
    build(SnapshotStore(root / "data", disk=cut))
    assert {inspect.live(label, image) for label, image in cut.images} == {None, "000001"}
    assert {inspect.live(label, image) for label, image in cut.left("at the end")} == {"000001"}
    cut.close()


def test_what_a_power_cut_leaves_lying_about_hinders_no_later_build(
    root: Path, cut: CutDisk, inspect: Inspector
) -> None:
    build(SnapshotStore(root / "data", disk=cut))
    for label, image in (cut.images[len(cut.images) // 3], cut.images[len(cut.images) * 2 // 3], cut.images[-1]):
        live = inspect.live(label, image)
        assert live is not None
        assert_untouched(SnapshotStore(inspect.place(image) / "data"), live)
