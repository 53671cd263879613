"""Reports, lists and foreign text as Rich renderables for a terminal. Pure: prints nothing, asks nothing.

Article text is foreign text: control characters are dropped and nothing in it is read as markup, so that a quoted
article can neither colour, move nor retitle anybody's terminal.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

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


def date_of(article: Article) -> str:
    """Return the printed date as exactly as it is known: `2020-02-25`, `2020-02`, `2020` or `undated`."""
    return date_text(article.published) or "undated"


def is_web_address(url: str | None) -> bool:
    """Tell whether this may be shown as an address of the web."""
    return bool(url) and str(url).lower().startswith(("https://", "http://"))


def report_view(report: Mapping[str, Any]) -> RenderableType:
    """Return what an ingest did: the counts, what failed and what to do about it, where the time went."""
    counted = ("read", "added", "replaced", "unchanged", "duplicate", "removed", *(["gone"] if report["gone"] else []))
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


def status_view(record: Mapping[str, Any]) -> RenderableType:
    """Return `corpus status`: the facts, then the last runs."""
    facts = {name: value for name, value in record.items() if name != "runs"}
    if facts.get("newest"):
        facts["newest"] = _named_article(facts["newest"])
    runs = record.get("runs") or ()
    return Group(facts_view(facts), *_section("Last runs", runs)) if runs else facts_view(facts)


def history_view(snapshots: Sequence[Mapping[str, Any]], deeds: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Return the kept snapshots and the audit log."""
    first = table_view("", snapshots) if snapshots else Text("There is no snapshot yet.")
    return Group(first, *_section("What was done", deeds)) if deeds else first


def _section(title: str, rows: Sequence[Mapping[str, Any]]) -> Iterable[RenderableType]:
    return (Text(), Text(title, style="bold"), table_view("", rows))


def changes_view(record: Mapping[str, Any]) -> RenderableType:
    """Return which articles the live snapshot has more, otherwise, no longer, and which have former revisions."""
    parts: list[RenderableType] = [Text(_compared(record), style="bold")]
    for name, mark, style in (("added", "+", "green"), ("replaced", "~", "yellow"), ("removed", "-", "red")):
        parts += _article_lines(name, mark, style, record[name])
    parts += _article_lines("with former revisions", "~", "yellow", record["revised"])
    parts += _article_lines("whose page is gone", "-", "red", record["gone"])
    if len(parts) == 1 and record["comparable"]:
        parts.append(Text("Nothing changed."))
    if record["revised"]:
        parts.append(Text("`nayrab corpus diff ARTICLE` shows how one differs from its former revision.", style="dim"))
    return Group(*parts)


def _compared(record: Mapping[str, Any]) -> str:
    if record["comparable"]:
        return f"Snapshot {record['snapshot']} against {record['parent']}"
    why = (
        f"made from {record['parent']}, which is no longer kept" if record["parent"] else "made from nothing before it"
    )
    return f"Snapshot {record['snapshot']}, {why}"


def _article_lines(what: str, mark: str, style: str, articles: Sequence[Mapping[str, Any]]) -> list[RenderableType]:
    if not articles:
        return []
    lines: list[RenderableType] = [Text(), Text(f"{_counted(len(articles), 'article')} {what}")]
    lines += [plain(f"{mark} {article['id']}: {_named_article(article)}", style) for article in articles[:_LISTED]]
    left = len(articles) - _LISTED
    return [*lines, Text(f"  and {left:,} more (--json lists all)", style="dim")] if left > 0 else lines


_LISTED = 20


def _named_article(article: Mapping[str, Any]) -> str:
    more = f", {_counted(article['revisions'], 'revision')}" if "revisions" in article else ""
    since = f", gone since {article['since']}" if "since" in article else ""
    return f"{article['title']} ({article['publisher']}, {article['published'] or 'undated'}{more}{since})"


def revision_view(record: Mapping[str, Any]) -> RenderableType:
    """Return how an article differs from its former revision: `[-gone-]` and `{+new+}`, coloured on a terminal."""
    parts: list[RenderableType] = [plain(_named_article(record["article"]), "bold")]
    older = record["older"]
    if older is None:
        return Group(*parts, Text("It has no former revision."))
    parts.append(
        Text(f"Revision {older['number']}, as it read until {older['replaced_at']}, against the present text:")
    )
    parts += [plain(f"{name}: {before} -> {now}", "yellow") for name, (before, now) in record["fields"].items()]
    parts += [part for line in record["lines"] for part in (Text(), _compared_line(line))]
    if not record["lines"]:
        parts.append(Text("The text is the same."))
    return Group(*parts)


_MARKS = {"gone": ("[-", "-]", "red"), "new": ("{+", "+}", "green"), "skipped": (" … (", ") … ", "dim")}


def _compared_line(pieces: Sequence[Mapping[str, str]]) -> Text:
    line = Text()
    for piece in pieces:
        before, after, style = _MARKS.get(piece["part"], ("", "", ""))
        line.append(plain(f"{before}{piece['text']}{after}", style))
    return line


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
