"""kill -9 at ten moments of a real ingest: the live corpus stays whole, and the next ingest completes.

The moments are drawn with a fixed seed, one in each tenth of the time that an undisturbed ingest takes here from its
first progress line (until then it only loads) to its end: reading, embedding, indexing and publishing are all hit.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest.corpus import tokens
from ingest.corpus.minilm import MiniLM
from ingest.corpus.models import Source
from ingest.corpus.snapshot import SnapshotStore
from ingest.pipeline import ingest
from ingest.split import SplitSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.report import Report

REPOSITORY = Path(__file__).parents[2]
KILLS = 10
OLD, NEW = 4, 24
SENTENCES = 4

TOWNS = ("Tellin", "Marrun", "Oskava", "Birzeh", "Kafr Dal", "Sarmat", "Hallat", "Zeitan")
DEEDS = (
    "reopened the {} of {} after {} days of rain.",
    "counted {} families on the road between the {} and {}.",
    "asked for {} lorries of flour, said the mayor of the {} at {}.",
    "saw {} shells fall near the {} before the convoy reached {}.",
)


@dataclass(frozen=True)
class Rig:
    """A corpus of `OLD` articles, `NEW` more to come, when to kill (seconds from the first line), the result."""

    papers: Path
    before: Path
    moments: tuple[float, ...]
    articles: frozenset[str]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Rig:
    folder = tmp_path_factory.mktemp("kills")
    papers, before, whole = folder / "papers", folder / "before", folder / "whole"
    papers.mkdir()
    draw = random.Random(1)
    _write(papers, draw, OLD)
    _ingest(papers, before, minilm)
    _write(papers, draw, NEW)
    shutil.copytree(before, whole)
    with _at_work(papers, whole) as child:
        started = time.monotonic()
        assert child.wait() == 0
        seconds = time.monotonic() - started
    moments = tuple((tenth + draw.random()) / KILLS * seconds for tenth in range(KILLS))
    return Rig(papers, before, moments, _articles(whole))


@pytest.mark.parametrize("kill", range(KILLS))
def test_an_ingest_killed_at_any_moment_harms_nothing(rig: Rig, minilm: MiniLM, tmp_path: Path, kill: int) -> None:
    data = tmp_path / "data"
    shutil.copytree(rig.before, data)
    old = _articles(data)

    with _at_work(rig.papers, data) as child:
        _kill(child, after=rig.moments[kill])

    assert SnapshotStore(data).verify().ok
    assert _articles(data) in (old, rig.articles)
    report = _ingest(rig.papers, data, minilm)
    assert not report.failed
    assert SnapshotStore(data).verify().ok
    assert _articles(data) == rig.articles
    assert not list((data / "snapshots").glob("*.building"))


def _write(papers: Path, draw: random.Random, count: int) -> None:
    first = sum(1 for _ in papers.iterdir())
    for number in range(first, first + count):
        town = draw.choice(TOWNS)
        body = " ".join(_sentence(draw, town) for _ in range(SENTENCES))
        (papers / f"{number:02}.md").write_text(f"# Report {number} from {town}\n\n{body}\n", encoding="utf-8")


def _sentence(draw: random.Random, town: str) -> str:
    words = (draw.randint(2, 900), draw.choice(("bridge", "bakery", "clinic", "market")), draw.choice(TOWNS))
    return f"On Monday people in {town} {draw.choice(DEEDS).format(*words)}"


def _ingest(papers: Path, data: Path, minilm: MiniLM) -> Report:
    """Ingest in this process, where the model is loaded already."""
    tokens.use_cache(data)
    return ingest(
        [Source("papers", str(papers))],
        store=SnapshotStore(data),
        embedder=minilm,
        split_settings=SplitSettings(),
        count_tokens=tokens.count,
    )


@contextmanager
def _at_work(papers: Path, data: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the command, and hand it over when it has said its first word about progress."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("NAYRAB_")}
    home = {"HOME": str(data.parent), "XDG_CONFIG_HOME": str(data.parent), "XDG_DATA_HOME": str(data.parent)}
    command = [sys.executable, "-m", "bot", "ingest", str(papers), "--data-dir", str(data)]
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=surroundings | home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        assert any(line.startswith("read ") for line in child.stderr)
        yield child


def _kill(child: subprocess.Popen[str], *, after: float) -> None:
    """Kill the child when `after` seconds have passed; a quicker one has ended by itself."""
    try:
        child.wait(timeout=after)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _articles(data: Path) -> frozenset[str]:
    snapshot = SnapshotStore(data).open()
    try:
        return frozenset(article.id for article in snapshot.articles())
    finally:
        snapshot.close()
