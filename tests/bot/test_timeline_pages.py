"""A timeline as pages and as a picture: numbers agree, sources stand with their events, nothing is cut or lost."""

from __future__ import annotations

import datetime as dt
import re
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.models import Answer, Claim
from bot.paging import CONTENT_LIMIT, size
from bot.render.picture import FEWEST, alternative, picture
from bot.render.timeline import timeline_pages
from tests.fakes.answerer import an_article, cited
from tests.fakes.outbox import PING


def a_timeline(texts: list[str], *, per_source: int = 1, notes: tuple[str, ...] = ()) -> Answer:
    """As many events as texts; so many events each cite one source."""
    claims = tuple(Claim(text, (n // per_source + 1,)) for n, text in enumerate(texts))
    numbers = sorted({n for claim in claims for n in claim.citations})
    sources = tuple(cited(n, an_article(title=f"Report {n}")) for n in numbers)
    return Answer("?", "", claims, sources, dt.date(2020, 2, 25), "extractive", notes=notes)


def test_few_events_are_one_page_with_their_sources() -> None:
    [page] = timeline_pages(a_timeline(["1 March 2020: “It fell.”", "2 March 2020: “It rose.”"]), "Qasr Ayn")
    assert page.splitlines()[:3] == [
        "> Qasr Ayn",
        "**1** · 1 March 2020: “It fell.” [1]",
        "**2** · 2 March 2020: “It rose.” [2]",
    ]
    assert "-# [2] Harbour Post · [Report 2](<https://news.example/retaken>)" in page
    assert page.endswith("-# 2 events, as of 25 February 2020.")


def test_each_page_has_the_sources_of_its_own_events_and_no_others() -> None:
    pages = timeline_pages(a_timeline([f"Day {n}: “{'word ' * 40}”" for n in range(20)]), "Qasr Ayn")
    assert len(pages) > 2
    for page in pages:
        marks = set(re.findall(r"” \[(\d+)\]", page))
        assert marks == set(re.findall(r"^-# \[(\d+)\]", page, re.MULTILINE)) != set()
    assert f"page 2 of {len(pages)}" in pages[1]


def test_notes_stand_on_the_last_page_alone() -> None:
    first, *_, last = timeline_pages(a_timeline([f"Day {n}: “It fell.”" for n in range(20)], notes=("Mind.",)), "X")
    assert "Mind." in last
    assert "Mind." not in first


_WORDS = st.text(max_size=300) | st.text(min_size=700, max_size=900)


@settings(max_examples=40)
@given(texts=st.lists(_WORDS, min_size=1, max_size=12), place=_WORDS, per_source=st.integers(1, 5))
def test_no_page_is_over_the_limit_pings_or_loses_an_event(texts: list[str], place: str, per_source: int) -> None:
    outcome = a_timeline(texts, per_source=per_source)
    pages = timeline_pages(outcome, place)
    assert all(size(page) <= CONTENT_LIMIT for page in pages)
    assert not any(PING.search(page) for page in pages)
    numbers = [int(n) for page in pages for n in re.findall(r"^\*\*(\d+)\*\* ·", page, re.MULTILINE)]
    assert numbers == list(range(1, len(texts) + 1))


def _size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("place", ["Qasr Ayn", "قصر عين", "Каср-Айн", "$x^2$ 漢字 \x00"])
def test_a_picture_is_drawn_whatever_the_place_is_called(place: str) -> None:
    events = [(dt.date(2020, 2, day),) * 2 for day in (1, 1, 1, 9)] + [(dt.date(2020, 3, 1), dt.date(2020, 3, 31))]
    drawn = picture(events, place)
    assert drawn is not None
    width, height = _size_of(drawn)
    assert width == 880
    assert 150 < height < 900
    assert len(drawn) < 200_000


def test_many_events_on_one_day_make_it_no_taller_than_a_screen() -> None:
    drawn = picture([(dt.date(2020, 2, 1),) * 2] * 60, "Qasr Ayn")
    assert drawn is not None
    assert _size_of(drawn)[1] < 900


def test_too_few_events_need_no_picture() -> None:
    assert picture([(dt.date(2020, 2, 1),) * 2] * (FEWEST - 1), "Qasr Ayn") is None


def test_the_picture_is_told_in_words() -> None:
    events = [(dt.date(2020, 1, 5),) * 2, *((dt.date(2020, 2, day),) * 2 for day in (1, 2))]
    assert alternative(events, "Qasr Ayn") == (
        "3 events at Qasr Ayn from 5 January 2020 to 2 February 2020; most of them (2) in February 2020."
    )
    assert alternative(events[:1], "Qasr Ayn").endswith("from 5 January 2020 to 5 January 2020.")
