"""The commands are registered with Discord, in each scope only when they changed since they were last sent there.

Place in the flow: the client calls `register` when it starts (and `register_in` when it comes into a server). What was
sent is remembered as a digest in state.db; a memory that cannot be read means that all is sent again. A scope is an
application's id (everywhere), or that and a server's ("123/456").
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.faults import BotStartError, StateError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client.bot import NayrabBot
    from bot.state.registrations import Registrations

_log = logging.getLogger(__name__)

Payload = list[dict[str, Any]]

MISSING_ACCESS = 50001
UNKNOWN_GUILD = 10004
INVALID_FORM = 50035
_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError)


async def register(bot: NayrabBot) -> None:
    """Register the commands where the settings want them, and take them back from where they did before.

    Raises `BotStartError` when not one of the wanted scopes has them; one of several that fails is logged.
    """
    registrar = Registrar(bot)
    guild_ids: Sequence[int | None] = bot.options.guild_ids or (None,)
    failures = [failure for guild_id in guild_ids if (failure := await registrar.offer(guild_id))]
    if len(failures) == len(guild_ids):
        raise BotStartError(failures[0])
    for failure in failures:
        _log.warning("%s", failure)
    await registrar.withdraw(other_than=guild_ids)


async def register_in(bot: NayrabBot, guild_id: int) -> None:
    """Register the commands in a server that the bot came into; what is remembered of it counts no more."""
    if guild_id not in bot.options.guild_ids:
        return
    registrar = Registrar(bot)
    await registrar.forget(guild_id)
    failure = await registrar.offer(guild_id)
    if failure:
        _log.warning("%s", failure)


def digest_of(payload: Payload) -> str:
    """Return what tells one set of commands from another, whatever their order."""
    ordered = sorted(payload, key=lambda command: (command["type"], command["name"]))
    return hashlib.sha256(json.dumps(ordered, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class Registrar:
    """Compares what the bot offers with what Discord was given, one scope at a time."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot
        self._memory: Registrations = bot.reception.state.registrations

    async def offer(self, guild_id: int | None) -> str | None:
        """See to it that a scope has the commands; returns the sentence for what is wrong, or None."""
        payload = await self._payload(guild_id)
        digest = digest_of(payload)
        if (await self._known()).get(self._scope(guild_id)) == digest and await self._still_there(guild_id, payload):
            _log.info("the commands %s are as they were", _where(guild_id))
            return None
        try:
            await self._put(guild_id, payload)
        except _FAULTS as error:
            return _why_not(error, guild_id)
        _log.info("registered %d commands %s", len(payload), _where(guild_id))
        await self._remember(self._scope(guild_id), digest)
        return None

    async def withdraw(self, other_than: Sequence[int | None]) -> None:
        """Take the commands back from every scope that has them from an earlier run and is not wanted any more."""
        wanted = {self._scope(guild_id) for guild_id in other_than}
        for scope in sorted((await self._known()).keys() - wanted):
            guild_id = _guild_of(scope)
            try:
                await self._put(guild_id, [])
            except (discord.Forbidden, discord.NotFound):
                _log.info("there is nothing to take back %s any more", _where(guild_id))
            except _FAULTS as error:
                _log.warning("the commands %s could not be taken back (%s)", _where(guild_id), error)
                continue
            await self._remember(scope, None)

    async def forget(self, guild_id: int | None) -> None:
        """Take what was sent to a scope as lost."""
        await self._remember(self._scope(guild_id), None)

    async def _payload(self, guild_id: int | None) -> Payload:
        tree = self._bot.tree
        guild = None if guild_id is None else discord.Object(guild_id)
        if guild is not None:
            tree.copy_global_to(guild=guild)
        offered, translator = tree.get_commands(guild=guild), tree.translator
        if translator is None:
            return [command.to_dict(tree) for command in offered]
        return [await command.get_translated_payload(tree, translator) for command in offered]

    async def _still_there(self, guild_id: int | None, payload: Payload) -> bool:
        """Tell whether Discord has commands of these names; it drops a server's when the bot is sent away from it."""
        http, mine = self._bot.http, self._application_id
        try:
            there: Any = await (
                http.get_global_commands(mine) if guild_id is None else http.get_guild_commands(mine, guild_id)
            )
        except _FAULTS:
            return False
        return _names(there) == _names(payload)

    async def _put(self, guild_id: int | None, payload: Payload) -> None:
        http, mine = self._bot.http, self._application_id
        if guild_id is None:
            await http.bulk_upsert_global_commands(mine, payload=payload)
        else:
            await http.bulk_upsert_guild_commands(mine, guild_id, payload=payload)

    async def _known(self) -> Mapping[str, str]:
        try:
            return await asyncio.to_thread(self._memory.of, self._application_id)
        except StateError as error:
            _log.warning("which commands Discord has is not known, so they are sent again: %s", error)
            return {}

    async def _remember(self, scope: str, digest: str | None) -> None:
        try:
            if digest is None:
                await asyncio.to_thread(self._memory.forget, scope)
            else:
                await asyncio.to_thread(self._memory.keep, scope, digest)
        except StateError as error:
            _log.warning("which commands Discord has could not be remembered: %s", error)

    def _scope(self, guild_id: int | None) -> str:
        return f"{self._application_id}" if guild_id is None else f"{self._application_id}/{guild_id}"

    @property
    def _application_id(self) -> int:
        known = self._bot.application_id
        if known is None:
            raise discord.app_commands.MissingApplicationID
        return known


def _guild_of(scope: str) -> int | None:
    guild = scope.partition("/")[2]
    return int(guild) if guild else None


def _names(commands: Sequence[Mapping[str, Any]]) -> set[tuple[str, int]]:
    return {(command["name"], int(command.get("type", 1))) for command in commands}


def _where(guild_id: int | None) -> str:
    return "everywhere" if guild_id is None else f"in server {guild_id}"


def _why_not(error: Exception, guild_id: int | None) -> str:
    """Return what is wrong and what to do, in one sentence."""
    where = _where(guild_id)
    code = error.code if isinstance(error, discord.HTTPException) else None
    if code == MISSING_ACCESS:
        return (
            f"Discord did not take the bot's commands {where}: the bot is not in it, or was invited without the scope "
            "applications.commands; invite it again with the link that `nayrab doctor` prints."
        )
    if code == UNKNOWN_GUILD:
        return (
            f"Discord did not take the bot's commands {where}: it knows no server of that id; correct discord.guilds "
            "in the settings, or invite the bot there."
        )
    if code == INVALID_FORM:
        return f"Discord did not take the bot's commands {where}, one of them breaks its rules ({_flat(error)})."
    return f"Discord did not take the bot's commands {where} ({_flat(error)}); try again in a few minutes."


def _flat(error: Exception) -> str:
    return " ".join(str(error).split())
