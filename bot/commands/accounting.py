"""`nayrab accounts`: who says what of a topic, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.asking import _question, _within, ensure_corpus
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, usage_error, workbench
from bot.commands.narrowing import Publishers, Since, Until, first_day, last_day

if TYPE_CHECKING:
    from bot.answering.models import Outcome


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=ELSEWHERE)(accounts)


def accounts(
    ctx: typer.Context,
    topic: Annotated[list[str], typer.Argument(metavar="TOPIC", help="An event, or a question about one.")],
    *,
    json: Json = False,
    since: Since = None,
    until: Until = None,
    publisher: Publishers = None,
) -> None:
    """Show where the sources differ on a topic: figures, dates, actors, outcomes; who says what, and no side taken."""
    text = " ".join(topic)
    if not text.strip():
        raise usage_error("there is no topic; type an event, for example: bombing of the Qamishli market.", "TOPIC")
    period = first_day(since), last_day(until)
    bench = workbench(ctx)
    comparison = bench.comparison
    ensure_corpus(bench)
    _show(comparison.accounts(_question(text, _within(bench, *period, publisher or ()))), json=json)


def _show(outcome: Outcome, *, json: bool) -> None:
    if json:
        from bot.answering.records import outcome_record

        print_json(outcome_record(outcome))
    else:
        from bot.answer_view import outcome_view

        print_view(outcome_view(outcome))
