"""Whether a statement is about what was asked: it says one of the question's words, or means something near it.

Place in the flow: `generative` asks it of each claim that was verified: what an article says to whoever reads it is
seldom about the question, and need not be known by its wording to be left out. Pure; it judges no truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from bot.answering.query import Query

_NEAR = 0.45
"""Cosine on the default embedder's scale from which on a text that shares no word is about the same."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: its words with their other forms, its own text, and what tells how near a text is."""

    words: AbstractSet[str]
    text: str
    similarity: Callable[[str, str], float] | None = None

    @classmethod
    def of(cls, query: Query, similarity: Callable[[str, str], float] | None = None) -> Subject:
        """Return the subject of a question that was read."""
        asked = (stem for term in query.terms if not term.only_asks for stem in term.group)
        return cls(frozenset(asked), query.text, similarity)

    def is_in(self, statement: str) -> bool:
        """Tell whether a statement is about it; every one is where the question has no word of its own."""
        if self.shares_a_word(statement):
            return True
        return self.similarity is not None and self.similarity(self.text, statement) >= _NEAR

    def shares_a_word(self, statement: str) -> bool:
        """Tell whether a statement says a word of the question; every one does where the question has none."""
        return not self.words or not self.words.isdisjoint(t.term for t in terms(statement))
