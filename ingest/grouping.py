"""Bringing the stories of a build up to date: signatures of new texts, and which articles are now one report.

Place in the flow: between storing and finishing. `stories` judges; this carries texts and facts there and the outcome
back. Only what changed is looked at, and articles that never had a signature (a corpus made before there were any).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ingest.report import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ingest.corpus.models import Article
    from ingest.corpus.snapshot import Builder
    from ingest.stories import StoryFacts
    from ingest.storing import Machinery


def regroup_stories(builder: Builder, put: Iterable[Article], removed: Collection[str], tools: Machinery) -> int:
    """Set the stories of a build after articles were put and removed; returns how many stories it has now."""
    from ingest.stories import StoryFacts, regroup  # noqa: PLC0415 - a run that changes nothing needs none of it

    put = list(put)
    stories, facts = {a.id: a.story for a in put}, {}
    for id_, known in builder.known().items():
        stories[id_] = known.story
        facts[id_] = StoryFacts(known.publisher, known.published)
    changed = _sign(builder, put, facts, tools)
    there = [id_ for id_ in facts if id_ not in removed]
    changed |= _sign(builder, _unsigned(builder, there), facts, tools)
    signatures = builder.signatures()
    moved = regroup(changed.union(removed), signatures, facts, stories, _texts(builder))
    builder.set_stories({id_: story for id_, story in moved.items() if id_ in signatures})
    now = {id_: story for id_, story in {**stories, **moved}.items() if id_ in signatures}
    return sum(count > 1 for story, count in Counter(now.values()).items() if story)


def _unsigned(builder: Builder, there: Iterable[str]) -> Iterable[Article]:
    from ingest.stories import is_current  # noqa: PLC0415 - as above

    signatures = builder.signatures()
    for id_ in there:
        if id_ not in signatures or not is_current(signatures[id_]):
            article = builder.article(id_)
            if article is not None and article.id == id_:
                yield article


def _sign(builder: Builder, articles: Iterable[Article], facts: dict[str, StoryFacts], tools: Machinery) -> set[str]:
    from ingest.stories import StoryFacts, signature  # noqa: PLC0415 - as above

    signed: set[str] = set()
    for article in articles:
        if not len(signed) % 100:
            tools.check()
            tools.observer(Progress("stories", len(signed), 0, article.title))
        builder.keep_signature(article.id, signature(article.text))
        facts[article.id] = StoryFacts(article.publisher, article.published)
        signed.add(article.id)
    return signed


def _texts(builder: Builder) -> Callable[[str], str]:
    def text_of(id_: str) -> str:
        article = builder.article(id_)
        return article.text if article else ""

    return text_of
