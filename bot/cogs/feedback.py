"""What people say below an answer: follow-up questions and votes from its forms, and `/corpus feedback` for admins.

Place in the flow: the buttons of `bot.views.answers` open the forms; what is sent comes here as an interaction, also
after a restart. `/corpus feedback` itself is a command of the corpus group, which asks who may.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.client.interacting import InteractionOutlet
from bot.cogs.corpus_access import require_curator
from bot.cogs.people import Interaction, asker, bot_of, place
from bot.cogs.replying import admitted, answer_through
from bot.markup import plain
from bot.phrases import said_in
from bot.reception import Request
from bot.render.feedback import feedback_pages
from bot.state import Asked
from bot.views.answers import thanked
from bot.views.forms import FOLLOW_UP, LONGEST_REASON, Submission, submitted

if TYPE_CHECKING:
    import re

    from bot.client import NayrabBot

DAYS = 30


class FeedbackCog(commands.Cog):
    """Takes the forms that are sent from below an answer."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Revive the buttons of earlier runs."""
        self._bot.add_dynamic_items(FeedbackPageButton)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a form of an answer; faults are told to the one who sent it."""
        form = submitted(interaction)
        if form is None:
            return
        try:
            if form.kind == FOLLOW_UP:
                await self._ask_on(interaction, form)
            else:
                await self._note(interaction, form)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the one who sent the form
            await self._bot.apologise(interaction, error)

    async def _ask_on(self, interaction: Interaction, form: Submission) -> None:
        """Answer a follow-up question as a reply to that answer would be, for all to see unless the answer was not."""
        if not await admitted(interaction):
            return
        async with self._bot.talking():
            language = await self._bot.language_in(interaction.guild_id)
            outlet = InteractionOutlet(interaction, private=form.private, language=language)
            await outlet.acknowledge()
            request = await self._request(interaction, form)
            where = place(interaction.guild_id, interaction.channel)
            await answer_through(self._bot, request, outlet, asker(interaction), where)

    async def _request(self, interaction: Interaction, form: Submission) -> Request:
        kept = await self._bot.reception.kept(form.answer_id)
        rules = await self._bot.admission.rules(interaction.guild_id)
        asked = Asked(interaction.guild_id, interaction.channel_id, user_id=interaction.user.id)
        history = kept.turns if kept else ()
        return Request(form.text, asked, history, show_question=True, private=form.private, rules=rules)

    async def _note(self, interaction: Interaction, form: Submission) -> None:
        """Note that an answer did not help, and why."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        reason = plain(form.text).strip()[:LONGEST_REASON]
        reception, who = self._bot.reception, interaction.user.id
        cast = await asyncio.to_thread(
            reception.state.votes.cast, form.answer_id, who, reception.clock(), helpful=False, reason=reason
        )
        language = await self._bot.language_in(interaction.guild_id)
        await _fill_in(interaction, thanked(language) if cast else said_in(reception.gone, language))


class FeedbackPageButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"nayrab:feedback:(?P<page>[0-9]{1,3}):[<>]"
):
    """Turns the pages of `/corpus feedback`, for admins alone; they are made anew, for nothing of them is kept."""

    def __init__(self, page: int, *, forward: bool, disabled: bool = False) -> None:
        label, arrow = ("Next", ">") if forward else ("Previous", "<")
        custom_id = f"nayrab:feedback:{page}:{arrow}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id, disabled=disabled))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> FeedbackPageButton:
        """Build the button from what Discord sends."""
        return cls(int(match["page"]), forward=match.string.endswith(">"))

    async def callback(self, interaction: Interaction) -> None:
        """Turn the page for an admin, refuse anybody else."""
        bot = bot_of(interaction)
        try:
            if bot.curator is not None:
                await require_curator(interaction, bot.curator, "/corpus feedback")
                await interaction.response.defer()
                await show_feedback(interaction, self.page)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the one who pressed
            await bot.apologise(interaction, error)


async def show_feedback(interaction: Interaction, page: int = 0) -> None:
    """Fill in the deferred answer of `/corpus feedback` with a page of what this server's people voted."""
    reception = bot_of(interaction).reception
    now = reception.clock()
    judged = await asyncio.to_thread(
        reception.state.votes.judged, now - dt.timedelta(days=DAYS), now, guild_id=interaction.guild_id or 0, voted=True
    )
    pages = feedback_pages(judged, DAYS)
    page = min(page, len(pages) - 1)
    await _fill_in(interaction, pages[page], _turning(page, len(pages)))


def _turning(page: int, pages: int) -> discord.ui.View | None:
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    view.add_item(FeedbackPageButton(max(0, page - 1), forward=False, disabled=page == 0))
    view.add_item(FeedbackPageButton(min(pages - 1, page + 1), forward=True, disabled=page == pages - 1))
    return view


async def _fill_in(interaction: Interaction, text: str, view: discord.ui.View | None = None) -> None:
    await interaction.edit_original_response(content=text, view=view, allowed_mentions=discord.AllowedMentions.none())


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(FeedbackCog(bot))
