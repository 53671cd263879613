"""Sentences that cannot stand alone: what a quoted sentence takes along from before it and after it.

Place in the flow: `extractive` widens what it chose. Pure; it chooses nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answering.ranking import is_quotable, leans_back
from bot.answering.speakers import last_speaker_in, leaves_speaker_open
from ingest.corpus.models import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAKES_BACK = re.compile(
    r"^\W*(?:however|but|yet|nevertheless|on the contrary|in fact|this was denied)\b", re.IGNORECASE
)
_MOST_OF_A_QUOTATION = 2
"""Sentences by which a quotation that is open at the end is followed."""


def with_neighbours(text: str, span: Span, sentences: Sequence[Span], run_words: int) -> Span:
    """Widen a sentence to the neighbours it needs: what it points back to, the rest of its quotation, a taking back.

    All but the taking back stay behind when the run would be longer than `run_words`; that one is never left out.
    """
    if span not in sentences:
        return span
    first = last = sentences.index(span)
    if first and _needs(text, sentences[first - 1], span) and _same_paragraph(text, sentences[first - 1], span):
        first -= 1
    for _ in range(_MOST_OF_A_QUOTATION):
        if _open_quotation(text[sentences[first].start : sentences[last].end]) and last + 1 < len(sentences):
            last += 1
    end = with_taking_back(text, sentences[last], sentences).end
    wide = Span(sentences[first].start, end)
    return wide if len(wide.of(text).split()) <= run_words else with_taking_back(text, span, sentences)


def with_taking_back(text: str, span: Span, sentences: Sequence[Span]) -> Span:
    """Add the next sentence where it takes this one back: without it the quote would say what the report does not."""
    after = sentences.index(span) + 1 if span in sentences else len(sentences)
    taken_back = after < len(sentences) and _TAKES_BACK.match(sentences[after].of(text))
    return Span(span.start, sentences[after].end) if taken_back else span


def _needs(text: str, before: Span, span: Span) -> bool:
    """Tell whether a sentence says little without the one before it, or that one tells who speaks, and not readably."""
    sentence, previous = span.of(text), before.of(text)
    if is_list_item(sentence):
        return previous.rstrip().endswith(":")
    if not is_quotable(previous):
        return False  # a heading or a promotion is never quoted, not even for the sake of its neighbour
    return leans_back(sentence) or (leaves_speaker_open(sentence) and not last_speaker_in(previous))


_ITEM = re.compile(r"^\s*(?:[-+*–•]|\(?\d{1,2}[.)])\s+\S")


def is_list_item(sentence: str) -> bool:
    """Tell whether a sentence is an item of a list, which says little without the line before it."""
    return bool(_ITEM.match(sentence))


def _same_paragraph(text: str, before: Span, after: Span) -> bool:
    return text.count("\n", before.end, after.start) <= 2  # noqa: PLR2004 - one blank line at most


def _open_quotation(text: str) -> bool:
    return text.count("“") > text.count("”")
