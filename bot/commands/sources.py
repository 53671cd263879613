"""`nayrab sources`: what `nayrab ingest` reads when it is given nothing: list it, add to it, remove, check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.adding import add, note, opened
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, workbench

if TYPE_CHECKING:
    from ingest.corpus.models import Source

app = typer.Typer(help="List, add, remove and check the sources that `nayrab ingest` reads.", rich_markup_mode=None)


@app.command(name="list", epilog=ELSEWHERE)
def show(ctx: typer.Context, *, json: Json = False) -> None:
    """List the configured sources; trouble is how many of their articles could not be had at the last attempt."""
    bench = workbench(ctx)
    listed, removed = bench.sources.all(), bench.sources.removed()
    letters = [letter.source for letter in bench.ledger.dead_letters()] if listed else []
    rows = [_row(source, letters.count(source.name)) for source in listed]
    if json:
        print_json({"sources": rows, "removed": removed})
        return
    from bot.console import plain, table_view

    columns = ("name", "kind", "publisher", "affiliation", "schedule", "trouble", "location")
    shown = [{column: row[column] for column in columns} for row in rows]
    print_view(table_view("", shown) if rows else "There is no source yet; add one with `nayrab sources add URL|PATH`.")
    for place in removed:
        print_view(plain(f"Removed; its articles go at the next `nayrab ingest`: {place}"))


def _row(source: Source, trouble: int) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "name": source.name,
        "kind": str(source.kind),
        "location": source.location,
        "publisher": source.publisher,
        "affiliation": source.affiliation,
        "language": source.language,
        "encoding": source.encoding,
        "mapping": dict(source.mapping),
        "schedule": source.schedule,
        "when_gone": str(source.when_gone),
        "limits": asdict(source.limits),
        "trouble": trouble,
    }


app.command(epilog=ELSEWHERE)(add)


@app.command(epilog=ELSEWHERE)
def remove(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from `nayrab sources list`.")],
) -> None:
    """Remove a source; `nayrab ingest` without arguments then takes its articles out of the corpus."""
    from bot.console import plain

    bench = workbench(ctx)
    bench.sources.remove(name)
    note(bench, f"remove source {name}", "its articles go at the next ingest")
    print_view(plain(f"Removed {name}; the next `nayrab ingest` takes its articles out of the corpus."))


@app.command(epilog=ELSEWHERE)
def check(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A name from `nayrab sources list`; all unless named.")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Ask each source what it has, list what could not be had at the last ingest; exit 1 when one is in trouble."""
    from bot.commands import checking

    bench = opened(ctx)
    sources = bench.sources.named([name]) if name is not None else bench.sources.all()
    checked = []
    for source in sources:
        checked.append(checking.look(bench, source))
        if not json:
            print_view(checking.view(checked[-1]))
    letters = checking.letters(bench, None if name is None else sources)
    if json:
        print_json({"sources": [each.as_json() for each in checked], "dead_letters": letters})
    else:
        print_view(checking.letters_view(letters, any_source=bool(sources)))
    if any(each.problems for each in checked):
        raise typer.Exit(1)
