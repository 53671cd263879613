"""`nayrab sources`: what `nayrab ingest` reads when it is given nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.ingesting import Encoding, Map, Publisher, check_encoding, read_mapping, source_at
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, workbench
from ingest.corpus.errors import StorageError

if TYPE_CHECKING:
    from ingest.corpus.models import Source

app = typer.Typer(help="List, add and remove the sources that `nayrab ingest` reads.", rich_markup_mode=None)


@app.command(name="list", epilog=ELSEWHERE)
def show(ctx: typer.Context, *, json: Json = False) -> None:
    """List the configured sources."""
    registry = workbench(ctx).sources
    rows, removed = [_row(source) for source in registry.all()], registry.removed()
    if json:
        print_json({"sources": rows, "removed": removed})
        return
    from bot.console import plain, table_view

    print_view(table_view("", rows) if rows else "There is no source yet; add one with `nayrab sources add PATH`.")
    for place in removed:
        print_view(plain(f"Removed; its articles go at the next `nayrab ingest`: {place}"))


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
    if not Path(source.location).exists():
        raise StorageError(f"{source.location} does not exist; check the path.")
    workbench(ctx).sources.add(source)
    from bot.console import plain

    print_view(plain(f"Added {source.name}; `nayrab ingest` reads it from now on."))


@app.command(epilog=ELSEWHERE)
def remove(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name from `nayrab sources list`.")],
) -> None:
    """Remove a source; `nayrab ingest` without arguments then takes its articles out of the corpus."""
    workbench(ctx).sources.remove(name)
    from bot.console import plain

    print_view(plain(f"Removed {name}; the next `nayrab ingest` takes its articles out of the corpus."))
