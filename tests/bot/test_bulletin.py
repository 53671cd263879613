"""One message kept up to date: paced, never after its last word."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.bulletin import PATIENCE, Bulletin


class Board:
    """A message and a clock that ticks when it is told to."""

    def __init__(self) -> None:
        self.text = "old"
        self.shown: list[str] = []
        self.slow: asyncio.Event | None = None
        self._sleepers: deque[asyncio.Future[None]] = deque()
        self.bulletin = Bulletin(lambda: self.text, self._deliver, sleep=self._sleep)

    def says(self, text: str) -> None:
        self.text = text
        self.bulletin.news()

    async def ticks(self, times: int = 1) -> None:
        for _ in range(times):
            await _others()
            while self._sleepers:
                sleeper = self._sleepers.popleft()
                if not sleeper.done():
                    sleeper.set_result(None)
            await _others()

    async def _sleep(self, _seconds: float) -> None:
        sleeper = asyncio.get_running_loop().create_future()
        self._sleepers.append(sleeper)
        await sleeper

    async def _deliver(self, text: str) -> None:
        if self.slow is not None:
            await self.slow.wait()
        self.shown.append(text)


async def _others() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_many_news_between_two_ticks_are_one_edit_with_the_newest() -> None:
    board = Board()
    board.bulletin.start()
    for n in range(9):
        board.says(str(n))
    await board.ticks()
    assert board.shown == ["8"]
    await board.bulletin.stop()


async def test_without_news_it_is_edited_now_and_then() -> None:
    board = Board()
    board.bulletin.start()
    await board.ticks(PATIENCE - 1)
    assert board.shown == []
    await board.ticks()
    assert board.shown == ["old"]
    await board.bulletin.stop()


async def test_stopping_waits_for_an_edit_that_is_under_way_and_lets_none_follow() -> None:
    board = Board()
    board.slow = asyncio.Event()
    board.bulletin.start()
    board.says("new")
    await board.ticks()
    stopping = asyncio.create_task(board.bulletin.stop())
    await _others()
    assert not stopping.done()
    board.slow.set()
    await stopping
    assert board.shown == ["new"]
    board.says("later")
    await board.ticks(PATIENCE)
    assert board.shown == ["new"]


async def test_one_that_never_began_can_be_stopped() -> None:
    board = Board()
    await board.bulletin.stop()
    assert board.shown == []
