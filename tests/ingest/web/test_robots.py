"""What a robots.txt means for this client."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.robots import NoRules, ReadRules, location

SITE = "https://paper.example"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("user-AGENT: *\ndisallow: /*.pdf$", "/a.pdf", False),
        ("user-AGENT: *\ndisallow: /*.pdf$", "/a.pdf?x=1", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: otherbot\nDisallow: /", "/a", True),
        ("User-agent: Nayrab\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/a", True),
    ],
)
def test_longest_rule_of_the_closest_group_decides(text: str, path: str, allowed: bool) -> None:
    assert ReadRules(text.encode()).allows(SITE + path) is allowed


@pytest.mark.parametrize(("text", "delay"), [("", 0.0), ("2.5", 2.5), ("-1", 0.0), ("never", 0.0), ("nan", 0.0)])
def test_a_delay_that_makes_no_sense_is_none(text: str, delay: float) -> None:
    assert ReadRules(f"User-agent: *\nCrawl-delay: {text}\n".encode()).delay == delay


def test_no_file_means_no_rules() -> None:
    assert NoRules().allows(SITE + "/a")
    assert NoRules().delay == 0


@pytest.mark.parametrize(
    ("url", "robots"),
    [
        ("https://paper.example/a/b?c=d#e", "https://paper.example/robots.txt"),
        ("http://paper.example:8080", "http://paper.example:8080/robots.txt"),
    ],
)
def test_it_lies_at_the_root_of_the_site(url: str, robots: str) -> None:
    assert location(url) == robots


@given(st.binary(max_size=300), st.text(max_size=20))
def test_no_file_is_too_broken(content: bytes, path: str) -> None:
    rules = ReadRules(b"User-agent: *\nDisallow: " + content)
    rules.allows(f"{SITE}/{path}")
    assert rules.delay >= 0
