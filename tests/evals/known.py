"""Is an article found by its title? The bench `known-item`, written as a section of the report.

    python -m tests.evals.known --data-dir D [--out FILE.md]

D holds the collections beside the project; where it holds none they are ingested first, which takes minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.bench import known_item
from tests.bench.corpus import Setting

_SECTION = """## Finding an article by its title

300 titles of one collection (FA-KES) as questions against all articles, embedder `minilm`:

| | |
|---|---|
{rows}

Titles stand in the header of each passage and are indexed, so this is easier than finding an article by its text.

`{command}` repeats it."""


def main() -> int:
    """Run and print the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.known", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the section to this file too")
    asked = parser.parse_args()
    measured = known_item.run(Setting(asked.data_dir.absolute()))
    rows = "\n".join(f"| {what} | {figure} |" for what, figure in measured if what != "aim")
    text = _SECTION.format(rows=rows, command=f"python -m tests.evals.known --data-dir {asked.data_dir.name}")
    sys.stdout.write(text + "\n")
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
