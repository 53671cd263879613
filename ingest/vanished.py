"""Which stored files are gone from the places a run looked through, or belonged to a removed source. Pure.

Place in the flow: `gather` and `pipeline` ask it after the survey; `changes` then removes what was stored from them. It
doubts rather than removes: a place where nothing at all is seen may be a disk that is not there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


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


def left_behind(containers: Collection[str], removed: Collection[str], kept: Collection[str]) -> frozenset[str]:
    """Return the stored containers that belong to a removed source and to none of those that are kept.

    `removed` and `kept` are paths of files or folders; what lies in neither is nobody's business here.
    """
    return frozenset(
        container
        for container in containers
        if any(is_inside(container, place) for place in removed) and not any(is_inside(container, k) for k in kept)
    )


def is_inside(path: str, root: str) -> bool:
    """Tell whether `path` is `root` or lies below it."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
