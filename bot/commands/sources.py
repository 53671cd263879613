"""`nayrab sources`: what `nayrab ingest` reads when it is given nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.ingesting import Encoding, Map, Publisher, check_encoding, read_mapping, source_at
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, workbench

if TYPE_CHECKING:
    from ingest.corpus.models import Source

app = typer.Typer(help="List, add and remove the sources that `nayrab ingest` reads.", rich_markup_mode=None)


@app.command(name="list", epilog=ELSEWHERE)
def show(ctx: typer.Context, *, json: Json = False) -> None:
    """List the configured sources."""
    rows = [_row(source) for source in workbench(ctx).sources.all()]
    if json:
        print_json({"sources": rows})
    else:
        from bot.console import table_view

        print_view(table_view("", rows) if rows else "There is no source yet; add one with `nayrab sources add PATH`.")


def _row(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "location": source.location,
        "publisher": source.publisher,
        "encoding": source.encoding,
        "mapping": dict(source.mapping),
    }


@app.command(epilog=ELSEWHERE)
def add(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(metavar="PATH", help="A file or a folder.")],
    *,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What to call it; its path unless told.")
    ] = None,
    mapping: Map = None,
    encoding: Encoding = None,
    publisher: Publisher = None,
) -> None:
    """Add a file or folder to what `nayrab ingest` reads."""
    check_encoding(encoding)
    source = source_at(place, publisher, encoding, read_mapping(mapping), name)
    workbench(ctx).sources.add(source)
    print_view(f"Added {source.name}; `nayrab ingest` reads it from now on.")


@app.command(epilog=ELSEWHERE)
def remove(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from `nayrab sources list`.")],
) -> None:
    """Remove a source from the list; its articles stay until the next ingest finds them gone."""
    workbench(ctx).sources.remove(name)
    print_view(f"Removed {name}.")
