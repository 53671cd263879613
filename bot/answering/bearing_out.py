"""Whether the sentences that the verifier found bear a statement out: stricter than it, for other people's words.

Place in the flow: `review` asks here for what `verify` lets through. Pure. A claim of an answer was drafted from its
passage; a stranger's statement was not, and half of its words may be in a report of something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answering.checking import names as names_said
from bot.answering.checking.days import without_days
from bot.answering.checking.figures import figures
from bot.answering.checking.parts import sentences
from bot.answering.checking.words import vocabulary, words
from bot.answering.doers import done_so

if TYPE_CHECKING:
    from bot.answering.models import Excerpt
    from bot.answering.verify import Similarity

ENOUGH = 0.75
"""Share of the content words, figures and dates aside, that the sentences must say."""
FEWER, NEAR = 0.6, 0.78
"""The same where the embedder finds the meaning near, and how near."""
_IN_ONE = 0.6
"""Share of the words that the sentence with the figure must say: a figure belongs to what stands beside it."""
NEARLY_ALL = 0.85


def bears_out(statement: str, excerpt: Excerpt, similarity: Similarity | None = None) -> bool:
    """Tell whether an excerpt that the verifier found says nearly all of the statement, with its figures in place."""
    said = share_of(_plain(statement), excerpt.text)
    if said < ENOUGH and not (said >= FEWER and similarity and similarity(statement, excerpt.text) >= NEAR):
        return False
    each = sentences(" ".join(excerpt.text.split())) or [excerpt.text]
    if figures(statement):
        each = [text for text in each if _shares_a_figure(statement, text)] or each
    best = max(each, key=lambda text: share_of(_plain(statement), text))
    if share_of(_plain(statement), best) < _IN_ONE or flipped(statement, best):
        return False
    return any(done_so(statement, text) for text in each)


def _shares_a_figure(statement: str, sentence: str) -> bool:
    return not {f.value for f in figures(statement)}.isdisjoint(f.value for f in figures(sentence))


def _plain(statement: str) -> str:
    """Return the statement without its dates and figures, which the verifier has compared."""
    text = without_days(statement)
    for figure in reversed(figures(text)):
        text = f"{text[: figure.start]} {text[figure.end :]}"
    return text


def share_of(text: str, other: str) -> float:
    """Return the share of the content words of `text` that `other` says, in any form or with a word of that meaning."""
    known, heard = vocabulary(other), names_said.heard(other)
    mine = [word for word in words(text) if word.stem]
    got = sum(known.has(word) or (word.capital and heard.has(word)) for word in mine)
    return got / len(mine) if mine else 0.0


_NEGATOR = re.compile(
    r"\b(?:not|never|no(?!\s+(?:longer|less|fewer|more|later)\b)|none|nobody|nothing|neither|nor|without|cannot"
    r"|den(?:y|ies|ied)|fail(?:s|ed)? to|refus(?:es|ed) to)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(r"\bnot only\b", re.IGNORECASE)


def flipped(statement: str, sentence: str) -> bool:
    """Tell whether two nearly identical sentences differ in a negation."""
    if share_of(statement, sentence) < NEARLY_ALL or share_of(sentence, statement) < NEARLY_ALL:
        return False
    return (_negators(statement) - _negators(sentence)) % 2 == 1


def _negators(text: str) -> int:
    return len(_NEGATOR.findall(_NOT_ONLY.sub(" ", text)))
