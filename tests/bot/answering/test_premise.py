from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.acts import acts_in
from bot.answering.models import Answer, Question, Reason, Refused
from bot.answering.premise import is_list_line, premises
from bot.answering.records import outcome_record

if TYPE_CHECKING:
    from bot.answering.pipeline import Answerer


@pytest.mark.parametrize(
    ("question", "act"),
    [
        ("why did the rebels withdraw from Tellin?", "lose"),
        ("when did the army recapture Tellin?", "gain"),
        ("how were the surgeons killed in Sorqib?", "harm"),
        ("how many soldiers died when the rebels lost Tellin to the army?", "lose"),
        ("why did the two governments reject the ceasefire?", "refuse"),
        ("why did the army hand Tellin over to the rebels?", "lose"),
    ],
)
def test_reads_what_is_taken_for_granted(question: str, act: str) -> None:
    (taken,) = premises(question)
    assert taken.act == act


@pytest.mark.parametrize(
    "question",
    [
        "who captured Tellin?",
        "did the army withdraw from Tellin?",
        "why does Tellin matter?",
        "how many did IS kill?",
        "",
    ],
)
def test_other_questions_take_no_act_for_granted(question: str) -> None:
    assert premises(question) == ()


@pytest.mark.parametrize(
    ("sentence", "act", "denied"),
    [
        ("The army did not withdraw.", "lose", True),
        ("The ministry had no intention of abandoning the post.", "lose", True),
        ("Rebels seized the town.", "gain", False),
        ("The town was captured by rebels.", "gain", False),
    ],
)
def test_hears_acts_and_whether_they_are_denied(sentence: str, act: str, denied: bool) -> None:
    (heard,) = acts_in(sentence)
    assert (heard.act, heard.denied) == (act, denied)


def test_hears_who_did_it() -> None:
    assert acts_in("Rebels seized the town.")[0].before == {"rebels"}
    assert acts_in("The town was captured by the regime.")[0].by == {"regime"}


@pytest.mark.parametrize(
    "question",
    [
        "why did the rebels withdraw from Tellin in February 2020?",
        "why did the government recapture Tellin?",
        "why did the two governments reject the ceasefire in Marqa?",
    ],
)
def test_a_false_premise_is_not_confirmed_but_corrected(answerer: Answerer, question: str) -> None:
    outcome = answerer.answer(Question(question))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Reason.FALSE_PREMISE
    assert "do not bear out" in outcome.text
    assert "[1]" in outcome.text
    assert outcome.claims[0].citations == (1,)
    quotes = [(source, quote) for source in outcome.sources for quote in source.quotes]
    assert quotes
    assert all(quote.span.of(source.article.text) == quote.text for source, quote in quotes)
    assert outcome.as_of


@pytest.mark.parametrize(
    "question",
    [
        "why did the army withdraw from Tellin?",
        "when did rebel forces recapture Tellin?",
        "how many civilians were killed when jets bombed the market of Dorra?",
        "when did the two governments agree on a ceasefire?",
    ],
)
def test_a_true_premise_is_answered(answerer: Answerer, question: str) -> None:
    assert isinstance(answerer.answer(Question(question)), Answer)


def test_the_record_of_a_correction_carries_its_quotes(answerer: Answerer) -> None:
    record = outcome_record(answerer.answer(Question("why did the rebels withdraw from Tellin in February 2020?")))
    assert record["answered"] is False
    assert record["reason"] == "false_premise"
    assert record["claims"][0]["citations"] == [1]
    assert record["sources"][0]["quotes"]


@pytest.mark.parametrize(
    "line",
    ["* 3 May 2016: the army lost Tellin to the rebels.", "- The army lost Tellin.", "2. The army lost Tellin."],
)
def test_a_line_of_a_list_corrects_nothing(line: str) -> None:
    assert is_list_line(line)
    assert not is_list_line(line.lstrip("*-2. "))
