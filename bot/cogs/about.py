"""`/about`: which version this is, what it reads and is made of, and what it keeps of questions."""

from __future__ import annotations

import platform
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.looking import look_up
from bot.faults import explain
from bot.render.about import About, about_pages
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import Overview
    from bot.client import NayrabBot
    from bot.research import Library
    from bot.server_settings import ServerSettings

_PARTS = ("discord.py", "chromadb", "tantivy", "onnxruntime", "langchain-core", "SQLAlchemy")
_IN_A_FILE = "see the file LICENSE"


class AboutCog(commands.Cog):
    """Tells what the bot is; it does so without a corpus too."""

    def __init__(self, bot: NayrabBot) -> None:
        self._bot = bot

    @app_commands.command(name="about", description="My version, what I read and how new it is, what I keep")
    @app_commands.describe(private="Show it to you alone")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def about(self, interaction: discord.Interaction[NayrabBot], private: bool | None = None) -> None:  # noqa: FBT001  # discord.py makes the option of this parameter
        """Show it."""

        async def made(rules: ServerSettings) -> Sequence[str]:
            return about_pages(await self._told(rules), rules.language)

        await look_up(interaction, private, made)

    async def _told(self, rules: ServerSettings) -> About:
        reception = self._bot.reception
        about = About(
            version=_version("nayrab"),
            parts={"Python": platform.python_version(), **{name: _version(name) for name in _PARTS}},
            licence=_licence(),
            kept_days=reception.state.kept_for.days,
            making=self._bot.research.making,
        )
        library = self._bot.research.library
        if library is None:
            return about
        try:
            return replace(about, corpus=await reception.offload.run(lambda: _overview(library, rules.hidden)))
        except NayrabError as error:
            return replace(about, trouble=explain(error, "", rules.language).text)


def _overview(library: Library, hidden: frozenset[str]) -> Overview:
    held = library.overview()
    return replace(held, publishers=tuple(line for line in held.publishers if line.name not in hidden))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(not installed as a package)"


def _licence() -> str:
    try:
        found = metadata.metadata("nayrab").json
    except metadata.PackageNotFoundError:
        return _IN_A_FILE
    return str(found.get("license_expression") or found.get("license") or _IN_A_FILE)


async def setup(bot: NayrabBot) -> None:
    """Add the cog (called by discord.py)."""
    await bot.add_cog(AboutCog(bot))
