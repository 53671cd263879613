"""How good the answers to the development questions are, by the scorer that lies beside the questions.

    python -m tests.evals.answers EVAL_FOLDER DATA_FOLDER --data-dir D [--label TEXT] [--config F] [--out FILE.md]
    python -m tests.evals.answers EVAL_FOLDER DATA_FOLDER --results RESULTS.jsonl [--label TEXT] [--out FILE.md]

EVAL_FOLDER holds `questions.jsonl` and `score.py`; DATA_FOLDER the documents. With `--data-dir` the questions are asked
here, of the corpus there (its settings name the embedder); with `--results` what `nayrab eval` wrote is scored.
Several runs, such as one per embedder, make several files; the section is one per run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

OVERALL = (
    ("answered", "answerable questions answered"),
    ("gold_source", "the right article cited"),
    ("gold_quote", "the right sentence quoted"),
    ("facts", "every required fact told"),
    ("both_sides", "both sides cited, where articles differ"),
    ("both_sides_quoted", "both sides quoted"),
    ("refusal_precision", "refusals that are right"),
    ("refusal_recall", "questions without an answer that are refused"),
    ("refusal_f1", "F1 of both"),
    ("premise_handled", "false premises refused or corrected"),
    ("verbatim", "quotes that stand in the article word for word"),
    ("wrong_values", "wrong values told"),
    ("quotes_of_unknown_documents", "quotes of unknown articles"),
    ("out_of_range", "marks that point at no source"),
    ("claims_without_citation", "claims without a citation"),
)
BY_KIND = ("n", "answered", "gold_source", "gold_quote", "facts", "both_sides", "refusal_recall")
CAVEAT = (
    "The ranking's weights, how much is quoted and the judge were set while looking at these questions, so read the "
    "figures as optimistic. A fact counts as told when one of its spellings stands in the text or a quote; that is "
    "necessary for a right answer, not sufficient. Kinds with five questions say almost nothing by themselves."
)


def ask(questions: Path, data_dir: Path, config: Path | None, results: Path) -> None:
    """Answer the questions from a corpus with the real parts and write one result a line."""
    from bot.evaluate import evaluate_file  # noqa: PLC0415 - scoring alone needs none of the bot
    from bot.settings import load_settings  # noqa: PLC0415
    from bot.wiring import Workbench  # noqa: PLC0415

    bench = Workbench(load_settings(data_dir=data_dir, config=config))
    evaluate_file(questions, results, bench.answerer().answer, say=lambda line: print(line, file=sys.stderr))  # noqa: T201 - a tool


def scored(folder: Path, documents: Path, results: Path) -> dict[str, Any]:
    """Return what the scorer says; raises `CalledProcessError` when it fails."""
    command = [sys.executable, str(folder / "score.py"), str(documents), str(results), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def section(score: dict[str, Any], label: str, command: str) -> str:
    """Return the section in Markdown: overall, by kind, how to repeat it, what it does not say."""
    name = "## Answers to the development questions" + (f": {label}" if label else "")
    overall = [f"| {said} | {_figure(score.get(key))} |" for key, said in OVERALL]
    kinds = [
        f"| {kind} | {' | '.join(_figure(rates.get(column)) for column in BY_KIND)} |"
        for kind, rates in score["by_kind"].items()
    ]
    heads = " | ".join(column.replace("_", " ") for column in BY_KIND)
    lines = [
        name,
        "",
        f"| {score['n']} questions | |",
        "|---|---|",
        *overall,
        "",
        f"| kind | {heads} |",
        f"|---|{'---|' * len(BY_KIND)}",
        *kinds,
        "",
        CAVEAT,
        "",
        f"`{command}` repeats it.",
    ]
    return "\n".join(lines) + "\n"


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def main(arguments: list[str]) -> int:
    """Run from the command line; the section goes to stdout, and to `--out`."""
    parser = argparse.ArgumentParser(description="Score the answers to the development questions.")
    parser.add_argument("folder", type=Path, metavar="EVAL_FOLDER")
    parser.add_argument("documents", type=Path, metavar="DATA_FOLDER")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--data-dir", type=Path)
    source.add_argument("--results", type=Path)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--label", default="")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        results = options.results or Path(scratch) / "results.jsonl"
        if options.data_dir:
            ask(options.folder / "questions.jsonl", options.data_dir, options.config, results)
        score = scored(options.folder, options.documents, results)
    command = "python -m tests.evals.answers ../shared/eval ../shared/data --data-dir D"
    text = section(score, options.label, command)
    sys.stdout.write(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
