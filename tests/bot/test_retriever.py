from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from bot.answering.errors import BadQuestionError
from bot.answering.finding import Finder
from bot.answering.pipeline import Answerer
from bot.retriever import NayrabRetriever
from tests.fakes.corpus import InMemoryCorpus, LentCorpus, an_article, passages_of, vector_of
from tests.fakes.embedding import words

if TYPE_CHECKING:
    from langchain_core.documents import Document

    from ingest.corpus.models import Vector

OLD = an_article("old", "The bridge was closed.", "It was long.", publisher="Gazette", day=dt.date(2015, 1, 1))
NEW = an_article("new", "The bridge was opened again.", "Crowds came.", publisher="Wire", day=dt.date(2020, 5, 2))
TEXTS = {a.id: a.text for a in (OLD, NEW)}


class Embedder:
    def query_vector(self, text: str) -> Vector:
        return vector_of(text)


@pytest.fixture
def answerer() -> Answerer:
    corpus = InMemoryCorpus([(a, passages_of(a)) for a in (OLD, NEW)])
    return Answerer(Finder(LentCorpus(corpus), Embedder(), words))


def test_documents_are_verbatim_and_say_where_they_stand(answerer: Answerer) -> None:
    documents = NayrabRetriever(answerer=answerer, k=2).invoke("the bridge was opened")
    assert [d.metadata["article_id"] for d in documents] == ["new", "old"]
    for document in documents:
        start, end = document.metadata["start"], document.metadata["end"]
        assert document.page_content == TEXTS[document.metadata["article_id"]][start:end]
    assert documents[0].metadata | {"score": 0} == {
        "article_id": "new",
        "origin": "new.txt",
        "title": "Title of new",
        "publisher": "Wire",
        "affiliation": None,
        "published": "2020-05-02",
        "url": None,
        "start": 0,
        "end": 41,
        "score": 0,
        "tokens": 7,
    }


def test_it_works_in_a_chain_in_batches_and_asynchronously(answerer: Answerer) -> None:
    def titles(documents: list[Document]) -> str:
        return ", ".join(d.metadata["title"] for d in documents)

    chain = NayrabRetriever(answerer=answerer, k=1) | titles
    assert chain.invoke("bridge opened") == "Title of new"
    assert chain.batch(["bridge opened", "bridge closed"]) == ["Title of new", "Title of old"]
    assert asyncio.run(chain.ainvoke("bridge closed")) == "Title of old"


def test_options_limit_what_is_found(answerer: Answerer) -> None:
    def ids(**options: object) -> set[str]:
        found = NayrabRetriever(answerer=answerer, **options).invoke("the bridge")
        return {d.metadata["article_id"] for d in found}

    assert ids() == {"old", "new"}
    assert ids(since=dt.date(2016, 1, 1)) == {"new"}
    assert ids(until=dt.date(2016, 1, 1)) == {"old"}
    assert ids(publishers=frozenset({"Gazette"})) == {"old"}
    assert ids(publishers=frozenset({"Gazette"}), since=dt.date(2016, 1, 1)) == set()


def test_a_budget_of_tokens_is_kept(answerer: Answerer) -> None:
    documents = NayrabRetriever(answerer=answerer, tokens=6, cut=True).invoke("the bridge was closed")
    assert sum(d.metadata["tokens"] for d in documents) <= 6
    assert documents[0].page_content == "The bridge was closed."


@pytest.mark.parametrize(
    "options", [{"k": 0}, {"cut": True}, {"since": dt.date(2020, 1, 2), "until": dt.date(2020, 1, 1)}, {"depth": 3}]
)
def test_options_that_cannot_be_are_refused(answerer: Answerer, options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NayrabRetriever(answerer=answerer, **options)


def test_a_query_without_words_is_refused_as_everywhere(answerer: Answerer) -> None:
    with pytest.raises(BadQuestionError):
        NayrabRetriever(answerer=answerer).invoke("?!")
