"""The bot's own process over a loopback Discord, for benches: a server of people, and what the process weighs.

Used by `crowd` and `soak`; the bot gets a copy of the data folder it is given, since it writes its memory there.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.playground.loopback import Loopback
from bot.playground.people import Person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from bot.playground.limits import Limits
    from bot.playground.rest import Call

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-of-nobody"
LET_IN = 120.0
"""Seconds for the bot to start in."""
UNEXPECTED = ("(ref ", "never retrieved", "Exception in callback", "Fatal Python", "Ignoring exception")


class Weight(NamedTuple):
    """What the bot's processes hold: resident megabytes, open handles, threads."""

    megabytes: float
    handles: int
    threads: int


@dataclass
class BotHouse:
    """The server, one guild with some channels, and the process of the bot."""

    server: Loopback
    guild_id: int
    log: Path
    process: asyncio.subprocess.Process
    people: list[Person] = field(default_factory=list)

    @property
    def me(self) -> str:
        return f"<@{self.server.backend.bot_user.id}>"

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    def fill(self, people: int, channels: int) -> None:
        """Let so many people join, spread over so many channels."""
        rooms = [self.server.backend.create_channel(self.guild_id, f"room-{n}") for n in range(channels)]
        for number in range(people):
            user = self.server.backend.make_user(f"reader-{number}")
            self.server.backend.add_member(self.guild_id, user.id)
            room = rooms[number % channels]
            self.people.append(Person(self.server.backend, user.id, self.guild_id, room.id))

    def weight(self) -> Weight:
        """Return what the process and those it has started hold together."""
        each = [_weight(pid) for pid in _family(self.process.pid)]
        return Weight(*(sum(parts) for parts in zip(*each, strict=True)))

    def processor_seconds(self) -> list[float]:
        """Return how long each process has kept a processor busy so far, the bot's own first."""
        return [_processor_seconds(pid) for pid in _family(self.process.pid)]

    def unhandled(self) -> list[str]:
        """Return the lines of the log that tell of an exception nobody was prepared for."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if any(mark in line for mark in UNEXPECTED)]


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _weight(pid: int) -> Weight:
    """Return what one process holds, nothing when it has ended; memory that several share counts in part for each."""
    proc = Path(f"/proc/{pid}")
    try:
        status = dict(line.split(":", 1) for line in (proc / "status").read_text().splitlines() if ":" in line)
        shared = dict(line.split(":", 1) for line in (proc / "smaps_rollup").read_text().splitlines()[1:])
        handles = len(list((proc / "fd").iterdir()))
    except (FileNotFoundError, ProcessLookupError):
        return Weight(0.0, 0, 0)
    return Weight(int(shared["Pss"].split()[0]) / 1024, handles, int(status["Threads"]))


@contextlib.asynccontextmanager
async def bot_over(
    data: Path,
    folder: Path,
    *,
    limits: Callable[[Callable[[], float]], Limits] | None = None,
    keep: int | None = None,
    on_call: Callable[[Call], None] = lambda _call: None,
    settings: Mapping[str, str] | None = None,
) -> AsyncIterator[BotHouse]:
    """Copy `data` below `folder`, start `nayrab run` on it, and wait until it is let in; ends it by SIGTERM."""
    copy, log = folder / "data", folder / "bot.log"
    shutil.copytree(data, copy)
    async with Loopback(TOKEN, keep=keep, on_call=on_call) as server:
        server.rest.limits = limits(server.clock) if limits else None
        guild_id = server.backend.create_guild("Newsroom").id
        with log.open("xb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=_environment(server, copy, settings or {}),
                stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        try:
            await server.until(lambda: server.gateway.session, LET_IN)
            yield BotHouse(server, guild_id, log, process)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 60)


def _environment(server: Loopback, data: Path, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAYRAB_")}
    ours = {
        "HOME": str(data.parent),
        "NAYRAB_DATA_DIR": str(data),
        "NAYRAB_DISCORD__API_URL": server.url,
        "NAYRAB_DISCORD__TOKEN": TOKEN,
    }
    return kept | ours | dict(settings)
