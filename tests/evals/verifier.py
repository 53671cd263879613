"""How well the verifier tells supported claims from unsupported ones.

    python -m tests.evals.verifier QUESTIONS.jsonl --data-dir D [--wice CLAIMS.jsonl] [--embedder] [--out FILE.md]

Two sets. Sentences that the real pipeline quotes for the questions are true claims, as they stand and worded anew by
rule, and false ones made by rule (`mutations`), each held against the whole passage of its sentence. WiCE has claims of
an encyclopedia with pages that support them, partly or not. Both are split by hash: rules and thresholds were made
while looking at the development half only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.answering.dates import spoken_day
from bot.answering.models import Answer, Evidence, Question
from bot.answering.verify import Supported, verify
from ingest.corpus.models import Article, Passage, Span
from tests.evals.mutations import MONTHS, WORDS, Setting, falsified, told_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering.ports import SearchableCorpus
    from bot.answering.verify import Similarity, Verdict


CAVEATS = """`python -m tests.evals.verifier QUESTIONS.jsonl --data-dir D --wice CLAIMS.jsonl --embedder`: sentences
that the answers quote, as they stand, worded anew and falsified by rule, each held against its whole
passage. Rules were made while looking at the development half (by hash of the article), the other half
was only counted. The rules that make claims and the verifier have one author, so read both halves as
optimistic for wording; some falsified claims are not false (a swapped name that fits too), some
reworded ones not true. WiCE's claims sum up several sentences of a page in words of their own, with
names and dates its sentences do not repeat: the verifier is strict there, and meant to be."""


class Case(NamedTuple):
    """One claim with its evidence: whether it is true, by which rule it was made, in which half it is."""

    rule: str
    claim: str
    cited: tuple[Evidence, ...]
    true: bool
    held_out: bool


def held_out(text: str) -> bool:
    """Tell which half a text belongs to, by its hash."""
    return hashlib.blake2b(text.encode(), digest_size=2).digest()[0] % 2 == 1


def evidence(article: Article, passage: Passage) -> Evidence:
    """Return a whole passage as evidence."""
    return Evidence(article, passage.span, passage.text, passage.sentences, 1.0, passage.tokens, (), passage.times)


class Quoted(NamedTuple):
    """A sentence that an answer quotes, and its passage."""

    article: Article
    passage: Passage
    span: Span


def quoted(answers: Iterable[Answer], corpus: SearchableCorpus) -> list[Quoted]:
    """Return every whole sentence within a quote of the answers, once."""
    found: dict[tuple[str, Span], Quoted] = {}
    for source in (source for answer in answers for source in answer.sources):
        for passage in (each.passage for each in corpus.passages_of(source.article.id)):
            for span in passage.sentences:
                within = any(q.span.start <= span.start and span.end <= q.span.end for q in source.quotes)
                if within and 7 <= len(span.of(source.article.text).split()) <= 60:
                    found[source.article.id, span] = Quoted(source.article, passage, span)
    return list(found.values())


def made(sentences: Sequence[Quoted], seed: int) -> Iterator[Case]:
    """Yield true and false claims of each sentence."""
    for n, each in enumerate(sentences):
        draw = random.Random(f"{seed}/{each.article.id}/{each.span.start}")
        text = " ".join(each.span.of(each.article.text).split())
        cited = (evidence(each.article, each.passage),)
        other = draw.choice([s for s in sentences if s.article.id != each.article.id and not _alike(s, each)])
        setting = Setting(
            text, each.passage.text, each.article.text, other.article.text, each.article.publisher, _relative(each)
        )
        half = held_out(each.article.id)
        yield Case("as it stands", text, cited, true=True, held_out=half)
        for claim in told_otherwise(setting, draw):
            yield Case(claim.rule, claim.text, cited, true=True, held_out=half)
        for claim in falsified(setting, draw):
            yield Case(claim.rule, claim.text, cited, true=False, held_out=half)
        for claim in [*told_otherwise(setting, draw)][:1]:
            for false in falsified(setting._replace(sentence=claim.text), draw):
                yield Case(f"{false.rule}", false.text, cited, true=False, held_out=half)
        near = sentences[(n + 1) % len(sentences)]
        moved = near if near.article.id != each.article.id and not _alike(near, each) else other
        yield Case("citation moved", text, (evidence(moved.article, moved.passage),), true=False, held_out=half)


def _alike(a: Quoted, b: Quoted) -> bool:
    """Tell whether two are of one story, or one repeats the other's sentence."""
    if a.article.story and a.article.story == b.article.story:
        return True
    return b.span.of(b.article.text).strip(" .") in a.article.text


def _relative(each: Quoted) -> tuple[tuple[str, str], ...]:
    days = [t for t in each.passage.times if each.span.start <= t.span.start and t.span.end <= each.span.end]
    return tuple((t.span.of(each.article.text), spoken_day(t.first)) for t in days if t.first == t.last)


def wice(path: Path) -> Iterator[tuple[str, Case]]:
    """Yield (label, claim with its page as evidence): the page's sentences without its meta lines and headings."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        kept = [text.strip() for text in row["evidence"] if not text.startswith("(meta data)") and text.strip()]
        text, spans = "", []
        for sentence in kept:
            spans.append(Span(len(text), len(text) + len(sentence)))
            text += sentence + "\n"
        title = next((t.split("TITLE:")[-1].strip() for t in row["evidence"] if "TITLE:" in t), "")
        article = Article("wice", title, text, "Web", "wice")
        cited = Evidence(article, Span(0, len(text)), text, tuple(spans), 1.0, 0)
        yield (
            row["label"],
            Case(row["label"], row["claim"], (cited,), row["label"] == "supported", held_out(row["claim"])),
        )


class Judged(NamedTuple):
    """A case and what the verifier says of it."""

    case: Case
    verdict: Verdict

    @property
    def right(self) -> bool:
        """True when a true claim is let through or a false one caught."""
        return isinstance(self.verdict, Supported) == self.case.true


def judged(cases: Iterable[Case], similarity: Similarity | None) -> list[Judged]:
    """Hold every claim against its evidence."""
    return [Judged(case, verify(case.claim, case.cited, similarity=similarity)) for case in cases]


def share(results: Sequence[Judged]) -> str:
    """Write the share of right verdicts with how many there were."""
    return f"{sum(r.right for r in results) / len(results):.3f} ({len(results)})" if results else "-"


def table(results: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of a Markdown table: true claims let through, false ones caught, by rule and half."""
    yield "| claims | development half | held out |"
    yield "|---|---|---|"
    for true in (True, False):
        mine = [r for r in results if r.case.true is true]
        name = "true, let through" if true else "false, caught"
        reworded = [r for r in mine if r.case.rule != "as it stands"]
        rows = {f"**{name}**": mine, **({f"**{name}, worded anew**": reworded} if true else {})}
        rules = dict.fromkeys(r.case.rule for r in mine)
        rows |= {rule: [r for r in mine if r.case.rule == rule] for rule in rules}
        for label, those in rows.items():
            halves = [[r for r in those if r.case.held_out is half] for half in (False, True)]
            yield f"| {label} | {share(halves[0])} | {share(halves[1])} |"


def ask_all(path: Path, data_dir: Path) -> tuple[list[Quoted], Similarity]:
    """Run the real pipeline over the questions; return the sentences it quotes, and the embedder's similarity."""
    from bot.settings import load_settings  # noqa: PLC0415 - the tool alone needs the wiring
    from bot.wiring import Workbench  # noqa: PLC0415

    bench = Workbench(load_settings(data_dir=data_dir))
    answerer = bench.answerer()
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    outcomes = (answerer.answer(Question(q["question"], tuple(q["history"]))) for q in questions)
    with bench.live.lease() as corpus:
        found = quoted((o for o in outcomes if isinstance(o, Answer)), corpus)
    cache: dict[str, Any] = {}

    def vector(text: str) -> Any:
        if text not in cache:
            cache[text] = bench.embedder.query_vector(text)
        return cache[text]

    return found, lambda a, b: float(vector(a) @ vector(b))


def lacking(results: Sequence[Judged]) -> list[str]:
    """Return the false claims let through that show a number whose digits their passage (or its date) does not have."""
    found = []
    for result in (r for r in results if isinstance(r.verdict, Supported)):
        cited = result.case.cited[0]
        printed = cited.article.published.isoformat() if cited.article.published else ""
        known = f"{cited.text} {printed} {cited.article.title}"
        times = " ".join(f"{t.first:%Y %-m %-d} {t.last:%Y %-m %-d}" for t in cited.times)
        have = {_plain(n) for n in re.findall(r"\d[\d,.:]*", f"{known} {times}")} | {
            str(n) for n in spelt_in(cited.text)
        }
        if any(_plain(n) not in have for n in re.findall(r"\d[\d,.:]*", result.case.claim)):
            found.append(result.case.claim)
    return found


def spelt_in(text: str) -> set[int]:
    """Return what the number words of a text mean, as far as the rules write them in digits, and its months."""
    spoken = {int(digits) for word, digits in WORDS.items() if re.search(rf"\b{word}\b", text, re.IGNORECASE)}
    return spoken | {n for n, month in enumerate(MONTHS, 1) if month in text}


def _plain(number: str) -> str:
    return re.sub(r"[,.:]+$|(?<=\d),(?=\d{3})", "", number).lstrip("0") or "0"


def report(results: Sequence[Judged], of_wice: Sequence[Judged], spent: float) -> Iterator[str]:
    """Yield the lines of the section."""
    yield from table(results)
    count = Counter(r.case.true for r in results)
    yield ""
    each = 1000 * spent / max(1, len(results))
    yield f"{count[True]} true and {count[False]} false claims, {each:.1f} ms of processor time a claim."
    lack = lacking(results)
    yield f"Claims let through with a figure that the cited passage lacks: {len(lack)}."
    yield from (f"- {claim}" for claim in lack)
    if of_wice:
        yield ""
        yield "| WiCE (whole page cited) | development half: let through | held out: let through |"
        yield "|---|---|---|"
        for label in ("supported", "partially_supported", "not_supported"):
            cells = []
            for half in (False, True):
                those = [r for r in of_wice if r.case.rule == label and r.case.held_out is half]
                passed = sum(isinstance(r.verdict, Supported) for r in those)
                cells.append(f"{passed / max(1, len(those)):.3f} ({len(those)})")
            yield f"| {label} | {cells[0]} | {cells[1]} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="How well the verifier tells supported claims from unsupported ones.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--wice", type=Path)
    parser.add_argument("--embedder", action="store_true", help="hand the embedder's similarity to the verifier")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", choices=("none", "development", "all"), default="none", help="list wrong verdicts")
    parser.add_argument("--out", type=Path)
    chosen: Any = parser.parse_args(arguments)
    sentences, similarity = ask_all(chosen.questions, chosen.data_dir)
    near = similarity if chosen.embedder else None
    started = time.process_time()
    results = judged(made(sentences, chosen.seed), near)
    spent = time.process_time() - started
    of_wice = judged([case for _, case in wice(chosen.wice)], near) if chosen.wice else []
    lines = list(report(results, of_wice, spent))
    sys.stdout.write("\n".join(lines) + "\n")
    if chosen.out:
        chosen.out.write_text("\n".join(("## Verifier", "", CAVEATS, "", *lines, "")), encoding="utf-8")
    if chosen.wrong != "none":
        sys.stdout.write("\n".join(_wrong([*results, *of_wice], everything=chosen.wrong == "all")) + "\n")
    return 0


def _wrong(results: Sequence[Judged], *, everything: bool) -> Iterator[str]:
    by_rule: dict[str, list[Judged]] = defaultdict(list)
    for result in results:
        if not result.right and (everything or not result.case.held_out):
            by_rule[result.case.rule].append(result)
    for rule, those in by_rule.items():
        yield f"\n### {rule}"
        for result in those:
            why = "" if isinstance(result.verdict, Supported) else f" -- {result.verdict.kind}: {result.verdict.why}"
            yield f"- {result.case.claim}{why}"


if __name__ == "__main__":
    raise SystemExit(main())
