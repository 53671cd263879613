"""Places of a text explained: which is meant, how it is spelt, where it lies, what was said of it last."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answering.atlas import MOST, Places, spellings
from ingest.corpus.gazetteer import places_called
from tests.fakes.newsroom import Newsroom, Story

TODAY = dt.date(2020, 3, 10)
TOWN = Story(
    "town",
    "Fighting for Nayrab",
    "Harbour Post",
    "2020-02-25",
    "Rebels took the town of Nayrab west of Saraqib on 24 February 2020. The army had held it for three weeks.",
)
AIRPORT = Story(
    "airport",
    "Strike on the airport",
    "Valley Times",
    "2020-03-05",
    "Warplanes bombed al-Nayrab military airport by Aleppo on 4 March 2020. Two hangars burned down.",
)
LATER = Story(
    "later",
    "Saraqib is quiet",
    "Valley Times",
    "2020-03-08",
    "No shells fell on Saraqib on 7 March 2020, residents said. Shops opened again.",
)

COPY = Story("town-copy", TOWN.title, "Coast Agency", TOWN.date, TOWN.text)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return Places(Newsroom(tmp_path_factory.mktemp("atlas")).prints(TOWN, AIRPORT, LATER).workbench.finder)


@pytest.fixture(scope="module")
def printed_twice(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return Places(Newsroom(tmp_path_factory.mktemp("twice")).prints(TOWN, COPY).workbench.finder)


def test_a_name_of_two_places_lists_both_and_quotes_the_first(places: Places) -> None:
    [note] = places.explain("What is Nayrab?", TODAY)
    assert [place.region for place in note.places] == ["Idlib", "Aleppo"]
    assert note.said is not None
    assert note.said.text == "Rebels took the town of Nayrab west of Saraqib on 24 February 2020."


def test_each_clause_tells_which_is_meant(places: Places) -> None:
    town, _, airport, _ = places.explain("Nayrab near Saraqib; al-Nayrab airport by Aleppo", TODAY)
    assert [town.places[0].region, airport.places[0].region] == ["Idlib", "Aleppo"]
    assert airport.said is not None
    assert airport.said.text.startswith("Warplanes bombed al-Nayrab military airport")


def test_the_newest_dated_sentence_is_shown(places: Places) -> None:
    [note] = places.explain("saraqib", TODAY)
    assert note.said is not None
    assert note.said.text == "No shells fell on Saraqib on 7 March 2020, residents said."


def test_nothing_that_was_printed_later_or_is_hidden(places: Places) -> None:
    for when, hidden in ((dt.date(2020, 3, 1), frozenset[str]()), (TODAY, frozenset({"Valley Times"}))):
        [note] = places.explain("Saraqib", when, hidden)
        assert note.said is not None
        assert note.said.article.publisher == "Harbour Post"


def test_a_place_of_which_nothing_was_said_is_explained_all_the_same(places: Places) -> None:
    [note] = places.explain("Palmyra", TODAY)
    assert (note.places[0].name, note.said) == ("Palmyra", None)


@pytest.mark.parametrize("written", ["Halep", "حلب", "Алеппо"])
def test_other_scripts_name_the_same_place(places: Places, written: str) -> None:
    [note] = places.explain(written, TODAY)
    assert note.places[0].name == "Aleppo"
    assert written not in note.spellings


def test_each_place_once_and_only_so_many(places: Places) -> None:
    assert len(places.explain("Homs, Hama and Homs again, HOMS", TODAY)) == 2
    many = "Homs, Hama, Idlib, Aleppo, Raqqa, Daraa, Palmyra, Latakia, Tartus, Douma"
    assert len(places.explain(many, TODAY)) == MOST
    assert list(places.explain("nothing at all in `Homs`", TODAY)) == []


def test_spellings_in_three_scripts() -> None:
    [aleppo] = places_called("Aleppo")
    assert {"Halep", "حلب", "Алеппо"} <= {*spellings(aleppo, "Aleppo")}


def test_places_carry_coordinates_where_they_are_known() -> None:
    town, airport = places_called("Nayrab")
    assert (town.coordinates, airport.coordinates) == ((35.87, 36.72), (36.181, 37.224))
    [turkey] = places_called("Turkey")
    assert turkey.coordinates is None


@pytest.mark.parametrize(("hidden", "other"), [("Harbour Post", "Coast Agency"), ("Coast Agency", "Harbour Post")])
def test_what_a_hidden_publisher_printed_too_appears_under_the_other(
    printed_twice: Places, hidden: str, other: str
) -> None:
    [note, *_] = printed_twice.explain("Nayrab", TODAY, frozenset({hidden}))
    assert note.said is not None
    assert note.said.article.publisher == other
    assert hidden not in repr(note)
