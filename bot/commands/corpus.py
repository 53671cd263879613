"""`nayrab corpus`: look at the snapshots, go back, check, export."""

from __future__ import annotations

import sys
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, say, workbench
from ingest.corpus.errors import StorageError

app = typer.Typer(help="Look at the corpus, its history and its health; go back; export.", rich_markup_mode=None)


@app.command(epilog=ELSEWHERE)
def status(ctx: typer.Context, *, json: Json = False) -> None:
    """Show what the live snapshot holds and how it was built."""
    record = workbench(ctx).status()
    if json:
        print_json(record)
    else:
        from bot.console import facts_view

        print_view(facts_view(record))


@app.command(epilog=ELSEWHERE)
def history(ctx: typer.Context, *, json: Json = False) -> None:
    """List the kept snapshots, the newest first."""
    rows = workbench(ctx).history()
    if json:
        print_json({"snapshots": rows})
    else:
        from bot.console import table_view

        print_view(table_view("", rows) if rows else "There is no snapshot yet.")


@app.command(epilog=ELSEWHERE)
def rollback(
    ctx: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="A kept snapshot; the former one unless named.")
    ] = None,
) -> None:
    """Make an older snapshot the live one."""
    manifest = workbench(ctx).store.rollback(to)
    print_view(f"Snapshot {manifest.name} of {manifest.created} is live again.")


@app.command(epilog=ELSEWHERE)
def verify(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A kept snapshot; the live one unless named.")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Check a snapshot: files, counts, and that its indexes agree with its articles."""
    checked = workbench(ctx).store.verify(name)
    if json:
        print_json({"snapshot": checked.name, "ok": checked.ok, "counts": checked.counts, "problems": checked.problems})
    if not checked.ok:
        raise checked.error()
    if not json:
        counts = ", ".join(f"{number:,} {what}" for what, number in checked.counts.items())
        print_view(f"Snapshot {checked.name} is whole: {counts}.")


@app.command(epilog=ELSEWHERE)
def export(
    ctx: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write; stdout unless given.")
    ] = None,
) -> None:
    """Write every article as JSONL, in the form that `nayrab ingest` reads."""
    bench = workbench(ctx)
    if out is None:
        bench.export(sys.stdout.write)
        return
    try:
        with out.open("w", encoding="utf-8") as file:
            written = bench.export(file.write)
    except OSError as error:
        raise StorageError(f"{out} cannot be written ({error.strerror}); choose another file.") from None
    say(f"{written} articles written to {out}.")
