"""Does the answerer refuse what the articles do not answer, and only that? Own questions, in two sets.

    python -m tests.evals.refusal --data-dir D [--out FILE.md]

The questions (`refusal.jsonl`) were written by hand over the collections beside the project; D must hold those, made
with the default embedder. Of the `seen` the rules of the judge were made or looked over; the `unseen` were written
afterwards, and nothing was changed for them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.models import Answer, Question
from bot.settings import load_settings
from bot.wiring import Workbench

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.models import Reason
    from bot.answering.pipeline import Answerer

QUESTIONS = Path(__file__).with_suffix(".jsonl")
COMMAND = "python -m tests.evals.refusal --data-dir D --out FILE.md"


@dataclass(frozen=True)
class Asked:
    """One question: which set it is of, and whether it is answerable, unanswerable or of a false premise."""

    set: str
    kind: str
    question: str

    @property
    def answerable(self) -> bool:
        """Tell whether the articles answer it."""
        return self.kind == "answerable"


@dataclass(frozen=True)
class Judged:
    """What became of a question: why it was refused, None when it was answered."""

    asked: Asked
    refused: Reason | None


def questions(lines: Iterable[str]) -> list[Asked]:
    """Read the questions, one JSON object a line."""
    read = (json.loads(line) for line in lines if line.strip())
    return [Asked(each["set"], each["kind"], each["question"]) for each in read]


def ask(answerer: Answerer, asked: Sequence[Asked]) -> list[Judged]:
    """Put every question to the answerer."""
    outcomes = ((each, answerer.answer(Question(each.question))) for each in asked)
    return [Judged(each, None if isinstance(outcome, Answer) else outcome.reason) for each, outcome in outcomes]


def section(judged: Sequence[Judged]) -> str:
    """Return the Markdown section."""
    sets = sorted({j.asked.set for j in judged})
    rows = "\n".join(_row(name, [j for j in judged if j.asked.set == name]) for name in sets)
    return (
        "## Refusal\n\n"
        "| questions | n | precision | recall | near misses refused | false premises refused | answerable refused |\n"
        "|---|---|---|---|---|---|---|\n"
        f"{rows}\n\nRepeat: `{COMMAND}`\n\n"
        "The rules were made on the development questions and looked over with the `seen` ones, so only `unseen` says "
        "how they carry over, and it is small: one question more or less moves its figures by several points. The same "
        "person wrote all of them, about the same collections. A near miss asks for something that the articles leave "
        "out about what they do report; a false premise counts as refused whatever reason the refusal gives.\n"
    )


def _row(name: str, judged: Sequence[Judged]) -> str:
    counts = Counter((j.asked.kind, j.refused is not None) for j in judged)
    wrong = counts["answerable", True]
    right = sum(n for (kind, refused), n in counts.items() if refused and kind != "answerable")
    unanswerable = sum(not j.asked.answerable for j in judged)
    kinds = " | ".join(_share(counts, kind) for kind in ("unanswerable", "false_premise", "answerable"))
    precision, recall = right / max(1, right + wrong), right / max(1, unanswerable)
    return f"| {name} | {len(judged)} | {precision:.3f} | {recall:.3f} | {kinds} |"


def _share(counts: Counter[tuple[str, bool]], kind: str) -> str:
    return f"{counts[kind, True]} of {counts[kind, True] + counts[kind, False]}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    bench = Workbench(load_settings(data_dir=given.data_dir))
    text = section(ask(bench.answerer("extractive"), questions(QUESTIONS.read_text(encoding="utf-8").splitlines())))
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - a command line tool


if __name__ == "__main__":
    main()
