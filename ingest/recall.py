"""What is stored, what the ledger remembers of it, and whether the two agree; and what the ledger should remember next.

Place in the flow: beside the line. `gather` leaves a file alone only where `is_current` finds in the live snapshot just
what the ledger says was stored from it; after the run `records_of` says what to remember. Decides nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.changes import Added, Decision, Duplicate, Replaced, Stored, Unchanged
from ingest.ledger import FAILED, READ, ContainerRecord, Item

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import Builder
    from ingest.gather import Gathered


def stored_articles(builder: Builder, *, rebuild: bool) -> dict[str, Stored]:
    """Return what is stored now, by id; a rebuild goes by the articles, because a fresh build knows none."""
    if rebuild:
        return {a.id: Stored(a.digest, a.text_digest, a.container, a.origin, a.copies) for a in builder.articles()}
    copies = {article.id: article.copies for article in builder.articles() if article.copies}
    return {
        id_: Stored(known.digest, known.text_digest, known.container, known.origin, copies.get(id_, ()))
        for id_, known in builder.known().items()
    }


def is_current(record: ContainerRecord, stored: Mapping[str, Stored], builder: Builder) -> bool:
    """Tell whether the live snapshot holds just what the ledger says was stored from a container."""
    if not record.items:
        return False
    articles = {item.id for item in record.items if item.of is None}
    held = {id_ for id_, each in stored.items() if each.container == record.container}
    return articles == held and all(_holds(item, stored, builder) for item in record.items)


def _holds(item: Item, stored: Mapping[str, Stored], builder: Builder) -> bool:
    held = stored.get(item.of or item.id)
    if held is None or held.text_digest != item.text_digest:
        return False
    if item.of is not None:
        return True
    if not held.copies:
        return held.digest == item.digest
    article = builder.article(item.id)
    return article is not None and replace(article, copies=()).digest == item.digest


def records_of(
    found: Gathered, decision: Decision, recorded: Mapping[str, ContainerRecord], at: dt.datetime
) -> Iterator[ContainerRecord]:
    """Yield what the ledger should remember of each container that was read or could not be."""
    items = items_by_container(decision, found)
    reasons = {failure.container: failure.reason for failure in reversed(found.failures) if failure.container}
    same = {record.container for record in found.same}
    for container in {*found.prints, *reasons} - same:
        mark, before = found.prints.get(container), recorded.get(container)
        reason = reasons.get(container, "")
        yield ContainerRecord(
            container=container,
            size=mark.candidate.size if mark else 0,
            mtime=mark.candidate.mtime if mark else 0,
            sha256=mark.sha256 if mark else "",
            recipe=mark.recipe if mark else "",
            outcome=FAILED if reason else READ,
            attempts=before.attempts + 1 if before and before.outcome == FAILED else 1,
            reason=reason,
            at=at,
            items=tuple(items.get(container, ())),
        )


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
            case _:
                pass
    unchanged = {change.id for change in decision.changes if isinstance(change, Unchanged)}
    for article in read.values():
        if article.id in unchanged:
            _note(items, article, None)
    return items


def _note(items: dict[str, list[Item]], article: Article, of: str | None) -> None:
    item = Item(article.id, replace(article, copies=()).digest, article.text_digest, of)
    items.setdefault(article.container, []).append(item)
