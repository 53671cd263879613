"""An ingest desk in a temporary folder: real files, a real store and ledger, an embedder without a model."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ingest.corpus.models import Source
from ingest.corpus.snapshot import SnapshotStore
from ingest.extract import Extraction, extract
from ingest.ledger import Ledger
from ingest.pipeline import LEDGER, ingest
from ingest.sources.base import Failure
from ingest.sources.files import FileFetcher
from ingest.split import SplitSettings
from tests.fakes.clock import StillClock
from tests.fakes.embedder import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.corpus.models import Article
    from ingest.report import Progress, Report

TODAY = dt.date(2024, 5, 1)


def count_words(text: str) -> int:
    return max(1, len(text.split()))


def extract_file(path: Path, **facts: Any) -> Extraction:
    """Read one file as ingest would."""
    fetcher = FileFetcher()
    (candidate,) = fetcher.survey(Source("test", str(path), **facts)).candidates
    document = fetcher.fetch(candidate)
    assert not isinstance(document, Failure)
    return extract(document, today=TODAY)


class Desk:
    """Write files, ingest them, look at what is stored."""

    def __init__(self, folder: Path) -> None:
        self.papers = folder / "papers"
        self.papers.mkdir()
        self.store = SnapshotStore(folder / "data")
        self.ledger = Ledger(folder / "data" / LEDGER)
        self.embedder = FakeEmbedder(dimension=16)
        self.clock = StillClock()
        self.progress: list[Progress] = []

    def write(self, name: str, text: str) -> Path:
        path = self.papers / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(
        self, *paths: Path, rebuild: bool = False, cancelled: Callable[[], bool] = lambda: False, **facts: Any
    ) -> Report:
        sources = [Source(path.name, str(path), **facts) for path in paths or (() if rebuild else (self.papers,))]
        return ingest(
            sources,
            store=self.store,
            embedder=self.embedder,
            split_settings=SplitSettings(),
            count_tokens=count_words,
            observer=self.progress.append,
            clock=self.clock,
            ledger=self.ledger,
            rebuild=rebuild,
            cancelled=cancelled,
        )

    def stored(self) -> dict[str, Article]:
        """Return the live articles by id."""
        snapshot = self.store.open()
        try:
            return {article.id: article for article in snapshot.articles()}
        finally:
            snapshot.close()
