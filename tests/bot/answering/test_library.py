"""Looking things up in a corpus: titles while typing, cards of articles, publishers, an overview with examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answering.errors import UnknownPublisherError
from bot.answering.finding import Finder
from bot.answering.library import CorpusLibrary
from bot.answering.models import Question
from bot.answering.pipeline import Answerer
from bot.answering.titles import handle
from ingest.corpus.errors import NoCorpusError
from ingest.corpus.models import ArticleFilter, Copy, PublicationDate
from tests.fakes.corpus import InMemoryCorpus, LentCorpus, an_article, passages_of, vector_of

if TYPE_CHECKING:
    from ingest.corpus.models import Article

DAY = dt.date(2020, 2, 25)
TOWN = (
    "Shells fell on the market of Saraqib on Tuesday and killed eleven people.",
    "The market was full of people when the shells fell on it.",
    "Residents of Saraqib accused the northern command of having shelled the market.",
)


class Words:
    """Embeds as the corpus in memory does."""

    query_vector = staticmethod(vector_of)


def titled(id_: str, title: str, *sentences: str, publisher: str = "Gazette", day: dt.date | None = DAY) -> Article:
    return replace(an_article(id_, *(sentences or TOWN), publisher=publisher, day=day), title=title)


def provider(*articles: Article, name: str = "000001") -> LentCorpus:
    return LentCorpus(InMemoryCorpus([(a, passages_of(a)) for a in articles], name))


def library(*articles: Article, patience: float = 30.0) -> CorpusLibrary:
    return over(provider(*articles), patience)


def over(lent: LentCorpus, patience: float = 30.0) -> CorpusLibrary:
    finder = Finder(lent, Words(), lambda text: len(text.split()))
    created = {"000001": "2020-03-06T10:15:00+00:00"}
    return CorpusLibrary(lent, Answerer(finder), created=lambda name: created.get(name, ""), patience=patience)


SHELLS = titled("shells", "Shells fall on Saraqib’s market")
AGAIN = titled("again", "Market of Saraqib shelled again", publisher="Valley Times", day=dt.date(2020, 2, 26))
TRUCE = titled("truce", "Truce signed in Merda", "Both commands signed a truce in Merda.", day=dt.date(2020, 3, 5))
UNDATED = titled("brief", "Étude of the M5 road", "The road leads from the coast to the valley.", day=None)
SHELF = (SHELLS, AGAIN, TRUCE, UNDATED)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["truce", "again", "shells", "brief"]),
        ("shell", ["shells", "again"]),
        ("MARKET sara", ["again", "shells"]),
        ("saraqeb", ["again", "shells"]),
        ("سراقب", ["again", "shells"]),
        ("etude", ["brief"]),
        ("ruce", ["truce"]),
        ("nothing like it", []),
        ("?!", ["truce", "again", "shells", "brief"]),
    ],
)
def test_titles_are_found_by_any_words_begun_or_whole(typed: str, found: list[str]) -> None:
    assert [t.article_id for t in library(*SHELF).titles(typed)] == found


def test_no_more_titles_are_offered_than_discord_shows() -> None:
    assert len(library(*(titled(f"a{n:02}", f"Report {n}") for n in range(30))).titles("report")) == 25


def test_what_hidden_publishers_printed_is_not_offered_unless_another_printed_the_same() -> None:
    copied = replace(AGAIN, id="copied", copies=(Copy("c", "c.txt", "Gazette"),))
    found = library(*SHELF, copied).titles("shelled", frozenset({"Valley Times"}))
    assert [(t.article_id, t.publisher) for t in found] == [("copied", "Gazette")]


def test_an_article_is_found_by_id_by_full_title_and_by_what_fits_it_alone() -> None:
    shelf = library(*SHELF)
    found = [shelf.card(typed) for typed in ("truce", "TRUCE signed in merda", "signed truce")]
    assert [card.article.id if card else None for card in found] == ["truce"] * 3
    assert shelf.card("saraqib") is None
    assert shelf.card("") is None


def test_an_id_that_is_too_long_for_a_choice_goes_by_a_short_name() -> None:
    long = titled("https://news.example/" + "a" * 200, "A long address")
    shelf = library(long)
    [choice] = shelf.titles("long")
    assert choice.article_id == handle(long.id)
    assert len(choice.article_id) <= 100
    card = shelf.card(choice.article_id)
    assert card is not None
    assert card.article.id == long.id


def test_a_card_of_a_hidden_publisher_is_not_shown() -> None:
    shelf = library(*SHELF)
    assert shelf.card("again") is not None
    assert shelf.card("again", frozenset({"Valley Times"})) is None


def test_a_card_sums_up_in_the_articles_own_words_in_order() -> None:
    card = library(*SHELF).card("shells")
    assert card is not None
    texts = [excerpt.text for excerpt in card.summary]
    assert texts[0] == TOWN[0]
    assert 2 <= len(texts) <= 4
    assert texts == [t for t in TOWN if t in texts]


def test_a_card_names_who_else_printed_it_and_who_else_reported_the_event() -> None:
    wire = replace(titled("wire", "Shells on a market", publisher="Coast Agency"), story="s")
    own = replace(SHELLS, story="s")
    card = library(own, wire, AGAIN, TRUCE).card("shells")
    assert card is not None
    assert card.also_printed_by == ("Coast Agency",)
    assert [a.id for a in card.others] == ["again"]


def test_reports_long_after_or_of_something_else_are_not_of_the_same_event() -> None:
    later = replace(AGAIN, published=PublicationDate(dt.date(2020, 3, 20)))
    elsewhere = replace(TRUCE, publisher="Valley Times", published=PublicationDate(DAY))
    card = library(SHELLS, later, elsewhere).card("shells")
    assert card is not None
    assert card.others == ()


def test_hidden_publishers_are_no_other_report_either() -> None:
    card = library(SHELLS, AGAIN).card("shells", frozenset({"Valley Times"}))
    assert card is not None
    assert card.others == ()


def test_publishers_are_counted_with_their_dates_and_voices() -> None:
    voiced = replace(AGAIN, affiliation="valley council", copies=(Copy("x", "x.txt", "Coast Agency"),))
    lines = library(SHELLS, TRUCE, UNDATED, voiced).publishers()
    assert [(line.name, line.articles) for line in lines] == [("Gazette", 3), ("Coast Agency", 1), ("Valley Times", 1)]
    assert (lines[0].earliest, lines[0].newest) == (DAY, dt.date(2020, 3, 5))
    assert lines[2].affiliations == ("valley council",)
    assert lines[1].affiliations == ()


def test_publishers_are_offered_and_resolved_as_people_type_them() -> None:
    shelf = library(*SHELF)
    assert list(shelf.publisher_names("")) == ["Gazette", "Valley Times"]
    assert list(shelf.publisher_names("val", frozenset({"Gazette"}))) == ["Valley Times"]
    assert shelf.resolve_publishers("valley times") == frozenset({"Valley Times"})
    with pytest.raises(UnknownPublisherError, match="/sources lists the publishers"):
        shelf.resolve_publishers("Nobody at all")


def test_words_are_searched_within_a_filter() -> None:
    found = library(*SHELF).search(Question("shelled market", filter=ArticleFilter(since=dt.date(2020, 2, 26))), 5)
    assert {piece.article.id for piece in found.evidence} <= {"again", "truce"}
    assert found.evidence[0].article.id == "again"


def test_an_overview_tells_what_there_is_and_offers_what_can_be_answered() -> None:
    overview = library(*SHELF).overview()
    assert (overview.snapshot, overview.created) == ("000001", "2020-03-06T10:15:00+00:00")
    assert (overview.articles, overview.earliest, overview.newest) == (4, DAY, dt.date(2020, 3, 5))
    assert overview.places[0] == "Saraqib"
    assert "How many people were killed in Saraqib in February 2020?" not in overview.examples  # all in one fortnight


def test_examples_of_a_longer_time_name_the_month_and_are_answered() -> None:
    early = titled("early", "A road opens", "The road to the coast was opened.", day=dt.date(2019, 1, 5))
    shelf = library(*SHELF, early)
    examples = shelf.overview().examples
    assert "How many people were killed in Saraqib in February 2020?" in examples
    for question in examples:
        assert shelf._answerer.answer(Question(question)).sources


def test_examples_that_are_still_looked_for_keep_nobody_waiting() -> None:
    shelf = library(*SHELF, patience=0.0)
    assert shelf.overview().articles == 4


def test_a_new_snapshot_is_noticed() -> None:
    lent = provider(SHELLS)
    shelf = over(lent)
    assert [t.article_id for t in shelf.titles("")] == ["shells"]
    lent.corpus = provider(TRUCE, name="000002").corpus
    assert [t.article_id for t in shelf.titles("")] == ["truce"]
    assert shelf.overview().snapshot == "000002"


def test_without_a_corpus_the_fault_is_told() -> None:
    lent = provider(SHELLS)
    lent.fail_with(lambda: NoCorpusError("There is none."))
    shelf = over(lent)
    for ask in (shelf.overview, shelf.publishers, lambda: shelf.titles("x"), lambda: shelf.card("x")):
        with pytest.raises(NoCorpusError):
            ask()
