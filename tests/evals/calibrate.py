"""Fit the judge's weights for an embedder on a question set whose gold passages are known.

    python -m tests.evals.calibrate QUESTIONS.jsonl --data-dir D [--embedder NAME]

Prints a `Calibration` to put into `bot/answering/calibration.py`, with what it reaches on the questions it was fitted
on and in ten-fold cross-validation (nearer the truth, though which signs and how many candidates to weigh were chosen
on the same questions). A candidate sentence is a positive example when it lies in a gold passage; logistic regression
with an L2 penalty, solved by Newton's method. What the judge adds to these weights (is the very detail told, does an
article say the contrary) is rules, not fitted here.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answering import query, sufficiency
from bot.answering.models import Question
from bot.answering.retrieve import retrieve
from bot.answering.signs import Signs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bot.answering.ports import QuestionEmbedder, SearchableCorpus
    from ingest.corpus.models import Article

    Floats = NDArray[np.float64]

PENALTY = 0.003
POSITIVE_WEIGHT = 20.0
FOLDS = 10
LOOKED_AT = 20
"""How many of the best candidates of each question are examples; the judge itself weighs the first few."""


@dataclass(frozen=True)
class Example:
    """One question: its candidates' signs (n, signs), which are gold, how many decide, and if it has an answer."""

    signs: Floats
    gold: Floats
    deciding: int
    answerable: bool


def example(asked: dict[str, Any], corpus: SearchableCorpus, embedder: QuestionEmbedder) -> Example:
    """Run the stages before the judge on one question."""
    read = query.read(Question(asked["question"], tuple(asked["history"])), corpus)
    found = retrieve(read, embedder.query_vector(read.text), corpus)
    best = sufficiency.best_matches(read, found.sentences, corpus.article, LOOKED_AT)
    measured = sufficiency.signs_of(read, found.rarity, best)
    gold = [asked["answerable"] and is_gold(asked, c.article, c.sentence.text) for c in best]
    first = len(sufficiency.deciding(best))
    return Example(np.array([astuple(m) for m in measured]), np.array(gold, dtype=float), first, asked["answerable"])


def is_gold(asked: dict[str, Any], article: Article | None, text: str) -> bool:
    """Tell whether a sentence lies in (or around) one of the question's gold quotes."""
    squeezed = _squeeze(text)
    if article is None or len(squeezed) < 20:
        return False
    places = {article.id, Path(article.origin).name, *(c.id for c in article.copies)}
    quotes = [_squeeze(g["quote"]) for g in asked["gold"] if g["doc"] in places]
    ends = (squeezed[5:45], squeezed[-45:-5])
    return any(squeezed in q or q in squeezed or any(len(e) == 40 and e in q for e in ends) for q in quotes)


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"\]\([^)]*\)", "", text)).lower()


def fit(examples: list[Example]) -> tuple[Floats, float]:
    """Return weights over the signs as they are measured, and the bias."""
    x = np.concatenate([e.signs for e in examples])
    y = np.concatenate([e.gold for e in examples])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    solved = _newton((x - mean) / spread, y, np.where(y == 1, POSITIVE_WEIGHT, 1.0))
    weights = solved[:-1] / spread
    return weights, float(solved[-1] - weights @ mean)


def _newton(x: Floats, y: Floats, weight: Floats) -> Floats:
    design = np.c_[x, np.ones(len(x))]
    solved = np.zeros(design.shape[1])
    ridge = PENALTY * len(y) * np.r_[np.ones(x.shape[1]), 1e-6]
    for _ in range(60):
        p = 1 / (1 + np.exp(-design @ solved))
        gradient = design.T @ (weight * (p - y)) + ridge * solved
        hessian = (design.T * (weight * p * (1 - p))) @ design + np.diag(ridge)
        solved -= np.linalg.solve(hessian, gradient)
    return solved


def scores(examples: list[Example], weights: Floats, bias: float) -> Floats:
    """Return each question's log-odds as the judge takes them: the mean over the candidates that decide."""
    return np.array([(e.signs[: e.deciding] @ weights).mean() + bias if e.deciding else -9.0 for e in examples])


def refusal(score: Floats, answerable: NDArray[np.bool_], threshold: float) -> tuple[float, float, float]:
    """Return (F1, precision, recall) of refusing below the threshold."""
    refused = score < threshold
    right = int((refused & ~answerable).sum())
    precision, recall = right / max(1, int(refused.sum())), right / max(1, int((~answerable).sum()))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def best_threshold(score: Floats, answerable: NDArray[np.bool_]) -> float:
    """Return the threshold with the best F1."""
    return float(max(np.unique(score) + 1e-6, key=lambda t: refusal(score, answerable, float(t))[0]))


def cross_validated(examples: list[Example], rounds: int = 5) -> tuple[float, float, float]:
    """Return the mean (F1, precision, recall); weights and threshold are fitted on the other folds."""
    rng = np.random.default_rng(0)
    answerable = np.array([e.answerable for e in examples])
    found = []
    for _ in range(rounds):
        order = rng.permutation(len(examples))
        over = np.zeros(len(examples))
        for k in range(FOLDS):
            rest = [examples[i] for i in np.delete(order, np.s_[k::FOLDS])]
            weights, bias = fit(rest)
            cut = best_threshold(scores(rest, weights, bias), np.array([e.answerable for e in rest]))
            held = order[k::FOLDS]
            over[held] = scores([examples[i] for i in held], weights, bias) - cut
        found.append(refusal(over, answerable, 0.0))
    f1, precision, recall = np.mean(found, axis=0)
    return float(f1), float(precision), float(recall)


def report(examples: list[Example]) -> str:
    """Fit on everything and say what comes out."""
    weights, bias = fit(examples)
    score, answerable = scores(examples, weights, bias), np.array([e.answerable for e in examples])
    threshold = best_threshold(score, answerable)
    listed = "\n".join(f"    {w:.3f},  # {f.name}" for w, f in zip(weights, fields(Signs), strict=True))
    fitted = ", ".join(f"{v:.3f}" for v in refusal(score, answerable, threshold))
    validated = ", ".join(f"{v:.3f}" for v in cross_validated(examples))
    return (
        f"weights=(\n{listed}\n),\nbias={bias:.3f},\nthreshold={threshold:.3f},\n"
        f"refusal F1, precision, recall: fitted on these questions {fitted}; cross-validated {validated}"
    )


def main() -> None:
    """Run from the command line."""
    from bot.settings import load_settings  # noqa: PLC0415 - the tool alone needs the wiring
    from bot.wiring import Workbench  # noqa: PLC0415

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    asked = parser.parse_args()
    bench = Workbench(load_settings(data_dir=asked.data_dir))
    questions = [json.loads(line) for line in asked.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    with bench.live.lease() as corpus:
        print(report([example(q, corpus, bench.embedder) for q in questions]))  # noqa: T201 - a command line tool


if __name__ == "__main__":
    main()
