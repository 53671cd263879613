"""`nayrab run` (the Discord bot) and `nayrab doctor` (what is set up, what is missing, what to do)."""

from __future__ import annotations

import typer

from bot.commands.asking import ensure_corpus
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, workbench


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog=ELSEWHERE)(run)
    app.command(epilog=ELSEWHERE)(doctor)


def run(ctx: typer.Context) -> None:
    """Run the Discord bot until it is stopped."""
    bench = workbench(ctx, log_to_terminal=True)
    if bench.settings.discord.token:  # without one the bot refuses to start, so there is nothing to prepare for
        ensure_corpus(bench)
    bench.run_bot()


def doctor(ctx: typer.Context, *, json: Json = False) -> None:
    """Tell what is set up, what is missing and what to do."""
    from bot.doctor import diagnose, findings_view

    findings = diagnose(workbench(ctx))
    if json:
        print_json({"usable": findings.usable, "findings": findings.as_json()})
    else:
        print_view(findings_view(findings))
    if not findings.usable:
        raise typer.Exit(1)
