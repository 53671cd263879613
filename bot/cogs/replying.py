"""What the slash commands that answer have in common: who is let in, and how a reply is filled in.

Place in the flow: used by the cogs `ask` and `lookup`; it loads no command of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.access import Action, Denied, may
from bot.cogs.people import asker, place
from bot.views import answer_view

if TYPE_CHECKING:
    from bot.client import NayrabBot
    from bot.reception import Reply


async def admitted(interaction: discord.Interaction[NayrabBot]) -> bool:
    """Tell whether the person may ask here; one who may not is told why, and nobody else sees it."""
    policy = interaction.client.options.policy
    decision = may(asker(interaction), Action.ASK, place(interaction.guild_id, interaction.channel), policy)
    if isinstance(decision, Denied):
        none = discord.AllowedMentions.none()
        await interaction.response.send_message(decision.reason, ephemeral=True, allowed_mentions=none)
        return False
    return True


async def fill_in(interaction: discord.Interaction[NayrabBot], reply: Reply, *, private: bool) -> None:
    """Put the reply where "is thinking" stands, what does not fit into messages after it; all are remembered."""
    none = discord.AllowedMentions.none()
    view = buttons(reply, last=len(reply.contents) == 1)
    first: discord.Message = await interaction.edit_original_response(
        content=reply.contents[0], view=view, allowed_mentions=none
    )
    shown = [first.id]
    for index, content in enumerate(reply.contents[1:], start=2):
        more = buttons(reply, last=index == len(reply.contents)) or discord.utils.MISSING
        sent = await interaction.followup.send(
            content, view=more, ephemeral=private, allowed_mentions=none, suppress_embeds=True, wait=True
        )
        shown.append(sent.id)
    for message_id in shown:
        await interaction.client.reception.sent(reply, message_id)


def buttons(reply: Reply, *, last: bool) -> discord.ui.View | None:
    """Return the buttons of a reply's message: only the last one has any."""
    return (
        answer_view(reply.answer_id, accounts=reply.accounts) if last and reply.passages and reply.answer_id else None
    )
