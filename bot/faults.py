"""Faults as sentences for people: the one place where an error becomes what somebody in Discord reads.

Place in the flow: the reception and the bot's error handlers call `explain`. Pure; it neither logs nor sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import shorten
from bot.phrases import said_in
from ingest.corpus.errors import NayrabError, NoCorpusError

if TYPE_CHECKING:
    from bot.phrases import Language

LONGEST = 600


class StateError(NayrabError):
    """The bot's own memory (state.db) cannot be read or written."""


class BotStartError(NayrabError):
    """Discord does not let the bot in: token, intents, or no connection."""


class BusyError(NayrabError):
    """More questions are being answered and waiting than the bot takes at once."""


class TooSlowError(NayrabError):
    """An answer took longer than the limit."""


class ClosingError(NayrabError):
    """The bot is being stopped or restarted and takes no new questions."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the asker reads; `expected` faults are known and need no traceback in the log."""

    text: str
    expected: bool


def explain(error: BaseException, ref: str, language: Language = "en") -> Explanation:
    """Return the sentence for an error, in a language; `ref` ties an unexpected one to its entry in the log."""
    told = _told(error, ref)
    return Explanation(said_in(told.text, language), told.expected)


def _told(error: BaseException, ref: str) -> Explanation:
    match error:
        case NoCorpusError():
            return Explanation(
                "I have no articles to answer from yet: an admin of this bot must run `nayrab ingest` first.",
                expected=True,
            )
        case NayrabError():
            return Explanation(shorten(escape(one_line(str(error))), LONGEST) or "That did not work.", expected=True)
        case _:
            return Explanation(
                f"Something went wrong on my side; it has been noted (ref {ref}). Please try again.", expected=False
            )
