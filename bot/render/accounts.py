"""Where the sources of an answer differ, as pages: each side under its own name, with the words it is taken from.

Place in the flow: kept disagreements and sources -> contents of messages that the button Accounts shows. Pure; no side
is taken, and what one side says is never mixed into another's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import embedded, phrases, worded
from bot.render.answers import publisher_name
from bot.render.framing import date_text
from bot.render.page_links import page_link
from bot.render.passages import numbered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering.models import Account, Disagreement
    from bot.phrases import Language
    from bot.render.answers import SourceCard

_LONGEST = 600
_ROOM_FOR_NUMBER = 40
NOTHING = "The sources of this answer do not differ on anything that I noticed."
HIDDEN = "A source that is not shown"


def account_pages(
    disagreements: Sequence[Disagreement],
    cards: Sequence[SourceCard],
    limit: int = CONTENT_LIMIT,
    language: Language = "en",
) -> tuple[str, ...]:
    """Return who says what, one side after the other, each with its publishers, dates and a link to its words."""
    by_number = {card.n: card for card in cards}
    lines: list[str] = []
    for disagreement in disagreements:
        lines += [*([""] if lines else []), _topic(disagreement, language)]
        for account in disagreement.accounts:
            lines += ["", *_side(account, by_number, language)]
    pages = pack(lines, limit - _ROOM_FOR_NUMBER) or [worded(NOTHING, language)]
    return numbered(pages, language)


def _topic(disagreement: Disagreement, language: Language) -> str:
    said = phrases(language)
    about = shorten(escape(one_line(disagreement.about)), _LONGEST)
    return said.differ_on.format(about=embedded(about, language)) if about else said.differ


def _side(account: Account, by_number: Mapping[int, SourceCard], language: Language) -> list[str]:
    cards = [by_number[n] for n in account.citations if n in by_number]
    who = " · ".join(
        f"**{publisher_name(card.publisher, language)}** [{card.n}]{phrases(language).comma}"
        f"{date_text(card.published, language)}"
        for card in cards
    )
    says = shorten(escape(one_line(account.says), frozenset(by_number)), _LONGEST)
    return [who or f"**{worded(HIDDEN, language)}**", f"> {says}", *_links(cards, language)]


def _links(cards: Sequence[SourceCard], language: Language) -> list[str]:
    links = ((card, page_link(card.url, card.quotes[0])) for card in cards if card.quotes and not card.gone)
    shown = [
        f"[{worded('Open {publisher}', language, publisher=publisher_name(card.publisher, language))}](<{link}>)"
        for card, link in links
        if link
    ]
    return [f"-# {line}" for line in shown]
