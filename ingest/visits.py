"""Which candidates are asked for, by whose settings, and how: in full, or only whether they changed. Pure.

Place in the flow: between survey and fetch. It knows what the surveys found, what the ledger remembers and what the
live snapshot holds, and gives `gather` its list of visits. It fetches nothing and removes nothing. Its rules:

- files are always read: their bytes cost nothing;
- a page is asked whether it changed only where the snapshot holds just what was stored from it by the same settings;
  one that its sitemap says is as it was is not asked for at all;
- a page that failed, or is gone, waits: the longer the more often it failed, and much longer when the fault will not
  pass by itself; one that was named is asked for at once;
- pages that a feed no longer lists are looked at again once a day while they are young;
- a page that two sources list belongs to the one that read it first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import astuple, dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from ingest.corpus.models import SourceKind
from ingest.extract import RULES
from ingest.ledger_rows import FAILED, GONE, READ
from ingest.sources.listing import web_candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ingest.corpus.models import Source
    from ingest.ledger_rows import ContainerRecord, Listing
    from ingest.sources.base import Candidate, Survey, Validators

REVISIT_AFTER = dt.timedelta(days=1)
REVISIT_UNTIL = dt.timedelta(days=30)
LISTING = "listing"
"""In place of a recipe: the record is of a feed, sitemap or folder that could not be looked at, not of a page."""
_ABANDONED = dt.timedelta(days=7)
"""A page that its source has not looked at for so long may be taken over by another that lists it."""
_PASSING = (dt.timedelta(minutes=15), dt.timedelta(days=1))
_LASTING = (dt.timedelta(days=1), dt.timedelta(days=30))
"""The pause after the first failure, doubled with each further one, up to the second figure."""
_SLACK = dt.timedelta(hours=1)
"""A page fetched this soon after it is said to have changed may still have been the old one."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A source, what its survey found, and the seconds that took."""

    source: Source
    survey: Survey
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A candidate to be fetched; with `validators` only if it changed. `order` is its place among all candidates."""

    candidate: Candidate
    validators: Validators | None
    order: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What is fetched: files, then pages by turns of their sources; `same` need not be, `waiting` must not be yet."""

    visits: tuple[Visit, ...]
    same: tuple[ContainerRecord, ...]
    waiting: tuple[ContainerRecord, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the run goes by: the ledger's records, which of them the snapshot bears out, and the moment it began.

    `removed` are the locations of removed sources, `insist` containers that are asked for however often they failed.
    """

    recorded: Mapping[str, ContainerRecord]
    is_current: Callable[[ContainerRecord], bool]
    now: dt.datetime
    removed: Collection[str] = ()
    insist: Collection[str] = ()


def plan(looked: Sequence[Looked], memory: Memory) -> Plan:
    """Return what to fetch of what the surveys found, each container once."""
    listed = _listed(looked, memory)
    again = [c for each in looked for c in _to_see_again(each, listed, memory)]
    visits, same, waiting = [], [], []
    for order, candidate in enumerate({**listed, **{c.container: c for c in again}}.values()):
        record = memory.recorded.get(candidate.container)
        if record and is_web(candidate) and _waits(candidate, record, memory):
            waiting.append(record)
        elif record and _need_not_ask(candidate, record, memory):
            same.append(record)
        else:
            visits.append(Visit(candidate, _validators(candidate, record, memory), order))
    return Plan(_by_turns(visits), tuple(same), tuple(waiting))


def listings_of(source: Source, listings: Mapping[str, Listing], memory: Memory) -> dict[str, Validators]:
    """Return what to ask a feed or sitemap with; nothing where the snapshot lacks a page that came from it."""
    if source.kind not in _LISTS:
        return {}
    ours = [r for r in memory.recorded.values() if r.place == source.location and r.outcome == READ]
    if not all(memory.is_current(record) for record in ours):
        return {}
    wanted = settings_of(source)
    return {a: each.validators for a, each in listings.items() if (each.source, each.recipe) == (source.name, wanted)}


_LISTS = (SourceKind.FEED, SourceKind.SITEMAP)


def is_web(candidate: Candidate) -> bool:
    """Tell whether a candidate is a page of the web."""
    return candidate.source.kind is not SourceKind.FILES


def recipe_of(candidate: Candidate) -> str:
    """Name everything but the bytes that a container's articles depend on."""
    source = candidate.source
    # A page's kind is told by the answer, and its name by its address, whoever lists it.
    told = ("web", _hints(candidate)) if is_web(candidate) else (candidate.kind.value, candidate.name)
    facts = (source.publisher, source.affiliation, source.language, source.encoding, sorted(source.mapping.items()))
    return _hash((RULES, *told, *facts))


def settings_of(source: Source) -> str:
    """Name the settings that decide what a listing gives and what becomes of it."""
    facts = (source.location, source.publisher, source.affiliation, source.language, source.encoding)
    return _hash((RULES, *facts, sorted(source.mapping.items()), astuple(source.limits)))


def _hash(parts: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _hints(candidate: Candidate) -> tuple[str | None, ...] | None:
    return astuple(candidate.hints) if candidate.hints else None


def _listed(looked: Sequence[Looked], memory: Memory) -> dict[str, Candidate]:
    """Return the candidates by container: of two for a file the later settings, for a page its owner's."""
    sources = {each.source.location: each.source for each in looked}
    chosen: dict[str, Candidate] = {}
    for candidate in chain.from_iterable(each.survey.candidates for each in looked):
        if not is_web(candidate):
            chosen[candidate.container] = candidate
            continue
        record = memory.recorded.get(candidate.container)
        owned = _owned(candidate, record, sources, memory)
        if candidate.container not in chosen or (record and candidate.source.location == record.place):
            chosen[candidate.container] = owned
    return chosen


def _owned(
    candidate: Candidate, record: ContainerRecord | None, sources: Mapping[str, Source], memory: Memory
) -> Candidate:
    """Return the candidate by the settings of the source that it belongs to, where that one is read in this run."""
    if record is None or record.place == candidate.source.location or candidate.source.kind is SourceKind.PAGE:
        return candidate
    if record.place in memory.removed or record.place not in sources:
        return candidate
    return replace(candidate, source=sources[record.place], hints=record.hints)


def _waits(candidate: Candidate, record: ContainerRecord, memory: Memory) -> bool:
    if record.outcome not in (FAILED, GONE) or _is_named(candidate, memory):
        return False
    first, most = _PASSING if record.passing else _LASTING
    pause: dt.timedelta = min(first * 2 ** min(record.attempts - 1, 20), most)
    return memory.now - record.at < pause


def _is_named(candidate: Candidate, memory: Memory) -> bool:
    """A page that is a source without a schedule is only ever read because somebody says so."""
    by_itself = candidate.source.kind is SourceKind.PAGE and not candidate.source.schedule
    return by_itself or candidate.container in memory.insist


def _need_not_ask(candidate: Candidate, record: ContainerRecord, memory: Memory) -> bool:
    if not is_web(candidate) or not _is_same_as_stored(candidate, record, memory):
        return _is_anothers(candidate, record, memory)
    changed = candidate.modified
    if changed is None or _is_named(candidate, memory):
        return False
    # A day without a time of day is the whole day.
    by_day = (changed.hour, changed.minute, changed.second) == (0, 0, 0)
    return changed + (dt.timedelta(days=1) if by_day else _SLACK) <= record.at


def _is_anothers(candidate: Candidate, record: ContainerRecord, memory: Memory) -> bool:
    """Tell whether a page is looked after by a source that is not read in this run."""
    if not is_web(candidate) or not record.place or candidate.source.kind is SourceKind.PAGE:
        return False
    left = record.place in memory.removed or memory.now - record.at > _ABANDONED
    return record.place != candidate.source.location and not left and memory.is_current(record)


def _is_same_as_stored(candidate: Candidate, record: ContainerRecord, memory: Memory) -> bool:
    return record.outcome == READ and record.recipe == recipe_of(candidate) and memory.is_current(record)


def _validators(candidate: Candidate, record: ContainerRecord | None, memory: Memory) -> Validators | None:
    if record is None or not is_web(candidate) or record.outcome == GONE:
        return None
    # After a failure the record still holds what was last stored, and the validators of just that.
    sound = record.recipe == recipe_of(candidate) and memory.is_current(record)
    return record.validators if sound else None


def _to_see_again(each: Looked, listed: Mapping[str, Candidate], memory: Memory) -> list[Candidate]:
    """Return the pages that a feed or sitemap does not list now and that are due for a look, longest ago first."""
    if each.source.kind not in _LISTS or (each.survey.failures and not each.survey.candidates):
        return []
    ours = [r for r in memory.recorded.values() if r.place == each.source.location and r.container not in listed]
    due = sorted((r for r in ours if _is_due(r, memory)), key=lambda r: (r.at, r.container))
    return [
        replace(web_candidate(record.container, each.source), container=record.container, hints=record.hints)
        for record in due[: each.source.limits.articles]
    ]


def _is_due(record: ContainerRecord, memory: Memory) -> bool:
    if record.recipe == LISTING:
        return False
    if record.outcome != READ:
        return True  # its pause is looked at like that of any other
    if not memory.is_current(record):
        return True
    seen = record.first_seen or record.at
    return memory.now - record.at >= REVISIT_AFTER and memory.now - seen < REVISIT_UNTIL


def _by_turns(visits: Sequence[Visit]) -> tuple[Visit, ...]:
    """Files first; then a page of each source in turn, so that no site is waited for while others could be asked."""
    by_source: dict[str, list[Visit]] = {}
    for visit in visits:
        if is_web(visit.candidate):
            by_source.setdefault(visit.candidate.source.location, []).append(visit)
    files = (visit for visit in visits if not is_web(visit.candidate))
    turns: Iterator[Visit | None] = chain.from_iterable(zip_longest(*by_source.values()))
    return (*files, *(visit for visit in turns if visit is not None))
