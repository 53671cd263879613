from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.pipeline import Answerer
from ingest.corpus.embedder import PassageInput, open_embedder
from ingest.corpus.models import EmbeddedPassage, Span
from ingest.split import SplitSettings, split
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.reports import ARTICLES

if TYPE_CHECKING:
    from ingest.corpus.embedder import Embedder
    from ingest.corpus.models import Article


def words(text: str) -> int:
    return len(text.split())


def embedded(article: Article, embedder: Embedder) -> list[EmbeddedPassage]:
    passages = split(article, SplitSettings(), words)
    inputs = [
        PassageInput(p.header, p.text, tuple(Span(s.start - p.span.start, s.end - p.span.start) for s in p.sentences))
        for p in passages
    ]
    vectors = embedder.embed_passages(inputs)
    return [EmbeddedPassage(p, v, s) for p, (v, s) in zip(passages, vectors, strict=True)]


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
    return Answerer(LentCorpus(newsroom), embedder, words)
