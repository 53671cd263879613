"""Re-ingests under a bot that is asked all the while (the short form of `python -m tests.bench soak`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.soak import MOST_STALE, SECONDS_BETWEEN, soak

ROUNDS = 2


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory and open files are read from Linux's /proc")
async def test_no_answer_fails_none_is_stale_and_nothing_is_left_over(tmp_path: Path) -> None:
    done = await soak(tmp_path, ROUNDS, articles=4)
    assert len(done.published) == ROUNDS
    assert len(done.asked) >= ROUNDS / SECONDS_BETWEEN  # a round lasts more than a second
    assert done.failed == []
    assert done.staleness() <= MOST_STALE
    assert done.left_over == []
    first, *_, last = done.weights
    assert last.files <= first.files + 6
    assert last.megabytes <= first.megabytes + 100
    assert {each.round for each in done.asked} >= set(range(1, ROUNDS + 1))
