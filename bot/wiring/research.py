"""What the bot's look-ups are made of, put together from the workbench.

Place in the flow: `bot.wiring.running` hands it to the bot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.atlas import Places
from bot.answering.library import CorpusLibrary
from bot.answering.review import Reviewing
from bot.research import Making, Research
from bot.wiring.writing import closeness

if TYPE_CHECKING:
    from bot.wiring import Workbench

EVENTS = 40
"""The most events of a timeline; it is shown in pages."""


def research(bench: Workbench) -> Research:
    """Return every part that there is."""
    settings = bench.settings
    return Research(
        library=library(bench),
        making=Making(settings.embedder.name, settings.answer.model),
        chronicle=bench.chronicle(EVENTS),
        reviewer=Reviewing(bench.finder, closeness(bench.embedder)),
        atlas=Places(bench.finder),
    )


def library(bench: Workbench) -> CorpusLibrary:
    """Return what looks articles up; its searches and its examples never ask a language model."""
    return CorpusLibrary(bench.finder, bench.answerer("extractive"), created=lambda name: _created(bench, name))


def _created(bench: Workbench, snapshot: str) -> str:
    """Return when a snapshot was made; "" where it is not kept any more."""
    return next((manifest.created for manifest in bench.store.history() if manifest.name == snapshot), "")
