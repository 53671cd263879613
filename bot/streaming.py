"""When a half-written answer is shown, and what it says: decisions only.

Place in the flow: `streaming_live` asks it while an answerer works; `bot.cogs.replying` sends what it returns. Pure: it
keeps no time, sends nothing and knows no Discord. Sources get the numbers that they have in the finished answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.compose import compose
from bot.answering.dates import as_of
from bot.answering.models import Answer
from bot.paging import CONTENT_LIMIT, pack, size
from bot.phrases import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.models import DraftClaim
    from bot.phrases import Language

WRITING = "-# writing …"
"""The last line of an answer that is not finished."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: an answer that is there `first` after its first claim is shown whole; then one edit in `between`."""

    first: float = 0.7
    between: float = 1.2


def until_next(pace: Pace, now: float, began: float, shown: float | None) -> float:
    """Return for how many seconds nothing may be shown yet (0: now).

    `began` is when the first claim came, `shown` when something was shown last; all on one clock.
    """
    due = began + pace.first if shown is None else shown + pace.between
    return max(0.0, due - now)


def so_far(question: str, claims: Sequence[DraftClaim]) -> Answer:
    """Return the answer that the claims so far make up; who else printed an article is not known yet."""
    composed = compose(claims, (), lambda _: ())
    day = as_of(source.article for source in composed.sources)
    return Answer(question, composed.text, composed.claims, composed.sources, day, model="")


def unfinished(contents: Sequence[str], language: Language = "en") -> str:
    """Return one message that shows the beginning of `contents`, with the mark that more is to come."""
    mark = worded(WRITING, language)
    pages = pack(contents[0].split("\n"), CONTENT_LIMIT - size(mark) - 1)
    return f"{pages[0]}\n{mark}" if pages else mark
