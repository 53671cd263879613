"""TLS and HTTP/2 on loopback: the certificate is judged by the name, however the address was found."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from ingest.sources.base import Failure
from ingest.web.content import Accept
from ingest.web.outcome import Page
from tests.fakes.browsing import client_for
from tests.fakes.http2site import Http2Site
from tests.fakes.internet import Internet
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from ingest.web.client import Got

PUBLIC = "93.184.216.34"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def get(authority: trustme.CA, port: int, url: str, names: list[str] | None = None) -> list[Got]:
    """Ask twice, with a client that trusts the authority and finds the names at the port."""
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    net = Internet()
    net.place(PUBLIC, port)
    for name in names or ["paper.example"]:
        net.name(name, PUBLIC)
    with client_for(resolve=net.resolve, network=net, tls=trusting) as client:
        return [client.get(url, accept=Accept.PAGE) for _ in range(2)]


def test_the_certificate_and_the_server_name_are_of_the_name_not_of_the_address(authority: trustme.CA) -> None:
    told: list[str | None] = []
    context = server_side(authority, "paper.example")
    context.sni_callback = lambda _socket, name, _context: told.append(name)
    with WebSite(tls=context) as site:
        site.serve("/a", "safe")
        got = get(authority, site.port, "https://paper.example/a")
    assert [one.content for one in got if isinstance(one, Page)] == [b"safe", b"safe"]
    assert told == ["paper.example"]


def test_a_certificate_of_another_name_does_not_hold(authority: trustme.CA) -> None:
    with WebSite(tls=server_side(authority, "other.example")) as site:
        got, _ = get(authority, site.port, "https://paper.example/a")
    assert isinstance(got, Failure)
    assert got.reason.startswith("shows a certificate that does not hold (Hostname mismatch")
    assert site.requests == []


def test_a_certificate_of_nobody_known_does_not_hold(authority: trustme.CA) -> None:
    with WebSite(tls=server_side(trustme.CA(), "paper.example")) as site:
        got, _ = get(authority, site.port, "https://paper.example/a")
    assert isinstance(got, Failure)
    assert "certificate" in got.reason
    assert site.requests == []


def test_http2_is_spoken_where_it_is_offered_and_over_one_connection(authority: trustme.CA) -> None:
    with Http2Site(server_side(authority, "paper.example")) as site:
        got = get(authority, site.port, "https://paper.example/a")
        assert [one.content for one in got if isinstance(one, Page)] == [b"over http/2"] * 2
    assert site.paths == ["/robots.txt", "/a", "/a"]
    assert site.connections == 1


def test_a_body_over_http2_is_cut_at_the_limit_too(authority: trustme.CA) -> None:
    with Http2Site(server_side(authority, "paper.example"), body=b"x" * 16_000) as site:
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        net = Internet()
        net.place(PUBLIC, site.port)
        net.name("paper.example", PUBLIC)
        with client_for(resolve=net.resolve, network=net, tls=trusting) as client:
            got = client.get("https://paper.example/a", accept=Accept.PAGE, max_bytes=10_000)
            again = client.get("https://paper.example/a", accept=Accept.PAGE)
    assert isinstance(got, Failure)
    assert got.reason == "is larger than 10,000 bytes"
    assert isinstance(again, Page)
