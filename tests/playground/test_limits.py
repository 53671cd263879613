"""Rate limits of the loopback Discord: what every response tells, and when a call is refused."""

from __future__ import annotations

import pytest

from bot.playground.limits import Limits, Rule, fits, refusal

EDIT = "/channels/1/messages/7"
SEND = "/channels/1/messages"


class Hand:
    """A clock that is moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_every_response_tells_what_is_left(hand: Hand) -> None:
    limits = Limits(hand)
    told = [limits.take("PATCH", EDIT).headers for _ in range(5)]
    assert [headers["X-RateLimit-Remaining"] for headers in told] == ["4", "3", "2", "1", "0"]
    assert {headers["X-RateLimit-Limit"] for headers in told} == {"5"}
    assert told[0]["X-RateLimit-Reset-After"] == "5.000"
    assert limits.take("POST", SEND).headers["X-RateLimit-Bucket"] != told[0]["X-RateLimit-Bucket"]


def test_the_sixth_edit_in_five_seconds_is_refused_until_they_are_over(hand: Hand) -> None:
    limits = Limits(hand)
    for message in range(5):
        assert limits.take("PATCH", f"/channels/1/messages/{message}").retry_after is None
    hand.now += 2
    refused = limits.take("PATCH", EDIT)
    assert refused.retry_after == pytest.approx(3)
    assert refused.headers["Retry-After"] == "3.000"
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert refused.headers["Via"]
    assert not refused.everywhere
    hand.now += 3
    assert limits.take("PATCH", EDIT).retry_after is None


def test_another_channel_or_interaction_has_its_own_limit(hand: Hand) -> None:
    limits = Limits(hand)
    for path in (
        EDIT,
        "/channels/2/messages/7",
        "/webhooks/9/a/messages/@original",
        "/webhooks/9/b/messages/@original",
    ):
        assert [limits.take("PATCH", path).retry_after is None for _ in range(6)] == [True] * 5 + [False]


def test_the_limit_on_all_calls_spares_what_answers_an_interaction(hand: Hand) -> None:
    limits = Limits(hand, rules=(), overall=Rule("*", "*", 2, 1.0, 0))
    assert [limits.take("GET", "/users/@me").retry_after is None for _ in range(3)] == [True, True, False]
    refused = limits.take("GET", "/gateway")
    assert refused.everywhere
    assert refused.headers["X-RateLimit-Global"] == "true"
    assert limits.take("POST", "/interactions/1/token/callback").retry_after is None


def test_what_is_not_limited_has_no_headers(hand: Hand) -> None:
    assert Limits(hand).take("GET", EDIT).headers == {}


def test_a_long_run_does_not_pile_up_buckets(hand: Hand) -> None:
    limits = Limits(hand)
    for channel in range(5_000):
        hand.now += 1
        limits.take("POST", f"/channels/{channel}/messages")
    assert len(limits._buckets) <= 1_001


@pytest.mark.parametrize(
    ("path", "pattern", "does"),
    [
        ("/channels/1/messages/2", "/channels/*/messages/*", True),
        ("/channels/1/messages/2/threads", "/channels/*/messages/*", False),
        ("/channels/1/messages", "/channels/*/messages/*", False),
    ],
)
def test_a_star_stands_for_one_part_of_a_path(path: str, pattern: str, does: bool) -> None:
    assert fits(path, pattern) is does


def test_a_global_refusal_says_so() -> None:
    assert refusal(1.5, everywhere=True).headers["X-RateLimit-Scope"] == "global"
