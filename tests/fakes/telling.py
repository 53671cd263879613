"""An answerer that tells claims when the test says so, in a thread that the simulated Discord does not wait for."""

from __future__ import annotations

import asyncio
import queue
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from bot.answering.models import DraftClaim, Excerpt
from ingest.corpus.models import Span
from tests.fakes.answerer import FakeAnswerer, an_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering.models import Outcome, Question
    from bot.answering.writers import Progress
    from ingest.corpus.models import Article
    from tests.fakes.discord_house import House

T = TypeVar("T")


def a_claim(text: str, article: Article | None = None, quote: str | None = None) -> DraftClaim:
    """A statement that rests on (a quote of) an article."""
    article = article or an_article()
    said = quote or article.text
    start = article.text.index(said)
    return DraftClaim(text, (Excerpt(article, Span(start, start + len(said))),))


class TellingAnswerer(FakeAnswerer):
    """Answers nothing until it `goes_on`; meanwhile `says` reports claims. `given_up` is what it met then."""

    def __init__(self) -> None:
        super().__init__()
        self.given_up: Exception | None = None
        self._orders: queue.Queue[DraftClaim | None] = queue.Queue()
        self._done: queue.Queue[None] = queue.Queue()

    def answer(self, question: Question, progress: Progress | None = None) -> Outcome:
        while (claim := self._orders.get(timeout=20)) is not None:
            try:
                if progress:
                    progress(claim)
            except Exception as error:
                self.given_up = error
                raise
            finally:
                self._done.put(None)
        return super().answer(question)

    async def says(self, house: House, *claims: DraftClaim) -> None:
        """Report claims, and let the bot take them in."""
        for claim in claims:
            self._orders.put(claim)
            await asyncio.to_thread(self._done.get, timeout=20)
        await house.env.settle()

    def goes_on(self) -> None:
        """Answer now."""
        self._orders.put(None)


class Elsewhere:
    """An offload whose threads the simulated Discord knows nothing of: it does not wait for them to end."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.threads: list[threading.Thread] = []

    async def run(self, work: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: Exception | None) -> None:
            if outcome.cancelled():
                return
            if error is not None:
                outcome.set_exception(error)
            else:
                outcome.set_result(result)  # type: ignore[arg-type]  # without an error there is a result

        def carry_out() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001  # whatever it is, who waits gets it
                loop.call_soon_threadsafe(settle, None, error)
            else:
                loop.call_soon_threadsafe(settle, result, None)

        self.threads.append(threading.Thread(target=carry_out, daemon=True))
        self.threads[-1].start()
        result: T = await self._house.outside(outcome)
        return result

    async def ends(self) -> None:
        """Wait for the threads, and for what comes of them."""
        for thread in self.threads:
            await asyncio.to_thread(thread.join, 20)
        await asyncio.sleep(0)
        await self._house.env.settle()

    busy = False
    callers: frozenset[asyncio.Task[Any]] = frozenset()

    def close(self) -> None:
        """Nothing to close."""

    def give_up(self) -> None:
        """Nobody is given up."""
