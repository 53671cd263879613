from __future__ import annotations

from pathlib import Path

import pytest

from tests.evals.report import filled, main, unplaced

PAGE = """# Figures

<!-- begin answers -->
old
<!-- end answers -->

Kept.

<!-- begin chunks -->
also old
<!-- end chunks -->
"""
REAL = Path(__file__).parents[2] / "docs" / "evaluation.md"


def test_measured_sections_are_put_between_their_marks_and_all_else_is_kept() -> None:
    text, missing = filled(PAGE, {"answers": "## Answers\n\nnew\n"})
    assert "<!-- begin answers -->\n## Answers\n\nnew\n<!-- end answers -->" in text
    assert "\nKept.\n" in text
    assert "also old" in text
    assert missing == ("chunks",)


def test_filling_twice_changes_nothing_more() -> None:
    once, _ = filled(PAGE, {"answers": "new", "chunks": "newer"})
    assert filled(once, {"answers": "new", "chunks": "newer"}) == (once, ())


def test_a_section_without_marks_is_named() -> None:
    assert unplaced(PAGE, {"answers": "", "verifier": ""}) == ("verifier",)


def test_the_command_fills_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "answers.md").write_text("fresh", encoding="utf-8")
    assert main([str(tmp_path / "out"), "--docs", str(page)]) == 0
    assert "fresh" in page.read_text(encoding="utf-8")
    assert "chunks: not measured" in capsys.readouterr().err


EVALUATIONS = (
    *(
        "accounts",
        "answers",
        "answers-multilingual",
        "chunking",
        "extraction",
        "followups",
        "injection",
        "known",
        "languages",
    ),
    *("refusal", "smollm", "verifier"),
)


@pytest.mark.parametrize("name", EVALUATIONS)
def test_every_evaluation_has_its_place_in_the_page(name: str) -> None:
    assert f"<!-- begin {name} -->" in REAL.read_text(encoding="utf-8")
