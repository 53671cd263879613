"""Embedders of any LangChain provider, by name (`openai:text-embedding-3-small`, `ollama:nomic-embed-text`).

Place in the flow: adapts a LangChain `Embeddings` object to the `Embedder` port: batches, unit vectors, and the
provider's exceptions as one plain sentence, told apart by whether trying again may help. Gives no sentence vectors.
"""

from __future__ import annotations

import importlib.util
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.corpus import mishaps
from ingest.corpus.embedding import Fingerprint
from ingest.corpus.errors import EmbedderError, TransientEmbedderError
from ingest.corpus.wellformed import well_formed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.embeddings import Embeddings

    from ingest.corpus.embedding import PassageInput
    from ingest.corpus.models import Vector

PROVIDERS = {
    "azure_ai": "langchain-azure-ai",
    "azure_openai": "langchain-openai",
    "bedrock": "langchain-aws",
    "cohere": "langchain-cohere",
    "google_genai": "langchain-google-genai",
    "google_vertexai": "langchain-google-vertexai",
    "huggingface": "langchain-huggingface",
    "mistralai": "langchain-mistralai",
    "ollama": "langchain-ollama",
    "openai": "langchain-openai",
}
"""LangChain's name of each provider and the package that brings it."""

BATCH = 64
_MAX_CHARACTERS = 8_000
_BLANK = "."


class LangChainEmbedder:
    """A LangChain `Embeddings` as an `Embedder`; the dimension is found by one probe, at first need."""

    def __init__(self, name: str, embeddings: Embeddings, *, batch: int = BATCH) -> None:
        self.embeddings = embeddings
        self._name = name
        self._batch = batch
        self._dimension = 0
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> Fingerprint:
        """Name and dimension; asks the provider once when nothing was embedded yet."""
        if not self._dimension:
            self.query_vector("dimension")
        return Fingerprint(self._name, self._dimension, None)

    def query_vector(self, text: str) -> Vector:
        """Return the question's unit vector, shape (dimension,)."""
        vector: Vector = self._unit(self._ask(self.embeddings.embed_query, _acceptable(text)), 1)[0]
        return vector

    def embed_passages(self, inputs: Sequence[PassageInput]) -> Iterator[tuple[Vector, Vector | None]]:
        """Yield each passage's vector (dimension,) and None, in order; asks for a batch at a time."""
        for start in range(0, len(inputs), self._batch):
            texts = [_acceptable(passage.full_text) for passage in inputs[start : start + self._batch]]
            for vector in self._unit(self._ask(self.embeddings.embed_documents, texts), len(texts)):
                yield vector, None

    def _ask(self, embed: Callable[[Any], Any], what: Any) -> Any:
        try:
            return embed(what)
        except Exception as error:
            raise wrapped(self._name, error) from error

    def _unit(self, raw: Any, expected: int) -> Vector:
        """Check and normalise what came back: (expected, dimension), finite, not zero, of one dimension for ever."""
        try:
            rows = np.asarray(raw, dtype=np.float32).reshape(expected, -1)
        except (TypeError, ValueError) as error:
            raise self._unusable() from error
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or not norms.all():
            raise self._unusable()
        self._keep_dimension(rows.shape[1])
        unit: Vector = rows / norms
        return unit

    def _unusable(self) -> EmbedderError:
        return EmbedderError(
            f"The embedder {self._name} returned unusable vectors: check the model's name and settings."
        )

    def _keep_dimension(self, dimension: int) -> None:
        with self._lock:
            self._dimension = self._dimension or dimension
        if dimension != self._dimension:
            raise EmbedderError(
                f"The embedder {self._name} changed from {self._dimension} to {dimension} dimensions: "
                "check the provider's settings and rebuild the corpus."
            )


def connect(name: str, **options: Any) -> LangChainEmbedder:
    """Make the embedder `provider:model` with LangChain's own options; raises `EmbedderError` with what to do."""
    provider, _, model = (part.strip() for part in name.partition(":"))
    package = PROVIDERS[provider]
    if not model:
        raise EmbedderError(
            f"The embedder {name!r} names no model: write it as provider:model, such as openai:text-embedding-3-small."
        )
    if importlib.util.find_spec(package.replace("-", "_")) is None:
        raise EmbedderError(
            f"The embedder {name} needs the package {package}: install it with `pip install {package}`."
        )
    from langchain.embeddings import init_embeddings  # noqa: PLC0415  heavy, and only for who chose a provider

    try:
        return LangChainEmbedder(name, init_embeddings(model, provider=provider, **options))
    except Exception as error:
        raise wrapped(name, error) from error


def wrapped(name: str, error: Exception) -> EmbedderError:
    """Turn a provider's exception into ours: transient for time-outs, lost connections, 429 and 5xx."""
    what = f"The embedder {name} failed ({mishaps.told(error)})"
    if mishaps.may_pass(error):
        return TransientEmbedderError(f"{what}: try again in a moment.")
    return EmbedderError(f"{what}: check its model name, key and settings.")


def _acceptable(text: str) -> str:
    # Providers refuse blank texts, NUL and broken Unicode; a passage is never near the length limit.
    return well_formed(text[:_MAX_CHARACTERS]).replace("\x00", " ").strip() or _BLANK
