"""Where the sources differ: versions of one detail by different publishers, side by side.

Place in the flow: after a draft was written, and for `accounts TOPIC` by itself. Pure; it takes no side and retrieves
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.material import Material
    from bot.answering.models import Dispute, DraftClaim


def find(material: Material, claims: Sequence[DraftClaim]) -> tuple[Dispute, ...]:
    """Return what the sources of this question differ on, the most telling first."""
    return ()
