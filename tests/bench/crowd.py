"""Fifty people ask at once in ten channels, half by mention and half by /ask; then more than the bot takes at once.

`python -m tests.bench.crowd --data-dir DIR --out FILE.json`: the bot's own process, extractive, over the loopback
Discord. Everybody gets an answer or, beyond the limit, the sentence that says it is busy; times are from asking to the
complete answer and to the first sign of life (the acknowledgement of a command, the typing of a mention).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.playground.people import Person, replies, responses
from bot.streaming import WRITING
from tests.bench.corpus import percentile
from tests.bench.loopback_bot import BotHouse, bot_over

if TYPE_CHECKING:
    from simcord.backend.models import Interaction, Message

    from bot.playground.rest import Call

CROWD, CHANNELS, MOB = 50, 10, 300
PATIENCE = 300.0
LOOK_EVERY = 0.01
BUSY = "I am answering as many questions as I can"
AIM_ANSWER, AIM_SIGN = 3.0, 0.3


@dataclass
class Asked:
    """One person's question and what came of it; seconds after asking."""

    how: str
    at: float
    sign: float | None = None
    done: float | None = None
    text: str = ""

    @property
    def outcome(self) -> str:
        if self.done is None:
            return "silence"
        return "busy" if BUSY in self.text else "answered"


@dataclass(frozen=True)
class Round:
    """What came of a crowd; seconds."""

    people: int
    answered: int
    busy: int
    silence: int
    answer_p50: float
    answer_p95: float
    sign_p50: float
    sign_p95: float
    alive: bool
    cpu_bot: float
    """Seconds of a processor: the bot's own process, `cpu_crew` those that answer, `cpu_discord` this one."""
    cpu_crew: float
    cpu_discord: float
    load: float
    """The load average of the machine when it was over: others work on it too."""


class Crowd:
    """Watches what the bot says to each."""

    def __init__(self, house: BotHouse, questions: list[str]) -> None:
        self._house = house
        self._questions = questions
        self._waiting: list[tuple[Asked, Message | Interaction]] = []
        self._open: list[tuple[Asked, Message | Interaction]] = []

    async def asks(self, people: list[Person]) -> list[Asked]:
        """Let everybody ask at once, and wait for all of them."""
        server = self._house.server
        began = len(server.calls)
        self._waiting = [self._one(number, person) for number, person in enumerate(people)]
        self._open = list(self._waiting)
        await self._wait()
        self._read_signs(list(server.calls)[began:])
        return [asked for asked, _ in self._waiting]

    def _one(self, number: int, person: Person) -> tuple[Asked, Message | Interaction]:
        question = self._questions[number % len(self._questions)]
        now = self._house.server.clock
        if number % 2:
            return Asked("ask", now()), person.uses("ask", question=question)
        return Asked("mention", now()), person.says(f"{self._house.me} {question}")

    async def _wait(self) -> None:
        """Look every hundredth of a second: after every event it would cost more than the bot's own work."""
        until = self._house.server.clock() + PATIENCE
        while self._open and self._house.alive and self._house.server.clock() < until:
            await asyncio.sleep(LOOK_EVERY)
            self._look()

    def _look(self) -> None:
        backend, now = self._house.server.backend, self._house.server.clock()
        for asked, what in self._open:
            said = responses(backend, what) if asked.how == "ask" else replies(backend, what)  # type: ignore[arg-type]
            if said and WRITING not in said[-1].content:
                asked.done, asked.text = now - asked.at, said[0].content
        self._open = [each for each in self._open if each[0].done is None]

    def _read_signs(self, calls: list[Call]) -> None:
        typing: dict[str, list[float]] = {}
        acknowledged = {}
        for call in calls:
            parts = call.path.split("/")
            if parts[-1] in {"typing", "messages"} and call.method == "POST":
                typing.setdefault(parts[2], []).append(call.at)
            if parts[-1] == "callback":
                acknowledged[parts[2]] = call.at
        for asked, what in self._waiting:
            if asked.how == "ask":
                at = acknowledged.get(str(what.id))
            else:
                at = next((t for t in typing.get(str(what.channel_id), ()) if t >= asked.at), None)
            asked.sign = None if at is None else at - asked.at


def sum_up(asked: list[Asked], spent: tuple[float, float, float], *, alive: bool) -> Round:
    answers = [each.done for each in asked if each.done is not None and each.outcome == "answered"] or [0.0]
    signs = [each.sign for each in asked if each.sign is not None] or [0.0]
    outcomes = [each.outcome for each in asked]
    return Round(
        len(asked), outcomes.count("answered"), outcomes.count("busy"), outcomes.count("silence"),
        statistics.median(answers), percentile(answers, 0.95), statistics.median(signs), percentile(signs, 0.95), alive,
        *spent, os.getloadavg()[0],
    )  # fmt: skip


async def crowd(data: Path, folder: Path, people: int = CROWD, mob: int = MOB) -> list[Round]:
    """Run both rounds; returns what came of each."""
    async with bot_over(data, folder) as house:
        house.fill(max(people, mob), CHANNELS)
        watched = Crowd(house, questions_for(data))
        await watched.asks(house.people[:2])  # whoever asks first waits for the models to load
        rounds = []
        for many in (people, mob):
            before = _spent(house)
            asked = await watched.asks(house.people[:many])
            bot, crew, own = (now - then for now, then in zip(_spent(house), before, strict=True))
            rounds.append(sum_up(asked, (bot, crew, own), alive=house.alive))
        assert not house.unhandled(), house.unhandled()
    return rounds


def _spent(house: BotHouse) -> tuple[float, float, float]:
    """Return the seconds of a processor used so far by the bot's process, by those it started, and by this one."""
    bot, *crew = house.processor_seconds()
    return bot, sum(crew), time.process_time()


def questions_for(data: Path, most: int = 50) -> list[str]:
    """Return a question about each of so many articles of a corpus."""
    current = (data / "CURRENT").read_text().strip()
    with sqlite3.connect(f"file:{data / 'snapshots' / current / 'corpus.db'}?mode=ro", uri=True) as corpus:
        titles = [title for (title,) in corpus.execute("select title from articles order by id limit ?", (most,))]
    return [f"What is said about this: {title}?" for title in titles]


_HEAD = (
    "| people at once | answered | told it is busy | silence | answer p50 / p95 | first sign p50 / p95 "
    "| processor: bot / crew / loopback | load |"
)


def table(rounds: list[Round]) -> str:
    """Return the figures as a table in Markdown."""
    lines = [
        _HEAD,
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {r.people} | {r.answered} | {r.busy} | {r.silence} | {r.answer_p50:.2f} / {r.answer_p95:.2f} s "
            f"| {1000 * r.sign_p50:.0f} / {1000 * r.sign_p95:.0f} ms "
            f"| {r.cpu_bot:.1f} / {r.cpu_crew:.1f} / {r.cpu_discord:.1f} s | {r.load:.1f} |"
            for r in rounds
        ),
        f"\n{os.cpu_count()} cores; aims for {CROWD}, p95: answer {AIM_ANSWER:g} s, sign {1000 * AIM_SIGN:.0f} ms.",
        f"The process {'lives' if rounds[-1].alive else 'has DIED'}.",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.crowd", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="a corpus; it is copied")
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    parser.add_argument("--people", type=int, default=CROWD)
    parser.add_argument("--mob", type=int, default=MOB)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nayrab-crowd-") as folder:
        rounds = asyncio.run(crowd(asked.data_dir, Path(folder), asked.people, asked.mob))
    sys.stdout.write(table(rounds) + "\n")
    if asked.out:
        asked.out.write_text(json.dumps([asdict(each) for each in rounds], indent=1))
    return 1 if any(each.silence or not each.alive for each in rounds) else 0


if __name__ == "__main__":
    sys.exit(main())
