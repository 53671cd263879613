"""`nayrab ingest`: files, folders, web addresses (or every configured source) into the next snapshot."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.arguments import UnusableValueError, parse_mapping
from bot.commands.choosing import Choice, Known, at_path, choose
from bot.commands.invocation import (
    ELSEWHERE,
    Json,
    print_json,
    print_view,
    say,
    sentence_of,
    usage_error,
    workbench,
)
from bot.commands.progress import observe
from ingest.corpus.errors import NayrabError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.wiring import Workbench
    from ingest.corpus.models import Source
    from ingest.report import Observer, Report

    Begin = Callable[[Observer, Callable[[], bool]], tuple[Report, Choice]]

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


Named = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="A configured source; may be given several times.")
]
Events = Annotated[bool, typer.Option("--events", hidden=True, help="Say everything as JSON lines (for `nayrab run`).")]
Who = Annotated[str, typer.Option("--who", hidden=True, metavar="NAME", help="Whom the audit log names.")]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=ELSEWHERE)(ingest)


def ingest(  # noqa: PLR0913 - a command's options are its parameters
    ctx: typer.Context,
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH|URL ...]", help="Files, folders, web addresses; none: every configured source."),
    ] = None,
    *,
    named: Named = None,
    mapping: Map = None,
    encoding: Encoding = None,
    publisher: Publisher = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Split and embed everything in the corpus anew.")] = False,
    json: Json = False,
    events: Events = False,
    who: Who = "command line",
) -> None:
    """Read articles and publish a new snapshot of the corpus; the live one stays as it is until then."""
    known = Known(publisher, encoding, read_mapping(mapping))
    check_encoding(encoding)
    bench = workbench(ctx)

    def begin(observer: Observer, cancelled: Callable[[], bool]) -> tuple[Report, Choice]:
        choice = choose(bench, places or (), named or (), known, may_be_none=rebuild)
        return _run(bench, choice, Manner(who, rebuild=rebuild), observer, cancelled), choice

    if events:
        raise typer.Exit(_as_worker(bench, begin))
    report, choice = _for_people(begin)
    _show(report, as_json=json)
    if trouble := _trouble(report, choice.sources):
        say(f"nayrab: {trouble}")
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Manner:
    """Who wants it, and whether everything is done anew."""

    who: str
    rebuild: bool


def _for_people(begin: Begin) -> tuple[Report, Choice]:
    try:
        with observe() as observer:
            return begin(observer, lambda: False)
    except KeyboardInterrupt:
        say("Interrupted: the live corpus is as it was.")
        raise


def _as_worker(bench: Workbench, begin: Begin) -> int:
    """Ingest for `nayrab run` and return the exit code; everything that happens is said on stdout."""
    from bot.worker import STOPPED, EventLines, step_back, told_to_stop

    lines = EventLines(_speak, time.monotonic)
    step_back(bench.settings.service.nice)
    with told_to_stop() as stopping:
        try:
            report, _ = begin(lines, stopping)
        except (NayrabError, typer.BadParameter) as error:
            lines.fault(_as_sentence(error))
            return STOPPED if stopping() else 1
        except Exception as error:
            lines.fault(NayrabError(f"Something unexpected went wrong ({type(error).__name__}); the log says more."))
            raise
        lines.report(report.as_json())
    return 0


def _speak(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _as_sentence(error: NayrabError | typer.BadParameter) -> NayrabError:
    return error if isinstance(error, NayrabError) else NayrabError(sentence_of(error))


def _run(bench: Workbench, choice: Choice, manner: Manner, observer: Observer, cancelled: Callable[[], bool]) -> Report:
    """Ingest what was chosen; addresses that could not be looked at are among the report's failures."""
    report = bench.ingest(
        choice.sources,
        observer=observer,
        rebuild=manner.rebuild,
        removed=choice.removed,
        who=manner.who,
        cancelled=cancelled,
        insist=choice.insist,
    )
    if pending := bench.sources.removed():
        wanted_again = [source.location for source in choice.sources]
        bench.sources.settle([place for place in pending if place in choice.removed or place in wanted_again])
    return replace(report, failed=(*choice.failed, *report.failed))


def _show(report: Report, *, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
        return
    from bot.console import report_view

    print_view(report_view(report.as_json()))


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
    """Return the source for a path as typed."""
    source = at_path(place, Known(publisher, encoding, mapping))
    return replace(source, name=name or source.name)
