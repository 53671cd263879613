"""`eval`: every usable line gets a result, every other is named, and a half-done file never looks whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.errors import BadQuestionError
from bot.evaluate import Asked, BadLine, EvaluationError, evaluate_file, parse_line
from ingest.corpus.errors import CorruptSnapshotError
from tests.fakes.workbench import a_refusal, an_answer

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.models import Outcome, Question


def question_file(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def answer(question: Question) -> Outcome:
    if question.text == "":
        raise BadQuestionError("The question is empty.")
    return a_refusal(question.text) if "cup" in question.text else an_answer(question.text)


def test_each_question_gets_its_result_in_order(tmp_path: Path) -> None:
    questions = question_file(
        tmp_path, '{"id": "a", "question": "why?", "other": 1}', "", '{"id": 7, "question": "who won the cup?"}'
    )
    out = tmp_path / "results.jsonl"
    said: list[str] = []
    tally = evaluate_file(questions, out, answer, say=said.append)
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["answered"]) for r in results] == [("a", True), (7, False)]
    assert (tally.written, tally.answered, tally.skipped) == (2, 1, 0)
    assert "1 answered" in tally.sentence(out)


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    questions = question_file(tmp_path, "{not json", '{"id": 1}', '{"id": 2, "question": "why?"}', "[]")
    said: list[str] = []
    tally = evaluate_file(questions, tmp_path / "out.jsonl", answer, say=said.append)
    assert (tally.written, tally.skipped) == (1, 3)
    assert [line.split(": ")[0].rpartition(" ")[2] for line in said] == ["1", "2", "4"]
    assert "3 lines skipped" in tally.sentence(tmp_path / "out.jsonl")


def test_a_question_that_cannot_be_asked_still_has_a_result(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    evaluate_file(question_file(tmp_path, '{"id": 1, "question": ""}'), out, answer, say=print)
    record = json.loads(out.read_text(encoding="utf-8"))
    assert (record["answered"], record["reason"], record["text"]) == (False, "bad_question", "The question is empty.")
    usual = {"question", "claims", "sources", "as_of", "disagreements", "withheld", "model", "timings_ms"}
    assert usual <= set(record)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (["A?", "B?"], ("A?", "B?")),
        ([{"role": "user", "content": "A?"}, {"role": "assistant", "content": "Yes."}], ("A?",)),
        (None, ()),
        ([], ()),
    ],
)
def test_of_the_history_the_users_questions_count(history: Any, expected: tuple[str, ...]) -> None:
    asked = parse_line(1, json.dumps({"id": 1, "question": "q", "history": history}))
    assert isinstance(asked, Asked)
    assert asked.question.history == expected


@pytest.mark.parametrize("history", ["A?", [1], [{"content": "x"}], {"a": 1}])
def test_a_history_of_another_shape_is_a_bad_line(history: Any) -> None:
    assert isinstance(parse_line(3, json.dumps({"question": "q", "history": history})), BadLine)


@given(st.text())
def test_no_line_breaks_the_reader(line: str) -> None:
    assert isinstance(parse_line(1, line), Asked | BadLine)


def test_progress_is_told_now_and_then(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "question": "why?"}) for n in range(30)]
    said: list[str] = []
    evaluate_file(question_file(tmp_path, *lines), tmp_path / "out.jsonl", answer, say=said.append)
    assert said == ["25 of 30 questions"]


def test_a_fault_in_the_middle_leaves_the_former_results(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("former", encoding="utf-8")

    def fail(question: Question) -> Outcome:
        raise CorruptSnapshotError("damaged")

    with pytest.raises(CorruptSnapshotError):
        evaluate_file(question_file(tmp_path, '{"question": "why?"}'), out, fail, say=print)
    assert out.read_text(encoding="utf-8") == "former"


def test_files_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    questions = question_file(tmp_path, '{"question": "why?"}')
    with pytest.raises(EvaluationError, match="nowhere"):
        evaluate_file(tmp_path / "nowhere", tmp_path / "out", answer, say=print)
    with pytest.raises(EvaluationError, match="no-folder"):
        evaluate_file(questions, tmp_path / "no-folder" / "out", answer, say=print)
    questions.write_bytes(b"\xff\xfe")
    with pytest.raises(EvaluationError, match="UTF-8"):
        evaluate_file(questions, tmp_path / "out", answer, say=print)
