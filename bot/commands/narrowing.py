"""`--since`, `--until`, `--publisher`: from what was typed to the filter of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.arguments import UnusableValueError, parse_period
from bot.commands.invocation import usage_error

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from bot.arguments import Period
    from ingest.corpus.models import ArticleFilter

Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only articles from this day, month or year on.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Only articles up to this day, month or year.")
]
Publishers = Annotated[
    list[str] | None, typer.Option("--publisher", metavar="NAME", help="Only this publisher; may be repeated.")
]


def first_day(since: str | None) -> dt.date | None:
    """Return the first day that `--since` means."""
    return _period(since, "--since").first if since is not None else None


def last_day(until: str | None) -> dt.date | None:
    """Return the last day that `--until` means."""
    return _period(until, "--until").last if until is not None else None


def _period(text: str, option: str) -> Period:
    try:
        return parse_period(text)
    except UnusableValueError as error:
        raise usage_error(str(error), option) from None


def article_filter(since: dt.date | None, until: dt.date | None, publishers: Iterable[str]) -> ArticleFilter:
    """Return the filter; refuses a period that ends before it begins."""
    from ingest.corpus.models import ArticleFilter

    if since and until and since > until:
        raise usage_error(f"{since} is after --until {until}; swap them.", "--since")
    return ArticleFilter(since=since, until=until, publishers=frozenset(publishers))
