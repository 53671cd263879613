"""Messages checked against a real small corpus: what it bears out, what it contradicts, what it does not say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.answering.findings import Checked, Verdict
from bot.answering.review import Reviewing
from tests.fakes.newsroom import STORIES, TRUCE, Newsroom, Story

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2020, 3, 10)
OTHERWISE = Story(
    "other",
    "What the truce says",
    "Valley Times",
    "2020-03-06",
    "The truce forbids artillery within twenty kilometres of Tell Wasit and lets aid convoys use the bridge by day. "
    "Nobody in Qasr Ayn had seen the text.",
)
COPY = Story("truce-copy", TRUCE.title, "Coast Agency", TRUCE.date, TRUCE.text)
ZONE = "It forbids artillery within {} kilometres of Tell Wasit and lets aid convoys use the bridge by daylight."


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("review")).prints(*STORIES)


@pytest.fixture(scope="module")
def reviewing(newsroom: Newsroom) -> Reviewing:
    return Reviewing(newsroom.workbench.finder)


@pytest.fixture(scope="module")
def printed_twice(tmp_path_factory: pytest.TempPathFactory) -> Reviewing:
    return Reviewing(Newsroom(tmp_path_factory.mktemp("twice")).prints(TRUCE, COPY).workbench.finder)


def only(reviewing: Reviewing, text: str, hidden: frozenset[str] = frozenset()) -> Checked:
    [checked] = reviewing.review(text, TODAY, hidden).checked
    return checked


def test_what_an_article_says_is_supported_with_its_words(reviewing: Reviewing) -> None:
    checked = only(reviewing, "Observers from three neighbouring states will watch over the truce.")
    assert checked.verdict is Verdict.SUPPORTED
    assert checked.excerpts[0].article.title == TRUCE.title
    assert checked.excerpts[0].text in TRUCE.text


def test_another_figure_is_contradicted_and_says_by_whom(reviewing: Reviewing) -> None:
    checked = only(reviewing, ZONE.format("thirty"))
    assert checked.verdict is Verdict.CONTRADICTED
    assert checked.why == "Harbour Post (5 March 2020) has “ten” where this says “thirty”"
    assert ZONE.format("ten") in checked.excerpts[0].text


@pytest.mark.parametrize(
    "text",
    [
        "The port of Merda was bombed by warplanes on 7 March 2020.",
        "Eleven people drowned when the ferry to Bint Jana sank.",
        "Three shells fell on the hospital of Merda and killed forty soldiers.",
    ],
)
def test_what_no_article_says_is_not_found(reviewing: Reviewing, text: str) -> None:
    assert only(reviewing, text).verdict is Verdict.NOT_FOUND


def test_hidden_publishers_are_neither_support_nor_nearest(reviewing: Reviewing) -> None:
    checked = only(reviewing, ZONE.format("ten"), frozenset({"Harbour Post"}))
    assert checked.verdict is Verdict.NOT_FOUND
    assert all(e.article.publisher != "Harbour Post" for e in checked.excerpts)


@pytest.mark.parametrize(("hidden", "other"), [("Harbour Post", "Coast Agency"), ("Coast Agency", "Harbour Post")])
def test_what_a_hidden_publisher_printed_too_appears_under_the_other(
    printed_twice: Reviewing, hidden: str, other: str
) -> None:
    checked = only(printed_twice, ZONE.format("ten").replace("It", "The truce"), frozenset({hidden}))
    assert checked.verdict is Verdict.SUPPORTED
    assert [e.article.publisher for e in checked.excerpts] == [other]
    assert hidden not in repr(checked)  # also not as one who printed the same


def test_what_only_points_back_is_never_contradicted(reviewing: Reviewing) -> None:
    first, second = reviewing.review(f"Both commands signed a truce in Merda. {ZONE.format('thirty')}", TODAY).checked
    assert first.verdict is Verdict.SUPPORTED
    assert second.verdict is Verdict.NOT_FOUND


def test_nothing_to_check_asks_the_corpus_nothing(tmp_path: Path) -> None:
    review = Reviewing(Newsroom(tmp_path).workbench.finder).review("Good morning! How are you?", TODAY)
    assert review.checked == ()
    assert review.unchecked == 2


def test_where_sources_differ_both_are_shown(tmp_path: Path) -> None:
    reviewing = Reviewing(Newsroom(tmp_path).prints(TRUCE, OTHERWISE).workbench.finder)
    checked = only(reviewing, ZONE.format("twenty").replace("It", "The truce"))
    assert checked.verdict is Verdict.SUPPORTED
    assert [e.article.publisher for e in checked.excerpts] == ["Valley Times"]
    assert [e.article.publisher for e in checked.against] == ["Harbour Post"]
    assert checked.why.startswith("Supported by Valley Times; Harbour Post (5 March 2020) has “ten”")
