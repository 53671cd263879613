"""`nayrab run`: the Discord bot, and beside it the ingests, the schedules and the watch over the live corpus.

Place in the flow: the last step of `bot.wiring`; starts everything in one event loop and stops it in reverse.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord import VoiceClient

from bot.access import Policy
from bot.answering.models import Question
from bot.answering.timeline import outcome_of
from bot.client import BotOptions, create_bot, run_bot
from bot.reception import Lookup, Lookups
from bot.state import State
from bot.wiring.curator import WorkbenchCurator
from bot.wiring.freshness import Freshness
from bot.wiring.research import research
from bot.wiring.tending import service_for, tending

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import Workbench


_EVENTS = 15
"""More than this is a flood in a channel; a narrower period shows the others."""


def run(bench: Workbench) -> None:
    """Run the bot until it is stopped; raises `BotStartError` when Discord does not let it in."""
    VoiceClient.warn_nacl = VoiceClient.warn_dave = False  # voice is not used, so nobody needs to hear of it
    service, freshness = service_for(bench.settings), Freshness(bench.live)
    curator = WorkbenchCurator(bench, service, freshness)
    answerer = bench.answerer()
    bot = create_bot(
        options_of(bench.settings),
        answerer,
        State(bench.settings.data_dir / "state.db"),
        lookups=_lookups(bench),
        research=research(bench),
        curator=curator,
        warm_up=lambda: answerer.search(Question("warm-up"), limit=1),
    )

    async def serve() -> None:
        async with tending(bench, curator, service, freshness):
            await run_bot(bot)

    asyncio.run(serve())


def _lookups(bench: Workbench) -> Lookups:
    chronicle = bench.chronicle(_EVENTS)
    return {
        Lookup.TIMELINE: lambda question: outcome_of(chronicle.timeline(question)),
        Lookup.ACCOUNTS: bench.comparison.accounts,
    }


def options_of(settings: Settings) -> BotOptions:
    """Return what the settings say to the bot."""
    chosen = settings.discord
    return BotOptions(
        token=chosen.token.get_secret_value() if chosen.token else "",
        guild_ids=chosen.guilds,
        message_content=chosen.message_content,
        upload_bytes=settings.service.upload_bytes,
        policy=Policy(
            admin_user_ids=frozenset(chosen.admin_users),
            admin_role_ids=frozenset(chosen.admin_roles),
            channel_ids=frozenset(chosen.channels),
            admin_guild_ids=frozenset(chosen.admin_guilds),
        ),
    )
