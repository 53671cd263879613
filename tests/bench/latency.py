"""From question to evidence, warm, over embedding the question alone: both in one run, in turns, question by question.

No question is asked twice, so nothing of it was looked up before; the indexes are open and the model is loaded.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from typing import TYPE_CHECKING

from bot.answering.models import Question
from tests.bench.corpus import percentile, shared, workbench

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.corpus import Setting

WARM_UP = 12
BUDGET = 1_000


def run(setting: Setting) -> list[tuple[str, str]]:
    bench = workbench(setting)
    answerer, embedder = bench.answerer(), bench.embedder
    questions = _questions()
    for question in questions[:WARM_UP]:
        answerer.search(question, tokens=BUDGET)
    alone, whole, parts = [], [], []
    for question in questions[WARM_UP:]:
        alone.append(_milliseconds(lambda q=question: embedder.query_vector(q.text)))  # type: ignore[misc]  # a default
        whole.append(_milliseconds(lambda q=question: parts.append(answerer.search(q, tokens=BUDGET).timings)))  # type: ignore[misc]  # as above
    middle = statistics.median(whole) / statistics.median(alone)
    return [
        ("questions", f"{len(whole)} new ones after {WARM_UP}, evidence of {BUDGET} tokens"),
        ("embedding alone", _both(alone)),
        ("to evidence", _both(whole)),
        ("  of it embedding", _both([p.embed for p in parts])),
        ("  of it searching", _both([p.search for p in parts])),
        ("ratio of p50", f"{middle:.2f}  (aim: at most 2)"),
        ("peak memory", f"{peak_megabytes(resource.RUSAGE_SELF):.0f} MB  (aim: under 500)"),
    ]


def _questions() -> list[Question]:
    lines = (shared() / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines if line.strip()]
    return [Question(one["question"], tuple(h for h in one["history"] if isinstance(h, str))) for one in asked]


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _both(values: list[float]) -> str:
    return f"p50 {statistics.median(values):6.2f} ms  p95 {percentile(values, 0.95):6.2f} ms"


def peak_megabytes(whose: int) -> float:
    """Return the most memory this process, or the largest of its ended children, ever had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(whose).ru_maxrss * unit / 1e6
