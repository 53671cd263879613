"""What the bot is made of and what it keeps, as a message for `/about`. Pure, like all of `bot.render`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.markup import escape, one_line
from bot.paging import CONTENT_LIMIT, pack, shorten
from bot.phrases import day_text, worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answering.findings import Overview
    from bot.phrases import Language
    from bot.research import Making

QUOTING = "extractive"
"""The writer that needs no language model."""
_NAME_LIMIT = 100
_WHAT = "**{name}** answers from news articles, with the passage behind every statement."
_READS = "- I read {articles} by {publishers}, {as_of}."
_QUOTES = "- Answers are quoted from the articles; no language model writes them."
_WRITES = (
    "- Answers are written by the language model {model}, which is sent the question and the passages found; what the "
    "passages do not bear out is left out."
)
_KEEPS = (
    "Questions and what was cited are kept for {span} in a file beside the articles, on the machine I run on, so that "
    "buttons and follow-ups work. `/privacy` shows what is kept about you, and deletes it."
)


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


def about_pages(about: About, language: Language = "en") -> tuple[str, ...]:
    """Return it as contents of messages, mostly one."""
    licence, parts = _said(about.licence), _parts(about.parts)
    lines = [
        worded(_WHAT, language, name=_said(f"Nayrab {about.version}")),
        "",
        *_corpus(about, language),
        *_making(about.making, language),
        "",
        _keeping(about.kept_days, language),
        f"-# {worded('Licence: {licence} · made with {parts}', language, licence=licence, parts=parts)}",
    ]
    return tuple(pack(lines, CONTENT_LIMIT))


def _corpus(about: About, language: Language) -> list[str]:
    held = about.corpus
    if held is None:
        return [about.trouble or worded("I have no articles yet.", language)]
    articles, publishers = (
        _count(held.articles, "article", language),
        _count(len(held.publishers), "publisher", language),
    )
    as_of = (
        worded("as of {day}, the date of the newest", language, day=day_text(held.newest, language))
        if held.newest
        else worded("none of them dated", language)
    )
    made = worded(", made {time}", language, time=_time(held.created, language)) if held.created else ""
    return [
        worded(_READS, language, articles=articles, publishers=publishers, as_of=as_of),
        worded("- Snapshot {snapshot}{made}.", language, snapshot=_said(held.snapshot), made=made),
    ]


def _count(number: int, noun: str, language: Language) -> str:
    """Return `1 article`, `{count} publishers` and so on."""
    return worded(f"1 {noun}" if number == 1 else f"{{count}} {noun}s", language, count=f"{number:,}")


def _making(making: Making | None, language: Language) -> list[str]:
    if making is None:
        return []
    writes = _QUOTES if making.writer == QUOTING else _WRITES
    return [
        worded(writes, language, model=_said(making.writer)),
        worded("- Meaning is compared with the embedder {embedder}.", language, embedder=_said(making.embedder)),
    ]


def _keeping(days: int, language: Language) -> str:
    return worded(_KEEPS, language, span=_count(days, "day", language))


def _time(created: str, language: Language) -> str:
    """Return `22 November 2026, 15:23 UTC` for an ISO time; what is no such time as it is."""
    try:
        at = dt.datetime.fromisoformat(created)
    except ValueError:
        return _said(created)
    at = at.astimezone(dt.UTC) if at.tzinfo else at
    return f"{day_text(at.date(), language)}, {at:%H:%M} UTC"


def _parts(parts: Mapping[str, str]) -> str:
    return ", ".join(_said(f"{name} {version}") for name, version in parts.items())


def _said(text: str) -> str:
    return shorten(escape(one_line(text)), _NAME_LIMIT)
