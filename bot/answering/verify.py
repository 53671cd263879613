"""The verifier: whether the passages that a claim cites say what the claim says.

Place in the flow: behind every writer that words claims of its own; what is not supported is withheld. Pure: no
network, no corpus, no model (the similarity of two texts is handed in where there is an embedder). It knows the
passages and nothing of the world, so a true claim that its source does not spell out is unsupported all the same.

How: each sentence of the claim is held against every run of up to three neighbouring sentences of a cited passage,
likeliest first, and must pass all checks of `checking.checks` on one of them; of several passages, on their likeliest
runs together. A claim that repeats whole sentences of a passage word for word is supported without more ado.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.checking import polarity
from bot.answering.checking import quotes as quotations
from bot.answering.checking.checks import first_problem
from bot.answering.checking.parts import sentences, statement, tidy
from bot.answering.checking.problems import Kind, Problem
from bot.answering.checking.windows import Window, pieces_of, together, whole_sentences, windows
from bot.answering.checking.words import words
from bot.answering.doers import done_by_others

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answering.checking.windows import Piece
    from bot.answering.models import Evidence, Excerpt

    Similarity = Callable[[str, str], float]

__all__ = ("Kind", "Supported", "Unsupported", "Verdict", "verify")

_TRIED = 6
"""Windows that are looked at for one sentence of a claim: the likeliest."""


@dataclass(frozen=True, slots=True)
class Supported:
    """The cited passages say it; `support` are the sentences that do, at least one, each excerpt once."""

    support: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """The cited passages do not say it: why in plain words, and of which kind that is."""

    why: str
    kind: Kind


Verdict = Supported | Unsupported


def verify(
    claim: str,
    cited: Sequence[Evidence],
    *,
    similarity: Similarity | None = None,
    numbers: Sequence[int] = (),
) -> Verdict:
    """Hold a claim against the passages it cites; [n] marks in it are overlooked. Never raises.

    `similarity` gives the cosine of two texts; without it the wording must be nearer. `numbers` are the citation
    numbers of `cited`, only for wording why.
    """
    source = _named(numbers)
    if not cited:
        return Unsupported("it cites no source", Kind.UNCITED)
    pieces = tuple(piece for piece in pieces_of(cited) if piece.text.strip())
    text = tidy(claim)
    said = sentences(text)
    if not said or not pieces:
        return Unsupported("there is nothing in it that could be checked", Kind.EMPTY)
    whole = whole_sentences(text, pieces)
    if whole:
        return Supported(whole.excerpts)
    return _all(said, pieces, similarity, source)


def _named(numbers: Sequence[int]) -> str:
    marks = [f"[{n}]" for n in dict.fromkeys(numbers)]
    if not marks:
        return "the cited source"
    return f"source {marks[0]}" if len(marks) == 1 else f"sources {', '.join(marks[:-1])} and {marks[-1]}"


def _altered_quotation(claim: str, pieces: Sequence[Piece]) -> Problem | None:
    for quote in quotations.quoted(claim):
        if not any(quotations.verbatim(quote, piece.text) for piece in pieces):
            return Problem(Kind.QUOTE, "the words in quotation marks are not in {source} exactly so")
    if quotations.unclosed(claim):
        return Problem(Kind.QUOTE, "a quotation in it does not end")
    return None


def _all(said: Sequence[str], pieces: Sequence[Piece], similarity: Similarity | None, source: str) -> Verdict:
    support: list[Excerpt] = []
    for sentence in said:
        held = _held(sentence, pieces, similarity)
        if isinstance(held, Problem):
            return Unsupported(_worded(held, source), held.kind)
        support += held.excerpts
    return Supported(tuple(dict.fromkeys(support)))


def _worded(problem: Problem, source: str) -> str:
    return problem.why.replace("{source}", source)


def _held(sentence: str, pieces: Sequence[Piece], similarity: Similarity | None) -> Window | Problem:
    """Return the window that supports this sentence, or what is wrong with the one that comes nearest."""
    asked = statement(sentence, pieces)
    whole = whole_sentences(sentence, pieces) or (None if asked.days else whole_sentences(asked.text, pieces))
    if whole:
        return whole
    altered = _altered_quotation(sentence, pieces)
    if altered:
        return altered
    every = words(quotations.without_marks(asked.text))
    tried = windows(pieces, every, _TRIED)
    joined = together(pieces, every)
    nearest: tuple[int, Problem] | None = None
    for window in [*tried, joined] if joined else tried:
        found = first_problem(asked, window, similarity)
        if found is None:
            return _by_others(asked.text, window) or _denied(asked.text, window, pieces) or window
        nearest = found if nearest is None or found[0] > nearest[0] else nearest
    return nearest[1] if nearest else Problem(Kind.WORDING, "this is not in {source}")


def _by_others(claim: str, window: Window) -> Problem | None:
    """Return a problem where the sentences have another side of the war do what the claim says was done."""
    side = done_by_others(claim, window.sentences)
    return Problem(Kind.ROLES, "in {source} it is another side that did this") if side else None


def _denied(claim: str, window: Window, pieces: Sequence[Piece]) -> Problem | None:
    """Return a problem where another cited sentence says as much of this and denies it."""
    own = {word.stem for word in words(claim) if word.stem}
    here = set(window.sentences)
    borne = max(len(own & _stems(text)) for text in here)
    for text in (text for piece in pieces for text in piece.sentences if text not in here):
        shared = len(own & _stems(text))
        if shared >= max(borne, len(own) * _MOSTLY) and polarity.disagrees(claim, text):
            return Problem(Kind.NEGATION, "in {source} this is also denied")
    return None


_MOSTLY = 0.6
"""Share of a claim's content words that a sentence must say to be about the same."""


def _stems(text: str) -> set[str]:
    return {word.stem for word in words(text) if word.stem}
