from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.models import (
    Account,
    Answer,
    CitedSource,
    Claim,
    Disagreement,
    Outcome,
    Question,
    Quote,
    Reason,
    Refused,
    Searched,
    Timings,
    Withheld,
)
from bot.answering.parts import MOST_PARTS, joined, split_parts
from ingest.corpus.models import Article, Span
from tests.fakes.library import article


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("who took Saraqib and when?", ("who took Saraqib?", "when was Saraqib taken?")),
        ("who broke the ceasefire and how?", ("who broke the ceasefire?", "how was the ceasefire broken?")),
        ("What happened in Hass and why?", ("What happened in Hass?", "why did that happen in Hass?")),
        ("where is Nayrab? And why does Saraqib matter?", ("where is Nayrab?", "why does Saraqib matter?")),
        ("who took saraqib and why does it matter?", ("who took saraqib?", "why does saraqib matter?")),
        ("when did Tellin fall and who held it before?", ("when did Tellin fall?", "who held Tellin before?")),
        ("How many died in Hass, and who was blamed?", ("How many died in Hass?", "who was blamed (died in Hass)?")),
        (
            "According to SANA, who took Aleppo and when?",
            ("According to SANA, who took Aleppo?", "According to SANA, when was Aleppo taken?"),
        ),
        (
            "what did SANA say about Homs and what did Reuters say?",
            ("what did SANA say about Homs?", "what did Reuters say about Homs?"),
        ),
        ("Who is Idris Kamal? What did he say?", ("Who is Idris Kamal?", "What did Idris Kamal say?")),
        (
            "Where is Nayrab? Who took Saraqib? And why does it matter?",
            ("Where is Nayrab?", "Who took Saraqib?", "why does Saraqib matter?"),
        ),
        ("compare Nayrab and Saraqib", ("What is known about Nayrab?", "What is known about Saraqib?")),
    ],
)
def test_several_questions_are_told_apart(question: str, parts: tuple[str, ...]) -> None:
    assert split_parts(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "who attacked Aleppo and Idlib?",
        "What did Turkey and Russia agree in Sochi?",
        "how many people who fled and who returned were killed?",
        "what is known about the town and how it fell?",
        "when did the fighting stop, restart and end?",
        "who carried out the attack? do the outlets agree?",
        "the article says there was a deal. under which one?",
        'when exactly was it retaken? the piece only says "yesterday"',
        "compare the tolls given by SANA and Reuters",
        "what was hit in 2016, when the market was bombed?",
        "who took Tellin? who took Tellin?",
        "لماذا النيرب مهمة؟",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert split_parts(question) == (question,)


def test_there_are_four_parts_at_most_and_nothing_is_lost() -> None:
    found = split_parts("Who took Tellin? Where is Marqa? When was Dorra bombed? Who leads Lenna? Why is Sorqib empty?")
    assert len(found) == MOST_PARTS
    assert "Lenna" in found[-1]
    assert "Sorqib" in found[-1]


@given(st.text(alphabet=st.sampled_from("who what and when ?,.AaBb éن "), max_size=80))
def test_any_text_has_one_to_four_parts(text: str) -> None:
    assert 1 <= len(split_parts(text)) <= MOST_PARTS


TOWN = article("town", "The town fell [2] on Monday. It was empty.")
PORT = article("port", "The port is open.", day="2020-03-01")
NOTHING = Searched(2, ("Tellin Post",), None, None)


def _source(n: int, of: Article, *pieces: str) -> CitedSource:
    spans = [Span(of.text.index(p), of.text.index(p) + len(p)) for p in pieces]
    return CitedSource(n, of, tuple(Quote(s.of(of.text), s) for s in spans))


def _answer(text: str, *sources: CitedSource, notes: tuple[str, ...] = ()) -> Answer:
    numbers = tuple(s.n for s in sources)
    return Answer(
        "q",
        text,
        (Claim(text, numbers),),
        sources,
        max(s.article.published.day for s in sources if s.article.published),
        "extractive",
        disagreements=(Disagreement("who", (Account("they", numbers),)),),
        withheld=(Withheld("x", "y"),),
        notes=notes,
        timings=Timings(1, 2, 3, 6),
    )


def _refused(reason: Reason = Reason.NO_EVIDENCE, text: str = "My articles do not say.") -> Refused:
    return Refused("q", reason, text, NOTHING, "extractive", nearest=(TOWN,), timings=Timings(1, 0, 0, 1))


ASKED = Question("who took Tellin and when?")


def _joined(*outcomes: Outcome) -> Outcome:
    return joined(ASKED, outcomes)


def test_articles_keep_one_number_over_all_parts() -> None:
    first = _answer("“The port is open.” [1]", _source(1, PORT, "The port is open."), notes=("a",))
    second = _answer(
        "“The town fell [2] on Monday.” [1]\n“The port is open.” [2]",
        _source(1, TOWN, "The town fell [2] on Monday."),
        _source(2, PORT, "The port is open."),
        notes=("a", "b"),
    )
    both = _joined(first, second)
    assert isinstance(both, Answer)
    assert [(s.n, s.article.id, len(s.quotes)) for s in both.sources] == [(1, "port", 1), (2, "town", 1)]
    assert both.text == (
        "Who took Tellin?\n“The port is open.” [1]\n\n"
        "When was Tellin taken?\n“The town fell [2] on Monday.” [2]\n“The port is open.” [1]"
    )
    assert [c.citations for c in both.claims] == [(1,), (2, 1)]
    assert [a.citations for d in both.disagreements for a in d.accounts] == [(1,), (2, 1)]
    assert (both.notes, both.as_of, both.timings.total) == (("a", "b"), dt.date(2020, 3, 1), 12)
    assert len(both.withheld) == 2


def test_a_part_without_an_answer_says_so_in_its_place() -> None:
    both = _joined(_refused(), _answer("“The port is open.” [1]", _source(1, PORT, "The port is open.")))
    assert isinstance(both, Answer)
    assert both.text.startswith("Who took Tellin?\nMy articles do not say that.\n\nWhen was Tellin taken?\n")


def test_refused_parts_are_one_refusal() -> None:
    both = _joined(_refused(Reason.OFF_TOPIC, "Off."), _refused())
    assert isinstance(both, Refused)
    assert (both.reason, both.text, both.question) == (Reason.NO_EVIDENCE, "My articles do not say.", ASKED.text)
    assert (both.nearest, both.timings.total) == ((TOWN,), 2)


def test_a_single_outcome_is_left_alone() -> None:
    only = _refused()
    assert _joined(only) is only


def test_a_follow_up_that_asks_two_things_once_rewritten_has_a_heading_for_each() -> None:
    again = _answer("“The port is open.” [1]", _source(1, PORT, "The port is open."))
    both = joined(Question("and Tellin?"), [again, again], "who took Tellin and when?")
    assert both.text.startswith("Who took Tellin?\n")
    assert "\n\nWhen was Tellin taken?\n" in both.text
