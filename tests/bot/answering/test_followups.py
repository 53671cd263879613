from __future__ import annotations

import re

import pytest

from bot.answering.followups import Listener, is_sound, rewritten, standalone
from ingest.corpus.errors import NayrabError

NAMES = re.compile(r"(?i)\b(?:nayrab|saraqeb|hass|aleppo|tellin|turkish|anwar raslan|israel|kibar|shaitat|russia)\b")
LISTENER = Listener(
    names_in=lambda text: [m.span() for m in NAMES.finditer(text)],
    holds=lambda term: term not in {"ramen", "kibbeh"},
    publishers=("SANA", "Reuters"),
)
TOLL = "how many civilians were killed in hass in october 2016?"


@pytest.mark.parametrize(
    ("earlier", "text", "whole"),
    [
        ("why does Nayrab matter?", "what about Saraqeb?", "why does Saraqeb matter?"),
        ("who retook nayrab from the regime?", "and Saraqeb?", "who retook Saraqeb from the regime?"),
        ("why does Nayrab matter?", "Saraqeb?", "why does Saraqeb matter?"),
        (TOLL, "and in Aleppo?", "how many civilians were killed in Aleppo in october 2016?"),
        (TOLL, "and in 2017?", "how many civilians were killed in hass in 2017?"),
        (TOLL, "and in May?", "how many civilians were killed in hass in May 2016?"),
        ("who retook nayrab?", "and in 2017?", "who retook nayrab in 2017?"),
        (TOLL, "what about children?", "how many children were killed in hass in october 2016?"),
        (
            "how many turkish soldiers died in Nayrab?",
            "what about russian soldiers?",
            "how many russian soldiers died in Nayrab?",
        ),
        ("what did SANA say about Hass?", "and Reuters?", "what did Reuters say about Hass?"),
        ("who retook nayrab?", "what about Reuters?", "who retook nayrab, according to Reuters?"),
        ("who retook nayrab?", "why?", "why was nayrab retaken?"),
        ("who retook nayrab?", "and when?", "when was nayrab retaken?"),
        ("who retook nayrab?", "who said that?", "who said that (retook nayrab)?"),
        ("what was Anwar Raslan convicted of?", "what sentence did he get?", "what sentence did Anwar Raslan get?"),
        (
            TOLL,
            "how many of them were children?",
            "how many of them were children (civilians killed in hass in october 2016)?",
        ),
        (
            "what did israel bomb at kibar?",
            "when did israel own up to it?",
            "when did israel own up to it (israel bomb at kibar)?",
        ),
        (TOLL, "how many were wounded?", "how many were wounded (civilians killed in hass in october 2016)?"),
        (
            "per Reuters, who retook nayrab?",
            "what happened to the prisoners?",
            "what happened to the prisoners (retook nayrab)?",
        ),
    ],
)
def test_a_follow_up_becomes_a_question_by_itself(earlier: str, text: str, whole: str) -> None:
    assert standalone(text, (earlier,), LISTENER) == whole


def test_a_follow_up_to_a_follow_up_leans_on_both() -> None:
    history = ("why does Nayrab matter?", "what about Saraqeb?")
    assert standalone("and Tellin?", history, LISTENER) == "why does Tellin matter?"


@pytest.mark.parametrize(
    "text",
    [
        "how big is the Shaitat tribe?",
        "who bombed the market of Aleppo in 2013?",
        "why does Saraqeb matter?",
        "how long should i boil eggs?",
        "what is the best recipe for kibbeh?",
    ],
)
def test_a_new_subject_is_no_follow_up(text: str) -> None:
    assert standalone(text, ("who retook nayrab?",), LISTENER) is None


def test_a_first_question_follows_nothing() -> None:
    assert standalone("and when?", (), LISTENER) is None


HISTORY = ("who retook nayrab in 2020?",)


def test_a_sound_rewriting_is_taken() -> None:
    assert (
        rewritten("and when?", HISTORY, LISTENER, lambda _, __: "When was Nayrab retaken?")
        == "When was Nayrab retaken?"
    )


def test_a_question_that_was_given_back_unchanged_stands_alone() -> None:
    assert rewritten("and Saraqeb?", HISTORY, LISTENER, lambda text, _: text) is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "\n",
        "when?\nwho?",
        "when was nayrab retaken " * 9,
        "when was nayrab retaken in 2021?",
        "when was Moscow retaken?",
    ],
)
def test_an_odd_rewriting_falls_back_to_the_rules(written: str) -> None:
    assert not is_sound(written, ("and when?", *HISTORY))
    assert rewritten("and when?", HISTORY, LISTENER, lambda _, __: written) == "when was nayrab retaken in 2020?"


def test_a_rewriter_that_fails_falls_back_to_the_rules() -> None:
    def fail(_: str, __: tuple[str, ...]) -> str:
        raise NayrabError("The model is down.")

    assert rewritten("and when?", HISTORY, LISTENER, fail) == "when was nayrab retaken in 2020?"
