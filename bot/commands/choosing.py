"""What one `nayrab ingest` reads: what was typed, the sources that were named, or all that are configured."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.invocation import usage_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.wiring import Workbench
    from ingest.corpus.models import Source
    from ingest.sources.base import Failure


@dataclass(frozen=True, slots=True)
class Known:
    """What was typed about everything in the places; it wins over what is configured."""

    publisher: str | None = None
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """What to read; `removed` are places whose articles go, `failed` addresses that could not even be looked at.

    `insist` are addresses that a person typed: they are asked for although they failed just now.
    """

    sources: Sequence[Source] = ()
    removed: Sequence[str] = ()
    failed: Sequence[Failure] = ()
    insist: Sequence[str] = ()


def choose(bench: Workbench, places: Sequence[str], names: Sequence[str], known: Known, *, may_be_none: bool) -> Choice:
    """Return what to read: the places and named sources, or without any every configured source.

    Raises:
        typer.BadParameter: there is nothing to read, no source of such a name, or an address of a strange kind.
    """
    if places:
        sources, failed = _typed(bench, places, known)
        insist = [source.location for source in sources if "://" in source.location]
        return Choice([*sources, *_named(bench, names, known)], failed=failed, insist=insist)
    configured, removed = bench.sources.all(), bench.sources.removed()
    if names:
        return Choice(_named(bench, names, known), _separate(removed, configured))
    if not configured and not removed and not may_be_none:
        raise usage_error("there is no configured source; name files or folders, or use `nayrab sources add`.", "PATH")
    return Choice([_with(source, known) for source in configured], removed)


def _separate(removed: Sequence[str], configured: Sequence[Source]) -> list[str]:
    """Return the removed places that share nothing with a source that stays, so that a run of some may clear them."""
    stay = [source.location for source in configured]
    return [place for place in removed if not any(_overlap(place, other) for other in stay)]


def _overlap(one: str, other: str) -> bool:
    first, second = (place.rstrip("/") + "/" for place in (one, other))
    return first.startswith(second) or second.startswith(first)


def _typed(bench: Workbench, places: Sequence[str], known: Known) -> tuple[list[Source], list[Failure]]:
    from ingest.corpus.models import Source

    found = [_from_the_web(bench, place, known) if "://" in place else at_path(place, known) for place in places]
    sources = [each for each in found if isinstance(each, Source)]
    return sources, [each for each in found if not isinstance(each, Source)]


def at_path(place: str, known: Known) -> Source:
    """Return the source for a path as typed."""
    from ingest.corpus.models import Source

    location = str(Path(place).expanduser().absolute())
    return Source(
        name=place,
        location=location,
        publisher=known.publisher,
        encoding=known.encoding,
        mapping=dict(known.mapping),
    )


def _from_the_web(bench: Workbench, address: str, known: Known) -> Source | Failure:
    """Return the source behind an address: a configured one, a page that is stored, or what it turns out to be."""
    from ingest.corpus.models import Source, SourceKind, WhenGone
    from ingest.sources.base import Failure
    from ingest.web.addresses import fold, is_web

    if not is_web(address):
        raise usage_error(f"{address} is no web address that can be read; it should begin with https://.", "PATH")
    folded = fold(address)
    if configured := next((each for each in bench.sources.all() if fold(each.location) == folded), None):
        return _with(configured, known)
    source = Source(address, folded, kind=SourceKind.PAGE, when_gone=WhenGone(bench.settings.corpus.when_gone))
    if folded not in bench.ledger.containers():
        found = bench.discover(address)
        if isinstance(found, Failure):
            return found
        source = replace(source, location=found.location, kind=found.kind, publisher=found.publisher)
    return _with(source, known)


def _named(bench: Workbench, names: Sequence[str], known: Known) -> list[Source]:
    if not names:
        return []
    configured = {source.name: source for source in bench.sources.all()}
    for name in names:
        if name not in configured:
            raise usage_error(
                f"there is no source {name}{_nearest(name, configured)}; see `nayrab sources list`.", "--source"
            )
    return [_with(configured[name], known) for name in dict.fromkeys(names)]


def _nearest(name: str, configured: Iterable[str]) -> str:
    near = get_close_matches(name, list(configured), n=1, cutoff=0.5)
    return f" (did you mean {near[0]}?)" if near else ""


def _with(source: Source, known: Known) -> Source:
    return replace(
        source,
        publisher=known.publisher or source.publisher,
        encoding=known.encoding or source.encoding,
        mapping=known.mapping or source.mapping,
    )
