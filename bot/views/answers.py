"""The buttons of an answer. They live in their custom id alone, so that they work after a restart.

Place in the flow: an answer's message carries them. **Passages** and **Accounts** show what the answer rests on to the
one who pressed, with buttons to turn the page; the others note a vote, or open a form of `bot.views.forms`, whose
submission the cog `feedback` takes.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord

from bot.phrases import phrases, said_in, worded
from bot.render import passage_pages
from bot.render.accounts import account_pages
from bot.views.forms import follow_up_form, reason_form

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from bot.client import NayrabBot
    from bot.phrases import Language
    from bot.state import KeptAnswer

_ID = r"(?P<answer>[0-9a-zA-Z_-]{1,40})"
THANKS = "Thank you, noted. You can change your mind with the other button."

Interaction = discord.Interaction[Any]


class _AnswerButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=rf"nayrab:none:{_ID}"):
    """What the buttons have in common: a kind, an answer, and faults that are told to the one who pressed."""

    kind: ClassVar[str] = "none"
    word: ClassVar[str] = "passages"
    """What stands on the button: a field of `Phrases`. The custom id is the same in every language."""
    emoji: ClassVar[str | None] = None

    def __init__(self, answer_id: str, language: Language = "en") -> None:
        custom_id = f"nayrab:{self.kind}:{answer_id}"
        label: str = getattr(phrases(language), self.word)
        super().__init__(discord.ui.Button(label=label, emoji=self.emoji, custom_id=custom_id))
        self.answer_id = answer_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Build the button from what Discord sends."""
        return cls(match["answer"])

    async def callback(self, interaction: Interaction) -> None:
        """Answer the press; faults are told to the one who pressed (discord.py would only log them)."""
        bot: NayrabBot = interaction.client
        try:
            await self.pressed(interaction, bot)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the user
            await bot.apologise(interaction, error)

    async def pressed(self, interaction: Interaction, bot: NayrabBot) -> None:
        """Do what the button is for."""
        raise NotImplementedError


class PassagesButton(_AnswerButton, template=rf"nayrab:passages:{_ID}"):
    """Shows the exact quotes behind an answer to whoever presses it."""

    kind = "passages"
    word = "passages"

    async def pressed(self, interaction: Interaction, bot: NayrabBot) -> None:  # noqa: ARG002  # the base's signature
        """Show the first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _show(interaction, self.kind, self.answer_id, 0)


class AccountsButton(_AnswerButton, template=rf"nayrab:accounts:{_ID}"):
    """Shows side by side where the sources of an answer differ, to whoever presses it."""

    kind = "accounts"
    word = "accounts"

    async def pressed(self, interaction: Interaction, bot: NayrabBot) -> None:  # noqa: ARG002  # the base's signature
        """Show the first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _show(interaction, self.kind, self.answer_id, 0)


class FollowUpButton(_AnswerButton, template=rf"nayrab:followup:{_ID}"):
    """Opens a form for a question that goes on from an answer; its answer is as public as this one."""

    kind = "followup"
    word = "follow_up"

    async def pressed(self, interaction: Interaction, bot: NayrabBot) -> None:
        """Open the form."""
        private = interaction.message is not None and interaction.message.flags.ephemeral
        await _open(
            interaction,
            bot,
            self.answer_id,
            lambda language: follow_up_form(self.answer_id, private=private, language=language),
        )


class HelpfulButton(_AnswerButton, template=rf"nayrab:helpful:{_ID}"):
    """Notes that an answer helped."""

    kind = "helpful"
    word = "helpful"
    emoji = "👍"

    async def pressed(self, interaction: Interaction, bot: NayrabBot) -> None:
        """Note the vote."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        reception = bot.reception
        cast = await asyncio.to_thread(
            reception.state.votes.cast, self.answer_id, interaction.user.id, reception.clock(), helpful=True
        )
        language = await bot.language_in(interaction.guild_id)
        await _fill_in(interaction, thanked(language) if cast else said_in(reception.gone, language))


class NotHelpfulButton(_AnswerButton, template=rf"nayrab:unhelpful:{_ID}"):
    """Opens a form for why an answer did not help; sending it, with a reason or without, is the vote."""

    kind = "unhelpful"
    word = "not_helpful"
    emoji = "👎"

    async def pressed(self, interaction: Interaction, bot: NayrabBot) -> None:
        """Open the form."""
        await _open(interaction, bot, self.answer_id, lambda language: reason_form(self.answer_id, language))


class PageButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=rf"nayrab:(?P<kind>page|side):{_ID}:(?P<page>[0-9]{{1,3}}):[<>]",
):
    """Turns to another page of quotes (`page`) or accounts (`side`), in place."""

    def __init__(  # what a button is made of
        self, kind: str, answer_id: str, page: int, *, forward: bool, disabled: bool = False, language: Language = "en"
    ) -> None:
        said = phrases(language)
        word = "side" if kind == AccountsButton.kind else "page"
        super().__init__(
            discord.ui.Button(
                label=said.next_page if forward else said.previous_page,
                custom_id=f"nayrab:{word}:{answer_id}:{page}:{'>' if forward else '<'}",
                disabled=disabled,
            )
        )
        self.kind = kind
        self.answer_id = answer_id
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> PageButton:
        """Build the button from what Discord sends."""
        kind = AccountsButton.kind if match["kind"] == "side" else PassagesButton.kind
        return cls(kind, match["answer"], int(match["page"]), forward=match.string.endswith(">"))

    async def callback(self, interaction: Interaction) -> None:
        """Turn the page; faults are told to the one who pressed."""
        bot: NayrabBot = interaction.client
        try:
            await interaction.response.defer()
            await _show(interaction, self.kind, self.answer_id, self.page)
        except Exception as error:  # noqa: BLE001  # the handler logs it and tells the user
            await bot.apologise(interaction, error)


def answer_view(
    answer_id: str, *, accounts: bool = False, passages: bool = True, language: Language = "en"
) -> discord.ui.View:
    """Return the row of buttons under an answer; it never times out.

    `accounts`: the sources differ; `passages`: there are quotes to show.
    """
    view = discord.ui.View(timeout=None)
    shown = {PassagesButton: passages, AccountsButton: accounts}
    for button in (PassagesButton, AccountsButton, FollowUpButton, HelpfulButton, NotHelpfulButton):
        if shown.get(button, True):
            view.add_item(button(answer_id, language))
    return view


def thanked(language: Language = "en") -> str:
    """Return what somebody who voted is told."""
    return worded(THANKS, language)


async def _open(
    interaction: Interaction, bot: NayrabBot, answer_id: str, form: Callable[[Language], discord.ui.Modal]
) -> None:
    """Open a form for an answer that is still kept: nobody is to write for nothing."""
    language = await bot.language_in(interaction.guild_id)
    if await bot.reception.kept(answer_id) is None:
        none = discord.AllowedMentions.none()
        await interaction.response.send_message(
            said_in(bot.reception.gone, language), ephemeral=True, allowed_mentions=none
        )
        return
    await interaction.response.send_modal(form(language))


async def _show(interaction: Interaction, kind: str, answer_id: str, page: int) -> None:
    bot: NayrabBot = interaction.client
    kept = await bot.reception.kept(answer_id)
    language = await bot.language_in(interaction.guild_id)
    pages = _pages(kind, kept, language) if kept else (said_in(bot.reception.gone, language),)
    page = min(page, len(pages) - 1)
    await _fill_in(interaction, pages[page], _turning(kind, answer_id, page, len(pages), language))


def _pages(kind: str, kept: KeptAnswer, language: Language) -> tuple[str, ...]:
    if kind == AccountsButton.kind:
        return account_pages(kept.disagreements, kept.sources, language=language)
    return passage_pages(kept.sources, language=language)


async def _fill_in(interaction: Interaction, text: str, view: discord.ui.View | None = None) -> None:
    await interaction.edit_original_response(content=text, view=view, allowed_mentions=discord.AllowedMentions.none())


def _turning(kind: str, answer_id: str, page: int, pages: int, language: Language) -> discord.ui.View | None:
    if pages == 1:
        return None
    view = discord.ui.View(timeout=None)
    for forward, leaf in ((False, max(0, page - 1)), (True, min(pages - 1, page + 1))):
        button = PageButton(kind, answer_id, leaf, forward=forward, disabled=leaf == page, language=language)
        view.add_item(button)
    return view
