"""When a request is repeated, and after how long."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.retry import Again, GiveUp, Patience, asked_pause, decide, is_transient

NOON = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
PATIENCE = Patience(tries=4, backoff_seconds=1.0, longest_wait_seconds=60.0)


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 522])
def test_what_may_pass(status: int) -> None:
    assert is_transient(status)


@pytest.mark.parametrize("status", [200, 204, 304, 400, 401, 403, 404, 410, 451, 501, 505])
def test_what_does_not_pass(status: int) -> None:
    assert not is_transient(status)


def test_pauses_double_and_end_after_so_many_tries() -> None:
    pauses = [decide(tried, PATIENCE, None, NOON, lambda: 1.0) for tried in range(1, 5)]
    assert pauses == [Again(1.0), Again(2.0), Again(4.0), GiveUp()]


def test_what_the_site_asks_for_comes_first() -> None:
    assert decide(1, PATIENCE, seconds(20), NOON, lambda: 0.0) == Again(20.0)


def test_too_long_a_pause_is_left_for_another_run() -> None:
    assert decide(1, PATIENCE, seconds(61), NOON, lambda: 0.0) == GiveUp(until=NOON + seconds(61))


@given(st.integers(1, 40), st.none() | st.floats(0, 60), st.floats(0, 1, exclude_max=True))
def test_a_pause_is_never_shorter_than_asked_nor_longer_than_allowed(
    tried: int, pause: float | None, chance: float
) -> None:
    patience = Patience(tries=50, backoff_seconds=1.0, longest_wait_seconds=60.0)
    verdict = decide(tried, patience, None if pause is None else seconds(pause), NOON, lambda: chance)
    assert isinstance(verdict, Again)
    assert seconds(pause or 0).total_seconds() <= verdict.seconds <= 61


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("0", 0),
        (" 120 ", 120),
        ("9" * 400, 366 * 86_400),
        ("Wed, 01 May 2024 12:00:30 GMT", 30),
        ("Wed, 01 May 2024 14:00:30 +0200", 30),
        ("Wed, 01 May 2024 12:00:30 -0000", 30),
        ("Wed, 01 May 2024 11:00:00 GMT", 0),
        ("Wed, 01 May 2999 11:00:00 GMT", 366 * 86_400),
        ("Wed, 99 May 2024 11:00:00 GMT", None),
    ],
)
def test_a_pause_is_read_as_seconds_or_as_a_date(header: str | None, pause: float | None) -> None:
    assert asked_pause(header, NOON) == (None if pause is None else seconds(pause))


@given(st.text())
def test_no_header_is_too_odd(header: str) -> None:
    asked_pause(header, NOON)
