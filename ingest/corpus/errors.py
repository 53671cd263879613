"""The corpus's error tree: what can go wrong with snapshots, indexes and embedders, as sentences for people.

Place in the flow: raised by the shared kernel where a library's exception is adapted; turned into text at the edge
(`bot.cli`, the cogs). Every message says what, where and what to do.
"""

from __future__ import annotations


class NayrabError(Exception):
    """Root of every error that is shown to a person as one plain sentence."""


class CorpusError(NayrabError):
    """Something about the corpus keeps this from being done."""


class NoCorpusError(CorpusError):
    """There is no live snapshot yet."""


class CorpusBusyError(CorpusError):
    """Another process is writing; one writer at a time."""


class CorruptSnapshotError(CorpusError):
    """A snapshot's files do not agree with its manifest or with each other; `fault` says so in half a sentence."""

    def __init__(self, message: str, fault: str | None = None) -> None:
        super().__init__(message)
        self.fault = fault or message


class SnapshotMismatchError(CorpusError):
    """The snapshot was built by another embedder, splitter setting or a newer Nayrab than the settings ask for."""


class StorageError(CorpusError):
    """The disk refused: full, read-only, not writable."""


class EmbedderError(NayrabError):
    """The embedder cannot be had or failed; permanent unless it is a `TransientEmbedderError`."""


class TransientEmbedderError(EmbedderError):
    """The embedder failed in a way that may pass (a time-out, a rate limit)."""
