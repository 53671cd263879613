"""An hour of a busy server compressed: ten thousand messages, and the bot weighs in the end what it did after warm-up.

`python -m tests.bench.endurance [--messages N] [--out FILE.json]`: the bot's own process over the loopback Discord and
the small made-up corpus. Questions, commands, replies, buttons, page turns, forms, edits, deletions; now and then the
gateway drops. It fails on growth, on silence, on a body that breaks a rule, on an exception nobody was prepared for.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.gateway import Op
from tests.bench.loopback_bot import BotHouse, Weight, bot_over
from tests.bench.visitors import ACTS, Visitors
from tests.fakes.newsroom import STORIES, Newsroom
from tests.fakes.outbox import check_requests

if TYPE_CHECKING:
    from bot.playground.rest import Call

MESSAGES = 10_000
EVERY = 250
AT_ONCE = 6
DROP_EVERY = 400
WARM_UP = 0.25
"""The part of a run after which nothing may grow any more: caches are full by then."""
MOST_GROWTH_MB = 2.0
"""Megabytes that may be gained in a thousand messages after the warm-up."""
MOST_GROWTH_HANDLES = 2.0
FEWEST_TO_JUDGE = 8
"""Weighings without which a slope says nothing."""


@dataclass
class Endured:
    """What came of it: a weighing every `EVERY` messages, and all that went wrong."""

    messages: int = 0
    weights: list[tuple[int, Weight]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    drops: int = 0
    lost: int = 0
    """Sessions that were given up for good."""
    resumed: int = 0
    began: int = 0
    """RESUMEs and IDENTIFYs that the gateway heard after the bot was in."""

    def growth(self, what: str) -> float:
        """Return how much was gained in a thousand messages after the warm-up, by least squares."""
        late = [(at, float(getattr(w, what))) for at, w in self.weights if at >= self.messages * WARM_UP]
        return slope(late) * 1_000

    def verdict(self) -> list[str]:
        """Return what is wrong, as sentences."""
        wrong = list(self.faults)
        if self.resumed + self.began < self.drops + self.lost:  # each was on purpose, each is come back from
            wrong.append(f"{self.drops + self.lost} breaks, but {self.resumed + self.began} resumed or begun anew")
        if len(self.weights) * (1 - WARM_UP) >= FEWEST_TO_JUDGE:
            if (gained := self.growth("megabytes")) > MOST_GROWTH_MB:
                wrong.append(f"memory grows by {gained:.1f} MB in a thousand messages")
            if (gained := self.growth("handles")) > MOST_GROWTH_HANDLES:
                wrong.append(f"{gained:.1f} more handles are open after a thousand messages")
        return wrong


def slope(points: list[tuple[int, float]]) -> float:
    """Return the slope of the line that fits best; 0 for fewer than two points."""
    if len(points) < 2:
        return 0.0
    across = sum(x for x, _ in points) / len(points)
    up = sum(y for _, y in points) / len(points)
    return sum((x - across) * (y - up) for x, y in points) / sum((x - across) ** 2 for x, _ in points)


async def endure(folder: Path, messages: int, seed: int = 1) -> Endured:
    """Let visitors do so many things, `AT_ONCE` of them at a time."""
    newsroom = Newsroom(folder / "edition").prints(*STORIES)
    newsroom.closes()
    done = Endured(messages)
    known: list[int] = []

    def check(call: Call) -> None:
        try:
            check_requests([(call.method, call.path, call.body)], known)
        except (AssertionError, KeyError) as error:
            done.faults.append(f"{call.method} {call.path}: {error!r}")

    async with bot_over(newsroom.data, folder, keep=400, on_call=check) as house:
        house.fill(people=24, channels=6)
        known += house.server.backend.channels
        visitors = Visitors(house, seed)
        gateway = house.server.gateway
        before = gateway.count(Op.RESUME), gateway.count(Op.IDENTIFY)
        for first in range(0, messages, EVERY):
            await _some(visitors, min(EVERY, messages - first), done)
            done.weights.append((first + EVERY, house.weight()))
            sys.stdout.write(line(first + EVERY, house.weight()) + "\n")
            sys.stdout.flush()
            if not house.alive:
                break
        done.done = dict(visitors.done)
        done.resumed, done.began = gateway.count(Op.RESUME) - before[0], gateway.count(Op.IDENTIFY) - before[1]
        done.faults += [*visitors.silences, *house.unhandled(), *house.server.missing]
        done.faults += [] if house.alive else ["the process died"]
    return done


async def _some(visitors: Visitors, many: int, done: Endured) -> None:
    """Do so many things; the connection breaks at times, and at other times the session is lost while all is quiet."""
    for first in range(0, many, AT_ONCE):
        doing = [asyncio.create_task(visitors.one()) for _ in range(min(AT_ONCE, many - first))]
        total = visitors.total  # of those before: these have not begun yet, and at the very first nothing breaks
        if total and total // DROP_EVERY != (total - len(doing)) // DROP_EVERY:
            await breaks(visitors.house, done.drops)
            done.drops += 1
        await asyncio.gather(*doing)
        if total and total % (5 * DROP_EVERY) < len(doing):
            await visitors.house.server.gateway.invalidate(resumable=False)
            await visitors.house.server.until(lambda: visitors.house.server.gateway.session)
            done.lost += 1


async def breaks(house: BotHouse, number: int) -> None:
    """Break the connection in one of the ways it breaks at Discord."""
    gateway = house.server.gateway
    match number % 4:
        case 0:
            await gateway.drop()
        case 1:
            await gateway.drop(4000)
        case 2:
            await gateway.ask_to_reconnect()
        case _:
            await gateway.invalidate(resumable=True)


def line(at: int, weight: Weight) -> str:
    return f"  {at:>6} messages  {weight.megabytes:7.1f} MB  {weight.handles:4} handles  {weight.threads:3} threads"


def table(done: Endured) -> str:
    acts = ", ".join(f"{name} {done.done.get(name, 0)}" for name in ACTS)
    gained = f"{done.growth('megabytes'):+.2f} MB (at most {MOST_GROWTH_MB:g}), {done.growth('handles'):+.2f} handles"
    lines = [
        f"  {acts}",
        f"  {done.drops} drops and {done.lost} lost sessions: {done.resumed} resumed, {done.began} begun anew",
        f"  after the warm-up, in a thousand messages: {gained}",
        *(f"  WRONG: {each}" for each in done.verdict()[:20]),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.endurance", description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--out", type=Path, help="write the figures there as JSON, and the log beside them")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nayrab-endurance-") as folder:
        done = asyncio.run(endure(Path(folder), asked.messages, asked.seed))
        if asked.out:
            shutil.copyfile(Path(folder) / "bot.log", asked.out.with_suffix(".log"))
    sys.stdout.write(table(done) + "\n")
    if asked.out:
        asked.out.write_text(json.dumps(asdict(done), indent=1))
    return 1 if done.verdict() else 0


if __name__ == "__main__":
    sys.exit(main())
