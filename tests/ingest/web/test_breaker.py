"""When a host is left alone, and how it comes back."""

from __future__ import annotations

import pytest

from ingest.web.breaker import Breaker
from tests.fakes.clock import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def breaker(clock: StillClock) -> Breaker:
    return Breaker(failures=3, seconds=100, clock=clock)


def fail(breaker: Breaker, times: int, host: str = "a") -> None:
    for _ in range(times):
        breaker.failed(host)


def test_a_few_failures_change_nothing(breaker: Breaker) -> None:
    fail(breaker, 2)
    assert breaker.rest("a") == 0


def test_too_many_in_a_row_close_the_way_to_this_host_only(breaker: Breaker, clock: StillClock) -> None:
    fail(breaker, 3)
    clock.pass_seconds(40)
    assert (breaker.rest("a"), breaker.rest("b")) == (60, 0)


def test_a_success_in_between_starts_the_count_again(breaker: Breaker) -> None:
    fail(breaker, 2)
    breaker.succeeded("a")
    fail(breaker, 2)
    assert breaker.rest("a") == 0


def test_after_the_time_one_may_see_and_the_others_wait(breaker: Breaker, clock: StillClock) -> None:
    fail(breaker, 3)
    clock.pass_seconds(100)
    assert [breaker.rest("a"), breaker.rest("a")] == [0, 100]


def test_its_success_opens_the_way(breaker: Breaker, clock: StillClock) -> None:
    fail(breaker, 3)
    clock.pass_seconds(100)
    breaker.rest("a")
    breaker.succeeded("a")
    assert [breaker.rest("a"), breaker.rest("a")] == [0, 0]


def test_its_failure_closes_it_for_another_while(breaker: Breaker, clock: StillClock) -> None:
    fail(breaker, 3)
    clock.pass_seconds(100)
    breaker.rest("a")
    clock.pass_seconds(10)
    breaker.failed("a")
    assert breaker.rest("a") == 100


def test_a_host_that_asks_for_it_is_left_alone_without_any_failure(breaker: Breaker, clock: StillClock) -> None:
    breaker.leave_alone("a", 7200)
    breaker.leave_alone("a", 5)
    assert breaker.rest("a") == 7200
    clock.pass_seconds(7200)
    assert [breaker.rest("a"), breaker.rest("a")] == [0, 0]
