"""Where the words of a text stand, by stem: for telling whether two things are said beside each other.

Place in the flow: `signs` and `wanted` read sentences with it. Pure; stems are those of the index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+(?:['’][^\W_]+)*")


@lru_cache(maxsize=4096)
def placed(text: str) -> tuple[tuple[int, str], ...]:
    """Return (where it starts, its stem) of each word that carries content, in order."""
    found = ((m.start(), _stem(m.group())) for m in _WORD.finditer(text))
    return tuple((at, stem) for at, stem in found if stem)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return next((t.term for t in terms(word)), "")


def beside(spots: Iterable[int], text: str, stems: AbstractSet[str], reach: int) -> bool:
    """Tell whether one of these places is within `reach` characters of where a word with one of the stems starts."""
    starts = [at for at, stem in placed(text) if stem in stems]
    return bool(starts) and any(abs(spot - start) <= reach for spot in spots for start in starts)
