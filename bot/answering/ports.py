"""What answering needs from the world, as protocols: a corpus to search, an embedder, a token counter, a chat model.

Place in the flow: `bot.wiring` passes the real ones in (`ingest.corpus.snapshot`, `ingest.corpus.embedder`), tests
pass fakes; one contract suite holds for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from contextlib import AbstractContextManager

    from bot.answering.models import Usage
    from ingest.corpus.models import Article, ArticleFilter, EmbeddedPassage, PublicationDate, Vector

    TermGroup = tuple[str, ...]
    """Alternatives of one query term (its spellings): analysed terms of which any counts."""


class SearchableCorpus(Protocol):
    """One immutable snapshot, open for reading; safe to use from several threads."""

    @property
    def embedder_name(self) -> str:
        """Name of the embedder whose vectors it holds; calibration goes by it."""

    @property
    def name(self) -> str:
        """The snapshot's name, such as `000042`."""

    def nearest(self, vector: Vector, k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        """Return up to k (passage id, cosine), best first; the filter is exact."""

    def match_passages(self, groups: Sequence[TermGroup], k: int, within: ArticleFilter) -> list[tuple[str, float]]:
        """Return up to k (passage id, BM25 over header and text), best first.

        Of a group the best spelling counts, and every spelling weighs as much as the most frequent one.
        """

    def match_sentences(
        self, groups: Sequence[TermGroup], k: int, within: ArticleFilter
    ) -> list[tuple[str, int, float]]:
        """Return up to k (passage id, index of the sentence in it, BM25), best first."""

    def passage_idf(self, groups: Sequence[TermGroup]) -> list[float]:
        """Return per group ln(1 + (N - df + .5) / (df + .5)) over passages, df being its most frequent spelling's."""

    def sentence_idf(self, groups: Sequence[TermGroup]) -> list[float]:
        """Return the same over sentences."""

    def document_frequency(self, term: str) -> int:
        """Return in how many passages the analysed term occurs."""

    def similar_terms(self, skeleton: str) -> list[tuple[str, int]]:
        """Return (term, number of passages) of the names with this skeleton (`ingest.corpus.analysis.skeleton`).

        A name is a term that fewer than half of the passages that hold it write without a capital.
        """

    def load(self, passage_ids: Collection[str]) -> dict[str, EmbeddedPassage]:
        """Return these passages with their vectors; unknown ids are left out."""

    def passages_of(self, article_id: str) -> list[EmbeddedPassage]:
        """Return an article's passages in reading order (empty for an unknown id)."""

    def article(self, article_id: str) -> Article | None:
        """Return an article by its id, or by the id of one of its copies."""

    def articles(self) -> Iterator[Article]:
        """Yield every article, in order of id."""

    def printed(self) -> Sequence[tuple[str, PublicationDate | None]]:
        """Return the publisher and the date of every article, in no order."""

    def story_of(self, article_id: str) -> list[Article]:
        """Return the other articles of its story (wire copy), in order of id; empty when it is a report of its own."""

    def publishers(self) -> dict[str, int]:
        """Return publisher -> number of articles (copies count for their own publisher)."""

    def count_articles(self, within: ArticleFilter) -> int:
        """Return how many articles the filter admits."""


class CorpusProvider(Protocol):
    """Hands out the live snapshot; one that is in use stays open until its last user is done."""

    def lease(self) -> AbstractContextManager[SearchableCorpus]:
        """Open (or reuse) the live snapshot for one question; raises `NoCorpusError` when there is none."""


class QuestionEmbedder(Protocol):
    """Embeds a question; the part of an embedder that answering needs."""

    def query_vector(self, text: str) -> Vector:
        """Return a unit vector of shape (dimension,), float32."""


class TokenCounter(Protocol):
    """Counts tokens the way the budget is meant."""

    def __call__(self, text: str) -> int:
        """Return the number of cl100k tokens in `text`."""


class ChatModel(Protocol):
    """A language model that writes text; safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model's name, as answers show it."""

    def stream(self, messages: Sequence[tuple[str, str]]) -> Iterator[str | Usage]:
        """Yield pieces of what it writes to (role, text) messages, roles being `system` and `human`.

        A `Usage` among them, where the provider tells it, is for what came since the one before.

        Raises `ModelError`, or `TransientModelError` when asking again later may help; possibly after some pieces.
        """
