"""`nayrab play` as its own process, over a copy of a real corpus."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@dataclass
class Playground:
    """The running command; its address, and what it writes."""

    process: asyncio.subprocess.Process
    url: str
    log: Path

    @classmethod
    async def opens(cls, data: Path, *more: str, **settings: str) -> Playground:
        """Start it and wait for its address."""
        log = data.parent / "play.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NAYRAB_")}
        ours = {
            "HOME": str(data.parent),
            "NAYRAB_DATA_DIR": str(data),
            "NAYRAB_SERVICE__ANSWER_PROCESSES": "0",  # cheaper; tests/wire/test_wire_crew.py has them
        }
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "play", "--no-open", *more, cwd=ROOT, env=kept | ours | settings,
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        assert line.startswith(b"The playground: http://127.0.0.1:"), log.read_text()
        return cls(process, line.decode().split()[-1], log)

    def children(self) -> set[int]:
        """The processes it has started that are still there."""
        return set(_below(self.process.pid))

    async def ends(self, by: int = signal.SIGTERM) -> int:
        """End it with a signal; returns its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(by)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


def _below(pid: int) -> Iterable[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)


def alive(pids: Iterable[int]) -> list[int]:
    """Of these processes, those that have not ended."""
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text()]


async def gone(pids: Iterable[int]) -> bool:
    """Wait until all these processes have ended."""
    left = set(pids)
    async with asyncio.timeout(PATIENCE):
        while alive(left):  # noqa: ASYNC110  # the end of somebody else's process is announced to nobody
            await asyncio.sleep(0.05)
    return True
