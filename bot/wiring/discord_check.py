"""Asks Discord what it says of the bot's account, for `nayrab doctor`: three questions, five seconds in all.

Place in the flow: called lazily by `bot.doctor` when a token is set; what comes back is judged by `bot.portal`. It
changes nothing at Discord, and the token goes nowhere but into the header.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.portal import Account, Server, account_findings, trouble_finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.checkup import Finding
    from bot.setting_groups import DiscordSettings

SECONDS = 5.0
_DISCORD = "https://discord.com"
_OK = 200


def check(chosen: DiscordSettings, token: str, seconds: float = SECONDS) -> tuple[Finding, ...]:
    """Return how the bot's account stands with Discord; without an answer in time, that is the finding."""
    try:
        return tuple(account_findings(asyncio.run(_look(chosen, token, seconds)), chosen))
    except _RefusedError as error:
        return (trouble_finding(error.status, error.reason),)
    except TimeoutError:
        return (trouble_finding(None, f"no answer in {seconds:g} seconds"),)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return (trouble_finding(None, _flat(error)),)


class _RefusedError(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason


async def _look(chosen: DiscordSettings, token: str, seconds: float) -> Account:
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (nayrab, doctor)"}
    base = f"{(chosen.api_url or _DISCORD).rstrip('/')}/api/v10"
    async with asyncio.timeout(seconds), aiohttp.ClientSession(headers=headers) as session:
        me = await _ask(session, f"{base}/users/@me")
        application = await _ask(session, f"{base}/oauth2/applications/@me")
        guilds = await _ask(session, f"{base}/users/@me/guilds")
    config = application.get("integration_types_config")
    return Account(
        name=str(me.get("username", "?")),
        application_id=str(application["id"]),
        flags=int(application.get("flags") or 0),
        servers=tuple(_server(guild, str(me["id"])) for guild in guilds),
        installs=frozenset(config) if isinstance(config, dict) else None,
    )


async def _ask(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        if response.status != _OK:
            raise _RefusedError(response.status, response.reason or "")
        return await response.json()


def _server(guild: Mapping[str, Any], me: str) -> Server:
    return Server(int(guild["id"]), str(guild.get("name", guild["id"])), _permissions(guild, me))


def _permissions(guild: Mapping[str, Any], me: str) -> int | None:
    """Return the bot's bits in a server: as they are told, else of its roles where those are."""
    if "permissions" in guild:
        return int(guild["permissions"])
    roles = {role["id"]: int(role["permissions"]) for role in guild.get("roles", ())}
    if not roles:
        return None
    members = (member for member in guild.get("members", ()) if member.get("user", {}).get("id") == me)
    mine = [guild["id"], *(role for member in members for role in member.get("roles", ()))]
    bits = 0
    for role in mine:
        bits |= roles.get(role, 0)
    return bits


def _flat(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
