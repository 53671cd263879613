"""Listening to a language model within limits: finished lines out, and an error when it is slow, cut off or endless.

Place in the flow: `generative` reads a model's answer through it. A thread reads the model, so that one that stalls is
left to itself: it ends at its next piece, or at the model's own time-out. It reads no meaning into what it hears.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.errors import ModelError, SlowModelError
from bot.answering.metering import running
from bot.answering.models import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from bot.answering.ports import ChatModel

    Piece = str | Usage | Exception | None
    """A piece of text, what it took so far, what went wrong, or None at the end."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait for the first piece and for all of them, and how many characters are read at most."""

    first: float = 20.0
    total: float = 45.0
    characters: int = 6_000


class EndlessModelError(ModelError):
    """The model wrote more than anybody asked for."""


def lines(
    model: ChatModel,
    messages: Sequence[tuple[str, str]],
    patience: Patience,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[str, None, None]:
    """Yield each line as soon as it is finished; raises `ModelError` (slow, endless, failed) possibly after some."""
    rest = ""
    with contextlib.closing(_pieces(model, messages, patience, clock)) as pieces:
        for piece in pieces:
            *finished, rest = (rest + piece).split("\n")
            yield from finished
    if rest.strip():
        yield rest


def _pieces(
    model: ChatModel, messages: Sequence[tuple[str, str]], patience: Patience, clock: Callable[[], float]
) -> Generator[str, None, None]:
    reader, account = _Reader(model, messages), _Account(messages)
    began, heard = clock(), 0
    limit = patience.first
    try:
        while (piece := reader.next(min(limit, patience.total) - (clock() - began))) is not None:
            if isinstance(piece, Usage):
                account.told(piece)
                continue
            limit = patience.total
            heard += len(piece)
            account.heard(piece)
            if heard > patience.characters:
                raise EndlessModelError(
                    f"The model {model.name} wrote more than {patience.characters:,} characters; ask less at once."
                )
            yield piece
        account.ended()
    except queue.Empty:
        account.ended()
        raise SlowModelError(
            f"The model {model.name} did not answer in time; try again, or raise answer.timeout_seconds."
        ) from None
    finally:
        reader.leave()
        account.close()


class _Account:
    """Puts on the meter what a model took: as its provider told, else as it was heard, whenever that came to an end."""

    def __init__(self, messages: Sequence[tuple[str, str]]) -> None:
        self._messages = messages
        self._meter = running()
        self._written: list[str] = []
        self._is_due = False
        self._was_told = False

    def told(self, usage: Usage) -> None:
        """Take the provider's word for what was heard so far."""
        if self._meter:
            self._meter.add(usage)
        self._written.clear()
        self._is_due, self._was_told = False, True

    def heard(self, piece: str) -> None:
        """Keep what was written, until somebody tells how much it was."""
        self._written.append(piece)
        self._is_due = True

    def ended(self) -> None:
        """Note that the model worked, though nothing may have been heard of it; a model that failed at once did not."""
        self._is_due = self._is_due or not self._was_told

    def close(self) -> None:
        """Put on the meter what nobody told."""
        if self._meter and self._is_due:
            self._meter.estimate(self._messages, "".join(self._written))


class _Reader:
    """Reads a model in a thread of its own; nothing waits for that thread."""

    def __init__(self, model: ChatModel, messages: Sequence[tuple[str, str]]) -> None:
        self._heard: queue.SimpleQueue[Piece] = queue.SimpleQueue()
        self._left = threading.Event()
        arguments = (model, list(messages))
        threading.Thread(target=self._read, args=arguments, name="nayrab-model", daemon=True).start()

    def next(self, seconds: float) -> str | Usage | None:
        """Return the next piece, or None at the end; raises `queue.Empty` after `seconds`, or what went wrong."""
        piece = self._heard.get(timeout=max(seconds, 0.0))
        if isinstance(piece, Exception):
            raise piece
        return piece

    def leave(self) -> None:
        """Let the thread end as soon as it can; what it hears from now on is dropped."""
        self._left.set()

    def _read(self, model: ChatModel, messages: Sequence[tuple[str, str]]) -> None:
        stream = iter(model.stream(messages))
        try:
            for piece in stream:
                if self._left.is_set():
                    break
                self._heard.put(piece)
            self._heard.put(None)
        except Exception as error:  # noqa: BLE001 - raised again where somebody listens
            self._heard.put(error)
        finally:
            close = getattr(stream, "close", None)  # a generator gives its connection back now, not some time
            if close is not None:
                with contextlib.suppress(Exception):
                    close()
