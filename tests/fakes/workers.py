"""Stand-ins for the process that ingests: small scripts that speak its language, keep silent, or do not listen."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.curation import Step

PATIENCE = 20
REPORT = {"added": 2, "failed": []}

SAY = "import json, os, signal, sys, time\ndef say(**record): os.write(1, json.dumps(record).encode() + b'\\n')\n"
DONE = SAY + f"say(report={REPORT!r})\n"
STEP = "say(progress=dict(stage='read', done=1, total=2, detail='a'))\n"
WAITS = SAY + STEP + "time.sleep(60)\n"
DEAF = SAY + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STEP + "time.sleep(60)\n"
POLITE = (
    SAY
    + "def stop(*_): say(error='stopped: the live corpus is as it was', kind='IngestCancelledError'); sys.exit(143)\n"
    + "signal.signal(signal.SIGTERM, stop)\n"
    + STEP
    + "time.sleep(60)\n"
)
TOO_LATE = (
    SAY
    + "signal.signal(signal.SIGTERM, lambda *_: (say(report={'added': 9}), sys.exit(0)))\n"
    + STEP
    + "time.sleep(60)\n"
)


class Watcher:
    """Keeps the steps, and tells when the first has come."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._came = asyncio.Event()

    def __call__(self, step: Step) -> None:
        self.steps.append(step)
        self._came.set()

    async def first_step(self) -> None:
        await asyncio.wait_for(self._came.wait(), PATIENCE)


def command(script: str) -> list[str]:
    """Return the command line that runs a script, as quickly as Python can start."""
    return [sys.executable, "-I", "-S", "-c", script]
