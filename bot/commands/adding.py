"""`nayrab sources add`: look what an address or path is, show it, and add it as a source."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.ingesting import Encoding, Map, Publisher, check_encoding, read_mapping
from bot.commands.invocation import print_view, say, usage_error, workbench

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.wiring import Workbench
    from ingest.corpus.models import Limits, Source, SourceKind, WhenGone
    from ingest.sources.discover import Discovery, Listed

WHO = "command line"
UNSCHEDULED = frozenset({"none", "never"})

Patterns = list[str] | None


def add(  # noqa: PLR0913 - a command's options are its parameters
    ctx: typer.Context,
    place: Annotated[
        str, typer.Argument(metavar="URL|PATH", help="A page, a feed or a sitemap on the web; or a file or folder.")
    ],
    *,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="What to call it; its title or path unless told."),
    ] = None,
    publisher: Publisher = None,
    affiliation: Annotated[
        str | None, typer.Option("--affiliation", metavar="WORDS", help='Whose voice it is ("Syrian state media").')
    ] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", help="Such as en, ar, tr.")] = None,
    schedule: Annotated[
        str | None,
        typer.Option(
            "--schedule",
            metavar="WORDS",
            help='When `nayrab run` reads it: "every hour", "daily at 06:00", never.',
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="page, feed, sitemap or files; found out unless told.")
    ] = None,
    include: Annotated[
        Patterns, typer.Option("--include", metavar="PATH", help='Only these paths ("/news/*"); may be repeated.')
    ] = None,
    exclude: Annotated[
        Patterns, typer.Option("--exclude", metavar="PATH", help="Never these paths; may be repeated.")
    ] = None,
    articles: Annotated[
        int | None, typer.Option("--articles", min=1, metavar="N", help="At most so many in one run, the newest.")
    ] = None,
    newest_days: Annotated[
        int | None, typer.Option("--newest-days", min=1, metavar="N", help="Only what is at most so many days old.")
    ] = None,
    when_gone: Annotated[
        str | None,
        typer.Option("--when-gone", metavar="keep|drop", help="What becomes of an article whose page is gone."),
    ] = None,
    mapping: Map = None,
    encoding: Encoding = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it is and what it would give.")] = False,
) -> None:
    """Show what an address or path is and the first five articles it would give; then add it as a source."""
    wanted, gone, limits = _kind(kind), _when_gone(when_gone), _limits(include, exclude, articles, newest_days)
    check_encoding(encoding)
    _check_schedule(schedule)
    fields = read_mapping(mapping)
    bench = opened(ctx)
    found = _discovered(bench, place, wanted, limits)
    source = _source(bench, found, name or (place if found.kind == "files" else None))
    source = replace(
        source,
        publisher=publisher or source.publisher,
        affiliation=affiliation,
        language=language or source.language,
        encoding=encoding,
        mapping=fields,
        limits=limits,
        when_gone=gone or source.when_gone,
        schedule=_schedule(schedule, source),
    )
    _present(found, source)
    if dry_run:
        say("Nothing was added (--dry-run).")
    elif yes or _agreed():
        _add(bench, source)
    else:
        say("Nothing was added.")


def opened(ctx: typer.Context) -> Workbench:
    """Return the parts for this call; connections to the web, if any were made, end with it."""
    bench = workbench(ctx)
    ctx.call_on_close(partial(_disconnect, bench))
    return bench


def _disconnect(bench: Workbench) -> None:
    web = vars(bench).get("web")  # asking for `bench.web` would make one
    if web is not None:
        web.close()


def _kind(text: str | None) -> SourceKind | None:
    from ingest.corpus.models import SourceKind

    if text is None or text in list(SourceKind):
        return SourceKind(text) if text else None
    raise usage_error(f"{text!r} is no kind of source; there are page, feed, sitemap and files.", "--kind")


def _when_gone(text: str | None) -> WhenGone | None:
    from ingest.corpus.models import WhenGone

    if text is None or text in list(WhenGone):
        return WhenGone(text) if text else None
    raise usage_error(f"{text!r} is neither keep nor drop.", "--when-gone")


def _limits(include: Patterns, exclude: Patterns, articles: int | None, newest_days: int | None) -> Limits:
    from ingest.corpus.models import Limits

    usual = Limits()
    return Limits(
        articles=articles or usual.articles,
        newest_days=newest_days,
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
    )


def _check_schedule(text: str | None) -> None:
    from ingest.sources.base import SourceSettingsError
    from ingest.sources.schedule import parse

    if text is None or text.lower() in UNSCHEDULED:
        return
    try:
        parse(text)
    except SourceSettingsError as error:
        raise usage_error(str(error), "--schedule") from None


def _schedule(text: str | None, source: Source) -> str | None:
    """What lies on the web is read by itself unless told otherwise; files are not."""
    if text is None:
        from bot.wiring.proposals import SCHEDULES

        return SCHEDULES.get(source.kind)
    return None if text.lower() in UNSCHEDULED else text


def _discovered(bench: Workbench, place: str, kind: SourceKind | None, limits: Limits) -> Discovery:
    """Return what the place is; raises `SourceSettingsError` when that cannot be told, or it is not of the kind."""
    from ingest.sources.base import Failure, SourceSettingsError

    found = bench.discover(place, kind=kind, limits=limits)
    if isinstance(found, Failure):
        remedy = found.remedy[:1].lower() + found.remedy[1:].rstrip(".")
        raise SourceSettingsError(f"{found.where} {found.reason}; {remedy}.")
    if kind is not None and found.kind is not kind:
        raise usage_error(f"{place} is not of the kind {kind} but {found.kind}.", "--kind")
    return found


def _source(bench: Workbench, found: Discovery, name: str | None) -> Source:
    from bot.wiring.proposals import free_name
    from ingest.corpus.models import Source, WhenGone

    taken = [source.name for source in bench.sources.all()]
    return Source(
        name=name or free_name(found, taken),
        location=found.location,
        kind=found.kind,
        publisher=found.publisher,
        language=found.language,
        when_gone=WhenGone(bench.settings.corpus.when_gone),
    )


def _present(found: Discovery, source: Source) -> None:
    """Say what was found: all of it is foreign text."""
    from bot.console import plain

    for line in (*_headings(found, source), *_first_articles(found), *found.notes):
        print_view(plain(line))


def _headings(found: Discovery, source: Source) -> Sequence[str]:
    what = {"files": "Files", "page": "A page", "feed": "A feed", "sitemap": "A sitemap"}[found.kind]
    titled = f' "{found.title}"' if found.title else ""
    known = {"publisher": source.publisher, "affiliation": source.affiliation, "language": source.language}
    told = ", ".join(f"{name} {value}" for name, value in known.items() if value)
    return [f"{what}{titled}: {found.location}", *([f"Taken as: {told}"] if told else [])]


def _first_articles(found: Discovery) -> Sequence[str]:
    if not found.articles:
        return []
    files = found.kind == "files"
    shown, noun = len(found.articles), "file" if files else "article"
    total = f"{found.total:,} {noun}{'s' if found.total != 1 else ''}"
    head = f"It gives {total} now" + (f"; the first {shown}:" if shown < found.total else ":")
    return [head, *(f"  {each.address}" if files else _article(each) for each in found.articles)]


def _article(each: Listed) -> str:
    day = each.published.isoformat() if each.published else "undated"
    return f"  {day:10}  {each.title}\n              {each.address}"


def _agreed() -> bool:
    """Ask only where somebody can answer; a script that calls this has made up its mind."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return typer.confirm("Add it?", default=False)


def _add(bench: Workbench, source: Source) -> None:
    from bot.console import plain

    bench.sources.add(source)
    note(bench, f"add source {source.name}", f"{source.kind} {source.location}")
    when = f", and `nayrab run` {source.schedule}" if source.schedule else ""
    print_view(plain(f"Added {source.name}; `nayrab ingest` reads it from now on{when}."))


def note(bench: Workbench, what: str, result: str) -> None:
    """Write to the audit log what was done here."""
    import datetime as dt

    bench.ledger.note(at=dt.datetime.now(dt.UTC), who=WHO, what=what, result=result, snapshot=None)
    if trouble := bench.ledger.take_trouble():
        say(trouble)
