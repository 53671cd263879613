"""The `eval` command's work: reads questions (JSONL), asks them one by one, writes outcomes (JSONL).

Place in the flow: between `bot.commands.evaluating` and `Answerer.answer`, which is handed in. A line that cannot be
used is named and skipped; scoring is done elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answering.errors import BadQuestionError
from bot.answering.models import Question, Reason
from bot.answering.records import outcome_record
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.answering.models import Outcome

EVERY = 25


class EvaluationError(NayrabError):
    """The questions cannot be read or the results cannot be written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One usable line: its id (as it stood in the file) and its question."""

    id: Any
    question: Question


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used: its number, from 1, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many results were written, how many of them are answers, and how many lines were skipped."""

    written: int
    answered: int
    skipped: int

    def sentence(self, out: Path) -> str:
        """Return the closing line for people."""
        skipped = f", {self.skipped} lines skipped" if self.skipped else ""
        return (
            f"{self.written} results in {out}: {self.answered} answered, {self.written - self.answered} not{skipped}."
        )


def parse_line(number: int, line: str) -> Asked | BadLine:
    """Read one line; history is a list of strings or of {role, content} turns, of which the user's count."""
    try:
        record = json.loads(line)
    except ValueError:  # RecursionError apart, which json raises for nothing a person writes
        return BadLine(number, "it is not JSON")
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        return BadLine(number, 'it has no "question" text')
    history = _history(record.get("history") or [])
    if history is None:
        return BadLine(number, '"history" is neither a list of strings nor of {role, content} turns')
    return Asked(record.get("id", number), Question(text=record["question"], history=history))


def _history(turns: Any) -> tuple[str, ...] | None:
    if not isinstance(turns, list):
        return None
    earlier: list[str] = []
    for turn in turns:
        match turn:
            case str():
                earlier.append(turn)
            case {"role": "user", "content": str(content)}:
                earlier.append(content)
            case {"role": str()}:
                continue
            case _:
                return None
    return tuple(earlier)


def evaluate_file(
    questions: Path, out: Path, answer: Callable[[Question], Outcome], *, say: Callable[[str], None]
) -> Tally:
    """Ask every question of a file; results are written beside `out` and moved there at the end.

    Raises `EvaluationError` when a file cannot be read or written; a `NayrabError` of answering itself ends the run.
    """
    lines = _read(questions)
    unfinished = out.with_name(out.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8") as results:
            run = _Run(answer, results.write, say, questions, len(lines))
            for entry in _entries(lines):
                run.take(entry)
        unfinished.replace(out)
    except OSError as error:
        raise EvaluationError(f"{out} cannot be written ({error.strerror}); name another file with --out.") from error
    return Tally(run.written, run.answered, run.skipped)


@dataclass(slots=True)
class _Run:
    """One pass over the questions, counting as it goes."""

    answer: Callable[[Question], Outcome]
    write: Callable[[str], object]
    say: Callable[[str], None]
    questions: Path
    total: int
    written: int = 0
    answered: int = 0
    skipped: int = 0

    def take(self, entry: Asked | BadLine) -> None:
        """Answer one question and write its result, or name the line that cannot be used."""
        if isinstance(entry, BadLine):
            self.skipped += 1
            self.say(f"{self.questions}, line {entry.number}: {entry.why}; skipped.")
            return
        record = _result(entry, self.answer)
        self.write(json.dumps(record, ensure_ascii=False) + "\n")
        self.written += 1
        self.answered += bool(record["answered"])
        if self.written % EVERY == 0:
            self.say(f"{self.written} of {self.total} questions")


def _read(questions: Path) -> list[str]:
    try:
        return questions.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise EvaluationError(f"{questions} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise EvaluationError(f"{questions} cannot be read ({error.strerror}); check the path.") from None


def _entries(lines: list[str]) -> Iterator[Asked | BadLine]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield parse_line(number, line)


def _result(asked: Asked, answer: Callable[[Question], Outcome]) -> dict[str, Any]:
    try:
        return {"id": asked.id} | outcome_record(answer(asked.question))
    except BadQuestionError as error:
        return {"id": asked.id} | _unusable(asked.question.text, str(error))


def _unusable(question: str, why: str) -> dict[str, Any]:
    """Return the record for a question that cannot even be worked on: the same keys, nothing in them."""
    return {
        "question": question,
        "answered": False,
        "reason": Reason.BAD_QUESTION.value,
        "text": why,
        "claims": [],
        "sources": [],
        "as_of": None,
        "disagreements": [],
        "withheld": [],
        "model": "",
        "timings_ms": {"embed": 0.0, "search": 0.0, "answer": 0.0, "total": 0.0},
    }
