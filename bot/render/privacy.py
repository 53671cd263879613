"""What is stored about a person, in words for them. Pure.

Place in the flow: counts from state.db -> contents of the messages that `/privacy` shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.phrases import day_text

if TYPE_CHECKING:
    from bot.state.people import Deleted, Stored

_NEVER = (
    "I never store what you write to others, your name or your messages here, and I read only what is meant for me. "
    "What Discord itself keeps is not in my hands."
)
SURE = (
    "Delete all of that? Your questions, votes, reasons, pages and counts of use go, and cannot be brought back.\n"
    "- Answers in channels that others read stay there, with their quotes; your question and your id are taken out of "
    "what I keep.\n"
    "- Answers that only you could see lose their buttons.\n"
    "- How much you asked today stays until tomorrow, for the daily limit.\n"
    "- Messages in Discord are not deleted: you can do that yourself."
)
LEFT = "Nothing was deleted."
COPY = "This is all I have stored about you."
NO_COPY = "There is nothing stored about you."


def privacy_text(stored: Stored, days: int) -> str:
    """Return what is stored, since when and for how long (`days`), and what is not."""
    if stored.is_nothing:
        return f"**What I have stored about you:** nothing.\n{_kept(days)}\n{_NEVER}"
    counts = (
        (stored.questions, "question", "with what was answered and cited"),
        (stored.votes, "vote", "on an answer, with your reason if you gave one"),
        (stored.pages, "set", "of pages that you looked up"),
        (stored.days_of_use, "day", "on which I counted how much you asked"),
    )
    lines = [f"- {_counted(number, noun)} {more}" for number, noun, more in counts if number]
    since = f", since {day_text(stored.since.date())}" if stored.since else ""
    return "\n".join([f"**What I have stored about you**{since}:", *lines, _kept(days), _NEVER])


def deleted_text(deleted: Deleted) -> str:
    """Return what was deleted, and what stays until tomorrow."""
    counts = (
        (deleted.removed + deleted.anonymised, "question"),
        (deleted.votes, "vote"),
        (deleted.pages, "set of pages"),
        (deleted.days_of_use, "day of counted use"),
    )
    named = [_counted(number, noun) for number, noun in counts if number]
    text = f"Deleted: {', '.join(named)}." if named else "There was nothing to delete."
    if deleted.anonymised:
        text += " The answers that others can read stay, without your question and id."
    return text + (" How much you asked today goes tomorrow." if deleted.keeps_today else "")


def _kept(days: int) -> str:
    return f"Each is deleted by itself after {_counted(days, 'day')}."


def _counted(number: int, noun: str) -> str:
    first, _, rest = noun.partition(" ")
    return f"{number:,} {first}{'' if number == 1 else 's'}{f' {rest}' if rest else ''}"
