"""Looking things up in a real snapshot, as the bot's wiring puts it together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answering.models import Question
from bot.wiring.research import research
from tests.fakes.newsroom import MARKET, STORIES, Newsroom, Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.research import Library

STATE = Story(
    "market-state",
    "Operation near the market of Qasr Ayn",
    "State Wire",
    "2020-02-28",
    "Four people were killed by shells that fell on the covered market of Qasr Ayn on Thursday morning, the ministry "
    "of health said. The market was full at that time. The bakery beside it burned down.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    newsroom = Newsroom(tmp_path_factory.mktemp("library") / "room").prints(*STORIES, STATE)
    found = research(newsroom.workbench).library
    assert found is not None
    yield found
    newsroom.closes()


def test_words_titles_and_publishers_are_found(library: Library) -> None:
    assert library.search(Question("shelling of the market"), 3).evidence[0].article.title == MARKET.title
    assert [t.title for t in library.titles("bridge op")] == ["The bridge at Tell Wasit is open again"]
    assert list(library.publisher_names("")) == ["Harbour Post", "Valley Times", "State Wire"]
    assert library.resolve_publishers("harbour post") == frozenset({"Harbour Post"})


def test_a_card_has_the_articles_own_sentences_and_the_other_report_of_its_event(library: Library) -> None:
    card = library.card(MARKET.title)
    assert card is not None
    assert card.summary[0].text.startswith("Three shells fell on the covered market")
    assert all(excerpt.text in card.article.text for excerpt in card.summary)
    assert [other.publisher for other in card.others] == ["State Wire"]


def test_the_overview_knows_the_snapshot_and_its_time(library: Library) -> None:
    overview = library.overview()
    assert overview.snapshot == "000001"
    assert overview.created.startswith("20")
    assert overview.articles == 5
