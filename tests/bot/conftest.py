"""A corpus of one article, made once by the real command line; each test gets its own copy or an empty data folder."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

import pytest

from bot import log
from bot.cli import main
from tests.fakes.terminal import ARTICLE, Terminal, assemble

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that nobody may change."""
    papers = tmp_path_factory.mktemp("papers")
    (papers / "nayrab.md").write_text(ARTICLE, encoding="utf-8")
    data = tmp_path_factory.mktemp("corpus") / "data"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = main(["ingest", str(papers), "--data-dir", str(data)], assemble=assemble)
    log.take_down()
    assert code == 0
    return data


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """Return a terminal with an empty data folder."""
    return Terminal(tmp_path, capsys)


@pytest.fixture
def furnished(terminal: Terminal, corpus: Path) -> Terminal:
    """Return a terminal with its own copy of the corpus."""
    terminal.furnish(corpus)
    return terminal
