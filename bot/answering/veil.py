"""A corpus without some publishers: as if they had never printed anything.

Place in the flow: put over the leased corpus before a question is read, so that every later stage, counts and refusals
included, is spared the thought. Text that hidden and other publishers printed alike appears under the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from bot.answering.ports import SearchableCorpus, TermGroup
    from ingest.corpus.models import Article, PublicationDate, Vector


def veiled(corpus: SearchableCorpus, hidden: AbstractSet[str]) -> SearchableCorpus:
    """Return the corpus without what these publishers alone printed; the corpus itself where none is hidden."""
    return _Veiled(corpus, frozenset(hidden)) if hidden else corpus


def shown(article: Article, hidden: AbstractSet[str]) -> Article | None:
    """Return the article without a trace of the hidden publishers, under another who printed the same text.

    None where nobody else did. Whose voice it is and who wrote it are known of the first publisher alone.
    """
    copies = tuple(copy for copy in article.copies if copy.publisher not in hidden)
    if article.publisher not in hidden:
        return article if len(copies) == len(article.copies) else replace(article, copies=copies)
    if not copies:
        return None
    other, *more = copies
    return replace(
        article,
        publisher=other.publisher,
        origin=other.origin,
        url=other.url,
        container=other.container,
        author=None,
        affiliation=None,
        copies=tuple(more),
    )


class _Veiled:
    """Wraps a corpus; what is not named here is the same with and without hidden publishers."""

    def __init__(self, corpus: SearchableCorpus, hidden: frozenset[str]) -> None:
        self._corpus = corpus
        self._hidden = hidden

    def __getattr__(self, name: str) -> Any:
        return getattr(self._corpus, name)

    @property
    def embedder_name(self) -> str:
        return self._corpus.embedder_name

    @property
    def name(self) -> str:
        return self._corpus.name

    def nearest(self, vector: Vector, k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        return self._corpus.nearest(vector, k, self._narrowed(within))

    def match_passages(self, groups: Sequence[TermGroup], k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        return self._corpus.match_passages(groups, k, self._narrowed(within))

    def match_sentences(
        self, groups: Sequence[TermGroup], k: int, within: ArticleFilter
    ) -> list[tuple[str, int, float]]:
        return self._corpus.match_sentences(groups, k, self._narrowed(within))

    def article(self, article_id: str) -> Article | None:
        found = self._corpus.article(article_id)
        return shown(found, self._hidden) if found else None

    def articles(self) -> Iterator[Article]:
        seen = (shown(article, self._hidden) for article in self._corpus.articles())
        return (article for article in seen if article is not None)

    def printed(self) -> Sequence[tuple[str, PublicationDate | None]]:
        seen = [each for each in self._corpus.printed() if each[0] not in self._hidden]
        if len(seen) == self.count_articles(ArticleFilter()):
            return seen
        # Some text of a hidden publisher was printed by another too: only the articles themselves say by whom.
        return [(article.publisher, article.published) for article in self.articles()]

    def story_of(self, article_id: str) -> list[Article]:
        seen = (shown(article, self._hidden) for article in self._corpus.story_of(article_id))
        return [article for article in seen if article is not None]

    def publishers(self) -> dict[str, int]:
        return {name: count for name, count in self._corpus.publishers().items() if name not in self._hidden}

    def count_articles(self, within: ArticleFilter) -> int:
        return self._corpus.count_articles(self._narrowed(within))

    def _narrowed(self, within: ArticleFilter) -> ArticleFilter:
        return replace(within, hidden=within.hidden | self._hidden)
