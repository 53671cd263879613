"""What is there: the kept snapshots as rows, and the briefs that ship with Nayrab as sources.

Place in the flow: parts of `Workbench` that only a few commands ask for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ingest
from ingest.corpus.errors import CorruptSnapshotError
from ingest.corpus.models import Source

if TYPE_CHECKING:
    from ingest.corpus.snapshot import SnapshotStore

STARTER_PUBLISHER = "Starter briefs"


def history(store: SnapshotStore) -> list[dict[str, Any]]:
    """Return one row per kept snapshot, the newest first."""
    try:
        live = store.current()
    except CorruptSnapshotError:  # CURRENT names nothing; the list is what helps to choose again
        live = None
    return [
        {
            "name": manifest.name,
            "live": manifest.name == live,
            "created": manifest.created,
            "parent": manifest.parent,
            **manifest.counts,
            "embedder": manifest.embedder.get("name"),
        }
        for manifest in store.history()
    ]


def starter_sources() -> list[Source]:
    """Return the briefs that ship with Nayrab, one source each."""
    folder = Path(str(ingest.__file__)).parent / "starter"
    briefs = sorted(path for path in folder.glob("*.md") if path.stem.lower() != "readme")
    return [Source(name=f"starter/{path.stem}", location=str(path), publisher=STARTER_PUBLISHER) for path in briefs]
