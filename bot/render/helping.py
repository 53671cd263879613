"""What one can ask and which commands there are, for `/help`, with questions that the corpus at hand can answer.

Place in the flow: the help cog hands in what it found; the text that stands without a corpus is `answers.HELP`. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import day_text, phrases, worded
from bot.phrases.commands import Kind, command_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.findings import Overview
    from bot.phrases import Language

_EXAMPLE_LIMIT = 150
_PLACES = 6
_NAME_LIMIT = 32
_NOT_IN_NAMES = re.compile(r"[^\w -]")
_ASK = "`/ask`"
_WITH_EXAMPLES = "- Ask with `/ask`, by mentioning me, or in a direct message, for example:"
_NO_MENUS_OF_DISCORD = frozenset({"ar"})
"""Languages that Discord does not speak: its menus show the English name there."""


class Offered(NamedTuple):
    """A command as it is listed: its name and what it does; `menu`: it is in the menu of a message."""

    name: str
    does: str
    menu: bool = False


def help_pages(
    commands: Sequence[Offered],
    overview: Overview | None = None,
    admin: str = "",
    limit: int = CONTENT_LIMIT,
    language: Language = "en",
) -> tuple[str, ...]:
    """Return what one can ask and how; `admin` is what admins read besides."""
    listed = (_line(c, language) for c in commands if not c.menu)
    lines = [*_asking(overview, language), "", worded("**Commands**", language), *listed]
    menus = [_menu(c.name, language) for c in commands if c.menu]
    if menus:
        names = phrases(language).comma.join(menus)
        lines.append(worded("- On any message, under Apps in its menu: {names}", language, names=names))
    return tuple(pack([*lines, *worded(admin, language).split("\n")], limit))


def _asking(overview: Overview | None, language: Language) -> list[str]:
    """Return the lines on asking: with questions of this corpus where there are some."""
    lines = phrases(language).help.split("\n")
    if overview is None:
        return lines
    if overview.examples:
        examples = [f"  - “{shorten(escape(one_line(e)), _EXAMPLE_LIMIT)}”" for e in overview.examples]
        at = next((n for n, line in enumerate(lines) if _ASK in line), len(lines) - 1)
        lines[at : at + 1] = [worded(_WITH_EXAMPLES, language), *examples]
    return [*lines, *_holdings(overview, language)]


def _holdings(overview: Overview, language: Language) -> list[str]:
    one = overview.articles == 1
    count = f"{overview.articles:,}"
    articles = worded("1 article", language) if one else worded("{count} articles", language, count=count)
    lines = [f"-# {worded('I have {articles}{dated}.', language, articles=articles, dated=_dated(overview, language))}"]
    if overview.places:
        places = phrases(language).comma.join(map(_place, overview.places[:_PLACES]))
        lines.append(f"-# {worded('Most of them are about {places}.', language, places=places)}")
    return lines


def _dated(overview: Overview, language: Language) -> str:
    if overview.earliest is None or overview.newest is None:
        return ""
    first, last = day_text(overview.earliest, language), day_text(overview.newest, language)
    if overview.newest > overview.earliest:
        return worded(", dated {first} to {last}", language, first=first, last=last)
    return worded(", dated {first}", language, first=first)


def _menu(name: str, language: Language) -> str:
    """Return an entry of Discord's menu as it is called there; where that is English, with what it means."""
    shown = f"**{escape(one_line(name))}**"
    own = command_text(Kind.LABEL, name, language)
    if own is None:
        return shown
    return f"**{own}** ({shown})" if language in _NO_MENUS_OF_DISCORD else f"**{own}**"


def _place(name: str) -> str:
    return shorten(escape(one_line(name)), _EXAMPLE_LIMIT)


def _line(command: Offered, language: Language) -> str:
    does = command_text(Kind.DESCRIPTION, command.does, language) or command.does
    name = _NOT_IN_NAMES.sub("", one_line(command.name))[:_NAME_LIMIT]
    return f"- `/{name}`: {shorten(escape(one_line(does)), _EXAMPLE_LIMIT)}"
