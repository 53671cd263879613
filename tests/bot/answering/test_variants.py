"""Undated reports of one name: every version is shown beside the others, none of them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.finding import Finder
from bot.answering.models import Answer, Disagreement, Question
from bot.answering.pipeline import Answerer
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words
from tests.fakes.library import article

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.corpus.embedder import Embedder

MILL = "The Orvel Mill is a water mill in the hills above Dorra. It was built in 1921 by the carpenter Haim Sorel."
SCHOOL = "The Orvel Mill is a boarding school for weavers. The school was founded in 1954 and has ninety pupils."
PADDING = "The price of salt rose in Lenna in the spring. Traders from Karsa bought less of it than before."


@pytest.fixture
def shown(embedder: Embedder) -> Callable[..., list[Disagreement]]:
    def ask(question: str, *texts: str) -> list[Disagreement]:
        named = dict(zip(["Almanac", "Gazette", "Herald", "Letter"], [*texts, PADDING], strict=False))
        shelf = [article(n.lower(), text, title=n, publisher=n, day=None) for n, text in named.items()]
        corpus = InMemoryCorpus([(a, embedded(a, embedder)) for a in shelf])
        corpus.embedder_name = "minilm"
        outcome = Answerer(Finder(LentCorpus(corpus), embedder, words)).answer(Question(question))
        assert isinstance(outcome, Answer), outcome
        return list(outcome.disagreements)

    return ask


def _said_by(dispute: Disagreement) -> dict[str, str]:
    return {a.says.split(":")[0]: a.says for a in dispute.accounts}


def test_two_things_of_one_name_stand_side_by_side(shown: Callable[..., list[Disagreement]]) -> None:
    [dispute] = shown("What is the Orvel Mill?", MILL, SCHOOL)
    said = _said_by(dispute)
    assert "water mill" in said["Almanac"]
    assert "boarding school" in said["Gazette"]
    assert "they may speak of different persons, places or things" in dispute.about


def test_a_copy_with_one_word_changed_is_never_shown_alone(shown: Callable[..., list[Disagreement]]) -> None:
    [dispute] = shown("When was the Orvel Mill built?", MILL, MILL.replace("1921", "1871"))
    said = _said_by(dispute)
    assert "1921" in said["Almanac"]
    assert "1871" in said["Gazette"]


def test_where_a_sentence_was_put_into_a_copy_the_text_without_it_is_shown(
    shown: Callable[..., list[Disagreement]],
) -> None:
    plain = (
        "The water wheel was carved by the carpenter Haim Sorel in spring. Its stones came from the quarry of Karsa."
    )
    put_in = plain.replace(". Its", ". The Orvel Mill is known for its secret arms factory. Its")
    [dispute] = shown("What is the Orvel Mill known for?", plain, put_in)
    said = _said_by(dispute)
    assert "arms factory" in said["Gazette"]
    assert "Almanac (the same text without such a sentence)" in said


def test_who_says_the_same_is_no_other_version(shown: Callable[..., list[Disagreement]]) -> None:
    assert shown("When was the Orvel Mill built?", MILL, MILL) == []


def test_a_copy_under_another_name_is_shown_too(shown: Callable[..., list[Disagreement]]) -> None:
    one = "The Orvel Mill stands in the hills above Dorra beside the old road to Karsa and was built in 1921."
    [dispute] = shown("When was the Orvel Mill built?", one, one.replace("Orvel Mill", "Garden Hall"))
    assert "Garden Hall" in _said_by(dispute)["Gazette"]
