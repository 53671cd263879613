"""Which words of a found passage are those that were searched for: by their stems, and by every spelling of a place.

Place in the flow: `bot.render.search` marks them. Pure; the corpus is not asked, so a spelling that no list knows stays
unmarked.
"""

from __future__ import annotations

from functools import lru_cache

from bot.answering.places import spellings_in
from ingest.corpus.analysis import terms


@lru_cache(maxsize=256)
def searched_terms(words: str) -> frozenset[str]:
    """Return the index terms that count as what somebody searched for ("shelling" and "shelled" are one)."""
    own = {t.term for t in terms(words)}
    known = spellings_in(words)
    others = {other for term in own for other in known.of.get(term, ())}
    return frozenset((own | others) - known.left_out)


def found_in(text: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Return where in `text` a searched word stands, in order; words side by side with one space are one place."""
    found: list[tuple[int, int]] = []
    for term, start, end in terms(text):
        if term not in wanted:
            continue
        if found and text[found[-1][1] : start] in {"", " "}:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
