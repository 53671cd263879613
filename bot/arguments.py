"""What people type, before and beside Typer: options that may stand anywhere, dates, `--map`. Pure; opens nothing."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ANYWHERE = ("--data-dir", "--config")
FLAGS = ("--json", "--help")
ARTICLE_FIELDS = ("id", "url", "title", "text", "publisher", "published", "language", "author", "affiliation")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class UnusableValueError(ValueError):
    """What was typed cannot be used; the message completes the sentence "Invalid value for ...: "."""


def arrange(arguments: Sequence[str]) -> list[str]:
    """Bring typed arguments into the order Typer wants.

    `--data-dir` and `--config` may stand before or behind the command; `--history` may be followed by several
    questions once the question itself has been given. What stands behind `--` is left alone.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    front, rest = _hoist(arguments[:end])
    if rest and rest[0] == "ask":
        rest = _spread_history(rest)
    return [*front, *rest, *arguments[end:]]


def _hoist(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    front: list[str] = []
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        target = front if argument.partition("=")[0] in ANYWHERE else rest
        target.append(argument)
        if argument in ANYWHERE:
            value = next(remaining, None)
            if value is None:  # Typer says that the value is missing
                return [argument], []
            target.append(value)
    return front, rest


def _spread_history(arguments: Sequence[str]) -> list[str]:
    """`ask Q --history A B` means `ask Q --history A --history B`."""
    spread: list[str] = []
    option, has_value, has_question = "", False, False
    for argument in arguments:
        if argument.startswith("-"):
            option, has_value = argument, "=" in argument or argument in FLAGS
        elif option and not has_value:
            has_value = True
        elif option == "--history" and has_question:
            spread.append(option)
        else:
            has_question = bool(spread)  # the first word is the command itself
        spread.append(argument)
    return spread


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or year as typed, with its first and last day."""

    first: dt.date
    last: dt.date


def parse_period(text: str) -> Period:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raises `UnusableValueError` for anything else."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise UnusableValueError(f"{text!r} is not a date; write it as 2020-02-25, 2020-02 or 2020.")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return _period(year or 0, month, day)
    except ValueError:
        raise UnusableValueError(f"{text!r} is no day in the calendar.") from None


def _period(year: int, month: int | None, day: int | None) -> Period:
    first = dt.date(year, month or 1, day or 1)
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return Period(first, dt.date(year, last_month, last_day))


def parse_mapping(text: str) -> Mapping[str, str]:
    """Read `FIELD=COLUMN,...`: which column (CSV) or key (JSONL) holds which field of an article."""
    mapping: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, found, column = (piece.strip() for piece in part.partition("="))
        if not (found and name and column):
            raise UnusableValueError(f"{part!r} is not FIELD=COLUMN; write it like title=headline,text=body.")
        if name not in ARTICLE_FIELDS:
            raise UnusableValueError(f"{name!r} is no field of an article; these are: {', '.join(ARTICLE_FIELDS)}.")
        if name in mapping:
            raise UnusableValueError(f"the field {name!r} is mapped twice; name it once.")
        mapping[name] = column
    return mapping
