"""The real command line in this process, over real parts: a real model (loaded once), real snapshots, real files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot import log
from bot.cli import main
from bot.wiring import Workbench
from ingest.corpus.embedder import open_embedder
from ingest.corpus.snapshot import SnapshotStore

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.settings import Settings
    from ingest.corpus.embedder import Embedder

ARTICLE = """---
title: The town at the junction
publisher: The Idlib Courier
date: 2020-02-25
---
Al-Nayrab lies where the M4 highway meets the M5. The town changed hands twice in February 2020. Opposition fighters
retook it on 24 February with the support of Turkish artillery.
"""


@cache
def the_model() -> Embedder:
    """Return the default embedder, loaded once for all tests."""
    return open_embedder("minilm")


def assemble(settings: Settings) -> Workbench:
    """Put the real parts together."""
    bench = Workbench(settings)
    if settings.embedder.name == "minilm":
        bench.embedder = the_model()
    return bench


@dataclass(frozen=True)
class Ran:
    """What one call of the command did."""

    code: int
    out: str
    err: str

    @property
    def record(self) -> Any:
        """Return stdout read as one JSON object."""
        return json.loads(self.out)

    @property
    def records(self) -> list[Any]:
        """Return stdout read as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """Return the one sentence of a failure; fails when there is none, or more than that and progress."""
        lines = [line for line in self.err.splitlines() if line.startswith("nayrab: ")]
        assert len(lines) == 1, self.err
        assert self.err.endswith(lines[0] + "\n"), self.err
        assert "Traceback" not in self.err
        assert "Errno" not in lines[0]
        return lines[0]


class Terminal:
    """A terminal with a data folder and a folder of papers."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = folder / "data"
        self.papers = folder / "papers"
        self.papers.mkdir(exist_ok=True)
        self._capsys = capsys

    def run(self, *arguments: str | Path, data: Path | None = None) -> Ran:
        """Run one command."""
        try:
            code = main([*map(str, arguments), "--data-dir", str(data or self.data)], assemble=assemble)
        finally:
            log.take_down()
        captured = self._capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file among the papers."""
        path = self.papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def furnish(self, corpus: Path) -> None:
        """Begin with a copy of a data folder made before."""
        shutil.copytree(corpus, self.data)

    @property
    def snapshot(self) -> Path:
        """Return the folder of the live snapshot."""
        return self.data / "snapshots" / (self.data / "CURRENT").read_text().strip()

    def stored(self) -> dict[str, dict[str, Any]]:
        """Return the live articles by id, having made sure that the corpus is whole."""
        assert SnapshotStore(self.data).verify().ok
        return {record["id"]: record for record in self.run("corpus", "export").records}
