"""What people read in a terminal: everything said, nothing obeyed."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.answer_view import outcome_view, search_view
from bot.answering.models import CitedSource, Withheld
from bot.console import date_of, facts_view, is_web_address, plain, report_view, table_view
from ingest.report import Report
from tests.fakes.workbench import (
    ARTICLE,
    MONTHLY,
    UNDATED,
    a_disputed_answer,
    a_refusal,
    an_answer,
    some_evidence,
)

if TYPE_CHECKING:
    from rich.console import RenderableType


def shown(view: RenderableType, *, terminal: bool = False, width: int = 100) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=terminal, highlight=False, color_system=None).print(view)
    return out.getvalue()


def test_an_answer_has_its_sources_and_its_date() -> None:
    text = shown(outcome_view(an_answer()))
    assert "Al-Nayrab lies where the M4 meets the M5. [1]" in text
    assert "[1] The Idlib Courier, The town at the junction (2020-02-25)" in text
    assert "https://news.example/nayrab" in text
    assert "As of 2020-02-25" in text


def test_numbers_of_sources_are_the_answers_own() -> None:
    sources = (CitedSource(1, ARTICLE, ()), CitedSource(2, UNDATED, ()))
    text = shown(outcome_view(an_answer(sources=sources, as_of=None)))
    assert "[2] Unknown hand, An old leaflet (undated)" in text
    assert "As of" not in text


def test_disagreements_and_notes_are_shown() -> None:
    text = shown(outcome_view(a_disputed_answer()))
    assert "The sources differ on how many fled:" in text
    assert "- hundreds fled [1]" in text
    assert "- thousands fled [2]" in text
    assert "One source is undated." in text


def test_a_refusal_names_what_is_near() -> None:
    text = shown(outcome_view(a_refusal()))
    assert "The articles do not say." in text
    assert "Nearest in the corpus" in text
    assert "The town at the junction" in text
    assert "Nearest" not in shown(outcome_view(replace(a_refusal(), nearest=())))


def test_a_corrected_premise_has_its_sources_instead_of_what_is_near() -> None:
    refused = replace(a_refusal(), sources=an_answer().sources, as_of=dt.date(2020, 2, 25))
    text = shown(outcome_view(refused))
    assert "Sources" in text
    assert "As of 2020-02-25" in text
    assert "Nearest" not in text


def test_how_a_followup_was_understood_and_what_was_left_out_are_said() -> None:
    answer = replace(an_answer(), asked_as="Who held Tellin?", withheld=(Withheld("x", "y"),))
    text = shown(outcome_view(answer))
    assert "Understood as: Who held Tellin?" in text
    assert "1 drafted statement was left out" in text


def test_passages_come_word_for_word_with_their_scores() -> None:
    text = shown(search_view([some_evidence()], ["Undated articles were left out."], explain=True))
    assert "1. The Idlib Courier, The town at the junction" in text
    assert "Al-Nayrab lies where the M4 meets the M5." in text
    (line,) = [line for line in text.split("\n") if "meaning of the sentence" in line]
    assert line.split()[-4:] == ["0.500", "x", "1", "0.500"]
    assert [line.split()[-1] for line in text.split("\n") if "score of the best sentence" in line] == ["0.750"]
    assert "Undated articles were left out." in text
    assert "meaning of" not in shown(search_view([some_evidence()], [], explain=False))


def test_the_score_stands_before_the_address() -> None:
    lines = shown(search_view([some_evidence()], (), explain=False)).splitlines()
    assert "tokens" in lines[0]
    assert "https://" not in lines[0]
    assert "https://" in lines[1]


def test_pages_that_are_gone_are_counted_where_there_are_any() -> None:
    assert "1 gone" in shown(report_view(Report(gone=("a",)).as_json()))
    assert "gone" not in shown(report_view(Report().as_json()))


def test_no_passage_is_said() -> None:
    assert "No passage" in shown(search_view([], [], explain=False))


def test_article_text_is_never_read_as_markup_or_terminal_commands() -> None:
    title = "[bold red]\x1b]0;owned\x07\x1b[2J[/] \u202egnp.exe"
    article = replace(ARTICLE, title=title, publisher="[link=http://evil.example]x[/link]")
    text = shown(outcome_view(an_answer(sources=(CitedSource(1, article, ()),))), terminal=True)
    assert "[bold red]" in text
    assert "[link=http://evil.example]" in text
    assert "\x1b]" not in text
    assert "\x1b[2J" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    kept = plain(text).plain
    assert not any((ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in kept)


@pytest.mark.parametrize(
    ("url", "shown_as_one"),
    [("https://a.example", True), ("HTTP://a.example", True), ("javascript:x", False), (None, False), ("", False)],
)
def test_only_web_addresses_are_shown_as_addresses(url: str | None, *, shown_as_one: bool) -> None:
    assert is_web_address(url) is shown_as_one


def test_dates_are_as_exact_as_they_are_known() -> None:
    assert [date_of(a) for a in (ARTICLE, MONTHLY, UNDATED)] == ["2020-02-25", "2020-03", "undated"]


def test_tables_and_facts_show_values_plainly() -> None:
    rows = [{"name": "[a]", "live": True, "articles": 12345, "parent": None, "seconds": 1.5}]
    table = shown(table_view("", rows))
    for cell in ("[a]", "yes", "12,345", "-", "1.50"):
        assert cell in table
    facts = shown(facts_view({"publishers": {"X": 2}, "failed": ["a", "b"], "none": []}))
    assert "X 2" in facts
    assert "a, b" in facts
    assert shown(table_view("Empty", [])).strip() in {"", "Empty"}
