"""Stories and relative words hold together whatever comes in."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpus.models import PublicationDate
from ingest.relative import mentions
from ingest.stories import StoryFacts, group, regroup, signature
from tests.fakes import wire

_VERSIONS = [" ".join(wire.a_report(seed)) for seed in range(3)]
_VERSIONS += [edit(wire.a_report(seed)) for seed in range(2) for edit in wire.EDITS]
_VERSIONS += [wire.with_a_later_count(wire.a_report(0)), wire.a_daily_report(1), wire.a_daily_report(2), "Short."]
_SIGNED = {text: signature(text) for text in _VERSIONS}

articles = st.tuples(
    st.sampled_from(_VERSIONS),
    st.sampled_from(["Harbour Post", "Gazette", "Herald"]),
    st.sampled_from([None, dt.date(2020, 2, 3), dt.date(2020, 2, 5), dt.date(2020, 2, 20)]),
)
shelves = st.dictionaries(st.sampled_from("abcdefgh"), articles, max_size=8)
Shelf = dict[str, tuple[str, str, dt.date | None]]


def _facts(shelf: Shelf) -> dict[str, StoryFacts]:
    return {id_: wire.facts(publisher, day) for id_, (_, publisher, day) in shelf.items()}


def _grouped(shelf: Shelf) -> dict[str, str]:
    return group({i: _SIGNED[shelf[i][0]] for i in shelf}, _facts(shelf), lambda i: shelf[i][0])


@given(shelves, shelves)
@settings(max_examples=60, deadline=None)
def test_looking_at_what_changed_gives_what_looking_at_everything_gives(before: Shelf, after: Shelf) -> None:
    was = _grouped(before)
    changed = {id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_)}
    signatures = {id_: _SIGNED[after[id_][0]] for id_ in after}
    moved = regroup(changed, signatures, _facts(after), was, lambda i: after[i][0])
    known = {id_: story for id_, story in was.items() if id_ in after}
    assert dict.fromkeys(after, "") | known | moved == _grouped(after)


@given(shelves)
@settings(max_examples=60, deadline=None)
def test_a_story_has_several_members_and_several_publishers_and_is_named_after_one(shelf: Shelf) -> None:
    found = _grouped(shelf)
    assert set(found) == set(shelf)
    for story in set(found.values()) - {""}:
        members = [id_ for id_ in found if found[id_] == story]
        assert story in members
        assert len({shelf[id_][1] for id_ in members}) > 1


_WORDS = [
    "yesterday",
    "on Monday",
    "last week",
    "said",
    "will",
    "“",
    "”",
    "\n",
    ".",
    "Today",
    "two days ago",
    "أمس",
    "dün",
]


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=8), max_size=20), st.dates(dt.date(1900, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_mentions_are_words_of_the_text_in_order_and_near_the_day(words: list[str], day: dt.date) -> None:
    text = " ".join(words)
    found = mentions(text, PublicationDate(day))
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
    for span, first, last in found:
        assert span.of(text).strip()
        assert first <= last
        assert abs((first - day).days) <= 366 * 101
