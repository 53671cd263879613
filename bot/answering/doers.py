"""Who did it: whether sentences tell of the same deed by the same side of the war as a statement does.

Place in the flow: `verify` asks for claims that a writer worded, `bearing_out` more strictly for what strangers wrote.
Pure, on the word lists of `acts`: a deed or a side that these do not know is left to the other checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.acts import DONE_BY_SIDES, acts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.acts import Heard


def done_by_others(statement: str, sentences: Sequence[str]) -> str | None:
    """Return the side that a statement has do something which the sentences have another side do, or None."""
    said = [heard for sentence in sentences for heard in acts_in(sentence)]
    for mine in _deeds(statement):
        told = [heard for heard in said if heard.act == mine.act and heard.done_to & mine.done_to]
        others = [heard for heard in told if _doers(heard)]
        if others and not any(_doers(heard) & _doers(mine) for heard in told):
            return min(_doers(mine))
    return None


def done_so(statement: str, sentence: str) -> bool:
    """Tell whether a sentence has the same sides do all that a statement has sides do, to the same."""
    said = acts_in(sentence)
    return all(any(_is_same(mine, heard) for heard in said) for mine in _deeds(statement))


def _is_same(mine: Heard, heard: Heard) -> bool:
    same = heard.act == mine.act and heard.denied == mine.denied
    return same and bool(_doers(heard) & _doers(mine)) and bool(heard.done_to & mine.done_to or not mine.done_to)


def _deeds(statement: str) -> list[Heard]:
    return [heard for heard in acts_in(statement) if heard.act in DONE_BY_SIDES and _doers(heard)]


def _doers(heard: Heard) -> frozenset[str]:
    return heard.by if heard.passive else heard.before
