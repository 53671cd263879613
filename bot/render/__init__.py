"""What people read in Discord, as text within its limits; one module per thing shown. Pure: imports no Discord."""

from bot.phrases import day_text
from bot.render.answers import (
    HELP,
    MOST_MESSAGES,
    SourceCard,
    help_message,
    outcome_messages,
    source_card,
)
from bot.render.framing import date_text
from bot.render.passages import pack_chunks, passage_pages

__all__ = [
    "HELP",
    "MOST_MESSAGES",
    "SourceCard",
    "date_text",
    "day_text",
    "help_message",
    "outcome_messages",
    "pack_chunks",
    "passage_pages",
    "source_card",
]
