"""The bot as its own process: `python -m bot run`, told to talk to a loopback Discord."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.loopback import Loopback

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@dataclass
class BotProcess:
    """A running bot; what it writes goes to `log`, a file of its own."""

    process: asyncio.subprocess.Process
    log: Path

    @classmethod
    async def starts(cls, server: Loopback, data: Path, *, token: str, **settings: str) -> BotProcess:
        """Start it, with more settings by their variable's name; returns at once."""
        earlier = len(list(data.parent.glob("bot-*.log")))
        log = data.parent / f"bot-{earlier + 1}.log"
        with log.open("xb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=_environment(server, data, token) | settings,
                stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip
        return cls(process, log)

    async def is_let_in(self, server: Loopback) -> None:
        """Wait until it has begun a session; fails at once when it ends instead."""
        session = server.gateway.session
        let_in = asyncio.create_task(server.until(lambda: server.gateway.session is not session, PATIENCE))
        ended = asyncio.create_task(self.process.wait())
        await asyncio.wait({let_in, ended}, return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        assert let_in.done(), self.log.read_text()
        await let_in

    async def ends(self, *, by: int | None = None) -> int:
        """Wait for its end (after sending a signal), and return its exit code."""
        if by is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(by)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


def _environment(server: Loopback, data: Path, token: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NAYRAB_")}
    ours = {
        "HOME": str(data.parent),
        "NAYRAB_DATA_DIR": str(data),
        "NAYRAB_DISCORD__API_URL": server.url,
        "NAYRAB_DISCORD__TOKEN": token,
        "NAYRAB_SERVICE__ANSWER_PROCESSES": "0",  # cheaper; test_wire_crew has them
    }
    return kept | ours
