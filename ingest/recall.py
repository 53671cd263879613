"""What is stored, what the ledger remembers of it, and whether the two agree; and what the ledger should remember next.

Place in the flow: beside the line. A file or page is left alone only where `Stock.bears_out` finds in the live snapshot
just what the ledger says was stored from it; after the run `records_of` says what to remember. Decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.changes import Added, Decision, Duplicate, Replaced, Stored, Twin, Unchanged
from ingest.corpus.models import SourceKind
from ingest.ledger_rows import FAILED, GONE, READ, ContainerRecord, Item
from ingest.visits import LISTING, is_web, settings_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import Builder
    from ingest.gather import Gathered, Print
    from ingest.ledger import Ledger
    from ingest.sources.base import Candidate, Failure


def stored_articles(builder: Builder, *, rebuild: bool) -> dict[str, Stored]:
    """Return what is stored now, by id; a rebuild goes by the articles, because a fresh build knows none."""
    if rebuild:
        return {a.id: _stored(a) for a in builder.articles()}
    copies = {article.id: article.copies for article in builder.articles() if article.copies}
    return {
        id_: Stored(
            known.digest,
            known.text_digest,
            known.container,
            known.origin,
            copies.get(id_, ()),
            known.url,
            known.title,
            known.gone,
        )
        for id_, known in builder.known().items()
    }


def _stored(a: Article) -> Stored:
    return Stored(a.digest, a.text_digest, a.container, a.origin, a.copies, a.url, a.title, a.gone)


class Stock:
    """What the live snapshot holds, by id and by container."""

    def __init__(self, stored: Mapping[str, Stored], builder: Builder) -> None:
        self._stored = stored
        self._builder = builder
        self._inside: dict[str, set[str]] = defaultdict(set)
        self._borne_out: dict[str, bool] = {}
        for id_, held in stored.items():
            self._inside[held.container].add(id_)

    @property
    def containers(self) -> frozenset[str]:
        """Everything that an article, or a copy of one, was read from."""
        copies = {copy.container or copy.origin for held in self._stored.values() for copy in held.copies}
        return frozenset(self._inside.keys() | copies)

    def bears_out(self, record: ContainerRecord) -> bool:
        """Tell whether the live snapshot holds just what the ledger says was stored from a container."""
        known = self._borne_out.get(record.container)
        if known is None:
            known = self._borne_out[record.container] = self._holds_all(record)
        return known

    def _holds_all(self, record: ContainerRecord) -> bool:
        if not record.items:
            return False
        articles = {item.id for item in record.items if item.of is None}
        held = self._inside.get(record.container, set())
        return articles == held and all(self._holds(item) for item in record.items)

    def _holds(self, item: Item) -> bool:
        held = self._stored.get(item.of or item.id)
        if held is None or held.text_digest != item.text_digest or held.gone:
            return False
        if item.of is not None:
            return True
        if not held.copies:
            return held.digest == item.digest
        article = self._builder.article(item.id)
        return article is not None and replace(article, copies=()).digest == item.digest


def records_of(
    found: Gathered, decision: Decision, recorded: Mapping[str, ContainerRecord], at: dt.datetime
) -> Iterator[ContainerRecord]:
    """Yield what the ledger should remember of each container that was read, could not be, or is gone."""
    items = items_by_container(decision, found)
    failures = {failure.container: failure for failure in reversed(found.failures) if failure.container}
    for container, mark in found.prints.items():
        before = recorded.get(container)
        record = _read(mark, before, tuple(items.get(container, ())), at)
        # Without validators it is fetched in full again, so that what is wrong with it is told again.
        failed = replace(record, etag="", last_modified="")
        yield _failed(failed, failures[container], before) if container in failures else record
    for container, failure in failures.items():
        if container not in found.prints:
            yield _failed(replace(_before(container, recorded, found, at), at=at), failure, recorded.get(container))
    for container in found.reading.withdrawn:
        yield _withdrawn(_before(container, recorded, found, at), found.statuses[container], at)
    yield from _met(found, at)


def settled(found: Gathered, recorded: Mapping[str, ContainerRecord]) -> frozenset[str]:
    """Return the feeds, sitemaps and folders that could not be looked at once, and can now."""
    failed = {failure.container for each in found.looked for failure in each.survey.failures}
    places = {each.source.location for each in found.looked}
    return frozenset(
        r.container
        for r in recorded.values()
        if r.recipe == LISTING and r.place in places and r.container not in failed
    )


def remember_listings(ledger: Ledger, found: Gathered, at: dt.datetime) -> None:
    """Keep the validators of the feeds and sitemaps all of whose candidates came in."""
    for each in found.looked:
        containers = [candidate.container for candidate in each.survey.candidates]
        if each.survey.listings and not each.survey.failures and found.all_came_in(containers):
            recipe = settings_of(each.source)
            ledger.remember_listings(each.survey.listings, source=each.source.name, recipe=recipe, at=at)


def _met(found: Gathered, at: dt.datetime) -> Iterator[ContainerRecord]:
    """Yield the pages that were asked and are as they were: the moment counts. A file's record would be the same."""
    for record in found.same:
        candidate = found.asked.get(record.container)
        if candidate is None or not is_web(candidate):
            continue
        given = found.met[record.container]
        kept = record if given is None else replace(record, etag=given.etag, last_modified=given.last_modified)
        yield replace(kept, outcome=READ, attempts=1, reason="", passing=False, at=at)


def _read(mark: Print, before: ContainerRecord | None, items: tuple[Item, ...], at: dt.datetime) -> ContainerRecord:
    candidate = mark.candidate
    source, place = _belongs(candidate, before)
    return ContainerRecord(
        container=candidate.container,
        size=candidate.size,
        mtime=candidate.mtime,
        sha256=mark.sha256,
        recipe=mark.recipe,
        outcome=READ,
        attempts=1,
        reason="",
        at=at,
        items=items,
        source=source,
        etag=mark.validators.etag,
        last_modified=mark.validators.last_modified,
        first_seen=(before.first_seen if before else None) or at,
        hints=candidate.hints,
        place=place,
    )


def _belongs(candidate: Candidate, before: ContainerRecord | None) -> tuple[str, str]:
    """Return name and location of the source that looks after a container; reading it once by hand changes nothing."""
    if candidate.source.kind is SourceKind.PAGE and before and before.place:
        return before.source, before.place
    return candidate.source.name, candidate.source.location


def _before(
    container: str, recorded: Mapping[str, ContainerRecord], found: Gathered, at: dt.datetime
) -> ContainerRecord:
    """Return what is known of a container that gave nothing now, or the beginning of a record."""
    if container in recorded:
        return recorded[container]
    blank = ContainerRecord(container, 0, 0, "", "", FAILED, 0, "", at, first_seen=at)
    if candidate := found.asked.get(container):
        name, place = candidate.source.name, candidate.source.location
        return replace(blank, source=name, place=place, hints=candidate.hints)
    for each in found.looked:
        if any(failure.container == container for failure in each.survey.failures):
            return replace(blank, source=each.source.name, place=each.source.location, recipe=LISTING)
    return blank


def _failed(record: ContainerRecord, failure: Failure, before: ContainerRecord | None) -> ContainerRecord:
    attempts = before.attempts + 1 if before and before.outcome == FAILED else 1
    return replace(record, outcome=FAILED, attempts=attempts, reason=failure.reason, passing=failure.passing)


def _withdrawn(before: ContainerRecord, status: int, at: dt.datetime) -> ContainerRecord:
    attempts = before.attempts + 1 if before.outcome == GONE else 1
    reason = f"is not there (the site answered {status})"
    without = replace(before, etag="", last_modified="", passing=False)
    return replace(without, outcome=GONE, attempts=attempts, reason=reason, at=at)


def items_by_container(decision: Decision, found: Gathered) -> dict[str, list[Item]]:
    """Return, by container, what was stored of it."""
    items: dict[str, list[Item]] = {}
    read = {(a.container, a.id, a.text_digest): a for r in found.reading.read for a in r.articles}
    for change in decision.changes:
        match change:
            case Added(article) | Replaced(article):
                _note(items, article, None)
            case Duplicate(article, of):
                _note(items, article, of)
            case Twin(article, of, text_digest):
                items.setdefault(article.container, []).append(Item(article.id, "", text_digest, of))
            case _:
                pass
    unchanged = {change.id for change in decision.changes if isinstance(change, Unchanged)}
    twins = {(c.article.container, c.article.id) for c in decision.changes if isinstance(c, Twin)}
    for article in read.values():
        if article.id in unchanged and (article.container, article.id) not in twins:
            _note(items, article, None)
    return items


def _note(items: dict[str, list[Item]], article: Article, of: str | None) -> None:
    item = Item(article.id, replace(article, copies=()).digest, article.text_digest, of)
    items.setdefault(article.container, []).append(item)
