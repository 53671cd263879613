"""`nayrab run`: the Discord bot, and beside it the ingests, the schedules and the watch over the live corpus.

Place in the flow: the last step of `bot.wiring`; starts everything in one event loop and stops it in reverse.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import sys
from typing import TYPE_CHECKING

from discord import VoiceClient

from bot.access import Policy
from bot.answering.pipeline import MODEL
from bot.answering.timeline import outcome_of
from bot.client import BotOptions, create_bot, require_token, run_bot
from bot.reception import Lookup, Lookups
from bot.state import State
from bot.wiring.crew import crew_size, staff
from bot.wiring.curator import WorkbenchCurator
from bot.wiring.freshness import Freshness
from bot.wiring.rules import default_rules, tariff_of
from bot.wiring.tending import service_for, tending

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering.models import Outcome, Question
    from bot.settings import Settings
    from bot.wiring import Workbench
    from bot.wiring.crew import Staff


_AT_ONCE = 2
"""Quoting keeps a processor busy; more at once would only make everybody wait longer."""
_AT_ONCE_WITH_A_MODEL = 8
"""A language model is mostly waited for."""


def run(bench: Workbench) -> None:
    """Run the bot until it is stopped; raises `BotStartError` when Discord does not let it in."""
    VoiceClient.warn_nacl = VoiceClient.warn_dave = False  # voice is not used, so nobody needs to hear of it
    # Where the drawing library may keep the list of fonts: elsewhere it may not be allowed to write.
    os.environ.setdefault("MPLCONFIGDIR", str(bench.settings.data_dir / "matplotlib"))
    service, freshness = service_for(bench.settings), Freshness(bench.live)
    curator = WorkbenchCurator(bench, service, freshness)
    options = options_of(bench.settings)
    require_token(options)  # before anything is loaded that would not be used
    people = staff(bench, limit=options.answer_seconds)
    bot = create_bot(
        options,
        people.answerer,
        memory(bench.settings),
        lookups=_lookups(people),
        research=people.research,
        rules=default_rules(bench.settings.server),
        curator=curator,
        warm_up=people.warm_up,
        count_tokens=bench.count_tokens,
    )

    async def serve() -> None:
        async with tending(bench, curator, service, freshness):
            await run_bot(bot)

    try:
        asyncio.run(serve())
    finally:
        people.close()
    if bot.reception.offload.busy:
        _leave_without_waiting()


def _leave_without_waiting() -> None:
    """End the process although an answer is still being worked on: its thread cannot be stopped, its asker was told."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def memory(settings: Settings) -> State:
    """Return the bot's memory, kept as long as the settings say."""
    return State(settings.data_dir / "state.db", kept_for=dt.timedelta(days=settings.discord.keep_days))


def _lookups(people: Staff) -> Lookups:
    chronicle, comparison = people.research.chronicle, people.comparison
    lookups: dict[Lookup, Callable[[Question], Outcome]] = {Lookup.ACCOUNTS: comparison.accounts}
    if chronicle is not None:
        lookups[Lookup.TIMELINE] = lambda question: outcome_of(chronicle.timeline(question))
    return lookups


def options_of(settings: Settings) -> BotOptions:
    """Return what the settings say to the bot."""
    chosen = settings.discord
    return BotOptions(
        token=chosen.token.get_secret_value() if chosen.token else "",
        guild_ids=chosen.guilds,
        message_content=chosen.message_content,
        max_concurrent=max(_AT_ONCE, crew_size(settings)) if settings.answer.model == MODEL else _AT_ONCE_WITH_A_MODEL,
        max_waiting=settings.service.max_waiting,
        history_tokens=chosen.history_tokens,
        closing_seconds=chosen.closing_seconds,
        upload_bytes=settings.service.upload_bytes,
        tariff=tariff_of(settings.answer),
        policy=Policy(
            admin_user_ids=frozenset(chosen.admin_users),
            admin_role_ids=frozenset(chosen.admin_roles),
            channel_ids=frozenset(chosen.channels),
            admin_guild_ids=frozenset(chosen.admin_guilds),
        ),
    )
