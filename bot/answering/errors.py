"""Faults of answering, as sentences for people; a refusal is not a fault and is never raised."""

from __future__ import annotations

from ingest.corpus.errors import NayrabError


class AnsweringError(NayrabError):
    """The question could not be worked on (not: the articles do not say)."""


class BadQuestionError(AnsweringError):
    """The question or one of its options cannot be used; the message says what to change."""


class UnknownPublisherError(BadQuestionError):
    """A publisher was asked for that no article in the corpus has."""


class ModelError(AnsweringError):
    """The language model could not be asked, and asking again would not help: its name, key or settings are wrong."""


class TransientModelError(ModelError):
    """The language model failed in a way that may pass: too slow, overloaded, cut off.

    `retry_after` is how many seconds it asked to be left alone, where it said so.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SlowModelError(TransientModelError):
    """The language model did not answer in time; it may go on, but nobody listens any more."""
