"""A library that knows publishers and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.errors import ModelError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.answering.findings import ArticleCard, Overview, PublisherLine, Titled
    from bot.answering.models import Question
    from bot.answering.pipeline import SearchResult


class KnownPublishers:
    """Offers these names, in this order; whatever else is asked of it fails."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def publisher_names(self, typed: str, hidden: frozenset[str] = frozenset()) -> Sequence[str]:
        return [n for n in self._names if typed.casefold() in n.casefold() and n not in hidden]

    def search(self, question: Question, limit: int) -> SearchResult:
        raise ModelError("only publishers are known here")

    def titles(self, typed: str, hidden: frozenset[str] = frozenset()) -> Sequence[Titled]:
        raise ModelError("only publishers are known here")

    def card(self, article_id: str, hidden: frozenset[str] = frozenset()) -> ArticleCard | None:
        raise ModelError("only publishers are known here")

    def publishers(self) -> Sequence[PublisherLine]:
        raise ModelError("only publishers are known here")

    def resolve_publishers(self, typed: str) -> frozenset[str]:
        return frozenset(n for n in self._names if n == typed)

    def overview(self, today: dt.date | None = None) -> Overview:
        raise ModelError("only publishers are known here")
