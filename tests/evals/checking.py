"""How well a checked message comes out: statements that articles bear out, contradict, or do not say.

    python -m tests.evals.checking --data-dir D [--cases 440] [--out FILE.md]

Statements are made by rule of sentences of real articles: as they stand or worded anew (true), falsified (`mutations`),
and as they stand with their article and its copies taken away (not in the corpus). Both retrieval and verdict are those
of the product. Articles are split by hash: rules and thresholds were made while looking at the development half only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.answering.findings import Verdict
from bot.answering.ranking import is_statement
from bot.answering.review import Found, Reviewing, judged
from bot.answering.statements import Stated, leans_back, stating
from tests.evals.mutations import Setting, falsified, told_otherwise
from tests.evals.verifier import held_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.findings import Checked
    from bot.answering.ports import SearchableCorpus
    from bot.answering.verify import Similarity
    from ingest.corpus.models import Article

TODAY = dt.date(2026, 1, 1)
TRUE, FALSE, AWAY = "true", "falsified", "taken away"
CONTRADICTING = frozenset(
    (
        *("figure swapped", "number word swapped", "date swapped", "place swapped (same article)"),
        *("place swapped (elsewhere)", "another actor", "negated", "un-negated", "opposite"),
    )
)
"""Rules after which the article says otherwise; the others only say what it does not."""

CAVEATS = """`python -m tests.evals.checking --data-dir D`: sentences of articles as they stand, worded anew and
falsified by rule, checked as the menu does it: retrieval over the whole corpus, then the verdict. "Taken away": as they
stand, with their article and its copies left out of what was found; other reports of the same event stay,
so some of these are rightly supported, or rightly contradicted. Of falsified statements some are not false (another
report says just that). Rules were made while looking at the development half (by hash of the article); the
rules that falsify and the rules that find out have one author, so read both halves as optimistic for wording."""


class Case(NamedTuple):
    """A statement of an article, what was done to it, and whether the article is left out."""

    kind: str
    rule: str
    text: str
    article: Article
    held_out: bool


class Judged(NamedTuple):
    """A case and how it was judged."""

    case: Case
    checked: Checked


def sentences(corpus: SearchableCorpus, draw: random.Random) -> list[tuple[Article, str, str]]:
    """Return (article, sentence, its passage) of checkable sentences, two of an article at most, in random order."""
    found = []
    for article in corpus.articles():
        own = []
        for passage in (each.passage for each in corpus.passages_of(article.id)):
            for span in passage.sentences:
                text = " ".join(span.of(article.text).split())
                if 9 <= len(text.split()) <= 40 and is_statement(text) and not leans_back(text) and _is_one(text):
                    own.append((article, text, passage.text))
        found += draw.sample(own, min(2, len(own)))
    draw.shuffle(found)
    return found


def _is_one(text: str) -> bool:
    taken = stating(text, TODAY)
    return len(taken.statements) == 1 and not re.search(
        r"\b(?:today|tonight|yesterday|this (?:morning|evening)|last night|I|we)\b", text
    )


def made(found: Sequence[tuple[Article, str, str]], draw: random.Random) -> Iterator[Case]:
    """Yield the cases of each sentence."""
    for n, (article, text, passage) in enumerate(found):
        half = held_out(article.id)
        elsewhere = found[(n + 7) % len(found)][0].text
        setting = Setting(text, passage, article.text, elsewhere, article.publisher)
        yield Case(AWAY, "taken away", text, article, half)
        yield Case(TRUE, "as it stands", text, article, half)
        for each in list(told_otherwise(setting, draw))[:2]:
            yield Case(TRUE, each.rule, each.text, article, half)
        for each in falsified(setting, draw):
            yield Case(FALSE, each.rule, each.text, article, half)


def chosen(cases: Iterable[Case], most: int) -> list[Case]:
    """Return at most `most` cases of each kind, `most` / 8 of each falsifying rule, in both halves alike."""
    kept: list[Case] = []
    counts: Counter[tuple[str, bool]] = Counter()
    for case in cases:
        name = case.rule if case.kind == FALSE else case.kind
        room = most // 8 if case.kind == FALSE else most // 2
        if counts[name, case.held_out] < room:
            counts[name, case.held_out] += 1
            kept.append(case)
    return kept


def judge(cases: Sequence[Case], reviewing: Reviewing, corpus: SearchableCorpus, near: Similarity) -> list[Judged]:
    """Check every case as the menu does."""
    return [Judged(case, _checked(case, reviewing, corpus, near)) for case in cases]


def _checked(case: Case, reviewing: Reviewing, corpus: SearchableCorpus, near: Similarity) -> Checked:
    stated = next(iter(stating(case.text, TODAY).statements), Stated(case.text, case.text))
    found = reviewing.found(stated, corpus)
    if case.kind == AWAY:
        gone = {case.article.id, *(a.id for a in corpus.story_of(case.article.id))}
        left = tuple(p for p in found.passages if p.article.id not in gone and case.text not in p.text)
        found = Found(left, None)
    return judged(stated, found, near)


def report(results: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of the tables."""
    yield "| | development half | held out |"
    yield "|---|---|---|"
    rows = [
        ("true: supported", TRUE, Verdict.SUPPORTED), ("true: contradicted", TRUE, Verdict.CONTRADICTED),
        ("falsified: contradicted", FALSE, Verdict.CONTRADICTED), ("falsified: supported", FALSE, Verdict.SUPPORTED),
        ("taken away: supported", AWAY, Verdict.SUPPORTED), ("taken away: contradicted", AWAY, Verdict.CONTRADICTED),
        ("taken away: not found", AWAY, Verdict.NOT_FOUND),
    ]  # fmt: skip
    halves = (False, True)
    for name, kind, verdict in rows:
        cells = [_share([r for r in _of(results, half) if r.case.kind == kind], verdict) for half in halves]
        yield f"| {name} | {cells[0]} | {cells[1]} |"
    for verdict, right in ((Verdict.SUPPORTED, TRUE), (Verdict.CONTRADICTED, FALSE)):
        cells = [_precision(_of(results, half), verdict, right) for half in halves]
        yield f"| **precision of “{verdict}”** | {cells[0]} | {cells[1]} |"
    cells = [_shown_both(_of(results, half)) for half in halves]
    yield f"| true: supported, and something shown against it | {cells[0]} | {cells[1]} |"
    yield ""
    yield "| falsified by | contradicted | supported | contradicted, held out | supported, held out |"
    yield "|---|---|---|---|---|"
    for rule in dict.fromkeys(r.case.rule for r in results if r.case.kind == FALSE):
        mine = [[r for r in _of(results, half) if r.case.rule == rule] for half in halves]
        shares = [_share(m, v) for m in mine for v in (Verdict.CONTRADICTED, Verdict.SUPPORTED)]
        yield f"| {rule} | {' | '.join(shares)} |"


def _of(results: Sequence[Judged], half: bool) -> list[Judged]:
    return [r for r in results if r.case.held_out is half]


def _share(results: Sequence[Judged], verdict: Verdict) -> str:
    hit = sum(r.checked.verdict is verdict for r in results)
    return f"{hit / len(results):.3f} ({hit} of {len(results)})" if results else "-"


def _precision(results: Sequence[Judged], verdict: Verdict, right: str) -> str:
    mine = [r for r in results if r.checked.verdict is verdict and r.case.kind != AWAY]
    hit = sum(r.case.kind == right for r in mine)
    return f"{hit / len(mine):.3f} ({hit} of {len(mine)})" if mine else "-"


def _shown_both(results: Sequence[Judged]) -> str:
    mine = [r for r in results if r.case.kind == TRUE and r.checked.verdict is Verdict.SUPPORTED]
    hit = sum(bool(r.checked.against) for r in mine)
    return f"{hit / len(mine):.3f} ({hit} of {len(mine)})" if mine else "-"


def wrong(results: Sequence[Judged]) -> Iterator[str]:
    """Yield what went wrong in the development half, and every contradiction of what was taken away."""
    for r in results:
        bad = (
            (r.case.kind == FALSE and r.checked.verdict is Verdict.SUPPORTED)
            or (r.case.kind != FALSE and r.checked.verdict is Verdict.CONTRADICTED)
            or (r.case.kind == TRUE and r.checked.against)
        )
        missed = r.case.kind == FALSE and r.case.rule in CONTRADICTING and r.checked.verdict is Verdict.NOT_FOUND
        lost = r.case.kind == TRUE and r.checked.verdict is Verdict.NOT_FOUND
        if (bad or missed or lost) and not r.case.held_out:
            label = "BAD" if bad else "missed" if missed else "lost"
            excerpt = next(iter((*r.checked.against, *r.checked.excerpts)), None)
            yield f"{label} [{r.case.kind}/{r.case.rule}] {r.checked.verdict}: {r.case.text} -- {r.checked.why}"
            if excerpt:
                yield f"      {excerpt.article.publisher}: {' '.join(excerpt.text.split())[:300]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="How well checked messages come out.")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=440, help="cases of each kind, both halves together")
    parser.add_argument("--half", choices=("both", "development"), default="both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", action="store_true", help="list wrong verdicts of the development half")
    parser.add_argument("--out", type=Path)
    asked: Any = parser.parse_args(arguments)
    from bot.settings import load_settings  # noqa: PLC0415 - the tool alone needs the wiring
    from bot.wiring import Workbench  # noqa: PLC0415
    from bot.wiring.writing import closeness  # noqa: PLC0415

    bench = Workbench(load_settings(data_dir=asked.data_dir))
    near = closeness(bench.embedder)
    draw = random.Random(asked.seed)
    started = time.process_time()
    with bench.live.lease() as corpus:
        cases = chosen(made(sentences(corpus, draw), draw), asked.cases)
        if asked.half == "development":
            cases = [case for case in cases if not case.held_out]
        results = judge(cases, Reviewing(bench.finder, near), corpus, near)
    spent = time.process_time() - started
    lines = [
        *report(results),
        "",
        f"{len(cases)} statements, {1000 * spent / len(cases):.0f} ms of processor time each.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    if asked.wrong:
        sys.stdout.write("\n".join(wrong(results)) + "\n")
    if asked.out:
        asked.out.write_text("\n".join(("## Checking messages", "", CAVEATS, "", *lines, "")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
