"""Reading what the sources hold: survey, fetch, extract; files and pages that read as last time are left alone.

Place in the flow: source -> fetched document -> **article**, for a whole run. Decides nothing about the corpus; whether
something may be left alone is checked against what the live snapshot really holds (`visits`, `recall`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from ingest.changes import ReadContainer, Reading
from ingest.corpus.models import WhenGone
from ingest.extract import extract
from ingest.ledger_rows import READ
from ingest.lookahead import Lookahead, several
from ingest.report import Progress
from ingest.sources.base import Failure, FetchedDocument, Gone, NotModified
from ingest.vanished import vanished
from ingest.visits import Looked, Visit, is_web, listings_of, plan, recipe_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from ingest.clock import Stopwatch
    from ingest.corpus.models import Source
    from ingest.extract import Extraction
    from ingest.ledger_rows import ContainerRecord, Listing
    from ingest.report import Observer
    from ingest.sources.base import Candidate, Fetched, Fetcher, Validators
    from ingest.visits import Memory, Plan

AHEAD = 16
MOST_WAITING_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads: the fetcher, how many pages at once, who is told of it, and `check`, which raises to stop."""

    fetcher: Fetcher
    observer: Observer
    watch: Stopwatch
    check: Callable[[], None]
    workers: int


@dataclass(frozen=True, slots=True)
class Print:
    """What tells one state of a container from another: the hash of its bytes, and how they are read."""

    candidate: Candidate
    sha256: str
    recipe: str
    validators: Validators


@dataclass(slots=True)
class Gathered:
    """All that one run read.

    `same` are containers that hold what they held, `met` those of them that were asked; `asked` are all that were
    visited, `statuses` what the pages that are gone answered. `spent` are seconds by source.
    """

    reading: Reading = field(default_factory=Reading)
    same: list[ContainerRecord] = field(default_factory=list)
    met: dict[str, Validators | None] = field(default_factory=dict)
    waiting: list[ContainerRecord] = field(default_factory=list)
    asked: dict[str, Candidate] = field(default_factory=dict)
    prints: dict[str, Print] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)
    looked: Sequence[Looked] = ()

    def all_came_in(self, containers: Iterable[str]) -> bool:
        """Tell whether none of these candidates needs a further try: read, as it was, or gone."""
        failed = {failure.container for failure in self.failures}
        known = self.prints.keys() | self.statuses.keys() | {record.container for record in self.same}
        return all(container in known and container not in failed for container in containers)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a visit brought, and the seconds it took."""

    fetched: Fetched
    seconds: float

    @property
    def size(self) -> int:
        """Bytes that are kept waiting."""
        return len(self.fetched.content) if isinstance(self.fetched, FetchedDocument) else 0


def look(
    sources: Sequence[Source], reader: Reader, listings: Mapping[str, Listing], memory: Memory
) -> tuple[Looked, ...]:
    """Survey every source, several at once; feeds and sitemaps only whether they changed where that is safe."""
    asked = [(source, listings_of(source, listings, memory)) for source in sources]

    def survey(item: tuple[Source, Mapping[str, Validators]]) -> Looked:
        began = reader.watch.now()
        found = reader.fetcher.survey(item[0], item[1])
        return Looked(item[0], found, reader.watch.now() - began)

    looked = []
    with several(reader.workers) as pool:
        ahead = Lookahead[Looked](pool, reader.check, ahead=AHEAD, most_bytes=1, size=lambda _: 0)
        for number, (item, each) in enumerate(ahead.results(asked, survey)):
            reader.observer(Progress("look", number, len(asked), item[0].location))
            looked.append(each)
    reader.observer(Progress("look", len(asked), len(asked)))
    return tuple(looked)


def gather(
    looked: Sequence[Looked], *, reader: Reader, memory: Memory, stored: Collection[str], today: dt.date
) -> Gathered:
    """Read every candidate of the surveys, each container once; `stored` are the containers now stored."""
    made = plan(looked, memory)
    found = Gathered(looked=looked, same=list(made.same), waiting=list(made.waiting))
    for each in looked:
        found.failures += each.survey.failures
        found.skipped += each.survey.skipped
        found.spent[each.source.name] = found.spent.get(each.source.name, 0.0) + each.seconds
    _tell_of_waiting(found)
    read = _read_all(made, reader, memory, stored, today, found)
    listed = [candidate.container for each in looked for candidate in each.survey.candidates]
    gone = _gone(looked, [*listed, *found.asked], stored, found)
    found.reading = Reading(tuple(read), gone | found.reading.gone, found.reading.withdrawn)
    return found


def _tell_of_waiting(found: Gathered) -> None:
    if found.waiting:
        some = ", ".join(record.container for record in found.waiting[:3])
        more = f" and {len(found.waiting) - 3:,} more" if len(found.waiting) > 3 else ""  # noqa: PLR2004 - as many as named
        found.skipped.append(f"{some}{more}: failed before and will be tried again later (`nayrab sources check`)")


def _read_all(
    made: Plan, reader: Reader, memory: Memory, stored: Collection[str], today: dt.date, found: Gathered
) -> list[ReadContainer]:
    read: list[tuple[int, ReadContainer]] = []
    for number, (visit, answer) in enumerate(_answers(made.visits, reader)):
        candidate = visit.candidate
        reader.check()
        reader.observer(Progress("read", number, len(made.visits), candidate.container))
        began = reader.watch.now()
        found.asked[candidate.container] = candidate
        container = _taken_in(visit, answer.fetched, memory, stored, today, found, reader.watch)
        read += [(visit.order, container)] if container else []
        name, seconds = candidate.source.name, answer.seconds + reader.watch.now() - began
        found.spent[name] = found.spent.get(name, 0.0) + seconds
    reader.observer(Progress("read", len(made.visits), len(made.visits)))
    return [container for _, container in sorted(read, key=lambda pair: pair[0])]


def _answers(visits: Sequence[Visit], reader: Reader) -> Iterator[tuple[Visit, _Answer]]:
    """Files one by one as they are wanted; pages of the web ahead of that, by several threads."""
    files = [visit for visit in visits if not is_web(visit.candidate)]
    pages = [visit for visit in visits if is_web(visit.candidate)]
    for visit in files:
        with reader.watch.stage("read"):
            answer = _fetched(visit, reader)
        yield visit, answer
    if not pages:
        return
    with several(reader.workers) as pool:
        ahead = Lookahead[_Answer](
            pool, reader.check, ahead=AHEAD, most_bytes=MOST_WAITING_BYTES, size=lambda answer: answer.size
        )
        answers = ahead.results(pages, lambda visit: _fetched(visit, reader))
        while True:
            with reader.watch.stage("read"):
                pair = next(answers, None)
            if pair is None:
                return
            yield pair


def _fetched(visit: Visit, reader: Reader) -> _Answer:
    began = reader.watch.now()
    try:
        fetched = reader.fetcher.fetch(visit.candidate, visit.validators)
    except Exception as error:
        if not is_web(visit.candidate):
            raise
        # Whatever one site brings a library to must not keep all the others out.
        where, reason = visit.candidate.container, f"could not be fetched ({type(error).__name__}: {error})"
        fetched = Failure(where, reason, "Please report this address to the developers.", where, passing=True)
    return _Answer(fetched, reader.watch.now() - began)


def _taken_in(
    visit: Visit,
    fetched: Fetched,
    memory: Memory,
    stored: Collection[str],
    today: dt.date,
    found: Gathered,
    watch: Stopwatch,
) -> ReadContainer | None:
    """Return what a container holds, or None when it reads as last time or is no longer there."""
    candidate, container = visit.candidate, visit.candidate.container
    record = memory.recorded.get(container)
    match fetched:
        case Failure():
            # The record of a failure is found by its container, whatever the fetcher calls the place.
            found.failures.append(replace(fetched, container=container))
            return ReadContainer(container, complete=False)
        case Gone():
            return _no_longer_there(candidate, fetched, stored, found)
        case NotModified():
            return _as_it_was(container, record, visit, found)
        case FetchedDocument():
            return _document(candidate, fetched, record, memory, today, found, watch)


def _as_it_was(container: str, record: ContainerRecord | None, visit: Visit, found: Gathered) -> ReadContainer | None:
    if record is None or visit.validators is None:
        reason = "answered that it has not changed, though it was not asked whether it had"
        remedy = "It will be tried again at the next ingest."
        found.failures.append(Failure(container, reason, remedy, container, passing=True))
        return ReadContainer(container, complete=False)
    found.same.append(record)
    found.met[container] = None
    return None


def _no_longer_there(
    candidate: Candidate, gone: Gone, stored: Collection[str], found: Gathered
) -> ReadContainer | None:
    container = candidate.container
    if container not in stored:
        reason, remedy = f"is not there (the site answered {gone.status})", "Check the address."
        found.failures.append(Failure(container, reason, remedy, container))
        return ReadContainer(container, complete=False)
    found.statuses[container] = gone.status
    before = found.reading
    if candidate.source.when_gone is WhenGone.DROP:
        found.reading = replace(before, gone=before.gone | {container})
    else:
        found.reading = replace(before, withdrawn=before.withdrawn | {container})
    return None


def _document(
    candidate: Candidate,
    document: FetchedDocument,
    record: ContainerRecord | None,
    memory: Memory,
    today: dt.date,
    found: Gathered,
    watch: Stopwatch,
) -> ReadContainer | None:
    digest = hashlib.sha256(document.content).hexdigest()
    mark = Print(candidate, digest, recipe_of(candidate), document.validators)
    if record and _reads_alike(record, mark) and memory.is_current(record):
        found.same.append(record)
        found.met[candidate.container] = document.validators
        return None
    found.prints[candidate.container] = mark
    with watch.stage("extract"):
        return _taken(document, extract(document, today=today), found)


def _taken(document: FetchedDocument, extraction: Extraction, found: Gathered) -> ReadContainer:
    found.failures += extraction.failures
    found.warnings += extraction.warnings
    protected = frozenset(f.article_id for f in extraction.failures if f.article_id)
    return ReadContainer(document.container, extraction.articles, extraction.complete, protected)


def _reads_alike(record: ContainerRecord, mark: Print) -> bool:
    """A container with failures is read again each time, so that they are told again."""
    return record.outcome == READ and (record.sha256, record.recipe) == (mark.sha256, mark.recipe)


def _gone(looked: Sequence[Looked], seen: Sequence[str], stored: Collection[str], found: Gathered) -> frozenset[str]:
    gone, warnings = vanished(
        stored,
        _every(each.survey.roots for each in looked),
        seen,
        _every(each.survey.blocked for each in looked),
    )
    found.warnings += warnings
    return gone


def _every(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(chain.from_iterable(lists))
