"""When a half-written answer is shown, and with which numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.compose import compose
from bot.streaming import WRITING, Pace, so_far, unfinished, until_next
from tests.fakes.answerer import an_article
from tests.fakes.telling import a_claim

PACE = Pace(first=0.7, between=1.2)


@pytest.mark.parametrize(
    ("now", "began", "shown", "wait"),
    [
        (10.0, 10.0, None, 0.7),
        (10.5, 10.0, None, 0.2),
        (10.7, 10.0, None, 0.0),
        (99.0, 10.0, None, 0.0),
        (11.0, 10.0, 10.8, 1.0),
        (12.0, 10.0, 10.8, 0.0),
        (15.0, 10.0, 15.0, 1.2),
    ],
)
def test_the_first_claim_waits_a_little_and_edits_keep_their_distance(
    now: float, began: float, shown: float | None, wait: float
) -> None:
    assert until_next(PACE, now, began, shown) == pytest.approx(wait)


def test_more_claims_never_change_a_number() -> None:
    articles = [replace(an_article(f"Sentence {n}."), id=f"a{n}") for n in range(5)]
    claims = [a_claim(f"Claim {n}.", articles[n % 3 if n < 4 else n]) for n in range(5)]
    whole = compose(claims, (), lambda _: ())
    for count in range(1, 6):
        part = so_far("?", claims[:count])
        assert whole.text.startswith(part.text)
        assert part.sources == whole.sources[: len(part.sources)] or count < 5
        assert [s.n for s in part.sources] == list(range(1, len(part.sources) + 1))


def test_of_several_messages_the_first_is_shown_within_the_limit() -> None:
    shown = unfinished(("word " * 400, "more"))
    assert len(shown) <= 2_000
    assert shown.endswith(f"\n{WRITING}")
