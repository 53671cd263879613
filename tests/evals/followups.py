"""Are follow-ups without a model understood? Own questions, each after an earlier one.

    python -m tests.evals.followups --data-dir D [--out FILE.md]

The questions (`followups.jsonl`) were written by hand over the collections beside the project; D must hold those. An
answerable one counts as found when an article that answers it is cited, and as told when the fact stands in the answer.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answering.models import Answer, Question
from bot.settings import load_settings
from bot.wiring import Workbench

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.models import Outcome

QUESTIONS = Path(__file__).with_suffix(".jsonl")


@dataclass(frozen=True)
class Judged:
    """What became of one follow-up."""

    answerable: bool
    answered: bool
    found: bool
    told: bool


def judged(asked: dict[str, Any], outcome: Outcome) -> Judged:
    """Hold an outcome against what the question's line says."""
    quotes = [q.text for source in outcome.sources for q in source.quotes]
    said = " ".join((outcome.text, *quotes)).casefold()
    return Judged(
        asked["answerable"],
        isinstance(outcome, Answer),
        any(source.article.id in asked["gold"] for source in outcome.sources),
        all(any(word.casefold() in said for word in words) for words in asked["must_include"]),
    )


def section(results: Sequence[Judged]) -> str:
    """Return the Markdown section."""
    answerable = [r for r in results if r.answerable]
    others = [r for r in results if not r.answerable]
    return "\n".join(
        (
            "## Follow-ups without a model",
            "",
            f"- {sum(r.answered and r.found for r in answerable)} of {len(answerable)} cite an article that answers",
            f"- {sum(r.answered and r.told for r in answerable)} of {len(answerable)} tell the fact",
            f"- {sum(not r.answered for r in others)} of {len(others)} that no article answers are refused",
            "",
            "Written while the rules were made; the weight of carried words was chosen on them too: optimistic.",
            "",
            "`python -m tests.evals.followups --data-dir D` repeats it.",
            "",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask every question and write what came of it."""
    parser = argparse.ArgumentParser(description="Follow-up questions without a model.")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args(arguments)
    answerer = Workbench(load_settings(data_dir=chosen.data_dir)).answerer("extractive")
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
    text = section([judged(q, answerer.answer(Question(q["question"], tuple(q["history"])))) for q in lines])
    sys.stdout.write(text)
    if chosen.out:
        chosen.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
