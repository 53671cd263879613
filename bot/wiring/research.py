"""What the bot's look-ups are made of, put together from the workbench.

Place in the flow: `bot.wiring.running` hands it to the bot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.research import Research

if TYPE_CHECKING:
    from bot.wiring import Workbench

EVENTS = 40
"""The most events of a timeline; it is shown in pages."""


def research(bench: Workbench) -> Research:
    """Return every part that there is."""
    return Research(chronicle=bench.chronicle(EVENTS))
