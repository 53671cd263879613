"""Another server in Discord's place, for this process; the settings admit only an address of this machine.

Place in the flow: before the bot is run, where `discord.api_url` is set.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from discord.gateway import DiscordWebSocket
from discord.http import Route


def talk_to(api_url: str) -> None:
    """Ask that server whatever Discord would be asked."""
    base = urlsplit(api_url)
    Route.BASE = f"{api_url.rstrip('/')}/api/v10"
    gateway = DiscordWebSocket.DEFAULT_GATEWAY.with_scheme("wss" if base.scheme == "https" else "ws")
    DiscordWebSocket.DEFAULT_GATEWAY = gateway.with_host(base.hostname or "").with_port(base.port).with_path("/gateway")
