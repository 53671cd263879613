"""Refit the judge's weights on questions of which it is known whether the articles answer them.

    python -m tests.evals.calibrate QUESTIONS.jsonl --data-dir D [--pull N]

Prints weights and bias to put into `bot/answering/calibration.py`, and how well they part the answerable questions
from the others on the very questions they were fitted on (so too well). Logistic regression per question over the mean
signs of the matches that decide, what the judge adds by rule taken as given, and pulled towards the present weights:
few questions move them little. One question set is one kind of question; look at others before weights are changed.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bot.answering import sufficiency, topic_weights
from bot.answering.calibration import calibration_for
from bot.answering.models import Question
from bot.answering.query import read
from bot.answering.retrieve import retrieve
from bot.answering.signs import Signs, told_share

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.answering.calibration import Calibration
    from bot.answering.ports import QuestionEmbedder, SearchableCorpus

    Floats = NDArray[np.float64]

PULL = 0.1
ROUNDS = 60


class Example(NamedTuple):
    """One question: its mean signs, what the judge adds by rule, and whether it has an answer."""

    signs: Floats
    by_rule: float
    answerable: bool


def example(asked: dict[str, Any], corpus: SearchableCorpus, embedder: QuestionEmbedder) -> Example | None:
    """Run the stages before the judge on one question; None where nothing at all was found."""
    query = read(Question(asked["question"], tuple(asked["history"])), corpus)
    found = retrieve(query, embedder.query_vector(query.text), corpus)
    weights = topic_weights.weights(query, found.rarity, len(found.passages))
    best = sufficiency.best_matches(query, found.sentences, corpus.article)
    if not best:
        return None
    measured = sufficiency.signs_of(query, weights, sufficiency.deciding(best))
    share = told_share(query, weights, [(m.sentence, m.article) for m in best])
    added = sufficiency.told(share, calibration_for(corpus.embedder_name))
    return Example(np.array([astuple(m) for m in measured], dtype=float).mean(0), added, asked["answerable"])


def fit(examples: list[Example], present: Calibration, pull: float = PULL) -> tuple[Floats, float]:
    """Return weights over the signs and the bias; answerable and other questions weigh alike as a whole."""
    signs, answerable = np.array([e.signs for e in examples]), np.array([float(e.answerable) for e in examples])
    mean, spread = signs.mean(0), signs.std(0) + 1e-6
    design = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    each = np.where(answerable == 1, 1 / max(1, answerable.sum()), 1 / max(1, (1 - answerable).sum()))
    towards = np.r_[np.array(present.weights) * spread, 0.0]
    ridge = pull * each.sum() * np.r_[np.ones(signs.shape[1]), 1e-6]
    solved = np.zeros(design.shape[1])
    offset = np.array([e.by_rule for e in examples])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(design @ solved + offset, -30, 30)))
        slope = design.T @ (each * (p - answerable)) + ridge * (solved - towards)
        solved -= np.linalg.solve((design.T * (each * p * (1 - p))) @ design + np.diag(ridge), slope)
    weights = solved[:-1] / spread
    return weights, float(solved[-1] - weights @ mean)


def parted(examples: list[Example], weights: Floats, bias: float) -> float:
    """Return how often an answerable question scores above another one, 0..1; nan without one of each."""
    score = [(float(e.signs @ weights) + bias + e.by_rule, e.answerable) for e in examples]
    yes, no = np.array([s for s, a in score if a]), np.array([s for s, a in score if not a])
    return float(np.mean(yes[:, None] > no[None])) if yes.size and no.size else float("nan")


def report(examples: list[Example], present: Calibration, pull: float) -> str:
    """Fit on everything and say what comes out."""
    weights, bias = fit(examples, present, pull)
    listed = "\n".join(f"    {w:.3f},  # {f.name}" for w, f in zip(weights, fields(Signs), strict=True))
    before = parted(examples, np.array(present.weights), present.bias)
    after = parted(examples, weights, bias)
    return f"weights=(\n{listed}\n),\nbias={bias:.3f},\nparted: {before:.3f} before, {after:.3f} on what was fitted"


def main() -> None:
    """Run from the command line."""
    from bot.settings import load_settings  # noqa: PLC0415 - the tool alone needs the wiring
    from bot.wiring import Workbench  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--pull", type=float, default=PULL)
    given = parser.parse_args()
    bench = Workbench(load_settings(data_dir=given.data_dir))
    asked = [json.loads(line) for line in given.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    with bench.live.lease() as corpus:
        made = [example(each, corpus, bench.embedder) for each in asked]
        present = calibration_for(corpus.embedder_name)
    print(report([e for e in made if e], present, given.pull))  # noqa: T201 - a command line tool


if __name__ == "__main__":
    main()
