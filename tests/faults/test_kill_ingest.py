"""kill -9 and SIGTERM at every stage of a real ingest: the live corpus stays whole, and the next ingest completes.

The process sends itself the signal when a function of the stage is called (`tests.fakes.doom`); no luck is needed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
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
from tests.fakes.doom import LIVE_AFTER, STAGES

if TYPE_CHECKING:
    from ingest.report import Report

REPOSITORY = Path(__file__).parents[2]
OLD, NEW = 4, 12
SENTENCES = 4
NTH = {"fetch": 9, "extract": 5, "split": 5, "embed": 5, "put": 5}
"""In the midst of what is done article by article; everything else happens once."""
POLITELY = tuple(STAGES) if os.environ.get("NAYRAB_TEST_EVERY_STAGE") else ("fetch", "embed", "index", "publish")
"""Where SIGTERM is tried too; by default not everywhere, to save a minute: the command ends as after Ctrl-C."""

TOWNS = ("Tellin", "Marrun", "Oskava", "Birzeh", "Kafr Dal", "Sarmat", "Hallat", "Zeitan")
DEEDS = (
    "reopened the {} of {} after {} days of rain.",
    "counted {} families on the road between the {} and {}.",
    "asked for {} lorries of flour, said the mayor of the {} at {}.",
    "saw {} shells fall near the {} before the convoy reached {}.",
)


@dataclass(frozen=True)
class Rig:
    """A corpus of `OLD` articles, `NEW` more to come, and what it then holds."""

    papers: Path
    before: Path
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
    _ingest(papers, whole, minilm)
    return Rig(papers, before, _articles(whole))


@pytest.mark.parametrize("stage", STAGES)
def test_an_ingest_killed_at_any_stage_harms_nothing(rig: Rig, minilm: MiniLM, tmp_path: Path, stage: str) -> None:
    data = _struck(rig, tmp_path, stage, signal.SIGKILL, expected=-signal.SIGKILL)
    _assert_whole_and_can_go_on(rig, data, minilm, stage)


@pytest.mark.parametrize("stage", POLITELY)
def test_an_ingest_told_to_stop_harms_nothing(rig: Rig, minilm: MiniLM, tmp_path: Path, stage: str) -> None:
    data = _struck(rig, tmp_path, stage, signal.SIGTERM, expected=128 + signal.SIGTERM)
    assert not list((data / "snapshots").glob("*.building"))
    _assert_whole_and_can_go_on(rig, data, minilm, stage)


def _assert_whole_and_can_go_on(rig: Rig, data: Path, minilm: MiniLM, stage: str) -> None:
    assert SnapshotStore(data).verify().ok
    assert _articles(data) == (rig.articles if stage in LIVE_AFTER else _articles(rig.before))
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


def _struck(rig: Rig, folder: Path, stage: str, number: int, *, expected: int) -> Path:
    """Run the command in a process that the signal hits at a stage; returns the data folder that it leaves."""
    data = folder / "data"
    shutil.copytree(rig.before, data)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("NAYRAB_")}
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    doom = [sys.executable, "-m", "tests.fakes.doom", stage, str(NTH.get(stage, 1)), str(int(number))]
    done = subprocess.run(
        [*doom, "ingest", str(rig.papers), "--data-dir", str(data)],
        cwd=REPOSITORY,
        env=surroundings | home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == expected, done.stderr
    return data


def _articles(data: Path) -> frozenset[str]:
    snapshot = SnapshotStore(data).open()
    try:
        return frozenset(article.id for article in snapshot.articles())
    finally:
        snapshot.close()
