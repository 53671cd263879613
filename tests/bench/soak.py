"""Re-ingest after re-ingest under a bot that is asked a question every 100 ms: no answer fails, none is stale.

Every round changes what the articles say, so that an answer tells which round it comes from. In turns a round is
ordered from the running bot (its own worker process) and typed in a shell (a process that the bot knows nothing of).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering.models import Answer, Question
from bot.curation import Order
from bot.offload import ThreadOffload
from bot.settings import load_settings
from bot.wiring import Workbench
from bot.wiring.curator import WorkbenchCurator
from bot.wiring.freshness import Freshness
from bot.wiring.tending import service_for, tending, worker_environment
from ingest.corpus.models import Source
from tests.bench.corpus import REPOSITORY, percentile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.curation import Step
    from bot.settings import Settings
    from tests.bench.corpus import Setting

ROUNDS = 50
SECONDS_BETWEEN = 0.1
QUESTION = "How many lorries did the depot at Tellin hold?"
FIRST = 1_000
MOST_STALE = 5.0
TOWNS = ("Marrun", "Oskava", "Birzeh", "Sarmat", "Hallat", "Zeitan", "Kafr Dal", "Rasim")


@dataclass(frozen=True)
class Asked:
    """One question: when it was asked (wall clock), how many seconds it took, and the round its answer is from."""

    at: float
    seconds: float
    round: int | None
    fault: str = ""


@dataclass(frozen=True)
class Weight:
    """What this process holds after a round."""

    megabytes: float
    files: int
    snapshots: int


@dataclass
class Soaked:
    """What came of it; `published` says when each round's articles went live."""

    asked: list[Asked] = field(default_factory=list)
    published: dict[int, float] = field(default_factory=dict)
    weights: list[Weight] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    idle: list[Asked] = field(default_factory=list)

    @property
    def failed(self) -> list[Asked]:
        return [each for each in self.asked if each.round is None]

    def staleness(self) -> float:
        """Return the most seconds after a publishing at which a question was still answered from before it."""
        late = [
            each.at - self.published[each.round + 1]
            for each in self.asked
            if each.round is not None and each.round + 1 in self.published
        ]
        return max(0.0, *late)


def run(_setting: Setting) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix="nayrab-soak-") as folder:
        done = asyncio.run(soak(Path(folder), int(os.environ.get("SOAK_ROUNDS", ROUNDS))))
    return rows(done)


def rows(done: Soaked) -> list[tuple[str, str]]:
    busy, idle = ([1000 * each.seconds for each in asked] for asked in (done.asked, done.idle))
    faults = ", ".join(sorted({each.fault for each in done.failed}))
    return [
        ("ingests", f"{len(done.published)}, in turns from the bot and from a shell"),
        ("questions", f"{len(done.asked)} while it went on, one every {1000 * SECONDS_BETWEEN:.0f} ms"),
        ("failed answers", f"{len(done.failed)}  (aim: 0) {faults}".rstrip()),
        ("stale after publishing", f"at most {done.staleness():.2f} s  (aim: at most {MOST_STALE:g} s)"),
        ("an answer, while ingesting", f"p50 {statistics.median(busy):.0f} ms  p95 {percentile(busy, 0.95):.0f} ms"),
        ("an answer, before", f"p50 {statistics.median(idle):.0f} ms  p95 {percentile(idle, 0.95):.0f} ms"),
        ("memory, MB by round", _curve([f"{each.megabytes:.0f}" for each in done.weights])),
        ("open files by round", _curve([str(each.files) for each in done.weights])),
        ("snapshots by round", _curve([str(each.snapshots) for each in done.weights])),
        ("left over", ", ".join(done.left_over) or "nothing"),
    ]


def _curve(values: list[str]) -> str:
    return " ".join(values)


async def soak(folder: Path, rounds: int, articles: int = 24) -> Soaked:
    """Ingest `rounds` times below `folder`, asking all the while."""
    papers, data = folder / "papers", folder / "data"
    papers.mkdir()
    for number in range(articles):
        _write(papers, number, 0)
    _tally(papers, 0)
    settings = load_settings(data_dir=data)
    bench, done = Workbench(settings), Soaked()
    bench.sources.add(Source("papers", str(papers)))
    bench.ingest(bench.sources.all(), observer=_unseen)
    service, freshness = service_for(settings), Freshness(bench.live)
    curator = WorkbenchCurator(bench, service, freshness)
    async with tending(bench, curator, service, freshness), _asking(bench, done):
        await asyncio.sleep(1)
        done.idle, done.asked[:] = list(done.asked), []
        for number in range(1, rounds + 1):
            _write(papers, number % articles, number)
            _tally(papers, number)
            await (_from_the_bot(curator) if number % 2 else _from_a_shell(settings, papers))
            done.published[number] = (data / "CURRENT").stat().st_mtime
            await _until_seen(done, number)
            done.weights.append(_weight(data))
    bench.live.close()
    done.left_over = sorted(path.name for path in (data / "snapshots").iterdir() if not path.name.isdigit())
    return done


def _write(papers: Path, number: int, round_: int) -> None:
    town, other = TOWNS[number % len(TOWNS)], TOWNS[(number + 3) % len(TOWNS)]
    body = f"The market at {town} reopened after {number + 3} days. {100 + round_} families took the road to {other}."
    (papers / f"{number:02}.md").write_text(f"# Report {number} from {town}\n\n{body}\n", encoding="utf-8")


def _tally(papers: Path, round_: int) -> None:
    """Write the article whose figure tells the round."""
    text = f"The depot at Tellin held {FIRST + round_} lorries at the morning count, its keeper said."
    (papers / "tally.md").write_text(f"# The depot at Tellin\n\n{text}\n", encoding="utf-8")


def _unseen(progress: Step) -> None:
    pass


async def _from_the_bot(curator: WorkbenchCurator) -> None:
    ingestion = await curator.begin(Order("soak"), _unseen)
    report = await ingestion.result()
    if not report["changed"] or report["failed"]:
        raise RuntimeError(f"an ingest did not do what it should: {report}")


async def _from_a_shell(settings: Settings, papers: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "ingest", str(papers), cwd=REPOSITORY,
        env=worker_environment(settings, os.environ),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"an ingest from a shell failed: {said.decode()[-500:]}")


@contextlib.asynccontextmanager
async def _asking(bench: Workbench, done: Soaked) -> AsyncIterator[None]:
    """Ask for the length of the block, whether or not the former question is answered; wait for the last answers."""
    answerer = bench.answerer()
    await asyncio.to_thread(answerer.answer, Question(QUESTION))
    offload = ThreadOffload(workers=2, waiting=200, limit=60)
    asked: set[asyncio.Task[None]] = set()

    async def ask() -> None:
        at, started = time.time(), time.perf_counter()
        try:
            outcome = await offload.run(lambda: answerer.answer(Question(QUESTION)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is counted
            done.asked.append(Asked(at, time.perf_counter() - started, None, f"{type(error).__name__}: {error}"))
            return
        found = re.search(r"held ([\d,]+) lorries", outcome.text) if isinstance(outcome, Answer) else None
        number = int(found[1].replace(",", "")) - FIRST if found else None
        fault = "" if found else f"refused: {outcome.text[:80]}"
        done.asked.append(Asked(at, time.perf_counter() - started, number, fault))

    async def ask_on() -> None:
        while True:
            task = asyncio.create_task(ask())
            asked.add(task)
            task.add_done_callback(asked.discard)
            await asyncio.sleep(SECONDS_BETWEEN)

    asking = asyncio.create_task(ask_on())
    try:
        yield
    finally:
        asking.cancel()
        await asyncio.gather(*asked)
        offload.close()


async def _until_seen(done: Soaked, number: int) -> None:
    """Go on when an answer came from this round, or when it should long have come."""
    until = time.monotonic() + 2 * MOST_STALE
    while time.monotonic() < until and not any(each.round == number for each in done.asked[-20:]):  # noqa: ASYNC110 - polled
        await asyncio.sleep(SECONDS_BETWEEN / 2)


def _weight(data: Path) -> Weight:
    proc = Path("/proc/self")
    pages = int((proc / "statm").read_text().split()[1])
    snapshots = sum(1 for _ in (data / "snapshots").iterdir())
    return Weight(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(list((proc / "fd").iterdir())), snapshots)
