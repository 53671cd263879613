"""What every embedder is, seen from outside: the protocol, its inputs, its fingerprint.

Place in the flow: `ingest` embeds passages through it, the bot questions; `embedder.open_embedder` gives one by name.
Knows no model.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.corpus.models import Span, Vector


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a snapshot records of the embedder it was built with; `sha256` is of the weights, when they are local."""

    name: str
    dimension: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class PassageInput:
    """One passage to embed. `sentences` are spans in `text`; `header` is embedded before it, on a line of its own."""

    header: str
    text: str
    sentences: tuple[Span, ...]

    @property
    def full_text(self) -> str:
        """Return header and text as they are embedded."""
        return f"{self.header}\n{self.text}" if self.header else self.text

    @property
    def offset(self) -> int:
        """Return where `text` begins in `full_text`, in code points."""
        return len(self.header) + 1 if self.header else 0


@runtime_checkable
class Embedder(Protocol):
    """Turns questions and passages into unit vectors (float32); safe to use from several threads."""

    @property
    def fingerprint(self) -> Fingerprint:
        """Return what the vectors depend on. May ask a remote provider once, and raise `EmbedderError`."""

    def query_vector(self, text: str) -> Vector:
        """Return a unit vector of shape (dimension,); raises `EmbedderError` or `TransientEmbedderError`."""

    def embed_passages(self, inputs: Sequence[PassageInput]) -> Iterator[tuple[Vector, Vector | None]]:
        """Yield per input, in order, its vector (dimension,) and its sentences' (n, dimension) or None."""
