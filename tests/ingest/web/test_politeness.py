"""Turns at a host: how far apart, how many at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.web.politeness import Politeness
from tests.fakes.browsing import Naps
from tests.fakes.clock import StillClock


def taking_turns(at_once: int = 1) -> tuple[Politeness, Naps, StillClock]:
    naps = Naps(clock := StillClock())
    return Politeness(at_once, clock, naps), naps, clock


def turn(politeness: Politeness, host: str = "a", delay: float = 5.0) -> None:
    with politeness.turn(host, delay):
        pass


def test_the_first_need_not_wait_and_the_others_keep_their_distance() -> None:
    politeness, naps, _ = taking_turns()
    for _ in range(3):
        turn(politeness)
    assert naps.taken == [5.0, 5.0]


def test_time_that_passed_anyway_counts() -> None:
    politeness, naps, clock = taking_turns()
    turn(politeness)
    clock.pass_seconds(3)
    turn(politeness)
    clock.pass_seconds(50)
    turn(politeness)
    assert naps.taken == [2.0]


def test_hosts_do_not_wait_for_each_other() -> None:
    politeness, naps, _ = taking_turns()
    turn(politeness, "a")
    turn(politeness, "b")
    assert naps.taken == []


def test_a_pause_that_the_host_asked_for_holds_for_everybody() -> None:
    politeness, naps, _ = taking_turns()
    politeness.hold("a", 30)
    politeness.hold("a", 10)
    turn(politeness, "a")
    turn(politeness, "b")
    assert naps.taken == [30.0]


def test_starts_of_many_threads_lie_apart() -> None:
    clock = StillClock()
    waits: list[float] = []
    politeness = Politeness(4, clock, waits.append)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: turn(politeness), range(4)))
    assert sorted(waits) == [5.0, 10.0, 15.0]


def test_a_place_is_given_back_after_a_fault() -> None:
    politeness, _, _ = taking_turns(at_once=1)
    with pytest.raises(OSError, match="broken"), politeness.turn("a", 0):
        raise OSError("broken")
    done = threading.Event()

    def again() -> None:
        turn(politeness)
        done.set()

    threading.Thread(target=again, daemon=True).start()
    assert done.wait(5)
