"""`nayrab ingest`: files and folders (or every configured source) into the next snapshot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.arguments import UnusableValueError, parse_mapping
from bot.commands.invocation import ELSEWHERE, Json, print_json, print_view, say, usage_error, workbench
from bot.commands.progress import observe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.wiring import Workbench
    from ingest.corpus.models import Source
    from ingest.report import Report

Map = Annotated[
    str | None,
    typer.Option("--map", metavar="FIELD=COLUMN,...", help="Which column (CSV) or key (JSONL) holds which field."),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="How the files are encoded, where that is known.")
]
Publisher = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", help="Who printed the articles that do not say so.")
]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=ELSEWHERE)(ingest)


def ingest(
    ctx: typer.Context,
    places: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH ...]", help="Files and folders; none: every configured source.")
    ] = None,
    *,
    mapping: Map = None,
    encoding: Encoding = None,
    publisher: Publisher = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Split and embed everything in the corpus anew.")] = False,
    json: Json = False,
) -> None:
    """Read articles and publish a new snapshot of the corpus; the live one stays as it is until then."""
    fields = read_mapping(mapping)
    check_encoding(encoding)
    bench = workbench(ctx)
    given = [source_at(place, publisher, encoding, fields) for place in places or ()]
    pending = bench.sources.removed()
    removed = () if given else pending
    wanted = given or _configured(bench, may_be_none=rebuild or bool(removed))
    report = _run(bench, wanted, removed, rebuild=rebuild)
    if pending:
        bench.sources.settle(removed or [source.location for source in given])
    if json:
        print_json(report.as_json())
    else:
        from bot.console import report_view

        print_view(report_view(report.as_json()))
    if trouble := _trouble(report, wanted):
        say(f"nayrab: {trouble}")
        raise typer.Exit(1)


def _trouble(report: Report, wanted: Sequence[Source]) -> str | None:
    """Return what went wrong when a run came to nothing, in one sentence, or None."""
    if report.failed and len(report.failed) == report.read:
        first, *others = report.failed
        more = f" ({len(others):,} more could not be ingested either; the report names them)" if others else ""
        return f"{first.where}: {first.reason}; {first.remedy[:1].lower()}{first.remedy[1:].rstrip('.')}{more}."
    if wanted and not report.read and not report.changed:
        from ingest.sources.files import READABLE

        places = " and ".join(source.location for source in wanted)
        return f"There is nothing to ingest in {places}; put in articles that end in {READABLE}."
    return None


def read_mapping(text: str | None) -> Mapping[str, str]:
    """Return what `--map` says."""
    try:
        return parse_mapping(text) if text is not None else {}
    except UnusableValueError as error:
        raise usage_error(str(error), "--map") from None


def check_encoding(name: str | None) -> None:
    """Refuse an encoding that Python does not know."""
    import codecs

    try:
        codecs.lookup(name or "utf-8")
    except (LookupError, ValueError):
        raise usage_error(f"{name!r} is not a known encoding; try utf-8, latin-1 or cp1256.", "--encoding") from None


def source_at(
    place: str, publisher: str | None, encoding: str | None, mapping: Mapping[str, str], name: str | None = None
) -> Source:
    """Return the source for a path as typed; web addresses are not read yet."""
    from ingest.corpus.models import Source

    if "://" in place:
        raise usage_error(f"{place} is a web address; save the page and give the file.", "PATH")
    location = str(Path(place).expanduser().absolute())
    return Source(name=name or place, location=location, publisher=publisher, encoding=encoding, mapping=dict(mapping))


def _configured(bench: Workbench, *, may_be_none: bool) -> Sequence[Source]:
    sources = bench.sources.all()
    if not sources and not may_be_none:
        raise usage_error("there is no configured source; name files or folders, or use `nayrab sources add`.", "PATH")
    return sources


def _run(bench: Workbench, sources: Sequence[Source], removed: Sequence[str], *, rebuild: bool) -> Report:
    try:
        with observe() as observer:
            return bench.ingest(sources, observer=observer, rebuild=rebuild, removed=removed)
    except KeyboardInterrupt:
        say("Interrupted: the live corpus is as it was.")
        raise
