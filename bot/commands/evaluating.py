"""`nayrab eval`: a file of questions in, a file of outcomes out, in one process."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer

from bot.commands.asking import answerer_of, ensure_corpus
from bot.commands.invocation import ELSEWHERE, say, workbench


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(name="eval", epilog=ELSEWHERE)(evaluate)


def evaluate(
    ctx: typer.Context,
    questions: Annotated[Path, typer.Argument(metavar="QUESTIONS.jsonl", help="One JSON object a line.")],
    out: Annotated[Path, typer.Option("--out", metavar="RESULTS.jsonl", help="Where the results go.")],
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="Which model answers.")] = None,
) -> None:
    """Answer every question of a file and write one result a line."""
    from bot.evaluate import evaluate_file

    bench = workbench(ctx)
    answerer = answerer_of(bench, model)
    ensure_corpus(bench)
    tally = evaluate_file(questions, out, answerer.answer, say=say)
    say(tally.sentence(out))
    if not tally.written:
        say(f'nayrab: {questions} holds no question; write one JSON object a line, such as {{"question": "Why?"}}.')
        raise typer.Exit(1)
