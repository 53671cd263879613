"""The parts that each process of the crew holds: everything that answers and looks up.

Place in the flow: `bot.wiring.running` lets the crew make them, one workbench to a process, and hands their stand-ins
to the bot. Where the settings want no crew, the same parts are made in the bot's own process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from bot.answering.models import Question
from bot.answering.pipeline import MODEL
from bot.crew import Crew, Parts, Remote
from bot.wiring import Workbench
from bot.wiring.research import research

if TYPE_CHECKING:
    from bot.answering.comparison import Comparison
    from bot.answering.models import Outcome
    from bot.answering.pipeline import Answerer, SearchResult
    from bot.answering.writers import Progress
    from bot.research import Atlas, Chronicler, Library, Research, Reviewer
    from bot.settings import Settings

ANSWERER, COMPARISON = "answerer", "comparison"
_WARM_UP = Question("warm-up")


@dataclass(frozen=True, slots=True)
class Staff:
    """What the bot asks; the types are those of the parts, which may be elsewhere."""

    answerer: Answerer
    comparison: Comparison
    research: Research
    crew: Crew | None = None

    def warm_up(self) -> None:
        """Load what the first question needs (each process of a crew does so by itself)."""
        self.answerer.search(_WARM_UP, limit=1)
        if self.research.library is not None:  # titles are looked up while people type
            self.research.library.publishers()

    def close(self) -> None:
        """Send the crew home, if there is one."""
        if self.crew is not None:
            self.crew.close()


class FarAnswerer:
    """The answerer of whichever process is free; what it reports on the way is passed on."""

    def __init__(self, far: Remote) -> None:
        self._far = far

    def answer(self, question: Question, progress: Progress | None = None) -> Outcome:
        """Answer; raises what answering raises."""
        answered: Outcome = self._far.answer(question, progress=progress)
        return answered

    def search(self, question: Question, **options: Any) -> SearchResult:
        """Search; raises what searching raises."""
        found: SearchResult = self._far.search(question, **options)
        return found


def crew_size(settings: Settings) -> int:
    """Return how many processes answer; 0 means the bot's own: a language model is mostly waited for."""
    return settings.service.answer_processes if settings.answer.model == MODEL else 0


def staff(bench: Workbench, *, limit: float) -> Staff:
    """Return the parts: in a crew of processes, each call limited to so many seconds, or here."""
    size = crew_size(bench.settings)
    if size == 0:
        return Staff(bench.answerer(), bench.comparison, research(bench))
    crew = Crew(partial(made, _sharing_cores(bench.settings, size)), size, limit=limit)
    return Staff(
        cast("Answerer", FarAnswerer(Remote(crew, ANSWERER))),
        cast("Comparison", Remote(crew, COMPARISON)),
        replace(
            research(bench),
            library=cast("Library", Remote(crew, "library")),
            reviewer=cast("Reviewer", Remote(crew, "reviewer")),
            atlas=cast("Atlas", Remote(crew, "atlas")),
            chronicle=cast("Chronicler", Remote(crew, "chronicle")),
        ),
        crew,
    )


def made(settings: Settings) -> Parts:
    """Make the parts in a process of the crew, and load what the first question needs."""
    from bot import log

    log.set_up(settings, to_terminal=True)
    bench = Workbench(settings)
    here = Staff(bench.answerer(), bench.comparison, research(bench))
    parts = {
        ANSWERER: here.answerer,
        COMPARISON: here.comparison,
        "library": here.research.library,
        "reviewer": here.research.reviewer,
        "atlas": here.research.atlas,
        "chronicle": here.research.chronicle,
    }

    def look_for_a_new_snapshot() -> None:
        with bench.live.lease():
            pass

    if bench.has_corpus():
        here.warm_up()
    return Parts(parts, look_for_a_new_snapshot)


def _sharing_cores(settings: Settings, size: int) -> Settings:
    """Return the settings with the cores shared out: models of several processes would hinder each other."""
    if settings.embedder.threads:
        return settings
    threads = max(1, (os.cpu_count() or 1) // size)
    embedder = settings.embedder.model_copy(update={"threads": threads})
    return settings.model_copy(update={"embedder": embedder})
