"""What the tests of the starter briefs measure with: a brief, the documents it refers to, and how the two differ.

The documents are those of the shared data, by publisher, title and date. Nothing here asserts.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import functools
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("NAYRAB_SHARED") or REPOSITORY.parent / "shared") / "data"

LONGEST_COMMON_RUN = 7
LONG_NAMES = (
    "Syrian Observatory for Human Rights",
    "Organisation for the Prohibition of Chemical Weapons",
    "United Nations High Commissioner for Refugees",
    "Ahrar al-Sham and the Nour al-Din al-Zenki Movement",
)
"""Names count as one word in the search for common runs: they cannot be said in other words."""

MONTHS = list(calendar.month_name)[1:]
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
CARDINALS = re.findall(r"\w+", _WORDS)

_MONTH = "|".join(MONTHS)
_DAYS = r"(?<![\d,])\d{1,2}(?:(?:\s*(?:–|-|,|and|to|or|/)\s*)+\d{1,2})*"
_DAY_MONTH = re.compile(rf"\b({_DAYS})(?:st|nd|rd|th)?\s+({_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d{{3}})")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Brief:
    """A brief as it stands in its file."""

    name: str
    metadata: dict[str, Any]
    body: str

    @property
    def derived(self) -> str:
        return " ".join(str(entry["figure"]) for entry in self.metadata.get("derived", []))

    @property
    def sentences(self) -> list[str]:
        return re.split(r"(?<=[.!?])\s+", " ".join(self.body.split()))


@functools.cache
def read(path: Path) -> Brief:
    metadata, body = frontmatter.parse(path.read_text(encoding="utf-8"))
    return Brief(path.stem, metadata, body)


def numbers(text: str) -> set[str]:
    """Every figure in the text, thousands separators and closing points dropped."""
    return {re.sub(r",(?=\d{3}(?!\d))", "", found).rstrip(".,") for found in _NUMBER.findall(text)}


def number_words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower())) & set(CARDINALS)


def calendar_days(text: str) -> set[str]:
    """Every day with its month, as `24 February`, however the text writes it."""
    spoken = {(day, month) for days, month in _DAY_MONTH.findall(text) for day in re.findall(r"\d+", days)}
    spoken |= {(day, month) for month, days in _MONTH_DAY.findall(text) for day in re.findall(r"\d+", days)}
    for first, second in re.findall(r"\b\d{4}-(\d\d)-(\d\d)\b", text):
        spoken |= _in_figures(int(first), int(second))
    for first, second in re.findall(r"\b(\d{1,2})[/-](\d{1,2})[/-]\d{4}\b", text):
        spoken |= _in_figures(int(first), int(second)) | _in_figures(int(second), int(first))
    return {f"{int(day)} {month}" for day, month in spoken}


def _in_figures(month: int, day: int) -> set[tuple[str, str]]:
    return {(str(day), MONTHS[month - 1])} if 1 <= month <= len(MONTHS) else set()


def unsupported(brief: Brief, sources: str) -> list[str]:
    """Figures, number words and days of the brief that none of its sources has and that are not declared as derived."""
    known = sources + " " + brief.derived
    figures = numbers(brief.body) - numbers(known)
    days = calendar_days(brief.body) - calendar_days(known)
    unspoken = number_words(brief.body) - number_words(known)
    words = {word for word in unspoken if str(CARDINALS.index(word) + 1) not in numbers(known)}
    return sorted(figures | days | words)


def common_runs(body: str, sources: str, longest: int = LONGEST_COMMON_RUN) -> list[str]:
    """Runs of more than `longest` words that stand in both texts; what the body puts in quotation marks may be long."""
    theirs = set(_runs(sources, longest + 1))
    own = re.sub(r'"[^"]*"', "|", body)
    return [" ".join(run) for run in _runs(own, longest + 1) if run in theirs]


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    for name in LONG_NAMES:
        text = text.replace(name, "Name")
    words = re.findall(r"[^\W_]+(?:['’.,–-][^\W_]+)*", text.lower())
    return list(zip(*(words[i:] for i in range(length)), strict=False))


@functools.cache
def documents() -> dict[tuple[str, str, str], str]:
    """Every document of the shared data by (publisher, title, date); documents of the same title are taken together."""
    found: dict[tuple[str, str, str], str] = {}
    for key, text in [*_wikipedia(), *_syrian_archive(), *_fa_kes(), _founding()]:
        found[key] = f"{found.get(key, '')}\n{text}"
    return found


def _wikipedia() -> list[tuple[tuple[str, str, str], str]]:
    return [_page(path) for path in (DATA / "wikipedia-syria").glob("*.md")]


def _page(path: Path) -> tuple[tuple[str, str, str], str]:
    page = frontmatter.loads(path.read_text(encoding="utf-8"))
    metadata: dict[str, Any] = page.metadata
    beside = " ".join(str(metadata.get(field, "")) for field in ("description", "date", "tags"))
    return ("Wikipedia", metadata["subject"], str(metadata["pubDate"])[:10]), f"{beside} {page.content}"


def _syrian_archive() -> list[tuple[tuple[str, str, str], str]]:
    lines = (DATA / "syrian-archive" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [(("Syrian Archive", r["title"], r["date"]), f"{r['date']} {r['title']} {r['text']}") for r in rows]


def _fa_kes() -> list[tuple[tuple[str, str, str], str]]:
    with (DATA / "fa-kes" / "FA-KES-before-2017.csv").open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file))
    return [((r["source"], r["article_title"], _iso(r["date"])), f"{r['date']} {r['article_content']}") for r in rows]


def _iso(american: str) -> str:
    month, day, year = (int(part) for part in american.split("/"))
    return dt.date(year, month, day).isoformat()


def _founding() -> tuple[tuple[str, str, str], str]:
    key = ("Middle East Monitor", "Syria opposition liberates Nayrab from Assad regime", "2020-02-25")
    return key, (DATA / "founding" / "article.txt").read_text(encoding="utf-8")


def keys(brief: Brief) -> list[tuple[str, str, str]]:
    return [(r["publisher"], r["title"], str(r["date"])) for r in brief.metadata["references"]]


def sources_of(brief: Brief) -> str:
    return "\n".join(documents()[key] for key in keys(brief))
