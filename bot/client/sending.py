"""Sending that finds a way: a reply, else a message in the channel, else one to the author alone.

Place in the flow: the cogs send with it what `bot.reception` made; mentions are off in all of it. discord.py waits for
rate limits and asks again a few times by itself; what `insist` does comes after that.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord

from bot.markup import escape, one_line
from bot.phrases import worded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.phrases import Language

_log = logging.getLogger(__name__)

T = TypeVar("T")

FAILURES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What sending can fail with when Discord, the network or a permission is in the way."""
_PAUSES = (2.0, 5.0, 10.0)
_TOO_MANY, _SERVERS_FAULT = 429, 500
_EXCUSE = (
    "I could not answer you in {where}: I lack the permission **{permission}** there, which somebody who manages "
    "the server can give me."
)
_MISSING = frozenset({50001, 50013})
"""Missing Access, Missing Permissions."""


def may_pass(error: BaseException) -> bool:
    """Tell whether the same request may succeed a little later."""
    if isinstance(error, discord.HTTPException):
        return error.status == _TOO_MANY or error.status >= _SERVERS_FAULT
    return True


async def insist(send: Callable[[], Awaitable[T]], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> T:
    """Send until it succeeds, is refused for good, or was tried four times; raises what it failed with last."""
    for pause in _PAUSES:
        try:
            return await send()
        except FAILURES as error:
            if not may_pass(error):
                raise
            _log.warning("Discord did not take a message (%s); it is sent again in %g seconds", error, pause)
            await sleep(pause)
    return await send()


async def say(
    message: discord.Message, content: str, view: discord.ui.View | None = None, *, language: Language = "en"
) -> discord.Message | None:
    """Reply to a message; failing that write into its channel, failing that to its author alone.

    Returns what was sent, or None when nobody could be told (which is logged).
    """
    return await Voice(message, language=language).say(content, view)


class Voice:
    """How a message is answered: the best way that works, and from then on the same."""

    def __init__(
        self,
        message: discord.Message,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        thread: str | None = None,
        language: Language = "en",
    ) -> None:
        """Answer `message`; in a new thread of that name, if one is given and can be opened."""
        self._language = language
        self._message = message
        self._sleep = sleep
        self._thread_name = thread
        self._thread: discord.Thread | None = None
        self._ways = [self._in_a_thread] if thread else []
        self._ways += [self._as_a_reply, self._in_the_channel, self._to_the_author]
        self._lacking: str | None = None

    async def say(self, content: str, view: discord.ui.View | None = None) -> discord.Message | None:
        """Send; returns None when nobody could be told (which is logged)."""
        # The nonce makes Discord take a message once, however often it is sent because an answer of its got lost.
        options: dict[str, Any] = {**_quietly(view), "suppress_embeds": True, "nonce": secrets.token_hex(8)}
        while self._ways:
            try:
                return await insist(lambda: self._ways[0](content, options), self._sleep)
            except FAILURES as error:
                _log.warning("could not answer message %s: %s", self._message.id, error)
                self._note(error)
                self._ways.pop(0)
        return None

    async def leave(self) -> None:
        """Take away the thread that was opened, if that is allowed and there is one."""
        if self._thread is not None:
            await _tried(self._thread.delete())

    async def _in_a_thread(self, content: str, options: dict[str, Any]) -> discord.Message:
        if self._thread is None:
            self._thread = await self._message.create_thread(name=self._thread_name or "")
        return await self._thread.send(content, **options)

    async def _as_a_reply(self, content: str, options: dict[str, Any]) -> discord.Message:
        reference = self._message.to_reference(fail_if_not_exists=False)
        return await self._message.channel.send(content, reference=reference, mention_author=False, **options)

    async def _in_the_channel(self, content: str, options: dict[str, Any]) -> discord.Message:
        return await self._message.channel.send(content, **options)

    async def _to_the_author(self, content: str, options: dict[str, Any]) -> discord.Message:
        if self._lacking:
            excuse, self._lacking = self._lacking, None
            await self._message.author.send(excuse, **_quietly(None))
        return await self._message.author.send(content, **options)

    def _note(self, error: BaseException) -> None:
        if self._ways[0] == self._in_the_channel and getattr(error, "code", None) in _MISSING:
            self._lacking = excuse(self._message, self._language)


def excuse(message: discord.Message, language: Language = "en") -> str:
    """Return the sentence that says which permission is missing where a message was written."""
    name = getattr(message.channel, "name", "") or worded("that channel", language)
    where, permission = f"#{escape(one_line(name))}", worded(lacking(message), language)
    return worded(_EXCUSE, language, where=where, permission=permission)


def lacking(message: discord.Message) -> str:
    """Return the name of the permission without which the bot cannot write where a message stands."""
    channel, guild = message.channel, message.guild
    writes = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    names = {"view_channel": "View Channel", writes: writes.replace("_", " ").title().replace(" In ", " in ")}
    try:
        has = channel.permissions_for(guild.me) if guild else discord.Permissions()
    except discord.ClientException:  # a thread whose channel is not known
        has = discord.Permissions.all()
    return next((name for key, name in names.items() if not getattr(has, key)), names[writes])


class MessageOutlet:
    """Where the answer to a message is written: a message that is sent once, edited while it grows, and finished."""

    def __init__(
        self,
        say: Callable[[str, discord.ui.View | None], Awaitable[discord.Message | None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        leave: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._say = say
        self._sleep = sleep
        self._leave = leave
        self._written: discord.Message | None = None

    async def draft(self, content: str) -> bool:
        """Show a state of the answer; False when there is no message that shows it, and none should be tried."""
        if self._written is None:
            self._written = await self._say(content, None)
            return self._written is not None
        try:
            await self._written.edit(content=content, allowed_mentions=discord.AllowedMentions.none())
        except FAILURES as error:
            _log.warning("a half-written answer could not be edited: %s", error)
            return may_pass(error)
        return True

    async def final(self, contents: tuple[str, ...], view: discord.ui.View | None) -> list[int]:
        """Show the answer, in place of what is half-written; returns the ids of its messages."""
        shown: list[int] = []
        for index, content in enumerate(contents, start=1):
            buttons = view if index == len(contents) else None
            message = await self._put(content, buttons)
            if message is None:
                break
            shown.append(message.id)
        return shown

    async def withdraw(self) -> None:
        """Take away what is half-written."""
        if self._written is not None:
            written, self._written = self._written, None
            await _tried(insist(written.delete, self._sleep))
            if self._leave is not None:
                await self._leave()

    async def _put(self, content: str, view: discord.ui.View | None) -> discord.Message | None:
        if self._written is None:
            return await self._say(content, view)
        written, self._written = self._written, None
        try:
            await insist(lambda: written.edit(content=content, **_quietly(view)), self._sleep)
        except FAILURES as error:
            _log.warning("an answer could not be put where it was half-written (%s); it is sent anew", error)
            await _tried(written.delete())
            return await self._say(content, view)
        return written


def _quietly(view: discord.ui.View | None) -> dict[str, Any]:
    """Return the options of a message that pings nobody."""
    options: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none()}
    return options if view is None else {**options, "view": view}


async def _tried(doing: Awaitable[object]) -> None:
    try:
        await doing
    except FAILURES as error:
        _log.info("could not tidy up: %s", error)
