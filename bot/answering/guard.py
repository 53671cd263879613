"""Guarded: a writer whose claims pass the checks of `output`, and rest on no text that gives orders.

Place in the flow: around every writer, the quoting one too. It writes and verifies nothing itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answering import orders, output
from bot.answering.models import Declined, Draft, Reason

if TYPE_CHECKING:
    from bot.answering.material import Material
    from bot.answering.models import DraftClaim
    from bot.answering.writers import Progress, Writer


class Guarded:
    """Wraps a writer; safe to call from several threads if that one is."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @property
    def name(self) -> str:
        """The name of the writer within."""
        return self._writer.name

    def draft(self, material: Material, progress: Progress = lambda _: None) -> Draft | Declined | Reason:
        """Return what may be shown of the writer's draft, or why there is nothing."""

        def told(claim: DraftClaim) -> None:
            if _complaint(claim, material) is None:
                progress(claim)

        drafted = self._writer.draft(material, told)
        return _checked(drafted, material) if isinstance(drafted, Draft) else drafted


def _checked(draft: Draft, material: Material) -> Draft | Declined:
    judged = [(claim, _complaint(claim, material)) for claim in draft.claims]
    shown = tuple(claim for claim, why in judged if why is None)
    withheld = tuple(output.withheld(claim.text, why) for claim, why in judged if why)
    if not shown:
        return Declined(Reason.NO_EVIDENCE, draft.notes)
    return replace(draft, claims=shown, withheld=(*draft.withheld, *withheld)) if withheld else draft


def _complaint(claim: DraftClaim, material: Material) -> str | None:
    """Return why a claim is not shown: by its own form, or because it rests on text that gives orders."""
    if not orders.about_orders(material.query) and any(orders.to_machines(e.text) for e in claim.excerpts):
        return "it rests on text that gives orders"
    return output.complaint(claim)
