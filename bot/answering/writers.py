"""Writers: material in, a draft of checked claims out, or the reason why there is nothing to say.

Place in the flow: between `finding` and `compose`. `Quoting` is the default one: it judges whether the sentences that
were found answer at all, and quotes the best. `bot.answering.generative` has the one that asks a language model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.answering import extractive, sufficiency
from bot.answering.models import Draft, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering.material import Material
    from bot.answering.models import Declined, DraftClaim

    Progress = Callable[[DraftClaim], None]
    """Told of each claim once it is checked, in order; from the thread that writes."""

MODEL = "extractive"


def _untold(_: DraftClaim) -> None:
    """Take no notice of a claim."""


class Writer(Protocol):
    """Writes what the material says; safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model's name, as answers show it."""

    def draft(self, material: Material, progress: Progress = _untold) -> Draft | Declined | Reason:
        """Return a draft with one claim at least, or why there is none; raises `AnsweringError` for a fault."""


class Quoting:
    """The default writer: judges, selects and quotes; no model."""

    name = MODEL

    def __init__(self, limits: extractive.Limits | None = None) -> None:
        self._limits = limits or extractive.Limits()

    def draft(self, material: Material, progress: Progress = _untold) -> Draft | Reason:
        """Return the quotes that answer, or why there are none."""
        verdict = sufficiency.judge(material)
        if verdict.reason is not None:
            return verdict.reason
        asked = frozenset(stem for term in material.query.terms for stem in term.group)
        runs = extractive.select(material.ranked, material.library.sentences, self._limits, asked)
        claims = extractive.claims_of(runs, material.library.times, self._limits)
        for claim in claims:
            progress(claim)
        return Draft(claims, MODEL) if claims else Reason.NO_EVIDENCE
