"""`/settings`: what a server's admins set for it. Thin: `bot.admission` keeps it, `bot.render.settings` words it.

Place in the flow: added by the client. Who may is asked of `bot.admission` for each command, each button and each
letter typed into an option. A change holds at once, is answered with one sentence, and is noted in the log.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Action, Denied
from bot.client import RefusedError
from bot.cogs.people import Interaction, asker, name_of, place
from bot.cogs.settings_buttons import BUTTONS, COG, reset_view
from bot.cogs.settings_choices import publishers_of_the_corpus, publishers_set_here
from bot.cogs.settings_names import names_in, role_names
from bot.markup import escape, one_line
from bot.render.settings import LABELS, LANGUAGES, Names, changed_text, reset_question, settings_messages
from bot.server_changes import adding, putting, removing
from bot.server_changes import amount as stored_amount
from bot.server_settings import LONGEST_COOLDOWN, MOST, ImpossibleValueError

if TYPE_CHECKING:
    from bot.client import NayrabBot
    from bot.server_changes import Change
    from bot.server_settings import ServerSettings

    _Named = discord.abc.GuildChannel | discord.Thread | discord.Role

_log = logging.getLogger(__name__)

_Room = discord.TextChannel | discord.ForumChannel | discord.Thread
_Name = app_commands.Range[str, 1, 100]

_SETTINGS = [app_commands.Choice(name=label, value=name) for name, label in LABELS.items()]
_BUDGETS = [choice for choice in _SETTINGS if choice.value.endswith(("_questions", "_tokens", "_money"))]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class SettingsCog(
    commands.GroupCog, name=COG, group_name="settings", group_description="Set how I behave in this server"
):
    """The group of commands, and what its buttons do."""

    channels = app_commands.Group(name="channels", description="Where I answer; with none named, everywhere")
    roles = app_commands.Group(name="roles", description="Who may ask me; with none named, everybody")
    threads = app_commands.Group(name="threads", description="Where an answer opens a thread of its own")
    publishers = app_commands.Group(name="publishers", description="Whose articles I hide, or prefer")

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Revive the buttons of earlier runs; tell the admission what only Discord knows."""
        self._bot.add_dynamic_items(*BUTTONS)
        self._bot.admission.is_home = lambda guild_id: self._bot.get_guild(guild_id) is not None
        self._bot.admission.role_names = lambda guild_id, roles: role_names(self._bot.get_guild(guild_id), roles)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let those alone use the group who manage the server, whatever it has set for its commands."""
        command = interaction.command
        await self.require_manager(interaction, f"tried /{command.qualified_name}" if command else "tried /settings")
        return True

    async def require_manager(self, interaction: Interaction, what: str) -> None:
        """Let who manages the server pass; note anybody else's try and raise `RefusedError` with the reason."""
        where = place(interaction.guild_id, interaction.channel)
        decision = await self._bot.admission.decide(asker(interaction), where, Action.CONFIGURE)
        if isinstance(decision, Denied):
            _log.warning("%s %s in server %s: refused", name_of(interaction.user), what, interaction.guild_id)
            raise RefusedError(decision.reason)

    @app_commands.command(description="Show every setting of this server and where it comes from")
    async def show(self, interaction: Interaction) -> None:
        """Show what holds."""
        await _think(interaction)
        kept = await self._bot.admission.own_rules(_guild_of(interaction))
        rules = kept.overrides.over(self._bot.admission.defaults)
        first, *more = settings_messages(rules, kept.overrides, self._names(interaction))
        await _tell(interaction, first)
        for content in more:
            none = discord.AllowedMentions.none()
            await interaction.followup.send(content, ephemeral=True, allowed_mentions=none)

    @channels.command(name="add", description="Let me answer in this channel and its threads")
    @app_commands.describe(channel="Which channel")
    async def add_channel(self, interaction: Interaction, channel: _Room) -> None:
        """Name a channel."""
        await self._add(interaction, "channels", channel)

    @channels.command(name="remove", description="Let me answer in this channel no more")
    @app_commands.describe(channel="Which channel")
    async def remove_channel(self, interaction: Interaction, channel: _Room) -> None:
        """Name a channel no more."""
        await self._take(interaction, "channels", channel.id)

    @roles.command(name="add", description="Let people with this role ask me")
    @app_commands.describe(role="Which role")
    async def add_role(self, interaction: Interaction, role: discord.Role) -> None:
        """Name a role."""
        await self._add(interaction, "roles", role)

    @roles.command(name="remove", description="Take a role off the list of those that may ask")
    @app_commands.describe(role="Which role")
    async def remove_role(self, interaction: Interaction, role: discord.Role) -> None:
        """Name a role no more."""
        await self._take(interaction, "roles", role.id)

    @threads.command(name="add", description="Open a thread for each answer in this channel")
    @app_commands.describe(channel="Which channel")
    async def add_thread(self, interaction: Interaction, channel: discord.TextChannel) -> None:
        """Name a channel for threads."""
        await self._add(interaction, "threads", channel)

    @threads.command(name="remove", description="Answer in this channel itself again")
    @app_commands.describe(channel="Which channel")
    async def remove_thread(self, interaction: Interaction, channel: discord.TextChannel) -> None:
        """Name a channel for threads no more."""
        await self._take(interaction, "threads", channel.id)

    @app_commands.command(description="The language of my own words; quotes stay as they were printed")
    @app_commands.describe(language="Which language")
    @app_commands.choices(language=[app_commands.Choice(name=name, value=code) for code, name in LANGUAGES.items()])
    async def language(self, interaction: Interaction, language: app_commands.Choice[str]) -> None:
        """Set the language."""
        await self._set(interaction, "language", language.value)

    @app_commands.command(description="Whether slash commands answer the asker alone, unless asked otherwise")
    @app_commands.describe(on="Yes: to the asker alone; no: for all to see")
    async def private(
        self,
        interaction: Interaction,
        on: bool,  # noqa: FBT001  # discord.py makes the option of this parameter
    ) -> None:
        """Set who sees answers to slash commands."""
        await self._set(interaction, "private", on)

    @app_commands.command(description="How long one person waits between two questions")
    @app_commands.describe(seconds="Seconds; 0 for no wait")
    async def cooldown(self, interaction: Interaction, seconds: app_commands.Range[int, 0, LONGEST_COOLDOWN]) -> None:
        """Set the wait."""
        await self._set(interaction, "cooldown_seconds", seconds)

    @app_commands.command(description="How much may be asked in a day")
    @app_commands.describe(what="Which budget", amount="How much a day; 0 for no limit")
    @app_commands.choices(what=_BUDGETS)
    async def budget(
        self,
        interaction: Interaction,
        what: app_commands.Choice[str],
        amount: app_commands.Range[float, 0.0, float(MOST)],
    ) -> None:
        """Set a budget."""
        try:
            value = stored_amount(what.value, amount)
        except ImpossibleValueError as error:
            raise RefusedError(str(error)) from None
        await self._set(interaction, what.value, value)

    @publishers.command(description="Never show articles of this publisher here")
    @app_commands.describe(name="Which publisher")
    async def hide(self, interaction: Interaction, name: _Name) -> None:
        """Hide a publisher."""
        await self._add_publisher(interaction, "hidden", name)

    @publishers.command(description="Show articles of this publisher again")
    @app_commands.describe(name="Which publisher")
    async def unhide(self, interaction: Interaction, name: _Name) -> None:
        """Show a publisher again."""
        await self._take(interaction, "hidden", name)

    @publishers.command(description="Let this publisher come first where several say the same")
    @app_commands.describe(name="Which publisher")
    async def prefer(self, interaction: Interaction, name: _Name) -> None:
        """Prefer a publisher."""
        await self._add_publisher(interaction, "preferred", name)

    @publishers.command(description="Prefer this publisher no more")
    @app_commands.describe(name="Which publisher")
    async def unprefer(self, interaction: Interaction, name: _Name) -> None:
        """Prefer a publisher no more."""
        await self._take(interaction, "preferred", name)

    @app_commands.command(description="Take a setting back to its default; you are asked before it happens")
    @app_commands.describe(setting="Which one (default: all of them)")
    @app_commands.choices(setting=_SETTINGS)
    async def reset(self, interaction: Interaction, setting: app_commands.Choice[str] | None = None) -> None:
        """Name what would hold; it is reset when that is confirmed."""
        what = setting.value if setting else None
        question = reset_question(what, self._names(interaction), self._bot.admission.defaults)
        none = discord.AllowedMentions.none()
        await interaction.response.send_message(question, view=reset_view(what), ephemeral=True, allowed_mentions=none)

    async def reset_now(self, interaction: Interaction, what: str | None) -> None:
        """Reset (a button)."""
        guild_id, who = _guild_of(interaction), interaction.user
        await interaction.response.defer()
        if what is None:
            await self._bot.admission.reset(guild_id, who.id)
            text = "Every setting of this server is back to its default."
        elif what in LABELS:
            rules = await self._bot.admission.change(guild_id, lambda _own: {what: None}, who.id)
            text = changed_text(what, rules, self._names(interaction))
        else:
            raise RefusedError("I do not know this setting any more.")
        _log.info("%s reset %s of server %d", name_of(who), what or "every setting", guild_id)
        await interaction.edit_original_response(
            content=text, view=None, allowed_mentions=discord.AllowedMentions.none()
        )

    hide.autocomplete("name")(publishers_of_the_corpus)
    prefer.autocomplete("name")(publishers_of_the_corpus)
    unhide.autocomplete("name")(publishers_set_here)
    unprefer.autocomplete("name")(publishers_set_here)

    async def _set(self, interaction: Interaction, name: str, value: object) -> None:
        await _think(interaction)
        await self._change(interaction, name, putting(name, value))

    async def _add(self, interaction: Interaction, name: str, what: _Named) -> None:
        if what.guild.id != interaction.guild_id:
            raise RefusedError("That is not of this server.")
        await _think(interaction)
        await self._change(interaction, name, adding(name, what.id, self._bot.admission.defaults))

    async def _add_publisher(self, interaction: Interaction, name: str, typed: str) -> None:
        await _think(interaction)
        stored = await self._known_publisher(typed)
        await self._change(interaction, name, adding(name, stored, self._bot.admission.defaults))

    async def _take(self, interaction: Interaction, name: str, one: int | str) -> None:
        await _think(interaction)
        await self._change(interaction, name, removing(name, one, self._bot.admission.defaults))

    async def _change(self, interaction: Interaction, name: str, change: Change) -> None:
        """Make a change, say in one sentence what holds then, and note who did it."""
        try:
            rules = await self._bot.admission.change(_guild_of(interaction), change, interaction.user.id)
        except ImpossibleValueError as error:
            raise RefusedError(str(error)) from None
        text = changed_text(name, rules, self._names(interaction))
        _log.info("%s set in server %d: %s", name_of(interaction.user), _guild_of(interaction), one_line(text))
        await _tell(interaction, text + self._remark(name, rules))

    def _remark(self, name: str, rules: ServerSettings) -> str:
        """Return what an admin should know of a setting that does not do what it seems to."""
        tariff = self._bot.admission.tariff
        if name == "server_money" and rules.server_money and not (tariff.price_input or tariff.price_output):
            return " No price is set for what answers here, so this is never used up."
        allowed = self._bot.options.policy.channel_ids
        if name == "channels" and rules.channels and allowed and not rules.channels & allowed:
            return " The bot's own settings name other channels, so I answer in none of this server."
        return ""

    async def _known_publisher(self, name: str) -> str:
        """Return a publisher as it is stored; raises `RefusedError` for one that prints nothing here."""
        library = self._bot.research.library
        if library is None:
            return name
        known = await asyncio.to_thread(library.publisher_names, name)
        found = next((each for each in known if each.casefold() == name.strip().casefold()), None)
        if found is None:
            raise RefusedError(f"I have no articles by {escape(one_line(name))}; choose one that the option offers.")
        return found

    def _names(self, interaction: Interaction) -> Names:
        return names_in(interaction.guild, self._bot.admission.tariff.currency)


def _guild_of(interaction: Interaction) -> int:
    if interaction.guild_id is None:
        raise RefusedError("These are the settings of a server; use the command in one.")
    return interaction.guild_id


async def _think(interaction: Interaction) -> None:
    """Acknowledge at once; what comes is for the asker alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def _tell(interaction: Interaction, text: str) -> None:
    await interaction.edit_original_response(content=text, allowed_mentions=discord.AllowedMentions.none())


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(SettingsCog(bot))
