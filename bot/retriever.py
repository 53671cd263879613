"""Nayrab as a LangChain retriever: for other people's chains. The only module that makes LangChain's Documents.

Place in the flow: an edge, like the command line; it hands a question to `Answerer.search` and turns the evidence into
Documents. `bot.wiring.Workbench.retriever` opens one over a data folder:

    from bot.settings import load_settings
    from bot.wiring import Workbench

    retriever = Workbench(load_settings(data_dir=Path("data"))).retriever(k=5)
    chain = retriever | (lambda documents: ...)
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, model_validator

from bot.answering.models import Question
from bot.answering.pipeline import Answerer  # noqa: TC001 - pydantic reads the annotation
from ingest.corpus.models import ArticleFilter

if TYPE_CHECKING:
    from typing import Self

    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from bot.answering.models import Evidence


class NayrabRetriever(BaseRetriever):
    """Finds passages in the live corpus: `k` whole ones, or the evidence that fits into `tokens` cl100k tokens.

    `page_content` is verbatim: it equals the article's text from `start` to `end`. `since`, `until` (inclusive) and
    `publishers` (stored names) limit the articles exactly. Raises `BadQuestionError` for a query without words and
    `NoCorpusError` where there is no corpus.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    answerer: Answerer = Field(repr=False)
    k: int = Field(default=5, ge=1)
    tokens: int | None = Field(default=None, ge=1)
    cut: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    publishers: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since ({self.since}) is after until ({self.until}); swap them.")
        if self.cut and self.tokens is None:
            raise ValueError("cut goes with tokens, whose budget it need not spend; give tokens too.")
        return self

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it by name
    ) -> list[Document]:
        within = ArticleFilter(since=self.since, until=self.until, publishers=self.publishers)
        question = Question(query, filter=within, today=dt.datetime.now(tz=dt.UTC).date())
        found = self.answerer.search(question, limit=self.k, tokens=self.tokens, cut=self.cut)
        return [document(piece) for piece in found.evidence]


def document(evidence: Evidence) -> Document:
    """Return one piece of evidence as a Document; `metadata` holds plain JSON values, `published` is `YYYY-MM-DD`."""
    article = evidence.article
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "origin": article.origin,
        "title": article.title,
        "publisher": article.publisher,
        "affiliation": article.affiliation,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "score": round(evidence.score, 6),
        "tokens": evidence.tokens,
    }
    return Document(page_content=evidence.text, metadata=metadata)
