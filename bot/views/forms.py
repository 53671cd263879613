"""The forms (modals) under an answer: a follow-up question, and why an answer did not help.

Place in the flow: the buttons of `bot.views.answers` open them; the cog `feedback` takes what is sent. All that is
needed is in the custom id, and what is sent is read from Discord's own data, so that a form that was open while the
bot restarted is not sent in vain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.conversation import LONGEST_QUESTION
from bot.phrases import phrases, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.phrases import Language

LONGEST_REASON = 500
_OPEN_SECONDS = 900.0
"""Discord forgets a form after this long anyway."""
_CUSTOM_ID = re.compile(r"nayrab:form:(?P<kind>followup|reason):(?P<answer>[0-9a-zA-Z_-]{1,40}):(?P<how>[po])")
_ALONE = "Answered for you alone."
_FOR_ALL = "The question and its answer appear in this channel."
FOLLOW_UP, REASON = "followup", "reason"


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that somebody sent: which (`FOLLOW_UP`, `REASON`), under which answer, and what they wrote."""

    kind: str
    answer_id: str
    private: bool
    text: str


def follow_up_form(answer_id: str, *, private: bool, language: Language = "en") -> discord.ui.Modal:
    """Return the form for a question that goes on from an answer; `private`: its answer is for the asker alone."""
    field = discord.ui.TextInput[Any](
        style=discord.TextStyle.paragraph,
        placeholder=worded("And who held it before?", language),
        min_length=1,
        max_length=LONGEST_QUESTION,
        custom_id="question",
    )
    told = worded(_ALONE if private else _FOR_ALL, language)
    title, label = phrases(language).follow_up, worded("Your question", language)
    return _form(title, _custom_id(FOLLOW_UP, answer_id, private=private), label, told, field)


def reason_form(answer_id: str, language: Language = "en") -> discord.ui.Modal:
    """Return the form for why an answer did not help."""
    field = discord.ui.TextInput[Any](
        style=discord.TextStyle.paragraph,
        placeholder=worded("It is not what I asked; it is out of date; a quote is wrong; …", language),
        required=False,
        max_length=LONGEST_REASON,
        custom_id="reason",
    )
    told = worded("Those who look after this bot can read it.", language)
    title, label = phrases(language).not_helpful, worded("What was wrong? (optional)", language)
    return _form(title, _custom_id(REASON, answer_id, private=False), label, told, field)


def submitted(interaction: discord.Interaction[Any]) -> Submission | None:
    """Return the form that an interaction sends; None when it is anything else."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: dict[str, Any] = dict(interaction.data or {})
    match = _CUSTOM_ID.fullmatch(data.get("custom_id", ""))
    if match is None:
        return None
    text = next(_values(data.get("components", [])), "")
    return Submission(match["kind"], match["answer"], match["how"] == "p", text)


def _custom_id(kind: str, answer_id: str, *, private: bool) -> str:
    return f"nayrab:form:{kind}:{answer_id}:{'p' if private else 'o'}"


def _form(
    title: str, custom_id: str, label: str, description: str, field: discord.ui.TextInput[Any]
) -> discord.ui.Modal:
    form = discord.ui.Modal(title=title, timeout=_OPEN_SECONDS, custom_id=custom_id)
    form.add_item(discord.ui.Label[Any](text=label, description=description, component=field))
    return form


def _values(components: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what was typed, from rows and labels alike."""
    for component in components:
        if "value" in component:
            yield str(component["value"] or "")
        inside = component.get("components") or [component.get("component")]
        yield from _values([each for each in inside if each])
