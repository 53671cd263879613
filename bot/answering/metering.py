"""Metering: what a language model read and wrote while one question was answered, whatever became of what it wrote.

Place in the flow: `pipeline` opens a meter around a question; `listening` reads it on as a model is heard. Only tokens
are counted here; what they cost is decided elsewhere. The meter belongs to the thread that answers: several questions
at once have one each.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from bot.answering.models import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering.ports import TokenCounter

_PER_MESSAGE = 4
"""Tokens that the form of a chat adds to each message."""


class Meter:
    """Adds up what one question takes; `count` estimates where a provider does not tell."""

    def __init__(self, count: TokenCounter) -> None:
        self._count = count
        self.total = Usage()

    def add(self, usage: Usage) -> None:
        """Add what a provider reported."""
        self.total += usage

    def estimate(self, messages: Sequence[tuple[str, str]], written: str) -> None:
        """Add what was asked and written, in cl100k tokens: near enough for a budget."""
        asked = sum(self._count(text) + _PER_MESSAGE for _role, text in messages)
        self.add(Usage(asked, self._count(written) if written else 0))


_RUNNING: ContextVar[Meter | None] = ContextVar("nayrab_meter", default=None)


@contextmanager
def metered(count: TokenCounter) -> Iterator[Meter]:
    """Count what is spent inside."""
    meter = Meter(count)
    before = _RUNNING.set(meter)
    try:
        yield meter
    finally:
        _RUNNING.reset(before)


def running() -> Meter | None:
    """Return the meter of the question that this thread works on; None outside of one."""
    return _RUNNING.get()
