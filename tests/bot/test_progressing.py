"""An ingest as text: amounts, time left, results; and that nothing foreign gets through or over the limit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation import Step
from bot.paging import CONTENT_LIMIT, size
from bot.progressing import (
    STAGE_WORDS,
    Standing,
    duration,
    failed_text,
    left_text,
    progress_text,
    result_text,
    stopped_text,
    what_text,
)
from ingest.report import STAGES

NOON = dt.datetime(2020, 3, 6, 12, tzinfo=dt.UTC)


def test_every_stage_of_an_ingest_has_its_words() -> None:
    assert set(STAGE_WORDS) == set(STAGES)


def after(seconds: float) -> dt.datetime:
    return NOON + dt.timedelta(seconds=seconds)


def standing(*steps: tuple[float, str, int, int]) -> Standing:
    """Where it stands after steps at these seconds."""
    stand = Standing.at_start(NOON)
    for seconds, stage, done, total in steps:
        stand = stand.after(Step(stage, done, total), after(seconds))
    return stand


class TestTimeLeft:
    def test_it_is_told_from_the_pace_of_the_stage_alone(self) -> None:
        stand = standing((0, "read", 0, 5), (100, "embed", 0, 10), (110, "embed", 5, 10))
        assert stand.left(after(110)) == dt.timedelta(seconds=10)

    def test_what_was_done_before_the_first_step_does_not_count(self) -> None:
        stand = standing((0, "embed", 90, 100), (10, "embed", 95, 100))
        assert stand.left(after(10)) == dt.timedelta(seconds=10)

    @pytest.mark.parametrize(
        "steps",
        [(), ((0, "embed", 0, 0),), ((0, "embed", 0, 10),), ((0, "embed", 0, 9), (10, "embed", 9, 9))],
        ids=["nothing", "no total", "none done", "all done"],
    )
    def test_where_nobody_can_tell_nothing_is_told(self, steps: Any) -> None:
        assert standing(*steps).left(after(20)) is None

    def test_it_is_not_told_from_a_moment(self) -> None:
        assert standing((0, "embed", 0, 10), (1, "embed", 1, 10)).left(after(2)) is None

    def test_a_stage_that_begins_again_is_measured_anew(self) -> None:
        stand = standing((0, "embed", 9, 10), (100, "embed", 0, 10), (110, "embed", 2, 10))
        assert stand.left(after(110)) == dt.timedelta(seconds=40)


class TestTexts:
    def test_more_done_than_there_is_counts_as_all(self) -> None:
        assert "· 5 of 5 · 100 %" in progress_text("X", standing((0, "read", 9, 5)), NOON)

    def test_an_unknown_stage_is_shown_as_it_is_called(self) -> None:
        assert "\nmystery\n" in progress_text("X", standing((0, "mystery", 0, 0)), NOON)

    def test_a_path_is_shown_by_its_last_part(self) -> None:
        stand = Standing.at_start(NOON).after(Step("read", 1, 2, "/home/somebody/secret/paper.txt"), NOON)
        shown = progress_text("X", stand, NOON)
        assert "paper.txt" in shown
        assert "somebody" not in shown

    def test_a_title_with_a_slash_stays_whole(self) -> None:
        stand = Standing.at_start(NOON).after(Step("embed", 1, 2, "Talks 3/4 done"), NOON)
        assert "Talks 3/4 done" in progress_text("X", stand, NOON)

    def test_the_first_failures_are_spelled_out_and_the_others_counted(self) -> None:
        failed = [{"where": rf"C:\papers\p{n}.csv", "reason": "is empty", "remedy": ""} for n in range(8)]
        shown = result_text("X", {"failed": failed}, dt.timedelta(0), "ada")
        assert "failed 8" in shown
        assert "- p4.csv: is empty\n- and 3 more; `nayrab sources check` lists them all" in shown
        assert "papers" not in shown

    def test_counts_may_be_numbers_or_lists(self) -> None:
        shown = result_text("X", {"added": 3, "gone": ["a", "b"], "snapshot": None}, dt.timedelta(0), "ada")
        assert "added 3 · replaced 0 · gone from the web 2 · failed 0" in shown

    def test_without_changes_it_says_that_nothing_changed(self) -> None:
        report = {"snapshot": "000004", "articles": 7, "changed": False}
        shown = result_text("X", report, dt.timedelta(0), "ada")
        assert "Nothing had changed: snapshot 000004 with 7 articles stays live." in shown

    def test_many_sources_are_named_in_part(self) -> None:
        assert what_text(tuple("abcde")) == "Re-ingest of a, b, c and 2 more"
        assert what_text((), rebuild=True) == "Rebuild of all sources"

    @pytest.mark.parametrize(
        ("seconds", "told"), [(-1, "0 s"), (8.4, "8 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s"), (3780, "1 h 3 min")]
    )
    def test_durations(self, seconds: float, told: str) -> None:
        assert duration(dt.timedelta(seconds=seconds)) == told


anything = st.text(max_size=3_000)


@given(what=st.lists(anything, max_size=5), who=anything, words=anything, count=st.integers(-5, 10**9))
def test_whatever_comes_in_the_limit_is_kept(what: list[str], who: str, words: str, count: int) -> None:
    name, spent = what_text(what), dt.timedelta(seconds=5)
    stand = Standing.at_start(NOON).after(Step(words, count, count, words), NOON)
    report = {"added": count, "snapshot": words, "failed": [{"where": words, "reason": words}] * 9}
    for text in (
        progress_text(name, stand, after(9), words[:200]),
        result_text(name, report, spent, who),
        stopped_text(name, spent, who, who),
        failed_text(name, spent, "A sentence.", who),
        left_text(name, spent, who),
    ):
        assert 0 < size(text) <= CONTENT_LIMIT
        assert "@everyone" not in text
