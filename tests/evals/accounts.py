"""Measure whether every account is shown where documents answer one question differently (RAMDocs).

    python -m tests.evals.accounts RAMDOCS.jsonl [--limit N] [--cache FILE.npz] --out FILE.md

Each question's documents are a corpus of their own, every document a publisher of its own, undated; the real embedder
and the real answerer run on it. An answer counts as shown when its words stand in the text, the accounts or the quotes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import string
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.answering.finding import Finder
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Answerer
from ingest.corpus.analysis import fold
from ingest.corpus.embedder import open_embedder
from ingest.corpus.models import Article, EmbeddedPassage
from tests.fakes.corpus import InMemoryCorpus, LentCorpus
from tests.fakes.embedding import embedded, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.models import Outcome
    from ingest.corpus.embedder import Embedder

MISLEADS = "misinfo"


@dataclass(frozen=True)
class Judged:
    """One question: is it ambiguous, was it answered, how much of what is right and wrong was shown."""

    ambiguous: bool
    answered: bool
    gold_shown: int
    gold: int
    wrong_shown: bool
    misled: bool
    disagreement: bool

    @property
    def complete(self) -> bool:
        """Tell whether every right answer was shown."""
        return self.answered and self.gold_shown == self.gold


def squeezed(text: str) -> str:
    """Return folded words with single spaces around them, for finding an answer in a text."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', fold(text).replace(',', '')))} "


def shown(outcome: Outcome) -> str:
    """Return all that a person gets to read, folded."""
    if not isinstance(outcome, Answer):
        return " "
    accounts = [a.says for d in outcome.disagreements for a in d.accounts]
    quotes = [q.text for s in outcome.sources for q in s.quotes]
    return squeezed("\n".join([outcome.text, *accounts, *quotes]))


def judge(asked: dict[str, Any], outcome: Outcome) -> Judged:
    """Compare what was shown with the right and the wrong answers of the question."""
    read = shown(outcome)
    gold = [squeezed(a) for a in asked["gold_answers"]]
    right = sum(a in read for a in gold)
    wrong = any(squeezed(a) in read for a in asked["wrong_answers"])
    differs = isinstance(outcome, Answer) and bool(outcome.disagreements)
    return Judged(len(gold) > 1, isinstance(outcome, Answer), right, len(gold), wrong, wrong and not right, differs)


class Vectors:
    """Vectors of texts seen before, kept in a file between runs."""

    def __init__(self, embedder: Embedder, path: Path | None) -> None:
        self._embedder = embedder
        self._path = path
        self._kept: dict[str, Any] = dict(np.load(path)) if path and path.exists() else {}

    def of(self, article: Article) -> list[EmbeddedPassage]:
        """Return the article's passages with their vectors."""
        return embedded(article, self)  # type: ignore[arg-type]  # the one method that it asks for

    def embed_passages(self, inputs: Iterable[Any]) -> list[tuple[Any, Any]]:
        """Return (passage vector, sentence vectors) of each, computed once."""
        return [self._one(each) for each in inputs]

    def _one(self, given: Any) -> tuple[Any, Any]:
        key = hashlib.sha256(repr(given).encode()).hexdigest()
        if f"{key}p" not in self._kept:
            [(vector, states)] = self._embedder.embed_passages([given])
            self._kept |= {f"{key}p": vector, f"{key}s": states}
        return self._kept[f"{key}p"], self._kept[f"{key}s"]

    def save(self) -> None:
        """Keep what was computed, where a file was named."""
        if self._path:
            np.savez(self._path, **self._kept)


def corpus_of(asked: dict[str, Any], vectors: Vectors) -> InMemoryCorpus:
    """Return the question's documents as a corpus: one article and one publisher each."""
    articles = [
        Article(f"d{n}", f"Document {_letter(n)}", " ".join(d["text"].split()), f"Document {_letter(n)}", f"d{n}.txt")
        for n, d in enumerate(asked["documents"])
    ]
    corpus = InMemoryCorpus([(a, vectors.of(a)) for a in articles if a.text])
    corpus.embedder_name = "minilm"
    return corpus


def _letter(n: int) -> str:
    return string.ascii_uppercase[n % 26]


def measure(questions: Iterable[dict[str, Any]], cache: Path | None = None) -> list[Judged]:
    """Answer each question from its own documents."""
    embedder = open_embedder("minilm")
    vectors = Vectors(embedder, cache)
    judged = []
    for asked in questions:
        answerer = Answerer(Finder(LentCorpus(corpus_of(asked, vectors)), embedder, words))
        judged.append(judge(asked, answerer.answer(Question(asked["question"]))))
    vectors.save()
    return judged


def section(judged: list[Judged], command: str) -> str:
    """Return the Markdown section."""
    rows = "\n".join(_row(name, part) for name, part in _parts(judged))
    return (
        "## Accounts: documents that answer one question differently (RAMDocs)\n\n"
        "| questions | n | answered | all right answers shown | some shown | side by side | wrong shown |"
        " only wrong shown |\n"
        "|---|---|---|---|---|---|---|---|\n"
        f"{rows}\n\nRepeat: `{command}`\n\n"
        "Each question's documents (some of them noise or made-up misinformation) are a corpus of their own,"
        " every document "
        "a publisher of its own, undated. An answer counts as shown when its words stand in the text or a quote, so a "
        "right answer that the documents word otherwise counts as missed. A wrong answer beside the right"
        " ones is meant "
        "to be shown: nothing in the documents tells which is wrong.\n"
    )


def _parts(judged: list[Judged]) -> list[tuple[str, list[Judged]]]:
    many, one = [j for j in judged if j.ambiguous], [j for j in judged if not j.ambiguous]
    return [("several right answers", many), ("one right answer", one), ("all", judged)]


def _row(name: str, judged: list[Judged]) -> str:
    counts = Counter[str]()
    for j in judged:
        counts.update(
            answered=j.answered,
            complete=j.complete,
            some=j.gold_shown > 0,
            differs=j.disagreement,
            wrong=j.wrong_shown,
            misled=j.misled,
        )
    n = max(1, len(judged))
    shares = " | ".join(f"{counts[key] / n:.3f}" for key in ("answered", "complete", "some", "differs", "wrong"))
    return f"| {name} | {len(judged)} | {shares} | {counts['misled']} |"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    lines = asked.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines if line.strip()][: asked.limit]
    text = section(measure(questions, asked.cache), "python -m tests.evals.accounts RAMDOCS.jsonl --out FILE.md")
    asked.out.write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - a command line tool


if __name__ == "__main__":
    main()
