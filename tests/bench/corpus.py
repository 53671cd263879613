"""What the benches measure on: the articles beside the repository, and a data folder that holds them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import load_settings
from bot.wiring import Workbench

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = Path(__file__).parents[2]
FA_KES = "fa-kes/FA-KES-before-2017.csv"
FA_KES_MAP = "id=unit_id,title=article_title,text=article_content,publisher=source,published=date"

SOURCES: dict[str, tuple[str, ...]] = {
    "founding": ("--publisher", "Middle East Monitor"),
    "syrian-archive": ("--map", "id=path,published=date", "--publisher", "Syrian Archive"),
    FA_KES: ("--encoding", "latin-1", "--map", FA_KES_MAP),
    "wikipedia-syria": ("--publisher", "Wikipedia"),
}


class UnavailableError(Exception):
    """What a bench measures on is not here; the message is one sentence."""


@dataclass(frozen=True)
class Setting:
    """Where the corpus is (or is to be made), and how many articles `ingest` takes (None: all)."""

    data_dir: Path
    articles: int | None = None


def shared() -> Path:
    folder = Path(os.environ.get("NAYRAB_SHARED") or REPOSITORY.parent / "shared")
    if not (folder / "data").is_dir():
        raise UnavailableError(f"the articles to measure on are not in {folder} (NAYRAB_SHARED says where they are).")
    return folder


def nayrab(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; one that fails ends the bench with what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise UnavailableError(f"`nayrab {arguments[0]}` failed: {done.stderr.strip().splitlines()[-1]}")
    return done


def ingested(location: Path, options: Sequence[str], data_dir: Path) -> dict[str, Any]:
    """Ingest one source and return the report."""
    report: dict[str, Any] = json.loads(
        nayrab("ingest", str(location), *options, "--data-dir", str(data_dir), "--json").stdout
    )
    return report


def workbench(setting: Setting) -> Workbench:
    """Open the corpus of all articles; where there is none it is made first, which takes minutes."""
    data = shared() / "data"
    if not (setting.data_dir / "CURRENT").exists():
        sys.stderr.write(f"Making the corpus in {setting.data_dir}; this takes some minutes.\n")
        for name, options in SOURCES.items():
            ingested(data / name, options, setting.data_dir)
    return Workbench(load_settings(data_dir=setting.data_dir))


def reports() -> list[dict[str, str]]:
    """Return the rows of FA-KES, the first of each title."""
    with (shared() / "data" / FA_KES).open(encoding="latin-1", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["article_title"] or "").strip()]
    return list({row["article_title"].strip(): row for row in reversed(rows)}.values())[::-1]


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]
