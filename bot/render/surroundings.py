"""What stands around a quote in its article: the rest of its sentence, or the sentence before it and the one after.

Place in the flow: asked when an answer is kept, for the article may be another one when its button is pressed. Pure
pattern matching; it does not split whole articles (ingest does that) and is content with having no surroundings to
show where a neighbouring sentence is very long.
"""

from __future__ import annotations

import re

FURTHEST = 400
"""Longer sentences are left out: they would push the quote out of sight."""

_END = re.compile(r"(?:[.!?…؟۔]+[\"'”’»)\]]*(?=\s|$)|[。！？][」』”’]*|(?=\n))")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|Gov|Sen|Rep|Prof|St|No|Brig|al|vs|approx))\.$"
)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after `text[start:end]`, each verbatim and adjoining it; "" where nothing does."""
    return _before(text, start), _after(text, end)


def _before(text: str, start: int) -> str:
    edge = max(0, start - FURTHEST)
    region = text[edge:start]
    content = len(region.rstrip())
    begins = [0] if edge == 0 else []
    begins += [_next_word(region, at) for at in _ends(region)]
    here = [at for at in begins if at < content]
    return region[max(here) :] if here else ""


def _after(text: str, end: int) -> str:
    region = text[end : end + FURTHEST]
    first = _next_word(region, 0)
    here = [at for at in _ends(region) if at > first]
    if here:
        return region[: here[0]]
    is_last = end + FURTHEST >= len(text)
    return region.rstrip() if is_last else ""


def _ends(region: str) -> list[int]:
    """Return where sentences end, in order; a line's end is one too."""
    return [match.end() for match in _END.finditer(region) if _is_end(region, match)]


def _is_end(region: str, match: re.Match[str]) -> bool:
    if _ABBREVIATED.search(region, max(0, match.end() - 12), match.end()):
        return False
    following = region[_next_word(region, match.end()) :][:1]
    return "\n" in region[match.end() :][:1] or not following.islower()


def _next_word(region: str, at: int) -> int:
    return len(region) - len(region[at:].lstrip())
