"""`nayrab corpus`: look at the snapshots and what changed, go back, check, export."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, say, workbench
from ingest.corpus.errors import NayrabError, StorageError

if TYPE_CHECKING:
    from bot.wiring import Workbench

app = typer.Typer(help="Look at the corpus, its history and its health; go back; export.", rich_markup_mode=None)

WHO = "command line"


@app.command(epilog=ELSEWHERE)
def status(ctx: typer.Context, *, json: Json = False) -> None:
    """Show what the live snapshot holds, how it was built, and what ran last."""
    from bot.commands.looking import standing

    bench = workbench(ctx)
    record = bench.status()
    with closing(bench.store.open()) as snapshot:
        record |= standing(snapshot, bench.ledger)
    if json:
        print_json(record)
    else:
        from bot.console import status_view

        print_view(status_view(record))


@app.command(epilog=ELSEWHERE)
def history(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="How many deeds to show.")] = 20,
    *,
    json: Json = False,
) -> None:
    """List the kept snapshots, and what was done by whom; the newest first."""
    from bot.commands.looking import deeds

    bench = workbench(ctx)
    rows, done = bench.history(), deeds(bench.ledger, limit)
    if json:
        print_json({"snapshots": rows, "deeds": done})
    else:
        from bot.console import history_view

        print_view(history_view(rows, done))


@app.command(epilog=ELSEWHERE)
def diff(
    ctx: typer.Context,
    article: Annotated[
        str | None,
        typer.Argument(metavar="[ARTICLE]", help="An article's id or address; without it, all that changed."),
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Show what the last ingest changed, or how an article differs from its former revision."""
    from bot.commands import looking
    from bot.console import changes_view, revision_view

    store = workbench(ctx).store
    if article is None:
        record = looking.changes(store)
        view = changes_view
    else:
        with closing(store.open()) as snapshot:
            record = looking.revision(snapshot, article)
        view = revision_view
    if json:
        print_json(record)
    else:
        print_view(view(record))


@app.command(epilog=ELSEWHERE)
def rollback(
    ctx: typer.Context,
    to: Annotated[
        str | None, typer.Option("--to", metavar="NAME", help="A kept snapshot; the former one unless named.")
    ] = None,
) -> None:
    """Make an older snapshot the live one."""
    bench = workbench(ctx)
    what = f"rollback to {to}" if to else "rollback"
    try:
        manifest = bench.store.rollback(to)
    except NayrabError as error:
        _note(bench, what, f"failed: {error}", None)
        raise
    _note(bench, what, f"{manifest.name} is live", manifest.name)
    print_view(f"Snapshot {manifest.name} of {manifest.created} is live again.")


def _note(bench: Workbench, what: str, result: str, snapshot: str | None) -> None:
    """Write to the audit log; that it could not be written is told, and undoes nothing."""
    import datetime as dt

    ledger = bench.ledger
    ledger.note(at=dt.datetime.now(dt.UTC), who=WHO, what=what, result=result, snapshot=snapshot)
    if trouble := ledger.take_trouble():
        say(trouble)


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
