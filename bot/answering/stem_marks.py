"""Which stems a text holds, told from its words: what each holds is remembered, and words come back more than texts.

Place in the flow: `orders` and `speech` look closer only at a sentence that holds a stem of what they look for. Pure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class StemMarks:
    """Which of several checks a text is up for: those one of whose stems it holds. Safe to use from several threads."""

    def __init__(self, stems_of: Sequence[Sequence[str]]) -> None:
        """Take the lower-case stems of each check."""
        self._pieces = lru_cache(maxsize=50_000)(self._read)
        each = [(stem, number) for number, stems in enumerate(stems_of) for stem in stems]
        self._words = [(stem, number) for stem, number in each if _is_one_word(stem)]
        self._phrases: dict[str, list[tuple[str, int]]] = {}
        for stem, number in each:
            if not _is_one_word(stem):
                self._phrases.setdefault(max(stem.split(), key=len), []).append((stem, number))

    def met_in(self, lowered: str) -> set[int]:
        """Return the numbers of the checks that a lower-case text is up for."""
        met: set[int] = set()
        for numbers, phrases in filter(None, map(self._pieces, lowered.split())):
            met.update(numbers)
            met.update(number for phrase, number in phrases if number not in met and phrase in lowered)
        return met

    def _read(self, word: str) -> tuple[frozenset[int], tuple[tuple[str, int], ...]] | None:
        """Return the checks whose stem is in a word, and the phrases of which it may be a part; None for neither."""
        numbers = frozenset(number for stem, number in self._words if stem in word)
        phrases = tuple(each for part, found in self._phrases.items() if part in word for each in found)
        return (numbers, phrases) if numbers or phrases else None


def _is_one_word(stem: str) -> bool:
    return [stem] == stem.split()
