"""Articles split and embedded with a real embedder, ready for a corpus in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.corpus.embedder import PassageInput
from ingest.corpus.models import EmbeddedPassage, Span
from ingest.split import SplitSettings, split

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
