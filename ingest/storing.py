"""Carrying out a decision: articles are split, embedded where no vector is kept, and put into the next snapshot.

Place in the flow: change -> **passages -> snapshot**. It decides nothing and publishes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.changes import Added, Decision, Promoted, Recopied, Removed, Replaced, Returned, Withdrawn
from ingest.corpus.embedding import PassageInput
from ingest.corpus.models import EmbeddedPassage, Span
from ingest.report import Progress
from ingest.sources.base import Failure
from ingest.split import split

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.clock import Stopwatch
    from ingest.corpus.embedding import Embedder
    from ingest.corpus.models import Article, Copy, Passage
    from ingest.corpus.snapshot import Builder
    from ingest.report import Observer
    from ingest.split import SplitSettings


BATCH = 16
"""So many passages are embedded before the run says how far it is, and looks whether it is to stop."""
_FEW = 500
_CHARACTERS = 800
"""About as long is a passage: what is to be done is counted in these before anything is split."""


@dataclass(frozen=True, slots=True)
class Machinery:
    """What turns an article into stored passages; `check` raises when the run is to stop."""

    embedder: Embedder
    split_settings: SplitSettings
    count_tokens: Callable[[str], int]
    observer: Observer
    watch: Stopwatch
    check: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many vectors were computed, the articles that could not be split, by id, and what was put or removed."""

    embedded: int
    failures: Mapping[str, Failure]
    put: tuple[Article, ...] = ()
    removed: frozenset[str] = frozenset()


def store_changes(builder: Builder, decision: Decision, tools: Machinery, today: dt.date, *, rebuild: bool) -> Outcome:
    """Put and remove what was decided, in the order read; a rebuild takes over all other stored articles first."""
    articles = list(articles_to_put(builder, decision))
    removed = frozenset(change.id for change in decision.changes if isinstance(change, Removed))
    for id_ in removed:
        builder.remove(id_)
    carried = list(_carried(builder, decision, articles)) if rebuild else []
    bar = _Bar(tools, [*carried, *articles])
    embedded_count, failures, put = 0, {}, []
    for article in [*carried, *articles]:
        bar.at(article)
        passages = _split(article, tools)
        if isinstance(passages, Failure):
            failures[article.id] = passages
        else:
            embedded_count += _put(builder, article, passages, tools, bar)
            put.append(article)
        bar.did(article)
    _mark(builder, decision, today)
    return Outcome(embedded_count, failures, tuple(put), removed)


def _mark(builder: Builder, decision: Decision, today: dt.date) -> None:
    """Note which articles' pages are gone, and which are back."""
    for change in decision.changes:
        if isinstance(change, Withdrawn):
            builder.mark_gone(change.id, today)
        elif isinstance(change, Returned):
            builder.mark_gone(change.id, None)


class _Bar:
    """How far the work is, in passages as they are guessed from the length of the texts: a long article moves it."""

    def __init__(self, tools: Machinery, articles: Sequence[Article]) -> None:
        self._tools = tools
        self._done = 0
        self._total = sum(map(_weight, articles))

    def at(self, article: Article, share: float = 0.0) -> None:
        """Say that an article is being worked on, `share` of it done; raises when the run is to stop."""
        self._tools.check()
        done = self._done + int(share * _weight(article))
        self._tools.observer(Progress("embed", done, self._total, article.title))

    def did(self, article: Article) -> None:
        """Count an article; the last one is said."""
        self._done += _weight(article)
        if self._done == self._total:
            self._tools.observer(Progress("embed", self._total, self._total))


def _weight(article: Article) -> int:
    return max(1, len(article.text) // _CHARACTERS)


def articles_to_put(builder: Builder, decision: Decision) -> Iterator[Article]:
    """Yield what is new or other than stored; where only the copies change, the article comes from the store."""
    needed = {
        change.of if isinstance(change, Promoted) else change.id
        for change in decision.changes
        if isinstance(change, Promoted | Recopied)
    }
    before = _before(builder, needed)
    for change in decision.changes:
        match change:
            case Added(article) | Replaced(article):
                yield article
            case Recopied(id_, copies):
                yield replace(before[id_], copies=copies)
            case Promoted(id_, of, copy, copies):
                yield promoted(before[of], id_, copy, copies)


def _before(builder: Builder, ids: set[str]) -> dict[str, Article]:
    """Return these articles of the parent: few one by one, many in one go; a fresh build knows none one by one."""
    if len(ids) > _FEW or not builder.known():
        return {article.id: article for article in builder.articles() if article.id in ids} if ids else {}
    return {id_: article for id_ in ids if (article := builder.article(id_)) is not None}


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


def _carried(builder: Builder, decision: Decision, articles: Sequence[Article]) -> Iterator[Article]:
    """Yield what a rebuild takes over from the parent: all that is not put anew or removed."""
    ours = {article.id for article in articles} | {c.id for c in decision.changes if isinstance(c, Removed)}
    return (article for article in builder.articles() if article.id not in ours)


def _split(article: Article, tools: Machinery) -> list[Passage] | Failure:
    try:
        with tools.watch.stage("split"):
            return split(article, tools.split_settings, tools.count_tokens)
    except Exception as error:  # noqa: BLE001 - a splitter tripping over one text must not stop the run
        reason = f"could not be split into passages ({type(error).__name__}: {error})"
        where = f"{article.container}, article {article.id}"
        return Failure(where, reason, "Please report this file to the developers.", article.container, article.id)


def _put(builder: Builder, article: Article, passages: Sequence[Passage], tools: Machinery, bar: _Bar) -> int:
    """Store an article and return how many of its passages had to be embedded."""
    with tools.watch.stage("store"):
        kept = builder.kept_vectors([passage.id for passage in passages])
    missing = [passage for passage in passages if passage.id not in kept]
    new: dict[str, EmbeddedPassage] = {}
    for start in range(0, len(missing), BATCH):
        if start:
            bar.at(article, start / len(missing))
        with tools.watch.stage("embed"):
            new.update((each.passage.id, each) for each in embedded(missing[start : start + BATCH], tools.embedder))
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
