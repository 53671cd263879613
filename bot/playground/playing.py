"""`nayrab play`: the loopback Discord, its page and the real bot behind it, until somebody stops them.

Place in the flow: called by the command line with what it is to show and where.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.child import Child, environment_of
from bot.playground.guarding import new_key
from bot.playground.loopback import Loopback
from bot.playground.rooms import Rooms
from bot.playground.server import PageServer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Play:
    """What to play with: the bot's settings by their variables, the page's port (0: any), and who hears of it."""

    settings: Mapping[str, str]
    port: int
    announce: Callable[[str], None]
    """Called with the page's address when it can be opened."""
    show: Callable[[str], None]
    """Called with every line the bot writes."""
    key: str = field(default_factory=new_key)


async def play(game: Play) -> None:
    """Serve until SIGINT or SIGTERM; raises `PortError` when the port is taken."""
    stopped = asyncio.Event()
    _on_signals(stopped.set)
    token = secrets.token_urlsafe(24)
    async with Loopback(token) as discord:
        discord.gateway.approved = frozenset({"message_content"})
        rooms = Rooms.built(discord.backend)
        child = Child(environment_of(discord.url, token, game.settings), game.show, discord.gateway.changed)
        async with PageServer(discord, rooms, child, game.key, port=game.port) as page:
            try:
                await child.start()
                game.announce(page.url)
                await stopped.wait()
            finally:
                await child.stop()


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Where a platform has no signal handlers on its loop, Ctrl-C still cancels.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(name, stop)
