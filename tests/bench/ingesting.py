"""Where the time of an ingest goes, what a second run over the same files costs, and the memory of the largest run."""

from __future__ import annotations

import csv
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.corpus import FA_KES, SOURCES, ingested, reports, shared
from tests.bench.latency import peak_megabytes

if TYPE_CHECKING:
    from tests.bench.corpus import Setting

MEASURED = ("founding", "syrian-archive", FA_KES)


def run(setting: Setting) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        places = _places(Path(folder), setting.articles)
        first = _run(places, Path(folder) / "data")
        again = _run(places, Path(folder) / "data")
    spent, total = first["seconds"], first["seconds"]["total"]
    stages = "  ".join(f"{stage} {seconds:.1f}" for stage, seconds in spent.most_common() if stage != "total")
    return [
        ("articles", f"{first['read']}, {first['embedded']} passages embedded"),
        ("seconds", f"{total:.1f}: {stages}"),
        ("share of embedding", f"{spent['embed'] / total:.1%}  (aim: at least 90 %)"),
        (
            "second run",
            f"{again['seconds']['total'] / total:.1%} of the first, {again['embedded']} embedded  (aim: 5 %, 0)",
        ),
        ("second run, processes", f"{again['wall']:.1f} s of {first['wall']:.1f} s"),
        ("peak memory", f"{peak_megabytes(resource.RUSAGE_CHILDREN):.0f} MB"),
    ]


def _places(folder: Path, articles: int | None) -> dict[Path, tuple[str, ...]]:
    if articles is None:
        return {shared() / "data" / name: SOURCES[name] for name in MEASURED}
    rows = reports()[:articles]
    part = folder / "part.csv"
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [name for name in rows[0] if name], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return {part: ("--map", SOURCES[FA_KES][-1])}


def _run(places: dict[Path, tuple[str, ...]], data_dir: Path) -> dict[str, Any]:
    started = time.perf_counter()
    done = [ingested(place, options, data_dir) for place, options in places.items()]
    seconds: Counter[str] = Counter()
    for report in done:
        seconds.update(report["seconds"])
    return {
        "seconds": seconds,
        "read": sum(report["read"] for report in done),
        "embedded": sum(report["embedded"] for report in done),
        "wall": time.perf_counter() - started,
    }
