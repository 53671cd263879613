from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.corpus.analysis import fold, skeleton, terms
from ingest.corpus.gazetteer import same_name


def words_of(text: str) -> list[str]:
    return [t.term for t in terms(text)]


def test_stop_words_go_before_stemming_and_one_is_not_on() -> None:
    assert words_of("On one of the roads") == ["one", "road"]


def test_article_of_a_name_is_dropped_and_its_spans_point_at_the_name() -> None:
    text = "to Al-Nayrab, an-Nayrab"
    assert [text[t.start : t.end] for t in terms(text)] == ["Nayrab", "Nayrab"]
    assert words_of(text) == ["nayrab", "nayrab"]


def test_numbers_lose_their_thousands_commas_and_keep_their_points() -> None:
    assert words_of("1,300 people at 10:30, 3.5 km") == ["1300", "peopl", "10:30", "3.5", "km"]


def test_apostrophes_fold_with_and_without() -> None:
    assert words_of("Ma'arrat") == words_of("Maarrat") == words_of("Ma’arrat") == ["maarrat"]
    assert words_of("Turkey's tanks") == ["turkey", "tank"]


def test_diacritics_and_arabic_letters_fold() -> None:
    assert fold("Kobanî") == "kobani"
    assert fold("إدلب") == fold("ادلب")
    assert words_of("İdlib") == ["idlib"]


def test_russian_and_arabic_words_are_stemmed_with_their_own_rules() -> None:
    assert words_of("войска") == words_of("войсками")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nayrab", "Neirab"),
        ("Nayrab", "Nerab"),
        ("Saraqib", "Saraqeb"),
        ("Lataminah", "Latamneh"),
        ("Deraa", "Daraa"),
        ("Shaykhun", "Sheikhoun"),
        ("Homs", "Hims"),
        ("Dhuhur", "Duhur"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Idlib", "Aleppo"), ("Hama", "Homs"), ("Manbij", "Mayadin"), ("a", "e")])
def test_other_places_stay_apart(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(st.text(max_size=80))
def test_terms_never_fail_and_their_spans_are_inside(text: str) -> None:
    found = terms(text)
    assert all(0 <= t.start < t.end <= len(text) and t.term for t in found)
    assert [t.start for t in found] == sorted(t.start for t in found)
    assert skeleton(text) == "" or len(skeleton(text)) > 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_being_one_name_is_mutual(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
