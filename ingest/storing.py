"""Carrying out a decision: articles are split, embedded where no vector is kept, and put into the next snapshot.

Place in the flow: change -> **passages -> snapshot**. It decides nothing and publishes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.changes import Added, Decision, Promoted, Recopied, Removed, Replaced
from ingest.corpus.embedding import PassageInput
from ingest.corpus.models import EmbeddedPassage, Span
from ingest.report import Progress
from ingest.sources.base import Failure
from ingest.split import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.clock import Stopwatch
    from ingest.corpus.embedding import Embedder
    from ingest.corpus.models import Article, Copy, Passage
    from ingest.corpus.snapshot import Builder
    from ingest.report import Observer
    from ingest.split import SplitSettings


@dataclass(frozen=True, slots=True)
class Machinery:
    """What turns an article into stored passages."""

    embedder: Embedder
    split_settings: SplitSettings
    count_tokens: Callable[[str], int]
    observer: Observer
    watch: Stopwatch


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many vectors were computed, and the articles that could not be split, by id."""

    embedded: int
    failures: Mapping[str, Failure]


def store_changes(builder: Builder, decision: Decision, tools: Machinery, *, rebuild: bool) -> Outcome:
    """Put and remove what was decided, in the order read; a rebuild takes over all other stored articles first."""
    articles = list(articles_to_put(builder, decision))
    for change in decision.changes:
        if isinstance(change, Removed):
            builder.remove(change.id)
    total = len(articles) + (_carried(builder, decision, articles) if rebuild else 0)
    embedded_count, failures = 0, {}
    for number, article in enumerate(_in_turn(builder, decision, articles, rebuild=rebuild)):
        tools.observer(Progress("embed", number, total, article.title))
        passages = _split(article, tools)
        if isinstance(passages, Failure):
            failures[article.id] = passages
        else:
            embedded_count += _put(builder, article, passages, tools)
    tools.observer(Progress("embed", total, total))
    return Outcome(embedded_count, failures)


def articles_to_put(builder: Builder, decision: Decision) -> Iterator[Article]:
    """Yield what is new or other than stored; where only the copies change, the article comes from the store."""
    needed = {
        change.of if isinstance(change, Promoted) else change.id
        for change in decision.changes
        if isinstance(change, Promoted | Recopied)
    }
    before = {article.id: article for article in builder.articles() if article.id in needed} if needed else {}
    for change in decision.changes:
        match change:
            case Added(article) | Replaced(article):
                yield article
            case Recopied(id_, copies):
                yield replace(before[id_], copies=copies)
            case Promoted(id_, of, copy, copies):
                yield promoted(before[of], id_, copy, copies)


def promoted(before: Article, id_: str, copy: Copy, copies: tuple[Copy, ...]) -> Article:
    """Return the article that a copy becomes when the article it was a copy of is gone."""
    return replace(
        before,
        id=id_,
        origin=copy.origin,
        publisher=copy.publisher,
        url=copy.url,
        container=copy.container or copy.origin,
        copies=copies,
    )


def _carried(builder: Builder, decision: Decision, articles: Sequence[Article]) -> int:
    ours = _ours(decision, articles)
    return sum(article.id not in ours for article in builder.articles())


def _ours(decision: Decision, articles: Sequence[Article]) -> set[str]:
    """Ids that a rebuild does not take over from the parent: put anew, or removed."""
    return {article.id for article in articles} | {c.id for c in decision.changes if isinstance(c, Removed)}


def _in_turn(builder: Builder, decision: Decision, articles: Sequence[Article], *, rebuild: bool) -> Iterator[Article]:
    if rebuild:
        ours = _ours(decision, articles)
        yield from (article for article in builder.articles() if article.id not in ours)
    yield from articles


def _split(article: Article, tools: Machinery) -> list[Passage] | Failure:
    try:
        with tools.watch.stage("split"):
            return split(article, tools.split_settings, tools.count_tokens)
    except Exception as error:  # noqa: BLE001 - a splitter tripping over one text must not stop the run
        reason = f"could not be split into passages ({type(error).__name__}: {error})"
        where = f"{article.container}, article {article.id}"
        return Failure(where, reason, "Please report this file to the developers.", article.container, article.id)


def _put(builder: Builder, article: Article, passages: Sequence[Passage], tools: Machinery) -> int:
    """Store an article and return how many of its passages had to be embedded."""
    with tools.watch.stage("store"):
        kept = builder.kept_vectors([passage.id for passage in passages])
    missing = [passage for passage in passages if passage.id not in kept]
    with tools.watch.stage("embed"):
        new = {each.passage.id: each for each in embedded(missing, tools.embedder)}
    with tools.watch.stage("store"):
        builder.put(article, [new.get(p.id) or replace(kept[p.id], passage=p) for p in passages])
    return len(missing)


def embedded(passages: Sequence[Passage], embedder: Embedder) -> list[EmbeddedPassage]:
    """Return the passages with their vectors."""
    if not passages:
        return []
    inputs = [
        PassageInput(p.header, p.text, tuple(Span(s.start - p.span.start, s.end - p.span.start) for s in p.sentences))
        for p in passages
    ]
    return [EmbeddedPassage(p, *vectors) for p, vectors in zip(passages, embedder.embed_passages(inputs), strict=True)]
