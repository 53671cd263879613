"""The evidence as a language model reads it: numbered by article, with who printed it and when, inside a token budget.

Place in the flow: between the material and the prompt; `generative` asks with it. Pure; it words no instruction. What
articles say is made harmless as text, not judged: nothing in it can close the evidence or pose as another message.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import attribution, dates, evidence, orders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.answering.material import Material
    from bot.answering.models import Evidence
    from ingest.corpus.models import Article

_LONGEST_TITLE = 160
_TABLE_ROW = 3
"""Bars in a row of a table, which states nothing without its head."""
_CONTROL_MARKS = (
    (re.compile(r"<\s*\|"), "("),
    (re.compile(r"\|\s*>"), ")"),
    (re.compile(r"</?s>|<</?SYS>>|\[/?INST\]|<(?:start|end)_of_turn>", re.IGNORECASE), " "),
    (re.compile(r"</?(?=[a-zA-Z!])"), "("),
    (re.compile(r"`{3,}|~{3,}|^\s*#{1,6}\s", re.MULTILINE), " "),
    (re.compile(r"\[(\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\]"), r"(\1)"),
    (re.compile(r"\b(system|assistant|user|human|developer)\s*:", re.IGNORECASE), r"\1 -"),
)
"""What means something to a model or to this program: chat marks, markup, citation numbers, roles."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the model reads, and the pieces behind each number in it; an article has one number."""

    text: str
    cited: Mapping[int, tuple[Evidence, ...]]


def brief(material: Material, budget: int, *, cut: float | None = evidence.CUT_BELOW_BEST) -> Briefing:
    """Return the best evidence inside `budget` cl100k tokens, headers included, the best article first.

    `cut` leaves out what scores further below the best; None takes whatever there is room for.
    """
    count = material.count_tokens
    sentences = [s for s in material.retrieval.sentences if not _states_nothing(s.text)]
    pieces = evidence.within_budget(sentences, material.library.corpus.article, count, budget, cut=cut)
    taken: dict[str, list[Evidence]] = {}
    left = budget
    for piece in pieces:
        heading = 0 if piece.article.id in taken else count(_heading(len(taken) + 1, piece.article))
        cost = heading + count(harmless(piece.text)) + 2
        if cost <= left:
            taken.setdefault(piece.article.id, []).append(piece)
            left -= cost
    cited = {n: tuple(sorted(own, key=lambda e: e.span)) for n, own in enumerate(taken.values(), 1)}
    return Briefing("\n\n".join(_block(n, own) for n, own in cited.items()), cited)


def _states_nothing(text: str) -> bool:
    return orders.is_opaque(text) or orders.is_question(text) or text.count("|") >= _TABLE_ROW


def _block(n: int, pieces: Iterable[Evidence]) -> str:
    own = list(pieces)
    return "\n".join([_heading(n, own[0].article), *(harmless(piece.text) for piece in own)])


def _heading(n: int, article: Article) -> str:
    who = attribution.voice(article.publisher, article.affiliation)
    title = harmless(article.title)[:_LONGEST_TITLE]
    named = "" if orders.to_machines(title) or orders.is_task(title) else f", “{title}”"
    return f"[{n}] {harmless(who)}, {dates.spoken(article.published)}{named}"


def harmless(text: str) -> str:
    """Return a text on one line, without hidden characters, chat marks, markup and citation numbers of its own."""
    plain = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cf", "Cc", "Cs", "Co", "Cn"})
    for pattern, instead in _CONTROL_MARKS:
        plain = pattern.sub(instead, plain)
    return " ".join(plain.split())
