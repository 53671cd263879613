"""A follow-up made standalone by a language model, with what it wrote checked: it may add nothing of its own.

Place in the flow: `query.read` is handed it where a model is chosen; without one, rules do it. A model that is slow,
down or inventive gives "", and the rules take over.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import prompts
from bot.answering import listening
from bot.answering.errors import ModelError
from bot.answering.output import has_hidden
from ingest.corpus.analysis import skeleton, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answering.ports import ChatModel

_log = logging.getLogger(__name__)

LONGEST = 400
"""Characters of a rewritten question."""
_EARLIER = 5
_PATIENCE = listening.Patience(first=6.0, total=8.0, characters=2_000)


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Rewrites follow-ups with a model; safe to call from several threads."""

    model: ChatModel
    patience: listening.Patience = _PATIENCE
    clock: Callable[[], float] = time.monotonic

    def __call__(self, question: str, history: Sequence[str]) -> str:
        """Return the standalone question, or "" where the model did not give a usable one. Never raises."""
        earlier = "\n".join(" ".join(said.split()) for said in history[-_EARLIER:])
        messages = prompts.load("query").messages(
            boundary=prompts.boundary_for(f"{earlier}\n{question}"), history=earlier, question=question
        )
        try:
            written = [line.strip() for line in listening.lines(self.model, messages, self.patience, self.clock)]
        except ModelError as error:
            _log.warning("%s", error)
            return ""
        said = [line for line in written if line]
        return said[0] if len(said) == 1 and _usable(said[0], question, history) else ""


def _usable(written: str, question: str, history: Sequence[str]) -> bool:
    """Tell whether a rewritten question is one line of a fair length whose names and figures were all given before."""
    if len(written) > LONGEST or has_hidden(written) or not any(c.isalnum() for c in written):
        return False
    given = " ".join((*history, question))
    known = {t.term for t in terms(given)}
    alike = {skeleton(term) for term in known if not term[:1].isdigit()}  # a figure has no other spelling
    details = (t.term for t in terms(written) if _is_detail(written, t.start))
    return all(term in known or (not term[:1].isdigit() and skeleton(term) in alike) for term in details)


def _is_detail(text: str, start: int) -> bool:
    """Tell whether the word at `start` is a name or a figure; the first word's capital says nothing."""
    word = re.match(r"\w+", text[start:])
    shown = word.group() if word else ""
    return shown[:1].isdigit() or (start > 0 and shown[:1].isupper())


def rewriter(model: ChatModel, patience: listening.Patience = _PATIENCE) -> Rewriter:
    """Return what makes follow-ups standalone with this model: (question, earlier questions) -> question or ""."""
    return Rewriter(model, patience)
