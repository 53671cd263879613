"""Faults of answering, as sentences for people; a refusal is not a fault and is never raised."""

from __future__ import annotations

from ingest.corpus.errors import NayrabError


class AnsweringError(NayrabError):
    """The question could not be worked on (not: the articles do not say)."""


class BadQuestionError(AnsweringError):
    """The question or one of its options cannot be used; the message says what to change."""


class UnknownPublisherError(BadQuestionError):
    """A publisher was asked for that no article in the corpus has."""
