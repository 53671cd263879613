"""Questions: `/ask`, mentions, replies, threads and direct messages become requests; the replies are sent in place."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Action, Denied, may
from bot.client import say
from bot.cogs.people import asker_of, place
from bot.cogs.replying import admitted, buttons, fill_in
from bot.conversation import LONGEST_QUESTION, Heard, Spoken, earlier_questions, is_for_me, words
from bot.reception import Request
from bot.render import help_message
from bot.state import Asked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.access import Policy
    from bot.client import NayrabBot

_UNREADABLE = "Discord lets me read a reply only when it mentions me: write @ and my name in it, or use `/ask`."
_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


class AskCog(commands.Cog):
    """Answers questions, however they reach the bot."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    @app_commands.command(name="ask", description="Ask about the conflict; answered from news articles, with sources")
    @app_commands.describe(question="What you want to know", private="Show the answer to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: discord.Interaction[NayrabBot],
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
        private: bool = False,  # noqa: FBT001, FBT002  # discord.py makes the option of this parameter
    ) -> None:
        """Answer in place: acknowledged at once, filled in when the answer is there."""
        if not await admitted(interaction):
            return
        async with self._bot.talking():
            await interaction.response.defer(ephemeral=private, thinking=True)
            history = await self._thread_turns(interaction.channel)
            asked = Asked(interaction.guild_id, interaction.channel_id)
            request = Request(question, asked, history, show_question=True, private=private)
            await fill_in(interaction, await self._bot.reception.answer(request), private=private)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot, as a reply to it."""
        if message.type not in _SPOKEN or not is_for_me(await self._heard(message)):
            return
        where = place(message.guild.id if message.guild else None, message.channel)
        decision = may(asker_of(message.author), Action.ASK, where, self._policy)
        if isinstance(decision, Denied):
            await say(message, decision.reason)
            return
        text = self._words(message)
        if not text:
            await say(message, _UNREADABLE if _is_withheld(message) else help_message())
            return
        async with self._bot.talking(), _typing(message.channel):
            await self._answer_message(message, text)

    async def _answer_message(self, message: discord.Message, text: str) -> None:
        asked = Asked(message.guild.id if message.guild else None, message.channel.id, message.id)
        reply = await self._bot.reception.answer(Request(text, asked, await self._history(message)))
        for index, content in enumerate(reply.contents, start=1):
            sent = await say(message, content, buttons(reply, last=index == len(reply.contents)))
            if sent is not None:
                await self._bot.reception.sent(reply, sent.id)

    async def _heard(self, message: discord.Message) -> Heard:
        me = self._bot.user
        by_bot = message.author.bot or me is None
        mentioned = me is not None and me in message.mentions
        role = message.guild.self_role if message.guild else None
        heard = Heard(
            by_bot=by_bot,
            direct=message.guild is None,
            mentions_me=mentioned or (role is not None and role in message.role_mentions),
            replies_to_me=_replied_author(message) == (me.id if me else None),
        )
        if by_bot or is_for_me(heard) or not self._bot.options.message_content:
            return heard
        return Heard(
            by_bot=by_bot,
            direct=False,
            mentions_me=False,
            replies_to_me=False,
            in_my_thread=bool(await self._thread_turns(message.channel)),
        )

    async def _history(self, message: discord.Message) -> tuple[str, ...]:
        replied_to = message.reference.message_id if message.reference else None
        if replied_to is not None:
            return await earlier_questions(
                replied_to,
                kept=self._bot.reception.turns_of,
                fetch=lambda message_id: self._spoken(message, message_id),
            )
        if message.guild is None:
            return await self._bot.reception.turns_in(message.channel.id, recent=True)
        return await self._thread_turns(message.channel)

    async def _thread_turns(self, channel: object) -> tuple[str, ...]:
        """Return the earlier questions of a thread, the one it was started on included; none outside threads."""
        if not isinstance(channel, discord.Thread):
            return ()
        reception = self._bot.reception
        # A thread that was started on a message carries that message's id.
        return (await reception.turns_of(channel.id) or ()) + await reception.turns_in(channel.id, recent=False)

    async def _spoken(self, message: discord.Message, message_id: int) -> Spoken | None:
        found = _at_hand(message, message_id) or discord.utils.get(self._bot.cached_messages, id=message_id)
        if found is None:
            try:
                found = await message.channel.fetch_message(message_id)
            except discord.HTTPException:
                return None  # deleted or not for the bot to see: the conversation begins after it
        replies_to = found.reference.message_id if found.reference else None
        return Spoken(found.author.bot, self._words(found), replies_to)

    def _words(self, message: discord.Message) -> str:
        me = self._bot.user.id if self._bot.user else 0
        mine = [f"<@{me}>", f"<@!{me}>"]
        if message.guild and message.guild.self_role:
            mine.append(message.guild.self_role.mention)
        names = {f"<@{user.id}>": user.display_name for user in message.mentions}
        return words(message.content, mine, names)

    @property
    def _policy(self) -> Policy:
        return self._bot.options.policy


@contextlib.asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show that the bot is writing; where that is refused, go on without."""
    async with contextlib.AsyncExitStack() as stack:
        with contextlib.suppress(discord.HTTPException):
            await stack.enter_async_context(channel.typing())
        yield


def _is_withheld(message: discord.Message) -> bool:
    """Tell whether Discord kept the text from the bot: nobody can send a message with nothing in it."""
    return not (message.content or message.attachments or message.stickers)


def _at_hand(message: discord.Message, message_id: int) -> discord.Message | None:
    resolved = message.reference.resolved if message.reference else None
    return resolved if isinstance(resolved, discord.Message) and resolved.id == message_id else None


def _replied_author(message: discord.Message) -> int:
    resolved = message.reference.resolved if message.reference else None
    return resolved.author.id if isinstance(resolved, discord.Message) else 0


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(AskCog(bot))
