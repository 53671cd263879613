"""`nayrab feedback`: what people asked in Discord, what was cited, and what they found helpful, to learn from.

Place in the flow: reads state.db, beside a running bot too; writes nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.invocation import ELSEWHERE, say, usage_error, workbench
from bot.commands.narrowing import Since, first_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.settings import Settings
    from bot.state.votes import Judged

app = typer.Typer(help="What people found helpful, and what not.", rich_markup_mode=None)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@app.callback()
def _group() -> None:
    """Keep `export` a command of its own (of a group with one command Typer makes that command)."""


@app.command(epilog=ELSEWHERE)
def export(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array instead of a line each.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    since: Since = None,
    with_people: Annotated[
        bool, typer.Option("--with-people", help="Include the Discord ids of those who asked and voted.")
    ] = False,
) -> None:
    """Print every kept question with what was cited and how it was voted on, oldest first; JSONL unless told."""
    if as_json and as_csv:
        raise usage_error("choose one of --json and --csv", "--csv")
    first = first_day(since)
    begin = dt.datetime.combine(first, dt.time(), dt.UTC) if first else _BEGINNING
    rows = [_row(each, with_people=with_people) for each in _judged(workbench(ctx).settings, begin)]
    if as_csv:
        _write_csv(rows, with_people=with_people)
    else:
        _write_json(rows, one=as_json)
    sys.stdout.flush()
    if not rows:
        say("nayrab: nobody has asked anything in Discord that is still kept.")


def _judged(settings: Settings, since: dt.datetime) -> Sequence[Judged]:
    """Return what is kept; where the bot never ran there is nothing, and no file is made for it."""
    path = settings.data_dir / "state.db"
    if not path.exists():
        return ()
    from bot.state import State

    kept_for = dt.timedelta(days=settings.discord.keep_days)
    return State(path, kept_for=kept_for).votes.judged(since, dt.datetime.now(dt.UTC))


def _row(judged: Judged, *, with_people: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": judged.answer_id,
        "when": judged.created.isoformat(),
        "question": judged.question,
        "private": judged.is_private,
        "answered": judged.answered,
        "reason": judged.reason,
        "cited": [{name: source[name] for name in ("id", "publisher", "url")} for source in judged.sources],
        "helpful": judged.helpful,
        "not_helpful": judged.not_helpful,
        "reasons": [vote.reason for vote in judged.votes if vote.reason],
    }
    if with_people:
        row["server"] = _as_text(judged.guild_id)
        row["asked_by"] = _as_text(judged.user_id)
        row["votes"] = [
            {"by": str(v.user_id), "when": v.created.isoformat(), "helpful": v.helpful, "reason": v.reason}
            for v in judged.votes
        ]
    return row


def _as_text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _write_json(rows: Sequence[dict[str, Any]], *, one: bool) -> None:
    if one:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_csv(rows: Sequence[dict[str, Any]], *, with_people: bool) -> None:
    """Write one line per question; the ids, publishers and addresses of what was cited are joined in their columns."""
    columns = ["id", "when", "question", "private", "answered", "reason"]
    columns += ["cited_ids", "cited_publishers", "cited_urls", "helpful", "not_helpful", "reasons"]
    columns += ["server", "asked_by", "voted_by"] if with_people else []
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        flat = row | dict(_flat(row))
        writer.writerow([_cell(flat.get(column)) for column in columns])


def _flat(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column, name in (("cited_ids", "id"), ("cited_publishers", "publisher"), ("cited_urls", "url")):
        yield column, " | ".join(str(source[name] or "") for source in row["cited"])
    yield "reasons", " | ".join(row["reasons"])
    yield "voted_by", " | ".join(vote["by"] for vote in row.get("votes", ()))


def _cell(value: Any) -> str:
    """Return a cell that a spreadsheet reads as text, never as a formula."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
