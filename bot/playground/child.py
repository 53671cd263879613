"""The real bot as a process of its own: started, listened to, stopped; what it says last is kept for the page.

Place in the flow: `playing` starts it against the loopback Discord; `live` shows how it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LAST_LINES = 12
STOPS_WITHIN = 20.0
"""Seconds the bot gets to finish what is in flight before it is killed."""
_LONGEST_LINE = 1 << 16


@dataclass
class Child:
    """The bot's process, started anew by `start` when it has ended; `changed` is called whenever it says something."""

    environment: Mapping[str, str]
    show: Callable[[str], None]
    """Where its lines go besides: the terminal."""
    changed: Callable[[], None]
    exit_code: int | None = None
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))
    _process: asyncio.subprocess.Process | None = None
    _listening: asyncio.Task[None] | None = None
    _stopping: bool = False

    @property
    def runs(self) -> bool:
        """Tell whether the process is there."""
        return self._process is not None and self.exit_code is None

    @property
    def pid(self) -> int | None:
        """Return the number of the process, once it was started."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it, unless it runs."""
        if self.runs:
            return
        self.exit_code = None
        self.lines.clear()
        # In a session of its own Ctrl-C reaches only us: we stop it once, in order.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.playground.leash", env=dict(self.environment), start_new_session=True,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            limit=_LONGEST_LINE,
        )  # fmt: skip
        self._listening = asyncio.create_task(self._listen(self._process))
        self.changed()

    async def stop(self) -> None:
        """Stop it in order; after a while without."""
        self._stopping = True
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), STOPS_WITHIN)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        if self._listening is not None:
            await self._listening

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        output = process.stdout
        while output is not None and (line := await _line(output)):
            text = line.decode("utf-8", "replace").rstrip()
            self.lines.append(text)
            self.show(text)
            self.changed()
        self.exit_code = await process.wait()
        if not self._stopping:
            self.show(f"The bot has ended by itself (exit code {self.exit_code}).")
        self.changed()


async def _line(output: asyncio.StreamReader) -> bytes:
    """Return the next line, or what there is of an endless one; nothing at the end."""
    try:
        return await output.readuntil(b"\n")
    except asyncio.IncompleteReadError as rest:
        return rest.partial
    except asyncio.LimitOverrunError:
        return await output.read(_LONGEST_LINE)


def environment_of(url: str, token: str, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the variables for the bot: ours, with the loopback Discord in place of the real one, and more settings.

    What names servers and channels of the real Discord does not apply to the playground's.
    """
    elsewhere = {f"NAYRAB_DISCORD__{name}": "[]" for name in ("GUILDS", "CHANNELS", "ADMIN_GUILDS")}
    ours = {"NAYRAB_DISCORD__API_URL": url, "NAYRAB_DISCORD__TOKEN": token, "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **settings, **elsewhere, **ours}
