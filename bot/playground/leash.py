"""`nayrab run` on a leash: `python -m bot.playground.leash` is the bot, and ends when whoever started it is gone.

Place in the flow: `child` starts this process and keeps its standard input open. When that closes, by whatever end of
the playground (a crash and SIGKILL included), the bot stops as on SIGTERM; no orphan is left.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_wait_for_the_end, name="leash", daemon=True).start()
    sys.argv = ["nayrab", "run"]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
