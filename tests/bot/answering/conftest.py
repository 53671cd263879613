from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.finding import Finder
from bot.answering.pipeline import Answerer
from ingest.corpus.embedder import open_embedder
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words
from tests.fakes.reports import ARTICLES

if TYPE_CHECKING:
    from ingest.corpus.embedder import Embedder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return open_embedder("minilm")


@pytest.fixture(scope="session")
def newsroom(embedder: Embedder) -> InMemoryCorpus:
    corpus = InMemoryCorpus([(a, embedded(a, embedder)) for a in ARTICLES])
    corpus.embedder_name = "minilm"
    return corpus


@pytest.fixture
def answerer(newsroom: InMemoryCorpus, embedder: Embedder) -> Answerer:
    return Answerer(Finder(LentCorpus(newsroom), embedder, words))
