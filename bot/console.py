"""Answers, search results and reports as Rich renderables for a terminal. Pure: prints nothing, asks nothing.

Article text is foreign text: control characters are dropped and nothing in it is read as markup, so that a quoted
article can neither colour, move nor retitle anybody's terminal.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.answering.models import Answer, CitedSource, Evidence, Outcome, Refused
from bot.export import date_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

    from ingest.corpus.models import Article

_KEPT_CONTROLS = "\n\t"
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str, style: str = "") -> Text:
    """Return foreign text without control characters and direction overrides, and without markup."""
    kept = (c for c in text if c in _KEPT_CONTROLS or not _is_control(c))
    return Text("".join(kept), style=style)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc" or char in _DIRECTION_OVERRIDES


def outcome_view(outcome: Outcome) -> RenderableType:
    """Return an answer with its numbered sources, or a refusal with what comes nearest."""
    match outcome:
        case Answer():
            return _answer_view(outcome)
        case Refused():
            return _refusal_view(outcome)


def _answer_view(answer: Answer) -> RenderableType:
    parts: list[RenderableType] = [plain(answer.text), Text(), Text("Sources", style="bold")]
    parts.extend(_source_line(source) for source in answer.sources)
    parts.extend(_disagreement_lines(answer))
    if answer.as_of:
        parts += [Text(), Text(f"As of {answer.as_of.isoformat()}, the newest date among these sources.", style="dim")]
    return Group(*parts, *_note_lines(answer.notes))


def _source_line(source: CitedSource) -> RenderableType:
    return _numbered(f"[{source.n}]", _described(source.article))


def _numbered(mark: str, line: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style="cyan"), line)
    return Padding(grid, (0, 0, 0, 1), expand=False)


def _described(article: Article) -> Text:
    line = Text.assemble(plain(article.publisher, "bold"), ", ", plain(article.title), f" ({date_of(article)})")
    if is_web_address(article.url):
        line.append("\n")
        line.append(plain(article.url or "", "blue"))
    return line


def date_of(article: Article) -> str:
    """Return the printed date as exactly as it is known: `2020-02-25`, `2020-02`, `2020` or `undated`."""
    return date_text(article.published) or "undated"


def is_web_address(url: str | None) -> bool:
    """Tell whether this may be shown as an address of the web."""
    return bool(url) and str(url).lower().startswith(("https://", "http://"))


def _disagreement_lines(answer: Answer) -> Iterable[RenderableType]:
    for disagreement in answer.disagreements:
        yield Text()
        yield Text.assemble(("The sources differ on ", "yellow"), plain(disagreement.about, "yellow"), ":")
        for account in disagreement.accounts:
            marks = "".join(f"[{n}]" for n in account.citations)
            yield Padding(Text.assemble("- ", plain(account.says), f" {marks}"), (0, 0, 0, 2), expand=False)


def _note_lines(notes: Sequence[str]) -> list[RenderableType]:
    return [plain(note, "dim italic") for note in notes]


def _refusal_view(refused: Refused) -> RenderableType:
    parts: list[RenderableType] = [plain(refused.text)]
    if refused.nearest:
        parts += [Text(), Text("Nearest in the corpus", style="bold")]
        parts.extend(_numbered("-", _described(article)) for article in refused.nearest)
    return Group(*parts, *_note_lines(refused.notes))


def search_view(found: Sequence[Evidence], notes: Sequence[str], *, explain: bool) -> RenderableType:
    """Return passages with where each comes from and, when asked, how its score is made up."""
    if not found:
        return Group(Text("No passage of the corpus fits these words."), *_note_lines(notes))
    parts: list[RenderableType] = []
    for place, evidence in enumerate(found, start=1):
        parts.append(_passage_head(place, evidence))
        parts.append(Padding(plain(evidence.text), (0, 0, 0, 4), expand=False))
        if explain:
            parts.append(Padding(Text(_scores(evidence), style="dim"), (0, 0, 0, 4), expand=False))
        parts.append(Text())
    return Group(*parts[:-1], *_note_lines(notes))


def _passage_head(place: int, evidence: Evidence) -> RenderableType:
    figures = Text(f" {evidence.score:.3f}, {evidence.tokens} tokens", style="dim")
    return _numbered(f"{place}.", Text.assemble(_described(evidence.article), figures))


def _scores(evidence: Evidence) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in evidence.parts.items())


def report_view(report: Mapping[str, Any]) -> RenderableType:
    """Return what an ingest did: the counts, what failed and what to do about it, where the time went."""
    counted = ("read", "added", "replaced", "unchanged", "duplicate", "removed")
    counts = ", ".join(f"{report[name]:,} {name}" for name in counted)
    failed = report["failed"]
    parts: list[RenderableType] = [Text(f"{counts}, {len(failed):,} failed")]
    parts.extend(plain(f"- {f['where']}: {f['reason']}. {f['remedy']}", "red") for f in failed)
    parts.extend(plain(f"- {line}", "yellow") for line in report["warnings"])
    parts.extend(plain(f"- left aside: {line}", "dim") for line in report["skipped"])
    spent = ", ".join(
        f"{stage} {seconds:.1f} s" for stage, seconds in report["seconds"].items() if seconds >= _WORTH_SAYING
    )
    parts.append(
        Text(f"Time: {spent or 'next to none'}; {_counted(report['embedded'], 'passage')} embedded.", style="dim")
    )
    state = "is live now" if report["changed"] else "was up to date"
    if report["snapshot"]:
        held = f"{_counted(report['articles'], 'article')} in {_counted(report['passages'], 'passage')}"
        parts.append(Text(f"Snapshot {report['snapshot']} {state}: {held}.", style="bold"))
    return Group(*parts)


_WORTH_SAYING = 0.05


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def table_view(title: str, rows: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return rows of the same keys as a table; values are shown as plain text, None as a dash."""
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in rows[0] if rows else ():
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(plain(_cell(value)) for value in row.values()))
    return table


def facts_view(facts: Mapping[str, Any]) -> RenderableType:
    """Return names and values in two columns."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts.items():
        grid.add_row(name.replace("_", " "), plain(_cell(value)))
    return grid


def _cell(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
        case list() | tuple():
            return ", ".join(_cell(item) for item in value) or "-"
        case dict():
            return ", ".join(f"{key} {_cell(item)}" for key, item in value.items()) or "-"
    return "-" if value is None else str(value)
