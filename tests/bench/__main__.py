"""`python -m tests.bench [NAME ...] [--data-dir D] [--articles N]`: prints plain tables; NAME is a key of `BENCHES`.

Figures depend on the machine and its load, so each table ends with the load and the command that repeats it. Several
benches run as a process each: none warms, or weighs on, the next.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.bench import change, cold, ingesting, known_item, latency, soak
from tests.bench.corpus import Setting, UnavailableError

BENCHES = {
    "known-item": known_item.run,
    "latency": latency.run,
    "ingest": ingesting.run,
    "cold": cold.run,
    "change": change.run,
    "soak": soak.run,
}
LONG = ("change", "soak")
"""Ten minutes each: run only when they are named."""
REPOSITORY = Path(__file__).parents[2]


def main() -> int:
    asked = _arguments()
    if len(asked.names) > 1:
        return max(_apart(name) for name in asked.names)
    (name,) = asked.names
    try:
        rows = BENCHES[name](Setting(asked.data_dir.absolute(), asked.articles))
    except UnavailableError as error:
        sys.stdout.write(f"{name}: {error}\n")
        return 0
    sys.stdout.write(f"{name}\n{_table(rows)}\n  {_load()}; again: {_command(name)}\n\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    known = f"of {', '.join(BENCHES)}; unless named all but {' and '.join(LONG)}"
    parser.add_argument("names", nargs="*", metavar="NAME", help=known)
    parser.add_argument("--data-dir", type=Path, default=REPOSITORY / "build" / "bench", help="made when it is empty")
    parser.add_argument("--articles", type=int, help="ingest only so many articles (benches `ingest`, `change`)")
    asked = parser.parse_args()
    asked.names = asked.names or [name for name in BENCHES if name not in LONG]
    if unknown := [name for name in asked.names if name not in BENCHES]:
        parser.error(f"there is no bench {unknown[0]!r}; there are: {', '.join(BENCHES)}")
    return asked


def _apart(name: str) -> int:
    options = [argument for argument in sys.argv[1:] if argument not in BENCHES]
    return subprocess.run([sys.executable, "-m", "tests.bench", name, *options], check=False).returncode


def _table(rows: list[tuple[str, str]]) -> str:
    width = max(len(what) for what, _ in rows)
    return "\n".join(f"  {what:<{width}}  {figure}" for what, figure in rows)


def _load() -> str:
    cores = os.cpu_count() or 1
    return f"{cores} cores, load {os.getloadavg()[0]:.1f}"


def _command(name: str) -> str:
    options = [argument for argument in sys.argv[1:] if argument not in BENCHES]
    return " ".join(("python -m tests.bench", name, *options))


if __name__ == "__main__":
    sys.exit(main())
