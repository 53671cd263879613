"""An embedder without a model: texts that share words get similar vectors. Fails when told, and counts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.corpus.embedding import Fingerprint
from ingest.corpus.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.corpus.embedding import PassageInput
    from ingest.corpus.models import Vector

_WORD = re.compile(r"\w+")


class FakeEmbedder(Embeddings):
    """Sums a fixed direction per word; `passages` and `queries` record what was asked of it, in order."""

    def __init__(self, name: str = "fake", *, dimension: int = 256, sentence_vectors: bool = True) -> None:
        self._name = name
        self._dimension = dimension
        self._sentence_vectors = sentence_vectors
        self._failures: list[tuple[int, Exception]] = []
        self.passages: list[PassageInput] = []
        self.queries: list[str] = []

    def fail_next(self, error: Exception | None = None, *, after: int = 0) -> None:
        """Raise `error` once, when `after` more texts were embedded."""
        self._failures.append((after, error or EmbedderError("The embedder fake fails because a test asked for it.")))

    def forget(self) -> None:
        """Empty the record of what was embedded."""
        self.passages.clear()
        self.queries.clear()

    @property
    def texts_embedded(self) -> int:
        """How many texts were embedded since the start, or since `forget`."""
        return len(self.passages) + len(self.queries)

    @property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint(self._name, self._dimension, None)

    def query_vector(self, text: str) -> Vector:
        self._perhaps_fail()
        self.queries.append(text)
        return self._bag(text)

    def embed_passages(self, inputs: Sequence[PassageInput]) -> Iterator[tuple[Vector, Vector | None]]:
        for passage in inputs:
            self._perhaps_fail()
            self.passages.append(passage)
            yield self._bag(passage.full_text), self._sentences(passage)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(number) for number in self.query_vector(text)]

    def _perhaps_fail(self) -> None:
        if self._failures:
            after, error = self._failures.pop(0)
            if after == 0:
                raise error
            self._failures.insert(0, (after - 1, error))

    def _sentences(self, passage: PassageInput) -> Vector | None:
        if not self._sentence_vectors:
            return None
        rows = [self._bag(span.of(passage.text)) for span in passage.sentences]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self._dimension)

    def _bag(self, text: str) -> Vector:
        bag = np.zeros(self._dimension, dtype=np.float32)
        for word, times in Counter(_WORD.findall(text.casefold())).items():
            digest = hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
            bag[int.from_bytes(digest, "big") % self._dimension] += times
        if not bag.any():
            bag[0] = 1.0
        unit: Vector = bag / np.linalg.norm(bag)
        return unit
