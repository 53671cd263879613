"""Which stored files are gone from the places a run looked through, or belonged to a removed source. Pure.

Place in the flow: `gather` and `pipeline` ask it after the survey; `changes` then removes what was stored from them. It
doubts rather than removes: a place where nothing at all is seen may be a disk that is not there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.web.addresses import is_web

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def vanished(
    containers: Collection[str], roots: Collection[str], seen: Collection[str], blocked: Collection[str]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the stored containers inside `roots` that are no longer there, and warnings about places that are empty.

    What lies inside a `blocked` path could not be looked at and is not gone. A root in which nothing at all was seen,
    though something is stored from it, is taken for a disk that is not there rather than for an emptied folder.
    """
    present = set(seen)
    gone: set[str] = set()
    warnings: list[str] = []
    for root in roots:
        inside = [c for c in containers if is_inside(c, root) and not any(is_inside(c, wall) for wall in blocked)]
        missing = [container for container in inside if container not in present]
        if missing and not any(is_inside(container, root) for container in present):
            warnings.append(f"{root}: holds nothing to read now, so what was stored from it before stays")
        else:
            gone.update(missing)
    return frozenset(gone), tuple(warnings)


@dataclass(frozen=True, slots=True)
class Removal:
    """Locations of removed sources and of those that stay; `places` says, by page, where its source lies."""

    removed: Collection[str]
    kept: Collection[str]
    places: Mapping[str, str]


def left_behind(containers: Collection[str], removal: Removal) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the stored containers that belong to a removed source and to none of those that are kept; and warnings.

    A file belongs to the folders it lies in, a page to the source that the ledger says it was read for. What belongs to
    none of them is nobody's business here. Where the ledger was lost, pages stay, with a warning.
    """
    removed = set(removal.removed) - set(removal.kept)
    pages = {place for place in removed if is_web(place)}
    folders = removed - pages
    gone = {
        container
        for container in containers
        if removal.places.get(container) in pages
        or (_in_any(container, folders) and not _in_any(container, removal.kept))
    }
    unknown = [c for c in containers if is_web(c) and c not in removal.places]
    lost = sorted(pages - set(removal.places.values())) if unknown else []
    return frozenset(gone), tuple(
        f"{place}: which of the stored pages came from it is not known, so what was stored from it before stays"
        for place in lost
    )


def _in_any(container: str, places: Collection[str]) -> bool:
    return any(is_inside(container, place) for place in places)


def is_inside(path: str, root: str) -> bool:
    """Tell whether `path` is `root` or lies below it."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
