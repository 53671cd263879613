"""Following redirects with made-up answers, and addresses that nobody would write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.base import Failure
from ingest.web.content import Accept
from ingest.web.outcome import Answer, Fault
from ingest.web.trail import follow
from tests.fakes.browsing import client_for
from tests.fakes.internet import Internet

START = "https://paper.example/news/a?x=1#top"
ODD = st.text(st.characters(codec=None), max_size=30)


def leading(to: str, status: int = 302) -> Answer | Fault:
    """What following comes to when the first address redirects and every other one answers."""
    return follow(
        START,
        lambda url: Answer(url, status, location=to) if url == START.partition("#")[0] else Answer(url, 200),
        most=5,
    )


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        ("/b", "https://paper.example/b"),
        ("b", "https://paper.example/news/b"),
        ("../b", "https://paper.example/b"),
        ("?y=2", "https://paper.example/news/a?y=2"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example/b#part", "http://other.example/b"),
    ],
)
def test_a_location_is_read_from_where_it_was_said(to: str, reached: str) -> None:
    assert leading(to) == Answer(reached, 200)


def test_the_same_address_again_is_a_circle_whatever_its_fragment() -> None:
    got = leading("#other")
    assert isinstance(got, Fault)
    assert got.reason == "redirects in a circle"


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_other_statuses_of_their_kind_are_no_redirects(status: int) -> None:
    assert leading("/b", status) == Answer(START.partition("#")[0], status, location="/b")


def test_a_fault_further_on_says_where() -> None:
    answers: dict[str, Answer | Fault] = {
        "http://a/": Answer("http://a/", 301, location="/b"),
        "http://a/b": Fault("x", "y"),
    }
    assert follow("http://a/", answers.__getitem__, most=5) == Fault("is redirected to http://a/b, which x", "y")


@given(ODD)
def test_no_location_is_too_odd(to: str) -> None:
    leading(to)
    told = Fault("x", "y").at_hop(START, "http://a/" + to * 20).reason
    assert told.isprintable()
    assert len(told) < 250


@given(ODD, ODD)
def test_no_address_is_too_odd_to_be_asked_for(host: str, path: str) -> None:
    net = Internet()
    with client_for(resolve=net.resolve, network=net) as client:
        for url in (host, f"http://{host}/{path}", f"https://{host}:{path}", f"http://paper.example/{path}"):
            assert isinstance(client.get(url, accept=Accept.ANY), Failure)
    assert {address for address, _ in net.connected} <= {host}
