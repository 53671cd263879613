from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.places import places_in
from ingest.corpus.gazetteer import find_places, same_name
from ingest.corpus.spelling import fold_name

_CONSONANTS = "bdfjklmnrst"
_SYLLABLE = st.builds("".join, st.tuples(st.sampled_from(_CONSONANTS), st.sampled_from(["a", "i", "u"])))
NAMES = st.builds(
    lambda parts, last: "".join(parts) + last,
    st.lists(_SYLLABLE, min_size=2, max_size=4).filter(lambda parts: all(a[0] != b[0] for a, b in pairwise(parts))),
    st.sampled_from("bdfjklmnr"),
).filter(lambda name: name[-1] != name[-3] and not re.match("[ae]l", name))
ARTICLES = st.sampled_from(["al-", "Al ", "el-", "an-", "ash-", "Ar ", "ez-"])
SAME_VOWEL = {"a": "e", "i": "e", "u": "o"}


@settings(max_examples=40)
@given(NAMES, ARTICLES)
def test_an_article_makes_no_other_name(name: str, article: str) -> None:
    assert same_name(name.title(), article + name.title())


@settings(max_examples=40)
@given(NAMES, st.data())
def test_a_doubled_consonant_makes_no_other_name(name: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([n for n, letter in enumerate(name) if letter in _CONSONANTS and n > 0]))
    assert same_name(name, name[:at] + name[at] + name[at:])


@settings(max_examples=40)
@given(NAMES)
def test_other_letters_for_the_same_vowels_make_no_other_name(name: str) -> None:
    assert same_name(name, "".join(SAME_VOWEL.get(letter, letter) for letter in name))
    assert same_name(name, name.replace("i", "ee").replace("u", "ou"))


@settings(max_examples=40)
@given(NAMES, st.data())
def test_another_consonant_makes_another_name(name: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([n for n, letter in enumerate(name) if letter in _CONSONANTS]))
    other = data.draw(st.sampled_from(sorted(set(_CONSONANTS) - set(name))))
    assert not same_name(name, name[:at] + other + name[at + 1 :])
    assert fold_name(name) != fold_name(name[:at] + other + name[at + 1 :])


@settings(max_examples=40)
@given(NAMES, NAMES)
def test_being_one_name_is_mutual_and_needs_one_key(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)
    assert not same_name(one, other) or fold_name(one) == fold_name(other)


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_is_read_and_its_spans_are_its_names(text: str) -> None:
    for found in find_places(text, any_case=True):
        assert text[found.start : found.end] == found.name
        assert found.places
    assert all(text[m.start : m.end] for m in places_in(text))
