"""Candidates for a question about how things are now: of those that fit about as well, the newest report first.

Place in the flow: after `ranking`, for questions about the present (`wording.about_now`). Pure; it finds nothing and
drops nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.ranking import Candidate

AS_WELL = 0.8
"""How far below the best preference a candidate may lie to be counted as fitting about as well."""
LIFT = 0.8
"""What the newest of them gains over the oldest; an undated report gains nothing."""


def newest_first(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, best first, with those that fit about as well as the best lifted by how new they are."""
    if not ranked:
        return []
    near = [c for c in ranked if c.preference >= ranked[0].preference - AS_WELL]
    days = sorted({c.article.published.day for c in near if c.article.published})
    steps = {day: LIFT * n / len(days) for n, day in enumerate(days, 1)}
    lifted = [_lifted(c, steps[c.article.published.day] if c.article.published else 0.0) for c in near]
    return sorted([*lifted, *ranked[len(near) :]], key=lambda c: -c.preference)


def _lifted(candidate: Candidate, by: float) -> Candidate:
    return replace(candidate, preference=candidate.preference + by)
