"""Whether a message is meant for the bot, what it says, and what was said before it.

Place in the flow: the cog `ask` hands messages in; the rules stand in `bot.conversation`, this module fetches the facts
that they need from Discord and the memory. Nothing that Discord keeps is kept here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.conversation import Heard, Spoken, earlier_questions, is_for_me, words

if TYPE_CHECKING:
    from bot.client import NayrabBot


class Listener:
    """Listens for the bot."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    async def hears(self, message: discord.Message) -> bool:
        """Tell whether the bot should answer a message."""
        me = self._bot.user
        role = message.guild.self_role if message.guild else None
        heard = Heard(
            by_bot=message.author.bot or me is None,
            direct=message.guild is None,
            mentions_me=(me is not None and me in message.mentions)
            or (role is not None and role in message.role_mentions),
            replies_to_me=_replied_author(message) == (me.id if me else None),
        )
        if is_for_me(heard) or heard.by_bot:
            return is_for_me(heard)
        return self._bot.options.message_content and not _is_aside(message) and await self._in_my_thread(message)

    async def history(self, message: discord.Message) -> tuple[str, ...]:
        """Return the earlier questions of the conversation that a message belongs to, oldest first."""
        replied_to = message.reference.message_id if message.reference else None
        if replied_to is not None:
            return await earlier_questions(
                replied_to,
                kept=self._bot.reception.turns_of,
                fetch=lambda message_id: self._spoken(message, message_id),
            )
        if message.guild is None:
            return await self._bot.reception.turns_in(message.channel.id, recent=True)
        return await self.turns_in_thread(message.channel)

    async def turns_in_thread(self, channel: object) -> tuple[str, ...]:
        """Return the earlier questions of a thread, the one it was started on included; none outside threads."""
        thread = await self._thread(channel)
        if thread is None:
            return ()
        reception = self._bot.reception
        # A thread that was started on a message carries that message's id.
        return (await reception.turns_of(thread.id) or ()) + await reception.turns_in(thread.id, recent=False)

    def words(self, message: discord.Message) -> str:
        """Return what a message says to the bot."""
        me = self._bot.user.id if self._bot.user else 0
        mine = [f"<@{me}>", f"<@!{me}>"]
        if message.guild and message.guild.self_role:
            mine.append(message.guild.self_role.mention)
        names = {f"<@{user.id}>": user.display_name for user in message.mentions}
        return words(message.content, mine, names)

    async def _in_my_thread(self, message: discord.Message) -> bool:
        thread = await self._thread(message.channel)
        if thread is None:
            return False
        mine = self._bot.user is not None and thread.owner_id == self._bot.user.id
        return mine or bool(await self.turns_in_thread(thread))

    async def _thread(self, channel: object) -> discord.Thread | None:
        """Return the thread that a channel is; one that discord.py does not know yet is looked up."""
        if isinstance(channel, discord.PartialMessageable) and channel.guild_id is not None:
            try:
                channel = await self._bot.fetch_channel(channel.id)
            except (discord.HTTPException, discord.InvalidData):
                return None
        return channel if isinstance(channel, discord.Thread) else None

    async def _spoken(self, message: discord.Message, message_id: int) -> Spoken | None:
        found = _at_hand(message, message_id) or discord.utils.get(self._bot.cached_messages, id=message_id)
        if found is None:
            try:
                found = await message.channel.fetch_message(message_id)
            except discord.HTTPException:
                return None  # deleted or not for the bot to see: the conversation begins after it
        replies_to = found.reference.message_id if found.reference else None
        return Spoken(found.author.bot, self.words(found), replies_to)


def _at_hand(message: discord.Message, message_id: int) -> discord.Message | None:
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) and resolved.id == message_id else None


def _replied_author(message: discord.Message) -> int:
    resolved = message.reference.resolved if message.reference else None
    return resolved.author.id if isinstance(resolved, discord.Message) else 0


def _is_aside(message: discord.Message) -> bool:
    """Tell whether people talk among themselves: the message replies to somebody else, or mentions one."""
    return bool(message.mentions) or _replied_author(message) != 0
