"""What contradicts a statement and what does not: one detail that excludes the other, all else the same."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.contradiction import contradiction
from bot.answering.models import Evidence
from ingest.corpus.models import Article, PublicationDate, Span

SAID = "On 24 February 2020 the army captured the town of Nayrab near Saraqib and killed 43 rebels, the governor said."


def passage(text: str) -> Evidence:
    article = Article("a", "The war", text, "Harbour Post", "a.txt", None, PublicationDate(dt.date(2020, 2, 25)))
    span = Span(0, len(text))
    return Evidence(article, span, text, (span,), 1.0, 30)


@pytest.mark.parametrize(
    ("statement", "kind", "theirs"),
    [
        (SAID.replace("43", "60"), "figure", "43"),
        (SAID.replace("24 February", "26 February"), "date", "24 February 2020"),
        (SAID.replace("Nayrab", "Douma"), "place", "Nayrab"),
        (SAID.replace("the army captured", "the army did not capture"), "negation", ""),
        (SAID.replace("the army captured", "the army lost"), "opposite", "captured"),
    ],
)
def test_one_other_detail_contradicts(statement: str, kind: str, theirs: str) -> None:
    found = contradiction(statement, passage(SAID))
    assert found is not None
    assert (found.kind, found.theirs) == (kind, theirs)
    assert found.excerpt.text == SAID


@pytest.mark.parametrize(
    "statement",
    [
        SAID.replace("43", "at least 40"),
        SAID.replace("43", "more than 30"),
        SAID.replace("Nayrab", "Idlib"),  # the governorate it lies in
        SAID.replace("Nayrab", "Sarmin"),  # so near that both may be said of one event
        SAID.replace("24 February 2020", "February 2020"),
        "The army killed 60 rebels.",
        "On 24 February 2020 the army captured 60 tanks near Damascus, the minister said.",
        "Rebels shelled the town of Nayrab on 26 February 2020.",
    ],
)
def test_what_can_both_be_true_or_tells_of_something_else_does_not(statement: str) -> None:
    assert contradiction(statement, passage(SAID)) is None


def test_a_sentence_that_denies_the_same_contradicts() -> None:
    statement = SAID.replace("the army captured", "the army had captured")
    found = contradiction(statement, passage(SAID.replace("the army captured", "the army had not captured")))
    assert found is not None
    assert found.kind == "negation"


def test_what_is_only_alleged_contradicts_nothing() -> None:
    said = SAID.removesuffix(", the governor said.") + "."
    alleged = f"Allegedly o{said[1:]}"
    assert contradiction(said.replace("43", "60"), passage(said)) is not None
    assert contradiction(said.replace("43", "60"), passage(alleged)) is None
