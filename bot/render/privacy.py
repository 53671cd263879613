"""What is stored about a person, in words for them. Pure.

Place in the flow: counts from state.db -> contents of the messages that `/privacy` shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.phrases import day_text, phrases, worded

if TYPE_CHECKING:
    from bot.phrases import Language
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


def privacy_text(stored: Stored, days: int, language: Language = "en") -> str:
    """Return what is stored, since when and for how long (`days`), and what is not."""
    below = (_kept(days, language), worded(_NEVER, language))
    if stored.is_nothing:
        return "\n".join((worded("**What I have stored about you:** nothing.", language), *below))
    counts = (
        (stored.questions, "question", "- {counted} with what was answered and cited"),
        (stored.votes, "vote", "- {counted} on an answer, with your reason if you gave one"),
        (stored.pages, "set", "- {counted} of pages that you looked up"),
        (stored.days_of_use, "day", "- {counted} on which I counted how much you asked"),
    )
    lines = [worded(line, language, counted=_counted(n, noun, language)) for n, noun, line in counts if n]
    day = day_text(stored.since.date(), language) if stored.since else ""
    since = worded(", since {day}", language, day=day) if day else ""
    return "\n".join([worded("**What I have stored about you**{since}:", language, since=since), *lines, *below])


def deleted_text(deleted: Deleted, language: Language = "en") -> str:
    """Return what was deleted, and what stays until tomorrow."""
    counts = (
        (deleted.removed + deleted.anonymised, "question"),
        (deleted.votes, "vote"),
        (deleted.pages, "set of pages"),
        (deleted.days_of_use, "day of counted use"),
    )
    named = phrases(language).comma.join(_counted(number, noun, language) for number, noun in counts if number)
    text = worded("Deleted: {names}." if named else "There was nothing to delete.", language, names=named)
    if deleted.anonymised:
        text += worded(" The answers that others can read stay, without your question and id.", language)
    return text + (worded(" How much you asked today goes tomorrow.", language) if deleted.keeps_today else "")


def _kept(days: int, language: Language) -> str:
    return worded("Each is deleted by itself after {counted}.", language, counted=_counted(days, "day", language))


def _counted(number: int, noun: str, language: Language) -> str:
    """Return `1 question` or `{count} questions`, and so on with other nouns."""
    first, _, rest = noun.partition(" ")
    many = " ".join(filter(None, (f"{{count}} {first}s", rest)))
    return worded(f"1 {noun}" if number == 1 else many, language, count=f"{number:,}")
