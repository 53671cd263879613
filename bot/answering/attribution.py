"""Who printed an article, whose voice that is, who else printed the same report, and whether its page is still there.

Place in the flow: the answerer names sources with it, and so do the terminal and Discord. Pure; it looks nothing up:
the other articles of a story are handed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.dates import spoken, spoken_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from ingest.corpus.models import Article

_NAMED = 3


def also_printed_by(article: Article, others: Iterable[Article] = ()) -> tuple[str, ...]:
    """Return the other publishers of the same report, each once, in order of their names.

    They printed exactly the same text (`article.copies`) or the same story with edits of their own (`others`).
    """
    copies = [c.publisher for each in (article, *others) for c in each.copies]
    return tuple(sorted({*copies, *(other.publisher for other in others)} - {article.publisher}))


def attribution(article: Article, also: Sequence[str] = ()) -> str:
    """Return who printed it and when: `Harbour Post (also printed by Coast Agency), 25 February 2020`."""
    return f"{article.publisher}{in_brackets(also)}, {spoken(article.published)}"


def in_brackets(also: Sequence[str]) -> str:
    """Return ` (also printed by A, B)` for the other publishers, three of them by name; empty without any."""
    if not also:
        return ""
    more = len(also) - _NAMED
    return f" (also printed by {', '.join(also[:_NAMED])}{f' and {more} more' if more > 0 else ''})"


def voice(publisher: str, affiliation: str | None) -> str:
    """Return a publisher with whose voice it is: `SANA (Syrian state media)`."""
    return f"{publisher} ({affiliation})" if affiliation and affiliation.strip() else publisher


def gone_remark(day: dt.date) -> str:
    """Return what to say of an article whose page was first found gone on `day`."""
    return f"page no longer there since {spoken_day(day)}"
