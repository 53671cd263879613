"""Which cogs there are, and when each is offered: one without the part it needs does not appear in Discord at all.

Place in the flow: the client loads these when it starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.client.bot import NayrabBot

OFFERED: tuple[tuple[str, Callable[[NayrabBot], bool]], ...] = (
    ("bot.cogs.ask", lambda _: True),
    ("bot.cogs.help", lambda _: True),
    ("bot.cogs.settings", lambda _: True),
    ("bot.cogs.about", lambda _: True),
    ("bot.cogs.search", lambda bot: bot.research.library is not None),
    ("bot.cogs.articles", lambda bot: bot.research.library is not None),
    ("bot.cogs.sources", lambda bot: bot.research.library is not None),
    ("bot.cogs.upkeep", lambda _: True),
    ("bot.cogs.feedback", lambda _: True),
    ("bot.cogs.privacy", lambda _: True),
    ("bot.cogs.lookup", lambda bot: bool(bot.reception.lookups)),
    ("bot.cogs.menus", lambda bot: bool(bot.research.reviewer or bot.research.atlas)),
    ("bot.cogs.corpus", lambda bot: bot.curator is not None),
)


def cogs_for(bot: NayrabBot) -> Iterator[str]:
    """Yield the modules of the cogs that this bot offers, in order."""
    return (name for name, wanted in OFFERED if wanted(bot))
