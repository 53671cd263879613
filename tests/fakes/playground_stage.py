"""A stage for tests of the page: `nayrab play` over a corpus of a few stories, and a browser that visits it."""

from __future__ import annotations

import signal
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from tests.fakes.browsing_person import Visitor, a_browser
from tests.fakes.newsroom import Newsroom
from tests.fakes.playground import Playground, alive

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.fakes.newsroom import Story


@dataclass
class Stage:
    """The playground and a browser; every test visits with a page of its own."""

    play: Playground
    browser: Browser
    folder: Path

    @classmethod
    @asynccontextmanager
    async def opens(cls, folder: Path, *stories: Story, **settings: str) -> AsyncIterator[Stage]:
        """Open it with the bot online; in the end everything has to stop in order, and without a traceback."""
        room = Newsroom(folder / "room").prints(*stories)
        play = await Playground.opens(room.data, NAYRAB_LIMITS__COOLDOWN_SECONDS="0", **settings)
        try:
            async with a_browser() as browser:
                stage = cls(play, browser, folder)
                await stage._first_sight()
                yield stage
            bot = play.children()
            assert bot
            assert await play.ends(signal.SIGINT) == 0, play.log.read_text()
            assert alive(bot) == []
            log = play.log.read_text()
            assert log.count("Traceback") == log.count("Unknown Interaction"), log  # 3 s pass on a loaded machine
        finally:
            await play.ends(signal.SIGKILL)

    def visit(self, **wishes: Any) -> AbstractAsyncContextManager[Visitor]:
        """Open a page of its own."""
        return Visitor.visits(self.browser, self.play.url, **wishes)

    async def _first_sight(self) -> None:
        async with self.visit() as visitor:
            await expect(visitor.page.locator("#bot-state")).to_have_text("Nayrab is online", timeout=60_000)
