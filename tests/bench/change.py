"""What an ingest costs when 1 % of the articles changed: embedding work and time, as shares of the first ingest.

The articles are made up, each from its own draws: distinct texts of 120-200 words with names, figures and quotes. They
are files of one article each, or rows of one JSONL file, as many of each.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.corpus import ingested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.corpus import Setting

ARTICLES = 10_000
CHANGED = 0.01
FEWEST_WORDS, MOST_WORDS = 120, 200

_SYLLABLES = (
    "mar",
    "tel",
    "os",
    "bir",
    "sar",
    "hal",
    "zei",
    "qas",
    "dor",
    "mer",
    "wad",
    "nab",
    "kaf",
    "tar",
    "ros",
    "len",
)
_WHO = ("the governor", "a driver", "the civil defence", "a doctor", "the northern command", "the harbour office")
_WHAT = ("bridge", "bakery", "clinic", "market", "school", "dam", "pumping station", "road", "customs post", "mill")
_DID = ("reopened", "was shelled", "was cleared of mines", "ran out of fuel", "was handed over", "was inspected")
_WHEN = ("on Monday", "at dawn", "for the second time this month", "after talks", "in spite of the truce", "overnight")


def run(setting: Setting) -> list[tuple[str, str]]:
    count = setting.articles or ARTICLES
    changed = max(2, round(count * CHANGED))
    draw = random.Random(6)
    with tempfile.TemporaryDirectory() as folder:
        papers, data = Path(folder) / "papers", Path(folder) / "data"
        texts = [_article(draw) for _ in range(count)]
        _write(papers, texts)
        first = _timed(papers, data)
        same = _timed(papers, data)
        for number in draw.sample(range(count), changed):
            texts[number] = _changed(draw, texts[number])
        _write(papers, texts)
        second = _timed(papers, data)
    assert second["replaced"] == changed, second
    assert not same["changed"], same
    return [
        ("articles", f"{count:,}, then {changed:,} of them changed"),
        ("first ingest", _told(first)),
        ("changed ingest", _told(second)),
        ("unchanged ingest", _told(same)),
        ("embedding work", f"{second['embedded'] / first['embedded']:.2%} of the first  (aim: at most 3 %)"),
        ("time", f"{second['wall'] / first['wall']:.2%} of the first  (aim: at most 10 %)"),
        ("time, unchanged", f"{same['wall'] / first['wall']:.2%} of the first"),
    ]


def _timed(papers: Path, data: Path) -> dict[str, Any]:
    started = time.perf_counter()
    report = ingested(papers, ("--publisher", "Harbour Post"), data)
    return {**report, "wall": time.perf_counter() - started}


def _told(report: dict[str, Any]) -> str:
    spent = sorted(report["seconds"].items(), key=lambda item: -item[1])
    stages = "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in spent if stage != "total")
    return f"{report['wall']:.1f} s, {report['embedded']:,} passages embedded: {stages}"


def _write(papers: Path, texts: list[tuple[str, str]]) -> None:
    """Every second article is a file, the others are rows of one."""
    papers.mkdir(exist_ok=True)
    for number, (title, text) in enumerate(texts[::2]):
        (papers / f"{number:05}.md").write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
    rows = ({"id": f"row-{n}", "title": title, "text": text} for n, (title, text) in enumerate(texts[1::2]))
    (papers / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def _article(draw: random.Random) -> tuple[str, str]:
    place = _name(draw)
    length, words, paragraphs = draw.randint(FEWEST_WORDS, MOST_WORDS), 0, []
    for sentence in _sentences(draw, place):
        paragraphs.append(sentence)
        words += len(sentence.split())
        if words >= length:
            break
    text = "".join(s + ("\n\n" if n % 4 == 3 else " ") for n, s in enumerate(paragraphs)).strip()
    return f"{draw.choice(_WHAT).capitalize()} of {place} {draw.choice(_DID)}", text


def _changed(draw: random.Random, article: tuple[str, str]) -> tuple[str, str]:
    """An update as papers make them: a sentence more at the end."""
    title, text = article
    return title, f"{text} Update: {next(_sentences(draw, _name(draw)))}"


def _sentences(draw: random.Random, place: str) -> Iterator[str]:
    while True:
        other, figure, who = _name(draw), draw.randint(3, 9_000), draw.choice(_WHO)
        what, did, when = draw.choice(_WHAT), draw.choice(_DID), draw.choice(_WHEN)
        yield draw.choice(
            (
                f"The {what} of {place} {did} {when}, {who} said.",
                f"Some {figure:,} people from {other} had waited there {when}, according to {_name(draw)} Radio.",
                f"“We counted {figure:,} lorries on the road to {other},” {who} told this paper.",
                f"The {what} of {other} {did} before, in {draw.randint(2011, 2023)}.",
            )
        )


def _name(draw: random.Random) -> str:
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 4))).capitalize()
