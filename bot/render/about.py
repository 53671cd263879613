"""What the bot is made of and what it keeps, as a message for `/about`. Pure, like all of `bot.render`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import day_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answering.findings import Overview
    from bot.research import Making

QUOTING = "extractive"
"""The writer that needs no language model."""
_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class About:
    """What there is to tell; `parts` are versions by name, `corpus` is None where there is none.

    `trouble` is the sentence that says why the corpus cannot be read.
    """

    version: str
    parts: Mapping[str, str]
    licence: str
    kept_days: int
    making: Making | None = None
    corpus: Overview | None = None
    trouble: str = ""


def about_pages(about: About) -> tuple[str, ...]:
    """Return it as contents of messages, mostly one."""
    lines = [
        f"**{_said(f'Nayrab {about.version}')}** answers from news articles, with the passage behind every statement.",
        "",
        *_corpus(about),
        *_making(about.making),
        "",
        _keeping(about.kept_days),
        f"-# Licence: {_said(about.licence)} · made with {_parts(about.parts)}",
    ]
    return tuple(pack(lines, CONTENT_LIMIT))


def _corpus(about: About) -> list[str]:
    held = about.corpus
    if held is None:
        return [about.trouble or "I have no articles yet."]
    articles = "1 article" if held.articles == 1 else f"{held.articles:,} articles"
    publishers = "1 publisher" if len(held.publishers) == 1 else f"{len(held.publishers)} publishers"
    as_of = f"as of {day_text(held.newest)}, the date of the newest" if held.newest else "none of them dated"
    made = f", made {_time(held.created)}" if held.created else ""
    return [f"- I read {articles} by {publishers}, {as_of}.", f"- Snapshot {_said(held.snapshot)}{made}."]


def _making(making: Making | None) -> list[str]:
    if making is None:
        return []
    writes = (
        "- Answers are quoted from the articles; no language model writes them."
        if making.writer == QUOTING
        else f"- Answers are written by the language model {_said(making.writer)}, which is sent the question and the "
        "passages found; what the passages do not bear out is left out."
    )
    return [writes, f"- Meaning is compared with the embedder {_said(making.embedder)}."]


def _keeping(days: int) -> str:
    span = "1 day" if days == 1 else f"{days} days"
    return (
        f"Questions and what was cited are kept for {span} in a file beside the articles, on the machine I run on, "
        "so that buttons and follow-ups work. `/privacy` shows what is kept about you, and deletes it."
    )


def _time(created: str) -> str:
    """Return `22 November 2026, 15:23 UTC` for an ISO time; what is no such time as it is."""
    try:
        at = dt.datetime.fromisoformat(created)
    except ValueError:
        return _said(created)
    at = at.astimezone(dt.UTC) if at.tzinfo else at
    return f"{day_text(at.date())}, {at:%H:%M} UTC"


def _parts(parts: Mapping[str, str]) -> str:
    return ", ".join(_said(f"{name} {version}") for name, version in parts.items())


def _said(text: str) -> str:
    return shorten(escape(one_line(text)), _NAME_LIMIT)
