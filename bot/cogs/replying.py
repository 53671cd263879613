"""What the commands that answer have in common: who is let in, and how an answer gets from its first claim to its end.

Place in the flow: used by the cogs that answer; it loads no command of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import discord

from bot.access import Denied
from bot.answering.models import Reason, Refused
from bot.client.interacting import InteractionOutlet
from bot.cogs.people import asker, place
from bot.phrases import said_in
from bot.streaming_live import Drafts
from bot.views import answer_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.access import Asker, Place
    from bot.answering.models import Outcome
    from bot.client import NayrabBot
    from bot.phrases import Language
    from bot.reception import Reply, Request


class Outlet(Protocol):
    """Where an answer is written, and shown while it is half-written."""

    async def draft(self, content: str) -> bool:
        """Show a state of the answer; False when there is no place for drafts."""

    async def final(self, contents: tuple[str, ...], view: discord.ui.View | None) -> list[int]:
        """Show the answer, in place of what is half-written; returns the ids of its messages."""

    async def withdraw(self) -> None:
        """Take away what is half-written."""


async def admitted(interaction: discord.Interaction[NayrabBot]) -> bool:
    """Tell whether the person may ask here; one who may not is told why, and nobody else sees it."""
    where = place(interaction.guild_id, interaction.channel)
    decision = await interaction.client.admission.decide(asker(interaction), where)
    if isinstance(decision, Denied):
        await refuse(interaction, decision)
        return False
    return True


async def refuse(interaction: discord.Interaction[NayrabBot], denied: Denied) -> None:
    """Tell somebody why not, in the language of the place; nobody else sees it."""
    reason = said_in(denied.reason, await interaction.client.language_in(interaction.guild_id))
    none = discord.AllowedMentions.none()
    await interaction.response.send_message(reason, ephemeral=True, allowed_mentions=none)


async def answer_through(
    bot: NayrabBot,
    request: Request,
    outlet: Outlet,
    who: Asker,
    where: Place,
    *,
    settled: Callable[[], None] = lambda: None,
) -> None:
    """Answer a request through an outlet: claim by claim while it is worked on, and then whole.

    `settled` is called once the answer is there. Whatever ends it before leaves nothing half-written behind. Either
    way it is counted, once.
    """
    outcome: Outcome | None = None
    drafts = Drafts(
        lambda claims: outlet.draft(bot.reception.draft(request, claims)), now=bot.tools.now, sleep=bot.tools.sleep
    )
    try:
        reply = await bot.reception.answer(request, drafts.tell)
        settled()
        outcome = reply.outcome
        await drafts.stop()
    except BaseException:
        await drafts.stop()
        await outlet.withdraw()
        raise
    finally:
        await bot.admission.count(who, where, outcome)
    await _show(bot, reply, outlet, request.rules.language)


async def fill_in(interaction: discord.Interaction[NayrabBot], reply: Reply, *, private: bool) -> None:
    """Put the reply where "is thinking" stands, what does not fit into messages after it; all are remembered.

    The question is counted as one that was asked.
    """
    bot = interaction.client
    await bot.admission.count(asker(interaction), place(interaction.guild_id, interaction.channel), reply.outcome)
    language = await bot.language_in(interaction.guild_id)
    await _show(bot, reply, InteractionOutlet(interaction, private=private, language=language), language)


async def _show(bot: NayrabBot, reply: Reply, outlet: Outlet, language: Language) -> None:
    for message_id in await outlet.final(reply.contents, buttons(reply, last=True, language=language)):
        await bot.reception.sent(reply, message_id)


def buttons(reply: Reply, *, last: bool, language: Language = "en") -> discord.ui.View | None:
    """Return the buttons of a reply's message: only the last one has any."""
    if not last or reply.answer_id is None or not (reply.passages or _was_searched_for(reply.outcome)):
        return None
    return answer_view(reply.answer_id, accounts=reply.accounts, passages=reply.passages, language=language)


def _was_searched_for(outcome: Outcome | None) -> bool:
    """Tell whether a refusal is one to disagree with or to ask on from: not a greeting, not an empty corpus."""
    return isinstance(outcome, Refused) and outcome.reason not in {Reason.BAD_QUESTION, Reason.EMPTY_CORPUS}
