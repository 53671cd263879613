"""Names and descriptions of the commands in other languages, for Discord's own menus.

Place in the flow: the client gives this to its command tree, which asks for each text in every language that Discord
has. The texts are in `bot.phrases`. Discord has no Arabic: those texts are used by `/help` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot.phrases.commands import Kind, command_text

if TYPE_CHECKING:
    from bot.phrases.languages import Language

LOCALES: dict[Locale, Language] = {Locale.turkish: "tr", Locale.russian: "ru"}
"""What Discord offers of our languages; English is what the commands are written in."""

_KINDS = {
    Place.command_name: Kind.NAME,
    Place.group_name: Kind.NAME,
    Place.parameter_name: Kind.NAME,
    Place.command_description: Kind.DESCRIPTION,
    Place.group_description: Kind.DESCRIPTION,
    Place.parameter_description: Kind.DESCRIPTION,
    Place.choice_name: Kind.LABEL,
}


class CatalogueTranslator(app_commands.Translator):
    """Looks texts up in the catalogue; what is not in it stays English."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the text in that language, or None."""
        language = LOCALES.get(locale)
        return command_text(kind_of(context), string.message, language) if language else None


def kind_of(context: app_commands.TranslationContextTypes) -> Kind:
    """Return what a text is used as: the entry of a context menu is a label, not a name."""
    if isinstance(context.data, app_commands.ContextMenu):
        return Kind.LABEL
    return _KINDS.get(context.location, Kind.LABEL)
