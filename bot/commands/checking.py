"""What `nayrab sources check` finds: each source asked live, and the dead letters of the ledger.

Place in the flow: beside the command `sources`; looks, and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bot.console import plain, table_view
from ingest.corpus.models import SourceKind
from ingest.sources.base import Failure
from ingest.sources.discover import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from bot.wiring import Workbench
    from ingest.corpus.models import Source


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest article that a source lists."""

    title: str
    address: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """How a source is: `articles` it would give now, `new` of them never read; `problems` are sentences, or none."""

    name: str
    kind: str
    location: str
    schedule: str | None
    articles: int
    new: int
    newest: Newest | None = None
    problems: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def reachable(self) -> bool:
        """False when nothing could be had of it."""
        return bool(self.articles) or not self.problems

    def as_json(self) -> dict[str, Any]:
        """Return it for `--json`."""
        return {**asdict(self), "reachable": self.reachable, "ok": not self.problems}


def look(bench: Workbench, source: Source) -> Checked:
    """Ask a source what it has now."""
    return _look_at_page(bench, source) if source.kind is SourceKind.PAGE else _survey(bench, source)


def _look_at_page(bench: Workbench, source: Source) -> Checked:
    """A page's survey asks nothing, so it is looked at as if it were to be added."""
    from ingest.web.addresses import fold

    found = bench.discover(source.location, kind=SourceKind.PAGE, limits=source.limits)
    if isinstance(found, Failure):
        return _checked(source, 0, 0, None, (str(found),))
    first = found.articles[0]
    newest = Newest(first.title, first.address, first.published.isoformat() if first.published else None)
    return _checked(source, 1, int(fold(source.location) not in bench.ledger.containers()), newest, ())


def _survey(bench: Workbench, source: Source) -> Checked:
    survey = bench.fetcher([source]).survey(source)
    known = bench.ledger.containers()
    new = sum(1 for each in survey.candidates if each.container not in known)
    problems = tuple(str(failure) for failure in survey.failures)
    if not survey.candidates and not problems:
        problems = (f"{source.location}: gives nothing that could be read. Check its address and its limits.",)
    newest = None
    if survey.candidates and source.kind is not SourceKind.FILES:
        first = listed(survey.candidates[0], dt.datetime.now(dt.UTC).date())
        newest = Newest(first.title, first.address, first.published.isoformat() if first.published else None)
    return _checked(source, len(survey.candidates), new, newest, problems, survey.skipped)


def _checked(
    source: Source,
    articles: int,
    new: int,
    newest: Newest | None,
    problems: tuple[str, ...],
    skipped: tuple[str, ...] = (),
) -> Checked:
    place = (source.name, str(source.kind), source.location, source.schedule)
    return Checked(*place, articles, new, newest, problems, skipped)


def view(checked: Checked) -> RenderableType:
    """Return what a person reads of one source."""
    noun = "file" if checked.kind == SourceKind.FILES else "article"
    plural = "" if checked.articles == 1 else "s"
    lines = [f"{checked.name} ({checked.kind}): {checked.articles:,} {noun}{plural}, {checked.new:,} new"]
    if checked.newest:
        lines.append(f"  newest: {checked.newest.published or 'undated'}  {checked.newest.title}")
    lines += [f"  in trouble: {problem}" for problem in checked.problems]
    lines += [f"  {each}" for each in checked.skipped]
    return plain("\n".join(lines))


def letters(bench: Workbench, sources: Sequence[Source] | None) -> list[dict[str, Any]]:
    """Return what could not be had at the last ingest, of these sources or (None) of all."""
    names = None if sources is None else {source.name for source in sources}
    return [
        {
            "source": letter.source or None,
            "container": letter.container,
            "reason": letter.reason,
            "attempts": letter.attempts,
            "at": letter.at.isoformat(timespec="seconds"),
        }
        for letter in bench.ledger.dead_letters()
        if names is None or letter.source in names
    ]


def letters_view(found: Sequence[dict[str, Any]], *, any_source: bool) -> RenderableType:
    """Return the dead letters for a person, or that there are none."""
    if found:
        return table_view("Could not be had at the last ingest:", found)
    return "Nothing is left over from the last ingest." if any_source else "There is no source yet."
