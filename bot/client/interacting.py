"""Where the answer to a slash command is written: in place of "is thinking", and elsewhere when that is gone.

Place in the flow: the cogs answer interactions with it. A token lives for 15 minutes and may die sooner; then the
answer goes into the channel, or, where it was private or the bot is not a member, to the person alone.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.client.sending import FAILURES, MessageOutlet, insist
from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, shorten, size
from bot.phrases import worded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client.bot import NayrabBot
    from bot.phrases import Language

_log = logging.getLogger(__name__)

_DEAD = frozenset({10062, 10015, 50027})
"""Unknown Interaction, Unknown Webhook, Invalid Webhook Token."""
_ACKNOWLEDGED = 40060
_UNAUTHORIZED = 401
_NAME = 40
_IN_THREAD = "My answer is in the thread of this message."
_BY = "{name} asked with a command that has expired since:"


class InteractionOutlet:
    """One interaction being answered. `private`: nobody but the person may see the answer.

    `thread`: open a thread of that name for it, if that is possible; `headline` is then what stands in place.
    """

    def __init__(
        self,
        interaction: discord.Interaction[NayrabBot],
        *,
        private: bool,
        thread: str | None = None,
        headline: str = "",
        language: Language = "en",
    ) -> None:
        self._language = language
        self._interaction = interaction
        self._private = private
        self._sleep = interaction.client.tools.sleep
        self._thread_name = None if private else thread
        self._headline = headline
        self._inner: MessageOutlet | None = None
        self._starter: int | None = None
        self._dead = False
        self._drafted = False

    async def acknowledge(self) -> None:
        """Say "is thinking"; where Discord no longer knows the interaction, the answer will go elsewhere."""
        try:
            await self._interaction.response.defer(ephemeral=self._private, thinking=True)
        except discord.InteractionResponded:
            return
        except FAILURES as error:
            self._dead = getattr(error, "code", None) != _ACKNOWLEDGED
            _log.warning("an interaction could not be acknowledged: %s", error)

    async def draft(self, content: str) -> bool:
        """Show a state of the answer; False when there is no place for drafts."""
        if self._dead:
            return False
        if inner := await self._entered():
            return await inner.draft(content)
        try:
            await self._edit(content, None)
        except FAILURES as error:
            self._dead = self._dead or _is_dead(error)
            _log.warning("a half-written answer could not be shown: %s", error)
            return False
        self._drafted = True
        return True

    async def final(self, contents: tuple[str, ...], view: discord.ui.View | None) -> list[int]:
        """Show the answer, in place of what is half-written; returns the ids of its messages."""
        if not self._dead and (inner := await self._entered()):
            shown = await inner.final(contents, view)
            if shown:
                return [self._starter or 0, *shown]
        ids: list[int] = []
        for index, content in enumerate(contents, start=1):
            message = await self._put(content, view if index == len(contents) else None, first=index == 1)
            if message is None:
                break
            ids.append(message.id)
        return ids

    async def withdraw(self) -> None:
        """Take away what is half-written."""
        if self._inner is not None:
            await self._inner.withdraw()
        elif self._drafted:
            try:
                await self._interaction.delete_original_response()
            except FAILURES as error:
                _log.info("could not tidy up: %s", error)

    async def _put(self, content: str, view: discord.ui.View | None, *, first: bool) -> discord.Message | None:
        ways: list[Callable[[], Awaitable[discord.Message]]] = []
        if not self._dead:
            ways += [lambda: self._edit(content, view)] if first else []
            ways += [lambda: self._follow_up(content, view)]
        for way in ways:
            try:
                return await insist(way, self._sleep)
            except FAILURES as error:
                self._dead = self._dead or _is_dead(error)
                _log.warning("an interaction could not be answered in place: %s", error)
            if self._dead:
                break
        return await self._elsewhere(content, view, first=first)

    async def _edit(self, content: str, view: discord.ui.View | None) -> discord.Message:
        message: discord.Message = await self._interaction.edit_original_response(
            content=content, view=view, allowed_mentions=discord.AllowedMentions.none()
        )
        return message

    async def _follow_up(self, content: str, view: discord.ui.View | None) -> discord.Message:
        sent: discord.Message = await self._interaction.followup.send(
            content,
            view=view or discord.utils.MISSING,
            ephemeral=self._private,
            allowed_mentions=discord.AllowedMentions.none(),
            suppress_embeds=True,
            wait=True,
        )
        return sent

    async def _elsewhere(self, content: str, view: discord.ui.View | None, *, first: bool) -> discord.Message | None:
        """Write into the channel, saying who asked without a ping, or to the person alone."""
        user = self._interaction.user
        public = None if self._private else _channel_of(self._interaction)
        name = shorten(escape(one_line(user.display_name)), _NAME)
        by = f"-# {worded(_BY, self._language, name=name)}"
        for where, opening in ((public, by), (user, "")):
            if where is None:
                continue
            try:
                return await self._written(where, content, view, opening if first else "")
            except FAILURES as error:
                _log.warning("an interaction could not be answered outside of it either: %s", error)
        _log.warning("nobody could be told the answer to interaction %s", self._interaction.id)
        return None

    async def _written(
        self, where: discord.abc.Messageable, content: str, view: discord.ui.View | None, opening: str
    ) -> discord.Message:
        options: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none(), "suppress_embeds": True}
        whole = f"{opening}\n{content}" if opening else content
        if size(whole) > CONTENT_LIMIT:
            await insist(lambda: where.send(opening, **options), self._sleep)
            whole = content
        shown = {**options, "view": view} if view is not None else options
        return await insist(lambda: where.send(whole, **shown), self._sleep)

    async def _entered(self) -> MessageOutlet | None:
        """Open the thread at the first call; None where there is to be none, or it cannot be opened."""
        if self._inner is not None or self._thread_name is None:
            return self._inner
        name, self._thread_name = self._thread_name, None
        channel = _channel_of(self._interaction)
        if not isinstance(channel, discord.TextChannel):
            return None
        try:
            original = await self._edit(f"{self._headline}\n-# {worded(_IN_THREAD, self._language)}", None)
            thread = await channel.get_partial_message(original.id).create_thread(name=name)
        except FAILURES as error:
            _log.warning("no thread could be opened for an answer: %s", error)
            return None
        self._starter = original.id
        self._inner = MessageOutlet(_sender(thread, self._sleep), self._sleep)
        return self._inner


def _sender(
    thread: discord.Thread, sleep: Callable[[float], Awaitable[None]]
) -> Callable[[str, discord.ui.View | None], Awaitable[discord.Message | None]]:
    async def send(content: str, view: discord.ui.View | None) -> discord.Message | None:
        options: dict[str, Any] = {"allowed_mentions": discord.AllowedMentions.none(), "suppress_embeds": True}
        options |= {"view": view} if view is not None else {}
        try:
            return await insist(lambda: thread.send(content, **options), sleep)
        except FAILURES as error:
            _log.warning("the thread of an answer cannot be written in: %s", error)
            return None

    return send


def _channel_of(interaction: discord.Interaction[Any]) -> discord.abc.Messageable | None:
    """Return the channel of an interaction where the bot may write: it is a member there, or it is its own DM."""
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        return None
    if interaction.guild_id is not None:
        return channel if interaction.client.get_guild(interaction.guild_id) is not None else None
    return channel if interaction.context.dm_channel else None


def _is_dead(error: BaseException) -> bool:
    """Tell whether the interaction can no longer be answered at all."""
    code, status = getattr(error, "code", None), getattr(error, "status", None)
    return code in _DEAD or status == _UNAUTHORIZED
