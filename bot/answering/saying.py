"""What a sentence says of the asked detail, comparable; and how it is shown as one publisher's version of it.

Place in the flow: `versions` and `variants` compare what publishers say by it. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import details
from bot.answering.mentions import years_in
from bot.answering.models import Version
from bot.answering.query import Expected
from bot.answering.written_days import written_days
from ingest.corpus.analysis import terms

if TYPE_CHECKING:
    from bot.answering.events import Told
    from bot.answering.figures import NameOf
    from bot.answering.material import Material
    from bot.answering.ranking import Candidate

_SHOWN_WORDS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """A sentence with what it says of the asked detail, comparable; and further sentences of the same report.

    `remark` is what people must know of it ("the same text without that sentence").
    """

    told: Told
    said: frozenset[str]
    more: tuple[Told, ...] = ()
    remark: str = ""


def said(candidate: Candidate, material: Material) -> frozenset[str]:
    """Return what a sentence says of the asked detail, as words that can be compared."""
    text, query = candidate.sentence.text, material.query
    match query.expected:
        case Expected.NUMBER:
            return frozenset(n for n in details.numbers(text) if any(c.isdigit() for c in n)) - query.asked
        case Expected.TIME:
            return _times(text)
        case _:
            return content(candidate, material)


def _times(text: str) -> frozenset[str]:
    days = {f"{d.year}-{d.month}-{d.day}" for d in written_days(text)}
    return frozenset(days or {str(year) for year in years_in(text)})


def content(candidate: Candidate, material: Material) -> frozenset[str]:
    """Return the words of a sentence that the question did not bring, as index terms."""
    asked = {t for term in material.query.terms for t in term.group}
    return frozenset(t.term for t in terms(candidate.sentence.text)) - asked


def version(detail: Detail, name_of: NameOf, material: Material) -> Version:
    """Return a version word for word: who says it, and the sentences in reading order."""
    sentences = sorted((detail.told, *detail.more), key=lambda t: t.excerpt.span.start)
    shown = " ".join(quoted(t.text, _at(t.text, material)) for t in sentences)
    remark = f" ({detail.remark})" if detail.remark else ""
    return Version(f"{name_of(detail.told)}{remark}: {shown}", tuple(t.excerpt for t in sentences))


def _at(text: str, material: Material) -> int:
    return min(details.positions(text, material.query.expected, material.query.asked), default=0)


def quoted(text: str, at: int = 0) -> str:
    """Return a sentence in quotation marks, cut to so many words around position `at`, with marks where it is cut."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    if len(words) <= _SHOWN_WORDS:
        return f"“{' '.join(text.split())}”"
    here = next((n for n, (_, end) in enumerate(words) if end > at), 0)
    first = max(0, min(here - _SHOWN_WORDS // 2, len(words) - _SHOWN_WORDS))
    last = min(len(words), first + _SHOWN_WORDS) - 1
    piece = " ".join(text[words[first][0] : words[last][1]].split())
    return f"{'… ' if first else ''}“{piece}”{' …' if last < len(words) - 1 else ''}"
