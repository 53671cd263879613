"""`/corpus`: what admins do to the corpus. Thin: the curator acts, `bot.curating` words it, the buttons confirm it.

Place in the flow: added by the client when it was given a curator. Who may is asked in one place
(`corpus_access`), for each command, each button and each letter typed into an option.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.access import Denied
from bot.cogs.corpus_access import may_curate, note, require_curator
from bot.cogs.corpus_buttons import BUTTONS, COG, confirm_view, read_view
from bot.cogs.corpus_runs import Pace, Runs
from bot.cogs.feedback import show_feedback
from bot.cogs.people import Interaction, name_of
from bot.curating import (
    LEFT_ALONE,
    TOO_OLD,
    added_text,
    choices,
    foreign,
    history_text,
    messages,
    proposal_text,
    removal_text,
    rollback_text,
    rolled_back_text,
    sources_text,
    status_text,
    target_of,
    unknown_text,
)
from bot.pending import Pending
from bot.uploading import file_name, objection_to_address, objection_to_file
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.client import NayrabBot
    from bot.curation import Curator

    Deed = Callable[[], Awaitable[tuple[str, discord.ui.View | None]]]

_OVER = "That ingest is not under way any more, or I was restarted since. `/corpus history` shows what came of it."
_Name = app_commands.Range[str, 1, 100]
_Words = app_commands.Range[str, 1, 200]


@app_commands.default_permissions(manage_guild=True)
@app_commands.guild_only()
@app_commands.allowed_installs(guilds=True, users=False)
class CorpusCog(
    commands.GroupCog, name=COG, group_name="corpus", group_description="Look after the articles I answer from"
):
    """The group of commands, and what its buttons do."""

    def __init__(self, bot: NayrabBot, curator: Curator) -> None:
        self.curator = curator
        self._bot = bot
        clock, new_key = bot.reception.clock, bot.tools.new_key
        self._runs = Runs(curator, Pace(clock, bot.tools.sleep), new_key)
        self._deeds: Pending[Deed] = Pending(clock, new_key)
        self._unread: Pending[str] = Pending(clock, new_key)

    async def cog_load(self) -> None:
        """Revive the buttons of earlier runs."""
        self._bot.add_dynamic_items(*BUTTONS)

    async def cog_unload(self) -> None:
        """Give every ingest that is shown its last word (the bot is being stopped)."""
        await self._runs.close(within=self._bot.options.closing_seconds)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let admins alone use the group, whatever a server has set for its commands."""
        command = interaction.command
        await require_curator(interaction, self.curator, f"/{command.qualified_name}" if command else "/corpus")
        return True

    @app_commands.command(description="Read the sources again; the corpus in use stays as it is until all is done")
    @app_commands.describe(source="Only this source (default: all)")
    async def reingest(self, interaction: Interaction, source: _Name | None = None) -> None:
        """Read again and show how it gets on, for all to see."""
        await self._runs.show(interaction, (source,) if source else ())

    @app_commands.command(description="Add a web page, feed or sitemap; you see what it gives before it is added")
    @app_commands.describe(
        url="Address of a page, feed or sitemap",
        publisher="Who prints it, where the pages do not say",
        name="What to call it here",
        affiliation="Whose voice it is, such as “Syrian state media”; shown beside its citations",
        schedule="When to read it by itself, such as “every 30 minutes” or “daily at 06:00”",
    )
    async def add(
        self,
        interaction: Interaction,
        url: app_commands.Range[str, 1, 1000],
        publisher: _Words | None = None,
        name: _Name | None = None,
        affiliation: _Words | None = None,
        schedule: _Name | None = None,
    ) -> None:
        """Show what the address is and gives; it is added when that is confirmed."""
        await _think(interaction)
        objection = objection_to_address(url)
        if objection:
            await _tell(interaction, objection)
            return
        found = await self.curator.look_at(url.strip(), publisher=publisher, name=name)
        proposal = replace(found, affiliation=affiliation or found.affiliation, schedule=schedule or found.schedule)
        who = name_of(interaction.user)

        async def deed() -> tuple[str, discord.ui.View | None]:
            return self._added(interaction, await self.curator.add(proposal, who))

        await self._ask(interaction, proposal_text(proposal), deed, "Add it")

    @app_commands.command(description="Add a file: .txt, .md, .html, .pdf, .jsonl or .csv")
    @app_commands.describe(file="The file", publisher="Who printed it, where the file does not say")
    async def upload(self, interaction: Interaction, file: discord.Attachment, publisher: _Words | None = None) -> None:
        """Take a file in as a source of its own; what is too big or of no use is refused before it is fetched."""
        await _think(interaction)
        objection = objection_to_file(file.filename, file.size, self._bot.options.upload_bytes)
        if objection:
            await _tell(interaction, objection)
            return
        content, who = await file.read(), name_of(interaction.user)
        name = await self.curator.upload(file_name(file.filename), content, who, publisher=publisher)
        text, view = self._added(interaction, name)
        await _tell(interaction, text, view)

    @app_commands.command(description="Take a source off the list; you are asked before it goes")
    @app_commands.describe(source="Which one")
    async def remove(self, interaction: Interaction, source: _Name) -> None:
        """Name what goes; it is removed when that is confirmed."""
        await _think(interaction)
        known = await self.curator.sources()
        found = next((line for line in known if line.name == source), None)
        if found is None:
            await _tell(interaction, unknown_text(source, [line.name for line in known]))
            return
        who = name_of(interaction.user)

        async def deed() -> tuple[str, discord.ui.View | None]:
            return foreign(await self.curator.remove(source, who), 1000), None

        await self._ask(interaction, removal_text(found), deed, "Remove it", danger=True)

    @app_commands.command(description="Show the configured sources")
    async def sources(self, interaction: Interaction) -> None:
        """Show the sources."""
        await _think(interaction)
        await _tell(interaction, sources_text(await self.curator.sources()))

    @app_commands.command(description="Show what the corpus holds, what ran last and what runs next")
    async def status(self, interaction: Interaction) -> None:
        """Show how things stand."""
        await _think(interaction)
        await _tell(interaction, status_text(await self.curator.status()))

    @app_commands.command(description="Show the kept snapshots and who did what")
    async def history(self, interaction: Interaction) -> None:
        """Show the past."""
        await _think(interaction)
        await _tell(interaction, history_text(*await self.curator.history()))

    @app_commands.command(description="Show what people here found helpful in the last 30 days, and what not")
    async def feedback(self, interaction: Interaction) -> None:
        """Show the votes of this server."""
        await _think(interaction)
        await show_feedback(interaction)

    @app_commands.command(description="Go back to an earlier snapshot; you are asked before it happens")
    @app_commands.describe(to="Which snapshot (default: the one before)")
    async def rollback(self, interaction: Interaction, to: _Name | None = None) -> None:
        """Name the snapshot that would be live; it is made live when that is confirmed."""
        await _think(interaction)
        live, target = target_of((await self.curator.history())[0], to)
        if isinstance(target, str):
            await _tell(interaction, target)
            return
        who, wanted = name_of(interaction.user), target.name

        async def deed() -> tuple[str, discord.ui.View | None]:
            return rolled_back_text(await self.curator.rollback(who, wanted)), None

        await self._ask(interaction, rollback_text(live, target), deed, "Roll back", danger=True)

    @reingest.autocomplete("source")
    @remove.autocomplete("source")
    async def _source_names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer source names, to those alone who may use them."""
        if isinstance(may_curate(interaction), Denied):
            return []
        return _offered(choices(self.curator.source_names(), typed))

    @rollback.autocomplete("to")
    async def _snapshot_names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the kept snapshots."""
        if isinstance(may_curate(interaction), Denied):
            return []
        try:
            snapshots, _deeds = await self.curator.history()
        except NayrabError:
            return []  # what is wrong is told by the command itself
        return _offered(choices((line.name for line in snapshots if not line.live), typed))

    async def cancel(self, interaction: Interaction, key: str) -> None:
        """Stop an ingest (a button)."""
        run = self._runs.find(key)
        if run is None:
            await _whisper(interaction, _OVER)
            return
        run.stop(by=interaction.user.display_name)
        await _whisper(interaction, "I am stopping it. The live corpus stays as it is.")
        await note(self.curator, interaction, f"cancel the ingest of {run.sources}", "asked to stop")

    async def confirm(self, interaction: Interaction, key: str) -> None:
        """Do what waits for it (a button), once."""
        deed = self._deeds.take(key, interaction.user.id)
        if deed is None:
            await _replace(interaction, TOO_OLD)
            return
        await _replace(interaction, "One moment …")
        text, view = await self._done(deed)
        await interaction.edit_original_response(
            content=text, view=view, allowed_mentions=discord.AllowedMentions.none()
        )

    async def drop(self, interaction: Interaction, key: str) -> None:
        """Leave it (a button)."""
        self._deeds.take(key, interaction.user.id)
        await _replace(interaction, LEFT_ALONE)

    async def read_now(self, interaction: Interaction, key: str) -> None:
        """Read a new source (a button)."""
        name = self._unread.take(key, interaction.user.id)
        if name is None:
            await _replace(interaction, TOO_OLD)
            return
        await self._runs.show(interaction, (name,))

    async def _done(self, deed: Deed) -> tuple[str, discord.ui.View | None]:
        """Return what a confirmed deed ends with; a fault is its sentence, in place of the question."""
        try:
            return await deed()
        except Exception as error:  # noqa: BLE001  # the handler logs it and words it
            return self._bot.noted(error, "a confirmed change of the corpus"), None

    async def _ask(
        self, interaction: Interaction, question: str, deed: Deed, label: str, *, danger: bool = False
    ) -> None:
        key = self._deeds.keep(deed, interaction.user.id)
        await _tell(interaction, question, confirm_view(key, label, danger=danger))

    def _added(self, interaction: Interaction, name: str) -> tuple[str, discord.ui.View]:
        return added_text(name), read_view(self._unread.keep(name, interaction.user.id))


def _offered(names: Sequence[str]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in names]


async def _think(interaction: Interaction) -> None:
    """Acknowledge at once; what comes is for the asker alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def _tell(interaction: Interaction, text: str, view: discord.ui.View | None = None) -> None:
    """Fill in the deferred answer, the buttons under its last message."""
    none = discord.AllowedMentions.none()
    first, *more = messages(text)
    await interaction.edit_original_response(content=first, view=None if more else view, allowed_mentions=none)
    for number, content in enumerate(more, start=1):
        below: Any = view if view is not None and number == len(more) else discord.utils.MISSING
        await interaction.followup.send(content, view=below, ephemeral=True, allowed_mentions=none)


async def _whisper(interaction: Interaction, text: str) -> None:
    await interaction.response.send_message(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())


async def _replace(interaction: Interaction, text: str) -> None:
    """Put a text in the place of the message whose button was pressed, without buttons."""
    await interaction.response.edit_message(content=text, view=None, allowed_mentions=discord.AllowedMentions.none())


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    if bot.curator is not None:
        await bot.add_cog(CorpusCog(bot, bot.curator))
