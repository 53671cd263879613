"""What people found helpful and what not, as pages for admins; nobody's name or id is in it. Pure.

Place in the flow: kept answers with their votes -> contents of messages that `/corpus feedback` shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, cut, shorten, size
from bot.phrases import day_text
from bot.render.answers import QUESTION_LIMIT, TITLE_LIMIT, publisher_name
from bot.render.passages import pack_chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.state.votes import Judged

MOST_LISTED = 50
_MOST_SOURCES = 5
_ROOM_FOR_NUMBER = 40


def feedback_pages(judged: Sequence[Judged], days: int, limit: int = CONTENT_LIMIT) -> tuple[str, ...]:
    """Return the share of helpful votes over `days`, then what did not help, the newest first, with its reasons."""
    room = limit - _ROOM_FOR_NUMBER
    blamed = sorted((each for each in judged if each.not_helpful), key=lambda each: each.created, reverse=True)
    chunks = [_summary(judged, days), *(piece for each in blamed[:MOST_LISTED] for piece in _chunks(each, room))]
    if len(blamed) > MOST_LISTED:
        chunks.append(f"-# {len(blamed) - MOST_LISTED} older ones are in `nayrab feedback export`.")
    pages = pack_chunks(chunks, room)
    if len(pages) == 1:
        return tuple(pages)
    return tuple(f"{page}\n-# Page {i} of {len(pages)}" for i, page in enumerate(pages, start=1))


def _summary(judged: Sequence[Judged], days: int) -> str:
    helpful = sum(each.helpful for each in judged)
    cast = helpful + sum(each.not_helpful for each in judged)
    if not cast:
        return f"**Feedback of the last {days} days, from this server**\nNobody has voted on an answer."
    votes, answers = _counted(cast, "vote"), _counted(len(judged), "answer")
    return (
        f"**Feedback of the last {days} days, from this server**\n"
        f"{helpful / cast:.0%} helpful: {votes} on {answers}, {helpful} helpful and {cast - helpful} not."
    )


def _chunks(judged: Judged, room: int) -> list[str]:
    lines = [_head(judged), f"> {_question(judged)}"]
    reasons = [vote.reason for vote in judged.votes if not vote.helpful and vote.reason.strip()]
    lines += [f"- {piece}" for reason in reasons for piece in cut(escape(one_line(reason)), room - 2)[:1]]
    lines.append(f"-# {_cited(judged)}")
    return _packed(lines, room)


def _packed(lines: Iterable[str], room: int) -> list[str]:
    chunks: list[str] = []
    for line in lines:
        if chunks and size(chunks[-1]) + 1 + size(line) <= room:
            chunks[-1] += f"\n{line}"
        else:
            chunks.append(line)
    return chunks


def _head(judged: Judged) -> str:
    who = f"{judged.not_helpful} found it not helpful" + (f", {judged.helpful} helpful" if judged.helpful else "")
    return f"**{day_text(judged.created.date())}** · {who}"


def _question(judged: Judged) -> str:
    if judged.is_private:
        return "*(asked privately; not shown)*"
    text = shorten(escape(one_line(judged.question)), QUESTION_LIMIT)
    return text or "*(deleted by the one who asked)*"


def _cited(judged: Judged) -> str:
    if judged.is_private:
        return "What was cited is not shown either."
    shown = [_source(source) for source in judged.sources[:_MOST_SOURCES]]
    more = len(judged.sources) - len(shown)
    cited = "; ".join([*shown, *([f"{more} more"] if more else [])])
    outcome = "Cited" if judged.answered else "Not answered; cited"
    return f"{outcome}: {cited}" if cited else "Not answered." if not judged.answered else "Nothing cited."


def _source(source: Mapping[str, Any]) -> str:
    title = shorten(escape(one_line(source["title"])), TITLE_LIMIT)
    return f"[{source['n']}] {publisher_name(source['publisher'])}, {title or 'untitled'}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
