"""A timeline as pages: numbered events, each page with the sources of its own events.

Place in the flow: `Timeline` -> contents of messages; the numbers are those in the picture (`bot.render.picture`).
Pure, like all of `bot.render`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, shorten, size
from bot.phrases import day_text, phrases, said_in, worded
from bot.render.answers import QUESTION_LIMIT, described, source_card
from bot.render.framing import reworded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.models import Answer, Claim
    from bot.phrases import Language

MOST_ON_A_PAGE = 8
_FOOT = 120
"""Room kept on each page for its number and the date."""
_EVENT_LIMIT = 700


class _Line(NamedTuple):
    text: str
    citations: tuple[int, ...]


def timeline_pages(
    outcome: Answer, place: str, limit: int = CONTENT_LIMIT, language: Language = "en"
) -> tuple[str, ...]:
    """Return the pages of a timeline whose events are `outcome.claims`; notes stand on the last one."""
    sources = {source.n: f"-# [{source.n}] {described(source_card(source), language)}" for source in outcome.sources}
    head = f"> {shorten(escape(one_line(place)), QUESTION_LIMIT)}"
    notes = [f"-# {shorten(escape(one_line(said_in(note, language))), 300)}" for note in outcome.notes if note.strip()]
    room = limit - size(head) - _FOOT - sum(size(note) + 1 for note in notes)
    told = [reworded(claim.text, outcome.sources, language) for claim in outcome.claims]
    events = [_line(n, text, claim) for n, (text, claim) in enumerate(zip(told, outcome.claims, strict=True), start=1)]
    groups = _grouped(events, sources, room)
    pages = []
    for number, group in enumerate(groups, start=1):
        last = number == len(groups)
        foot = _foot(outcome, number, len(groups), language)
        pages.append("\n".join([head, *_body(group, sources), *(notes if last else ()), foot]))
    return tuple(pages)


def _line(number: int, told: str, claim: Claim) -> _Line:
    marks = " ".join(f"[{n}]" for n in claim.citations)
    text = shorten(escape(one_line(told), frozenset()), _EVENT_LIMIT)
    return _Line(f"**{number}** · {text} {marks}".rstrip(), claim.citations)


def _grouped(lines: Sequence[_Line], sources: dict[int, str], room: int) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        fits = groups and len(groups[-1]) < MOST_ON_A_PAGE and _length([*groups[-1], line], sources) <= room
        if fits:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _length(lines: Sequence[_Line], sources: dict[int, str]) -> int:
    return sum(size(part) + 1 for part in _body(lines, sources))


def _body(lines: Sequence[_Line], sources: dict[int, str]) -> list[str]:
    return [*(line.text for line in lines), "", *_cited(lines, sources)]


def _cited(lines: Iterable[_Line], sources: dict[int, str]) -> list[str]:
    numbers = sorted({n for line in lines for n in line.citations})
    return [sources[n] for n in numbers if n in sources]


def _foot(outcome: Answer, page: int, pages: int, language: Language) -> str:
    told = [worded("{count} events", language, count=len(outcome.claims))] if len(outcome.claims) > 1 else []
    told += [worded("page {page} of {pages}", language, page=page, pages=pages)] if pages > 1 else []
    told.append(
        worded("as of {day}", language, day=day_text(outcome.as_of, language))
        if outcome.as_of
        else worded("the sources carry no date", language)
    )
    text = phrases(language).comma.join(told)
    return f"-# {text[:1].upper()}{text[1:]}."
