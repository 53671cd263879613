"""What a newer snapshot has that an older one has not, has otherwise, or has no longer. Pure.

Place in the flow: `SnapshotStore.difference` hands in both snapshots' digests; `nayrab corpus diff` shows the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of the articles that only the newer snapshot has, that it has otherwise, that it has no longer; in order."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def difference(older: Mapping[str, str], newer: Mapping[str, str]) -> Difference:
    """Compare two snapshots' digests by article id."""
    return Difference(
        added=tuple(sorted(newer.keys() - older.keys())),
        replaced=tuple(sorted(id_ for id_ in newer.keys() & older.keys() if newer[id_] != older[id_])),
        removed=tuple(sorted(older.keys() - newer.keys())),
    )
