"""Material: all that was found for one question, handed as one value to whoever writes, compares or dates.

Place in the flow: made by `finding`, read by the writers, `accounts` and `timeline`. It decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.models import Question, Timings
    from bot.answering.ports import SearchableCorpus, TokenCounter
    from bot.answering.query import Query
    from bot.answering.ranking import Candidate
    from bot.answering.retrieve import Retrieval
    from ingest.corpus.models import Article, Passage, Span, TimeMention


class Library:
    """What one answer needs of the articles it may quote, each looked up once."""

    def __init__(self, corpus: SearchableCorpus) -> None:
        self.corpus = corpus
        self._passages: dict[str, list[Passage]] = {}

    def passages(self, article_id: str) -> list[Passage]:
        """Return an article's passages in reading order."""
        if article_id not in self._passages:
            self._passages[article_id] = [p.passage for p in self.corpus.passages_of(article_id)]
        return self._passages[article_id]

    def sentences(self, article_id: str) -> list[Span]:
        """Return the spans of an article's sentences in reading order."""
        return [span for passage in self.passages(article_id) for span in passage.sentences]

    def times(self, article_id: str) -> list[TimeMention]:
        """Return an article's relative words with the days they mean."""
        return [time for passage in self.passages(article_id) for time in passage.times]

    def also_printed_by(self, article: Article) -> tuple[str, ...]:
        """Return the other publishers of the same report."""
        others = self.corpus.story_of(article.id) if article.story else ()
        return attribution.also_printed_by(article, others)


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """One question, what it was read as, what was retrieved, and the candidates for quoting, best first."""

    question: Question
    query: Query
    retrieval: Retrieval
    ranked: Sequence[Candidate]
    library: Library
    count_tokens: TokenCounter
    timings: Timings

    @property
    def embedder_name(self) -> str:
        """Name of the embedder of the corpus; every threshold belongs to one."""
        return self.library.corpus.embedder_name
