"""One spelling for one page, and never another page."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.addresses import fold, host, is_web, same_site


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        ("HTTPS://WWW.Paper.Example:443/News/A#top", "https://www.paper.example/News/A"),
        ("http://paper.example:80", "http://paper.example/"),
        ("http://paper.example:8080/a?", "http://paper.example:8080/a"),
        ("http://paper.example./a", "http://paper.example/a"),
        ("http://paper.example/a?utm_source=x&utm_medium=y", "http://paper.example/a"),
        ("http://paper.example/a?id=7&fbclid=abc&page=2", "http://paper.example/a?id=7&page=2"),
        ("http://paper.example/a?b=2&a=1&b=3", "http://paper.example/a?b=2&a=1&b=3"),
        ("http://paper.example/a?UTM_Campaign=x&q=%D8%A7&empty=", "http://paper.example/a?q=%D8%A7&empty="),
        ("  http://paper.example/a \n", "http://paper.example/a"),
        ("http://[::1]:80/a", "http://[::1]/a"),
        ("http://paper.example/حلب?x=ب c", "http://paper.example/%D8%AD%D9%84%D8%A8?x=%D8%A8%20c"),
        ("http://paper.example/%d8%ad%D9%84%d8%a8", "http://paper.example/%D8%AD%D9%84%D8%A8"),
        ("http://Bücher.example/", "http://xn--bcher-kva.example/"),
    ],
)
def test_what_is_no_part_of_the_page_goes(url: str, folded: str) -> None:
    assert fold(url) == folded


@pytest.mark.parametrize("name", ["id", "cid", "uid", "ref", "source", "session", "keyword", "at", "p", "amp", "lang"])
def test_parameters_that_may_choose_the_page_stay(name: str) -> None:
    assert fold(f"http://paper.example/a?{name}=1") == f"http://paper.example/a?{name}=1"


@pytest.mark.parametrize(
    "name",
    [
        "utm_source",
        "gclid",
        "fbclid",
        "msclkid",
        "igshid",
        "yclid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "ocid",
        "mkt_tok",
        "xtor",
    ],
)
def test_parameters_that_count_visitors_go(name: str) -> None:
    assert fold(f"http://paper.example/a?{name}=1") == "http://paper.example/a"


@pytest.mark.parametrize("text", ["/home/desk/a.txt", "a.txt", "", "mailto:a@b.example", "http://[::1", "http://"])
def test_what_is_no_address_of_the_web_comes_back(text: str) -> None:
    assert fold(text) == text


@pytest.mark.parametrize(
    ("text", "web"),
    [("https://a.example/b", True), ("HTTP://a", True), ("ftp://a", False), ("a/b", False), ("http:", False)],
)
def test_what_is_of_the_web(text: str, web: bool) -> None:
    assert is_web(text) is web


@pytest.mark.parametrize(
    ("url", "name"), [("http://Paper.Example.:80/a", "paper.example"), ("http://u:p@[::1]/", "::1"), ("a/b", "")]
)
def test_the_host_of_an_address(url: str, name: str) -> None:
    assert host(url) == name


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("http://paper.example/a", "https://www.paper.example:443/b", True),
        ("http://paper.example/a", "http://other.example/a", False),
        ("http://paper.example/a", "http://blog.paper.example/a", False),
        ("a", "b", False),
    ],
)
def test_one_site(a: str, b: str, same: bool) -> None:
    assert same_site(a, b) is same


HOSTS = st.sampled_from(["paper.example", "WWW.Paper.Example", "127.0.0.1:8080", "[::1]:443", "paper.example.:80"])
PIECES = st.text("abcXYZ019-_.~%/ حé;:@!$'()*,", max_size=12)
QUERIES = st.lists(
    st.tuples(st.sampled_from(["id", "utm_source", "a b", "gclid", "q", "", "%75tm_x", "cid"]), PIECES), max_size=5
)
ADDRESSES = st.builds(
    lambda scheme, place, path, query, part: (
        f"{scheme}://{place}/{path}?" + "&".join(f"{name}={value}" for name, value in query) + f"#{part}"
    ),
    st.sampled_from(["http", "HTTPS"]),
    HOSTS,
    PIECES,
    QUERIES,
    PIECES,
)


@given(ADDRESSES | st.text(max_size=60))
def test_folding_twice_is_folding_once(url: str) -> None:
    assert fold(fold(url)) == fold(url)


@given(ADDRESSES)
def test_folding_keeps_the_page(url: str) -> None:
    before, after = urlsplit(url.strip()), urlsplit(fold(url))
    assert unquote(after.path) == unquote(before.path)
    assert after.hostname == (before.hostname or "").rstrip(".")
    kept = iter(unquote(before.query).split("&"))
    assert all(
        part in kept for part in unquote(after.query).split("&") if part
    )  # a subsequence: nothing new, the order kept
