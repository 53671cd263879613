"""The fixed sentences around an answer, one value per language: same fields, same places to fill in. Pure.

Place in the flow: `bot.render` asks `phrases(language)` for the frame; what stands between the frame is quoted from the
articles and stays in the language it was written in. Fields in braces are filled in with `str.format`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one language says; `openings` are by the reason of a refusal (its value), as `bot.answering` has them."""

    months: tuple[str, ...]
    """As they stand behind the number of a day; twelve."""
    months_alone: tuple[str, ...]
    comma: str
    semicolon: str
    conjunction: str
    """Between the last two of several names."""

    askable: str
    help: str
    too_long: str
    nothing_to_say: str
    left_out: str
    as_of: str
    no_date: str
    understood_as: str
    differ_on: str
    differ: str
    unanswered: str
    nearest: str
    tell_admin: str

    untitled: str
    unknown_publisher: str
    undated: str
    gone_since: str
    also_printed: str
    and_more: str
    quoting: str

    openings: Mapping[str, str]
    they_say: str
    searched: str
    searched_by: str
    searched_dated: str

    page: str
    continued: str
    no_quotes: str
    open_at: str
    key: str

    passages: str
    accounts: str
    follow_up: str
    helpful: str
    not_helpful: str
    previous_page: str
    next_page: str
