"""One message that is kept up to date: edited at most once in so many seconds, and never after its last word.

Place in the flow: the corpus cog shows the progress of an ingest with it. It knows no Discord: what is shown is asked
of `render`, and `deliver` puts it into the message.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

GAP = 2.0
"""Seconds between two edits."""
PATIENCE = 5
"""So many gaps without news, and it is edited all the same: readers see from the time that it is alive."""


class Bulletin:
    """Say `news()` whenever something changed; `stop()` returns when no edit is under way and none will follow."""

    def __init__(
        self,
        render: Callable[[], str],
        deliver: Callable[[str], Awaitable[None]],
        *,
        sleep: Callable[[float], Awaitable[None]],
        gap: float = GAP,
    ) -> None:
        self._render = render
        self._deliver = deliver
        self._sleep = sleep
        self._gap = gap
        self._stale = False
        self._editing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; the first edit comes one gap from now at the earliest."""
        self._task = asyncio.create_task(self._keep())

    def news(self) -> None:
        """Note that the text has changed."""
        self._stale = True

    async def stop(self) -> None:
        """End it; an edit that is under way is waited for, so that it cannot overtake the last word."""
        if self._task is None:
            return
        async with self._editing:
            self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _keep(self) -> None:
        waited = 0
        while True:
            await self._sleep(self._gap)
            waited += 1
            if self._stale or waited >= PATIENCE:
                waited, self._stale = 0, False
                async with self._editing:
                    await self._deliver(self._render())
