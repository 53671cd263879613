"""Which terms a build adds and takes away, so that the vocabulary is counted on and never anew.

Place in the flow: `database` tells it every passage that comes or goes and lets it write at the end. It costs what the
changes cost, however large the corpus is.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ingest.corpus.analysis import skeleton

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

# All rows of one term carry the same counts, so a new spelling's row starts with those of the others.
_ADD = """
INSERT INTO vocabulary (skeleton, term, passages, common)
SELECT ?1, ?2, coalesce(max(passages), 0), coalesce(max(common), 0) FROM vocabulary WHERE term = ?2
ON CONFLICT (skeleton, term) DO NOTHING"""
_COUNT = "UPDATE vocabulary SET passages = passages + ?, common = common + ? WHERE term = ?"
_FORGET = "DELETE FROM vocabulary WHERE passages <= 0"


class Tally:
    """The difference that one build makes to the counts of passages by term."""

    def __init__(self) -> None:
        self._passages: Counter[str] = Counter()
        self._common: Counter[str] = Counter()
        self._words: dict[str, str] = {}

    def add(self, lines: str, common: str, words: Mapping[str, str]) -> None:
        """Count a passage that comes; the arguments are as in `rows.Analysed`."""
        self._passages.update(_terms(lines))
        self._common.update(common.split())
        self._words.update(words)

    def drop(self, lines: str, common: str) -> None:
        """Count a passage that goes."""
        self._passages.subtract(_terms(lines))
        self._common.subtract(common.split())

    def write(self, connection: sqlite3.Connection) -> None:
        """Bring the table up to date."""
        # The word is taken unstemmed: a stem may have lost a consonant of the name.
        spelled = {(skeleton(word), term) for word, term in self._words.items()}
        connection.executemany(_ADD, sorted(pair for pair in spelled if pair[0]))
        changed = _changed(self._passages, self._common)
        connection.executemany(_COUNT, [(self._passages[t], self._common[t], t) for t in changed])
        connection.execute(_FORGET)


def _terms(lines: str) -> set[str]:
    return set(lines.partition("\n")[0].split())


def _changed(*counted: Counter[str]) -> list[str]:
    return sorted({term for counts in counted for term, count in counts.items() if count})
