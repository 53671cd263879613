"""Nothing that a site or a name server says leads the client into a private network; real HTTP, names of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ingest.sources.base import Failure
from ingest.web.content import Accept
from ingest.web.outcome import Page
from tests.fakes.browsing import client_for
from tests.fakes.internet import Internet

if TYPE_CHECKING:
    from ingest.web.client import WebClient
    from tests.fakes.website import WebSite

PUBLIC = "93.184.216.34"
PRIVATE = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00:ec2::254", "::ffff:127.0.0.1"]


@pytest.fixture
def net(site: WebSite) -> Internet:
    """The site as http://paper.example/, and on every private address too, for whoever would connect there."""
    internet = Internet()
    internet.name("paper.example", PUBLIC)
    for address in (PUBLIC, *PRIVATE):
        internet.place(address, site)
    return internet


def client(net: Internet, **settings: Any) -> WebClient:
    return client_for(resolve=net.resolve, network=net, **settings)


def get(net: Internet, url: str, **settings: Any) -> object:
    with client(net, **settings) as web:
        return web.get(url, accept=Accept.PAGE)


def reason(got: object) -> str:
    assert isinstance(got, Failure), got
    assert not got.passing
    return got.reason


def test_a_public_name_is_connected_to_by_the_address_that_was_checked(site: WebSite, net: Internet) -> None:
    site.serve("/a", "news")
    got = get(net, "http://Paper.Example/a")
    assert isinstance(got, Page)
    assert got.content == b"news"
    assert net.connected == [(PUBLIC, 80)]
    assert site.asked_for("/a")[0].headers["host"] == "paper.example"


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused(net: Internet, address: str) -> None:
    net.name("inside.example", address)
    got = get(net, "http://inside.example/")
    assert reason(got) == f"leads to {address}, which is not a public address"
    assert net.connected == []


def test_one_private_address_among_public_ones_is_enough(net: Internet) -> None:
    net.name("mixed.example", [PUBLIC, "10.0.0.1"])
    assert "10.0.0.1" in reason(get(net, "http://mixed.example/"))
    assert net.connected == []


def test_the_remedy_says_how_to_allow_a_server_of_ones_own(net: Internet) -> None:
    net.name("inside.example", "10.0.0.1")
    got = get(net, "http://inside.example/")
    assert isinstance(got, Failure)
    assert "allow_hosts" in got.remedy


@pytest.mark.parametrize("allowed", ["inside.example", "inside.example:80"])
def test_a_host_that_the_settings_name_may_be_private(site: WebSite, net: Internet, allowed: str) -> None:
    net.name("inside.example", "10.0.0.1")
    site.serve("/", "ours")
    assert isinstance(get(net, "http://inside.example/", allow_hosts=frozenset({allowed})), Page)
    assert net.connected == [("10.0.0.1", 80)]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://localhost./",
        "http://inside.example/",
        "//inside.example/",
        "http://someone:word@paper.example/",
        "http://paper.example:25/",
        "file:///etc/passwd",
        "ftp://paper.example/",
    ],
)
def test_no_redirect_leads_inside(site: WebSite, net: Internet, to: str) -> None:
    for name in ("localhost", "inside.example"):
        net.name(name, "127.0.0.1")
    site.redirect("/a", to)
    got = get(net, "http://paper.example/a")
    assert reason(got).startswith("is redirected to ")
    assert {address for address, _ in net.connected} == {PUBLIC}


def test_a_redirect_of_robots_txt_leads_nowhere_inside_either(site: WebSite, net: Internet) -> None:
    site.redirect("/robots.txt", "http://127.0.0.1/")
    site.serve("/a", "x")
    assert isinstance(get(net, "http://paper.example/a"), Page)
    assert {address for address, _ in net.connected} == {PUBLIC}


def test_an_answer_that_changes_after_the_check_does_not_help(site: WebSite, net: Internet) -> None:
    """Public when it is checked, private ever after: the connection goes to what was checked, the next is refused."""
    net.name("rebind.example", PUBLIC, "127.0.0.1")
    site.serve("/a", "x", headers={"Connection": "close"})
    site.serve("/robots.txt", "", headers={"Connection": "keep-alive"})
    with client(net) as web:
        assert isinstance(web.get("http://rebind.example/a", accept=Accept.PAGE), Page)
        assert net.connected == [(PUBLIC, 80)]
        assert "127.0.0.1" in reason(web.get("http://rebind.example/a", accept=Accept.PAGE))
    assert net.connected == [(PUBLIC, 80)]
    assert net.resolved["rebind.example"] == 2  # once for each connection: there is no second look to deceive


def test_a_name_is_looked_up_once_for_a_connection(site: WebSite, net: Internet) -> None:
    net.name("rebind.example", PUBLIC, "127.0.0.1")
    site.redirect("/a", "/b")
    site.serve("/b", "x")
    assert isinstance(get(net, "http://rebind.example/a"), Page)
    assert net.resolved["rebind.example"] == 1


def test_the_next_address_is_tried_where_the_first_does_not_answer(site: WebSite, net: Internet) -> None:
    net.name("two.example", ["2606:2800:220:1::1", PUBLIC])
    site.serve("/", "x")
    assert isinstance(get(net, "http://two.example/"), Page)
    assert net.connected == [("2606:2800:220:1::1", 80), (PUBLIC, 80)]


@pytest.mark.parametrize("name", ["xn--a.example", "xn--.example", "xn--٣.example"])
def test_a_name_that_cannot_be_is_refused_even_if_somebody_knows_it(net: Internet, name: str) -> None:
    net.name(name, PUBLIC)
    assert reason(get(net, f"https://{name}/")) in {"is no valid address", "names no valid host"}


def test_nothing_of_one_host_is_told_to_the_next(site: WebSite, net: Internet) -> None:
    net.name("other.example", PUBLIC)
    site.serve("/b", "x")
    site.serve("/a", "", status=302, headers={"Location": "http://other.example/b", "Set-Cookie": "who=me"})
    assert isinstance(get(net, "http://paper.example/a"), Page)
    headers = site.asked_for("/b")[0].headers
    assert headers["host"] == "other.example"
    assert not headers.keys() & {"cookie", "authorization", "referer"}


def test_a_proxy_of_the_surroundings_is_not_used(site: WebSite, net: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.serve("/a", "x")
    assert isinstance(get(net, "http://paper.example/a"), Page)
