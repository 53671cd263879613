from __future__ import annotations

from bot.answering.ranking import Candidate
from bot.answering.recency import LIFT, newest_first
from bot.answering.retrieve import ScoredSentence
from tests.fakes.library import article, passage


def candidate(id_: str, day: str | None, preference: float) -> Candidate:
    of = article(id_, day=day)
    scored = ScoredSentence(passage(of), 0, 1.0, 0.5, 0.5, 0.5, 0.5)
    return Candidate(scored, of, 1.0, preference)


def order(*found: Candidate) -> list[str]:
    return [c.article.id for c in newest_first(found)]


def test_of_those_that_fit_about_as_well_the_newest_comes_first() -> None:
    old, new = candidate("old", "2016-01-01", 2.0), candidate("new", "2020-01-01", 1.9)
    undated = candidate("undated", None, 1.95)
    assert order(old, undated, new) == ["new", "old", "undated"]


def test_a_new_report_that_fits_badly_stays_behind() -> None:
    old, new = candidate("old", "2016-01-01", 2.0), candidate("new", "2020-01-01", 0.5)
    assert order(old, new) == ["old", "new"]


def test_nobody_is_lost_and_nobody_gains_more_than_the_lift() -> None:
    found = [candidate(str(n), f"20{n + 10}-01-01", 2.0 - n / 10) for n in range(9)]
    lifted = newest_first(found)
    assert {c.article.id for c in lifted} == {c.article.id for c in found}
    before = {c.article.id: c.preference for c in found}
    assert all(0 <= c.preference - before[c.article.id] <= LIFT for c in lifted)
    assert newest_first([]) == []
