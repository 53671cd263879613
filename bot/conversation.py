"""What a message says to the bot, and which questions came before it: pure, over facts that the cog hands in.

Place in the flow: message -> (is it for me?, its words, earlier questions) -> Question. It knows no Discord: ids are
numbers, and what must be fetched comes through functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.markup import one_line, plain
from bot.paging import shorten

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

TURNS = 6
"""Most earlier questions that go along with a new one."""
LONGEST_QUESTION = 2_000

LONGEST_NAME = 100
"""Characters of a thread's name."""

_SPACES = re.compile(r"\s+")
_SIGNS = re.compile(r"[@#<>`*_~|\\]+")


@dataclass(frozen=True, slots=True)
class TokenBudget:
    """How many tokens the earlier questions of a conversation may have together, and what counts them."""

    tokens: int
    count: Callable[[str], int]

    def newest(self, turns: Sequence[str]) -> tuple[str, ...]:
        """Return the newest of `turns` (oldest first) that fit; what is older than one that does not fit goes too."""
        kept: list[str] = []
        left = self.tokens
        for turn in reversed(turns):
            left -= self.count(turn)
            if left < 0:
                break
            kept.append(turn)
        return tuple(reversed(kept))


def roughly(text: str) -> int:
    """Return about how many tokens a text has, where nothing is at hand that counts them."""
    return len(text) // 3 + 1


@dataclass(frozen=True, slots=True)
class Heard:
    """What decides whether a message is meant for the bot. `in_my_thread`: the bot has answered in this thread."""

    by_bot: bool
    direct: bool
    mentions_me: bool
    replies_to_me: bool
    in_my_thread: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """An earlier message of a reply chain: its words without mentions, and the message it replies to."""

    by_bot: bool
    text: str
    replies_to: int | None


def is_for_me(heard: Heard) -> bool:
    """Tell whether the bot should answer; it never answers bots, itself included."""
    if heard.by_bot:
        return False
    return heard.direct or heard.mentions_me or heard.replies_to_me or heard.in_my_thread


def thread_name(question: str) -> str:
    """Return the name of a thread for a question: one line of at most 100 characters, without signs that format."""
    bare = one_line(_SIGNS.sub(" ", one_line(question)))
    return shorten(bare, LONGEST_NAME) or "Question"


def words(content: str, mine: Iterable[str], names: Mapping[str, str]) -> str:
    """Return what is said: without mentions of the bot (`mine`), other mentions as `names`, white space tidied."""
    for mention in mine:
        content = content.replace(mention, " ")
    for mention, name in names.items():
        content = content.replace(mention, name)
    return tidy(content)


def tidy(question: str) -> str:
    """Return a question without unseen characters, on one line."""
    return _SPACES.sub(" ", plain(question)).strip()


def objection(question: str) -> str | None:
    """Return the sentence for a (tidied) question that cannot be worked on, or None."""
    if len(question) > LONGEST_QUESTION:
        return (
            f"Your question has {len(question):,} characters; I can take {LONGEST_QUESTION:,}. "
            "Please put it more briefly."
        )
    if not question:
        return "I found no question in that. Ask me something like “Why does Nayrab matter?”"
    if not any(char.isalnum() for char in question):
        return "I found no words in that. Ask me in words, for example “Why does Nayrab matter?”"
    return None


async def earlier_questions(
    replied_to: int | None,
    *,
    kept: Callable[[int], Awaitable[tuple[str, ...] | None]],
    fetch: Callable[[int], Awaitable[Spoken | None]],
    limit: int = TURNS,
) -> tuple[str, ...]:
    """Return the questions before a message that replies to `replied_to`, oldest first, at most `limit`.

    `kept` gives the turns that end in a message the bot remembers; where it does not, the chain is walked with `fetch`
    (None when a message cannot be had) for at most twice `limit` messages.
    """
    newest_first: list[str] = []
    for _ in range(2 * limit):
        if replied_to is None or len(newest_first) >= limit:
            break
        turns = await kept(replied_to)
        if turns is not None:
            newest_first += reversed(turns)
            break
        spoken = await fetch(replied_to)
        if spoken is None:
            break
        if spoken.text and not spoken.by_bot:
            newest_first.append(spoken.text)
        replied_to = spoken.replies_to
    return tuple(reversed(newest_first[:limit]))
