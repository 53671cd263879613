"""`nayrab timeline`: what happened at a place, in order of time, each line with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.asking import _question, _within, ensure_corpus
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, usage_error, workbench
from bot.commands.narrowing import Publishers, Since, Until, first_day, last_day

if TYPE_CHECKING:
    from bot.answering.models import Refused
    from bot.answering.timeline import Timeline


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=ELSEWHERE)(timeline)


def timeline(
    ctx: typer.Context,
    place: Annotated[list[str], typer.Argument(metavar="PLACE", help="A town, a road, a base: any name.")],
    *,
    json: Json = False,
    most: Annotated[int, typer.Option("-n", min=1, max=200, metavar="N", help="At most so many events.")] = 20,
    since: Since = None,
    until: Until = None,
    publisher: Publishers = None,
) -> None:
    """Show what happened at a place, in order of time, from the dated sentences of the articles."""
    name = " ".join(place)
    if not name.strip():
        raise usage_error("there is no place; type its name.", "PLACE")
    period = first_day(since), last_day(until)
    bench = workbench(ctx)
    chronicle = bench.chronicle(most)
    ensure_corpus(bench)
    made = chronicle.timeline(_question(name, _within(bench, *period, publisher or ())))
    if json:
        print_json(record(made))
    else:
        from bot.answer_view import outcome_view
        from bot.answering.timeline import outcome_of

        print_view(outcome_view(outcome_of(made)))


def record(made: Timeline | Refused) -> dict[str, Any]:
    """Return the object of `ask --json` with `events`: first and last day (inclusive), text, citations."""
    from bot.answering.records import outcome_record
    from bot.answering.timeline import Timeline

    if not isinstance(made, Timeline):
        return {**outcome_record(made), "events": []}
    events = [
        {
            "first": event.first.isoformat(),
            "last": event.last.isoformat(),
            "text": " ".join(event.sentence.text.split()),
            "citations": list(claim.citations),
        }
        for event, claim in zip(made.events, made.outcome.claims, strict=True)
    ]
    return {**outcome_record(made.outcome), "events": events}
