"""Claims from the thread that answers, shown on the event loop at a bearable pace: only ever the newest state.

Place in the flow: `bot.cogs.replying` hands `tell` to the reception and stops it before the answer itself is shown, so
that no half-written state can come after the final one. When to show is decided in `streaming`. It knows no Discord.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from typing import TYPE_CHECKING

from bot.streaming import Pace, until_next
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.answering.models import DraftClaim

    Show = Callable[[tuple[DraftClaim, ...]], Awaitable[bool]]
    """Shows the claims so far; False: showing more of them makes no sense."""

_log = logging.getLogger(__name__)


class NobodyListensError(NayrabError):
    """The question was withdrawn while it was being answered; told to the thread that answers."""


class Drafts:
    """One answer in the making. `now` is in seconds on any clock; made and stopped on the event loop."""

    def __init__(
        self,
        show: Show,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        pace: Pace | None = None,
    ) -> None:
        self._show = show
        self._now = now
        self._sleep = sleep
        self._pace = pace or Pace()
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._claims: tuple[DraftClaim, ...] = ()
        self._began = 0.0
        self._shown_at: float | None = None
        self._shown = 0
        self._is_showing = False
        self._stopped = False
        self._writer: asyncio.Task[None] | None = None

    def tell(self, claim: DraftClaim) -> None:
        """Take a claim, from any thread; raises `NobodyListensError` once nobody waits for the answer any more."""
        if self._stopped:
            raise NobodyListensError("Nobody waits for this answer any more.")
        self._loop.call_soon_threadsafe(self._take, claim, context=self._context)

    async def stop(self) -> None:
        """Show nothing more; what is on its way to Discord is waited for, so that nothing can overtake what follows."""
        self._stopped = True
        if self._writer is None or self._writer.done():
            return
        if not self._is_showing:
            self._writer.cancel()
        await asyncio.wait([self._writer])

    def _take(self, claim: DraftClaim) -> None:
        if not self._claims:
            self._began = self._now()
        self._claims += (claim,)
        if not self._stopped and (self._writer is None or self._writer.done()):
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        """Show the newest state as soon as it is due, until there is none that was not shown."""
        while self._shown < len(self._claims) and not self._stopped:
            wait = until_next(self._pace, self._now(), self._began, self._shown_at)
            if wait > 0:
                await self._sleep(wait)
                continue
            self._shown = len(self._claims)
            if not await self._shows(self._claims):
                return
            self._shown_at = self._now()

    async def _shows(self, claims: tuple[DraftClaim, ...]) -> bool:
        self._is_showing = True
        try:
            goes_on = await self._show(claims)
        except Exception:  # noqa: BLE001  # the answer itself is still to come, and must not be lost to its draft
            _log.exception("a half-written answer could not be shown")
            goes_on = False
        finally:
            self._is_showing = False
        if not goes_on:
            self._pace = Pace(first=float("inf"), between=float("inf"))
        return goes_on
