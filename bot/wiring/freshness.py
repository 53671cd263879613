"""Keeping the bot on the live snapshot while nobody asks, so that the first question after an ingest does not wait.

Place in the flow: runs beside the bot; opens a newly published snapshot in a thread of its own.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from ingest.corpus.live import LiveCorpus

_log = logging.getLogger(__name__)

SECONDS = 2.0


class Freshness:
    """Looks every so many seconds which snapshot is live."""

    def __init__(self, live: LiveCorpus, seconds: float = SECONDS) -> None:
        self._live = live
        self._seconds = seconds
        self._said = ""

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(self._seconds)
            await self.check()

    async def switch(self) -> None:
        """Go over to what is live now, at once."""
        await asyncio.to_thread(self._live.close)
        await self.check()

    async def check(self) -> None:
        """Look once; what is wrong with the corpus is said once in the log, and to everyone who asks a question."""
        try:
            await asyncio.to_thread(self._look)
        except NayrabError as error:
            if str(error) != self._said:
                _log.warning("the live corpus cannot be used: %s", error)
            self._said = str(error)
        else:
            self._said = ""

    def _look(self) -> None:
        with self._live.lease():
            pass
