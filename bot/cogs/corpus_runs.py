"""Ingests begun in Discord: each is shown by one message with a Cancel button, from the first step to the result.

Place in the flow: the corpus cog begins a run; the curator's steps move its `Standing`, a `Bulletin` sets the pace of
the edits, `IngestMessage` gets them across. The message is public on purpose: another admin must see that an ingest is
under way and be able to stop it, and only a public message can be edited once the interaction's token has died.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bulletin import Bulletin
from bot.cogs.corpus_buttons import cancel_view
from bot.cogs.corpus_message import IngestMessage
from bot.cogs.people import Interaction, bot_of, name_of
from bot.curating import foreign
from bot.curation import IngestStoppedError, Order
from bot.progressing import (
    Standing,
    failed_text,
    left_text,
    progress_text,
    result_text,
    stopped_text,
    what_text,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable

    from bot.curation import Curator, Ingestion, Step


@dataclass(frozen=True, slots=True)
class Pace:
    """Time as a run needs it: the time of day, and how to wait."""

    clock: Callable[[], dt.datetime]
    sleep: Callable[[float], Awaitable[None]]


class Run:
    """One ingest and its message; `sources` is what it reads as the audit log has it, `what` as Discord shows it."""

    def __init__(self, key: str, order: Order, interaction: Interaction, pace: Pace) -> None:
        self.key = key
        self.sources = ", ".join(order.sources) or "all sources"
        self.what = what_text(order.sources, rebuild=order.rebuild)
        self.ingestion: Ingestion | None = None
        self.stopped_by: str | None = None
        self.task = asyncio.current_task()
        self._interaction = interaction
        self._clock = pace.clock
        self._standing = Standing.at_start(pace.clock())
        self._message = IngestMessage(interaction)
        self._bulletin = Bulletin(self._progress, self._show, sleep=pace.sleep)
        self._concluded = False

    def observe(self, step: Step) -> None:
        """Take in a step of the ingest."""
        self._standing = self._standing.after(step, self._clock())
        self._bulletin.news()

    def stop(self, by: str | None = None) -> None:
        """Ask the ingest to stop; `by` is named in its message."""
        self.stopped_by = self.stopped_by or by
        self._bulletin.news()
        if self.ingestion is not None:
            self.ingestion.cancel()

    async def follow(self, ingestion: Ingestion) -> None:
        """Show how the ingest gets on until it ends, then how it ended."""
        self.ingestion = ingestion
        await self._message.open(self._progress(), cancel_view(self.key))
        self._bulletin.start()
        await self.conclude(await self._outcome(ingestion))

    async def leave(self) -> None:
        """Say that the bot can follow it no longer."""
        await self.conclude(left_text(self.what, self._spent(), self._asker()))

    async def conclude(self, text: str) -> None:
        """Say the last word, once."""
        if not self._concluded:
            self._concluded = True
            await self._bulletin.stop()
            await self._message.conclude(text)

    async def _outcome(self, ingestion: Ingestion) -> str:
        try:
            report = await ingestion.result()
        except IngestStoppedError:
            return stopped_text(self.what, self._spent(), self.stopped_by, self._asker())
        except Exception as error:  # noqa: BLE001  # the handler logs it; what it says is the run's last word
            told = bot_of(self._interaction).noted(error, "an ingest begun in Discord")
            return failed_text(self.what, self._spent(), told, self._asker())
        return result_text(self.what, report, self._spent(), self._asker())

    def _progress(self) -> str:
        note = f"Stopping, as {foreign(self.stopped_by)} asked." if self.stopped_by else ""
        return progress_text(self.what, self._standing, self._clock(), note)

    async def _show(self, text: str) -> None:
        await self._message.edit(text, None if self.stopped_by else cancel_view(self.key))

    def _spent(self) -> dt.timedelta:
        return self._clock() - self._standing.began

    def _asker(self) -> str:
        return self._interaction.user.display_name


class Runs:
    """The runs that this bot shows just now, by their key."""

    def __init__(self, curator: Curator, pace: Pace, new_key: Callable[[], str]) -> None:
        self._curator = curator
        self._pace = pace
        self._new_key = new_key
        self._running: dict[str, Run] = {}

    async def show(self, interaction: Interaction, sources: tuple[str, ...]) -> None:
        """Begin an ingest and stay with it to its end; raises `NayrabError` when it cannot be begun."""
        await interaction.response.defer(thinking=True)
        order = Order(name_of(interaction.user), sources)
        run = Run(self._new_key(), order, interaction, self._pace)
        ingestion = await self._curator.begin(order, run.observe)
        self._running[run.key] = run
        try:
            await run.follow(ingestion)
        finally:
            del self._running[run.key]

    def find(self, key: str) -> Run | None:
        """Return a run that is under way."""
        return self._running.get(key)

    async def close(self, within: float) -> None:
        """Stop what is under way and let each message have its last word; `within` seconds are given to it."""
        runs = list(self._running.values())
        for run in runs:
            run.stop()
        tasks = [run.task for run in runs if run.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=within)
        for run in runs:
            await run.leave()
