"""Listening alone: limits kept, lines whole, and nobody left waiting."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.answering import listening
from bot.answering.errors import ModelError, SlowModelError
from bot.answering.listening import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Speaking:
    """A model that says these pieces; one that is called is waited for."""

    name = "speaking"

    def __init__(self, *pieces: str | Callable[[], object]) -> None:
        self._pieces = pieces
        self.closed = threading.Event()

    def stream(self, _: Sequence[tuple[str, str]]) -> Iterator[str]:
        try:
            for piece in self._pieces:
                if isinstance(piece, str):
                    yield piece
                else:
                    piece()
        finally:
            self.closed.set()


def heard(model: Speaking, patience: Patience | None = None) -> list[str]:
    return list(listening.lines(model, [("user", "?")], patience or Patience()))


def test_lines_come_whole_however_they_were_cut() -> None:
    assert heard(Speaking("one li", "ne\ntw", "o\nthree")) == ["one line", "two", "three"]


def test_silence_ends_at_the_limit_for_the_first_piece() -> None:
    released = threading.Event()
    with pytest.raises(SlowModelError, match="did not answer in time"):
        heard(Speaking(released.wait), Patience(first=0.02, total=5.0))
    released.set()


def test_what_was_said_before_a_stall_is_heard() -> None:
    released = threading.Event()
    lines = listening.lines(Speaking("one\n", released.wait), [("user", "?")], Patience(first=2.0, total=0.1))
    assert next(lines) == "one"
    with pytest.raises(SlowModelError):
        next(lines)
    released.set()


def test_a_model_that_does_not_end_is_left() -> None:
    with pytest.raises(listening.EndlessModelError, match="more than 10 characters"):
        heard(Speaking("12345678", "9012"), Patience(characters=10))


def test_a_failure_in_the_thread_is_raised_where_somebody_listens() -> None:
    def failing() -> None:
        message = "the model cannot be used"
        raise ModelError(message)

    with pytest.raises(ModelError, match="cannot be used"):
        heard(Speaking("one\n", failing))


def test_leaving_early_closes_the_model() -> None:
    model = Speaking("one\n", "two\n", "three\n")
    lines = listening.lines(model, [("user", "?")], Patience())
    next(lines)
    lines.close()
    assert model.closed.wait(2.0)
