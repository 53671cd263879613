"""What one can ask and which commands there are, for `/help`, with questions that the corpus at hand can answer.

Place in the flow: the help cog hands in what it found; the text that stands without a corpus is `answers.HELP`. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import day_text
from bot.render.answers import HELP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import Overview

_EXAMPLE_LIMIT = 150
_PLACES = 6
_NAME_LIMIT = 32
_NOT_IN_NAMES = re.compile(r"[^\w -]")
_ASK = "- Ask with `/ask`"


class Offered(NamedTuple):
    """A command as it is listed: its name and what it does; `menu`: it is in the menu of a message."""

    name: str
    does: str
    menu: bool = False


def help_pages(
    commands: Sequence[Offered], overview: Overview | None = None, admin: str = "", limit: int = CONTENT_LIMIT
) -> tuple[str, ...]:
    """Return what one can ask and how; `admin` is what admins read besides."""
    lines = [*_asking(overview), "", "**Commands**", *(_line(c) for c in commands if not c.menu)]
    menus = [f"**{escape(one_line(c.name))}**" for c in commands if c.menu]
    if menus:
        lines.append(f"- On any message, under Apps in its menu: {', '.join(menus)}")
    return tuple(pack([*lines, *admin.split("\n")], limit))


def _asking(overview: Overview | None) -> list[str]:
    """Return the lines on asking: with questions of this corpus where there are some."""
    lines = HELP.split("\n")
    if overview is None:
        return lines
    if overview.examples:
        examples = [f"  - “{shorten(escape(one_line(e)), _EXAMPLE_LIMIT)}”" for e in overview.examples]
        at = next((n for n, line in enumerate(lines) if line.startswith(_ASK)), len(lines) - 1)
        lines[at : at + 1] = [f"{_ASK}, by mentioning me, or in a direct message, for example:", *examples]
    return [*lines, *_holdings(overview)]


def _holdings(overview: Overview) -> list[str]:
    articles = "1 article" if overview.articles == 1 else f"{overview.articles:,} articles"
    dated = ""
    if overview.earliest and overview.newest:
        until = f" to {day_text(overview.newest)}" if overview.newest > overview.earliest else ""
        dated = f", dated {day_text(overview.earliest)}{until}"
    lines = [f"-# I have {articles}{dated}."]
    if overview.places:
        lines.append(f"-# Most of them are about {', '.join(map(_place, overview.places[:_PLACES]))}.")
    return lines


def _place(name: str) -> str:
    return shorten(escape(one_line(name)), _EXAMPLE_LIMIT)


def _line(command: Offered) -> str:
    name = _NOT_IN_NAMES.sub("", one_line(command.name))[:_NAME_LIMIT]
    return f"- `/{name}`: {shorten(escape(one_line(command.does)), _EXAMPLE_LIMIT)}"
