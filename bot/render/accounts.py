"""Where the sources of an answer differ, as pages: each side under its own name, with the words it is taken from.

Place in the flow: kept disagreements and sources -> contents of messages that the button Accounts shows. Pure; no side
is taken, and what one side says is never mixed into another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.render.answers import publisher_name
from bot.render.framing import date_text
from bot.render.page_links import page_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering.models import Account, Disagreement
    from bot.render.answers import SourceCard

_LONGEST = 600
_ROOM_FOR_NUMBER = 40
NOTHING = "The sources of this answer do not differ on anything that I noticed."


def account_pages(
    disagreements: Sequence[Disagreement], cards: Sequence[SourceCard], limit: int = CONTENT_LIMIT
) -> tuple[str, ...]:
    """Return who says what, one side after the other, each with its publishers, dates and a link to its words."""
    by_number = {card.n: card for card in cards}
    lines: list[str] = []
    for disagreement in disagreements:
        lines += [*([""] if lines else []), _topic(disagreement)]
        for account in disagreement.accounts:
            lines += ["", *_side(account, by_number)]
    pages = pack(lines, limit - _ROOM_FOR_NUMBER) or [NOTHING]
    if len(pages) == 1:
        return tuple(pages)
    return tuple(f"{page}\n-# Page {i} of {len(pages)}" for i, page in enumerate(pages, start=1))


def _topic(disagreement: Disagreement) -> str:
    about = shorten(escape(one_line(disagreement.about)), _LONGEST)
    return f"**The sources differ** on {about}:" if about else "**The sources differ:**"


def _side(account: Account, by_number: Mapping[int, SourceCard]) -> list[str]:
    cards = [by_number[n] for n in account.citations if n in by_number]
    who = " · ".join(f"**{publisher_name(card.publisher)}** [{card.n}], {date_text(card.published)}" for card in cards)
    says = shorten(escape(one_line(account.says), frozenset(by_number)), _LONGEST)
    return [who or "**A source that is not shown**", f"> {says}", *_links(cards)]


def _links(cards: Sequence[SourceCard]) -> list[str]:
    links = ((card, page_link(card.url, card.quotes[0])) for card in cards if card.quotes and not card.gone)
    shown = [f"[Open {publisher_name(card.publisher)}](<{link}>)" for card, link in links if link]
    return [f"-# {line}" for line in shown]
