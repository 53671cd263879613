"""Reading what the sources hold: survey, fetch, extract; files that read as last time are left alone.

Place in the flow: source -> fetched document -> **article**, for a whole run. Decides nothing about the corpus; whether
a file may be left alone is checked against what the live snapshot really holds (`is_current`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from ingest.changes import ReadContainer, Reading
from ingest.extract import RULES, Extraction, extract
from ingest.ledger import FAILED, ContainerRecord
from ingest.report import Progress
from ingest.sources.base import Candidate, Failure, FetchedDocument
from ingest.vanished import vanished

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ingest.clock import Stopwatch
    from ingest.corpus.models import Source
    from ingest.report import Observer
    from ingest.sources.base import Fetcher, Survey


@dataclass(frozen=True, slots=True)
class Print:
    """What tells one state of a container from another: the hash of its bytes, and how they are read."""

    candidate: Candidate
    sha256: str
    recipe: str


@dataclass(slots=True)
class Gathered:
    """All that one run read. `same` are containers that read as last time, with what the ledger knows of them."""

    reading: Reading = field(default_factory=Reading)
    same: list[ContainerRecord] = field(default_factory=list)
    prints: dict[str, Print] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def look(sources: Iterable[Source], fetcher: Fetcher) -> list[Survey]:
    """Survey every source."""
    return [fetcher.survey(source) for source in sources]


def gather(
    surveys: Sequence[Survey],
    *,
    fetcher: Fetcher,
    stored: Collection[str],
    recorded: Mapping[str, ContainerRecord],
    is_current: Callable[[ContainerRecord], bool],
    today: dt.date,
    observer: Observer,
    watch: Stopwatch,
) -> Gathered:
    """Read every candidate of the surveys, in order, each container once; `stored` are the containers now stored."""
    found = Gathered()
    for survey in surveys:
        found.failures += survey.failures
        found.skipped += survey.skipped
    candidates = list({each.container: each for survey in surveys for each in survey.candidates}.values())
    read = []
    for number, candidate in enumerate(candidates):
        observer(Progress("read", number, len(candidates), candidate.container))
        container = _read_one(candidate, fetcher, recorded, is_current, today, found, watch)
        read += [container] if container else []
    observer(Progress("read", len(candidates), len(candidates)))
    found.reading = Reading(tuple(read), _gone(surveys, candidates, stored, found))
    return found


def _gone(
    surveys: Sequence[Survey], candidates: Sequence[Candidate], stored: Collection[str], found: Gathered
) -> frozenset[str]:
    gone, warnings = vanished(
        stored,
        list(chain.from_iterable(survey.roots for survey in surveys)),
        [candidate.container for candidate in candidates],
        list(chain.from_iterable(survey.blocked for survey in surveys)),
    )
    found.warnings += warnings
    return gone


def _read_one(
    candidate: Candidate,
    fetcher: Fetcher,
    recorded: Mapping[str, ContainerRecord],
    is_current: Callable[[ContainerRecord], bool],
    today: dt.date,
    found: Gathered,
    watch: Stopwatch,
) -> ReadContainer | None:
    """Return what a container holds, or None when it reads as last time."""
    with watch.stage("read"):
        document = fetcher.fetch(candidate)
    if isinstance(document, Failure):
        found.failures.append(document)
        return ReadContainer(candidate.container, complete=False)
    mark = Print(candidate, hashlib.sha256(document.content).hexdigest(), _recipe(candidate))
    found.prints[candidate.container] = mark
    record = recorded.get(candidate.container)
    if record and _reads_alike(record, mark) and is_current(record):
        found.same.append(record)
        return None
    with watch.stage("extract"):
        return _taken(document, extract(document, today=today), found)


def _taken(document: FetchedDocument, extraction: Extraction, found: Gathered) -> ReadContainer:
    found.failures += extraction.failures
    found.warnings += extraction.warnings
    protected = frozenset(f.article_id for f in extraction.failures if f.article_id)
    return ReadContainer(document.container, extraction.articles, extraction.complete, protected)


def _reads_alike(record: ContainerRecord, mark: Print) -> bool:
    """A container with failures is read again each time, so that they are told again."""
    return record.outcome != FAILED and (record.sha256, record.recipe) == (mark.sha256, mark.recipe)


def _recipe(candidate: Candidate) -> str:
    """Name everything but the bytes that the articles depend on."""
    source = candidate.source
    parts = (
        RULES,
        candidate.kind.value,
        candidate.name,
        source.publisher,
        source.affiliation,
        source.language,
        source.encoding,
        sorted(source.mapping.items()),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
