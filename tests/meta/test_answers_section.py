from __future__ import annotations

from tests.evals.answers import section

RATES = {"n": 5, "answered": 1.0, "gold_source": 0.8, "refusal_recall": None}


def test_the_section_tells_the_figures_overall_and_by_kind_and_how_to_repeat_them() -> None:
    text = section({"n": 5, "facts": 0.8221, "wrong_values": 0, "by_kind": {"who": RATES}}, "multilingual", "python x")
    assert text.startswith("## Answers to the development questions: multilingual\n")
    assert "| every required fact told | 0.822 |" in text
    assert "| wrong values told | 0 |" in text
    assert "| who | 5 | 1.000 | 0.800 | - | - | - | - |" in text
    assert "optimistic" in text
    assert "`python x` repeats it." in text
