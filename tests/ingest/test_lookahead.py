from __future__ import annotations

import threading

import pytest

from ingest.lookahead import Lookahead, several


def nothing() -> None:
    """Nobody stops."""


def test_results_come_in_order_whichever_is_ready_first() -> None:
    last = threading.Event()

    def work(number: int) -> int:
        if number == 3:
            last.set()
        assert last.wait(5)
        return number * number

    with several(4) as pool:
        ahead = Lookahead[int](pool, nothing, ahead=4, most_bytes=100, size=lambda _: 1)
        assert list(ahead.results(range(4), work)) == [(0, 0), (1, 1), (2, 4), (3, 9)]


def test_it_never_runs_further_ahead_than_allowed() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return number

    with several(1) as pool:
        ahead = Lookahead[int](pool, nothing, ahead=3, most_bytes=100, size=lambda _: 1)
        results = ahead.results(range(9), work)
        next(results)
        assert len(begun) <= 3
        assert [number for number, _ in results] == list(range(1, 9))


def test_nothing_is_begun_while_heavy_answers_wait() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return number

    with several(1) as pool:
        ahead = Lookahead[int](pool, nothing, ahead=5, most_bytes=0, size=lambda _: 10)
        for number, _ in ahead.results(range(5), work):
            pool.submit(nothing).result()  # whatever had been begun is done now
            assert len(begun) <= number + 5
    assert begun == list(range(5))


def test_whoever_stops_is_not_kept_waiting() -> None:
    let_go = threading.Event()

    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    def fetch_all() -> None:
        with several(1) as pool:
            ahead = Lookahead[bool](pool, stop, ahead=2, most_bytes=10, size=lambda _: 1)
            list(ahead.results([1, 2], lambda _: let_go.wait(30)))

    with pytest.raises(StoppedError):
        fetch_all()
    let_go.set()
