"""What a run did, counted: from what was read, decided and stored to the report, in all and by source. Pure.

Place in the flow: the pipeline's last stage but one. It changes nothing and prints nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.changes import Added, Duplicate, Removed, Replaced, Twin, Unchanged, Withdrawn
from ingest.report import Report, SourceCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ingest.changes import Decision, Stored
    from ingest.gather import Gathered
    from ingest.sources.base import Failure
    from ingest.storing import Outcome


def report_of(decision: Decision, found: Gathered, stored: Mapping[str, Stored]) -> Report:
    """Return the counts of a decision, with what was left alone because it reads as last time."""
    changes = decision.changes
    items = [item for record in found.same for item in record.items]
    doubled = sum(isinstance(c, Duplicate | Twin) for c in changes) + sum(item.of is not None for item in items)
    report = Report(
        added=tuple(c.article.id for c in changes if isinstance(c, Added)),
        replaced=tuple(c.article.id for c in changes if isinstance(c, Replaced)),
        removed=tuple(c.id for c in changes if isinstance(c, Removed)),
        unchanged=sum(isinstance(c, Unchanged) for c in changes) + sum(item.of is None for item in items),
        duplicate=doubled,
        failed=tuple(found.failures),
        warnings=(*found.warnings, *decision.warnings),
        skipped=tuple(found.skipped),
        gone=_gone(decision, found, stored),
    )
    return replace(report, sources=_by_source(decision, found, stored, report))


def without_failed(report: Report, outcome: Outcome) -> Report:
    """Return the report with what was found out while storing."""
    failed = outcome.failures
    if not failed:
        return replace(report, embedded=outcome.embedded)
    return replace(
        report,
        added=tuple(id_ for id_ in report.added if id_ not in failed),
        replaced=tuple(id_ for id_ in report.replaced if id_ not in failed),
        failed=(*report.failed, *failed.values()),
        embedded=outcome.embedded,
    )


def _gone(decision: Decision, found: Gathered, stored: Mapping[str, Stored]) -> tuple[str, ...]:
    dropped = found.statuses.keys() - found.reading.withdrawn
    removed = (c.id for c in decision.changes if isinstance(c, Removed) and stored[c.id].container in dropped)
    return (*(c.id for c in decision.changes if isinstance(c, Withdrawn)), *removed)


def _by_source(
    decision: Decision, found: Gathered, stored: Mapping[str, Stored], report: Report
) -> dict[str, SourceCounts]:
    counts = {name: SourceCounts(seconds=seconds) for name, seconds in found.spent.items()}
    names = _names(found)

    def of(container: str) -> SourceCounts:
        return counts.setdefault(names.get(container, ""), SourceCounts())

    for change in decision.changes:
        match change:
            case Added(article):
                of(article.container).added += 1
            case Replaced(article):
                of(article.container).replaced += 1
            case Unchanged(id_):
                of(stored[id_].container).unchanged += 1
    for record in found.same:
        of(record.container).unchanged += sum(item.of is None for item in record.items)
    for id_ in report.gone:
        of(stored[id_].container).gone += 1
    _count_failures(found.failures, found, counts, names)
    return {name: each for name, each in counts.items() if name}


def _count_failures(
    failures: Iterable[Failure], found: Gathered, counts: dict[str, SourceCounts], names: Mapping[str, str]
) -> None:
    of_survey = {id(failure): each.source.name for each in found.looked for failure in each.survey.failures}
    for failure in failures:
        name = of_survey.get(id(failure)) or names.get(failure.container, "")
        counts.setdefault(name, SourceCounts()).failed += 1


def _names(found: Gathered) -> dict[str, str]:
    """Return the name of the source by container."""
    names: dict[str, str] = defaultdict(str)
    for each in found.looked:
        names.update((candidate.container, each.source.name) for candidate in each.survey.candidates)
    names.update((record.container, record.source) for record in found.same if record.source)
    names.update((container, candidate.source.name) for container, candidate in found.asked.items())
    return names
