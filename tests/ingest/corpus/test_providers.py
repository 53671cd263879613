from __future__ import annotations

import importlib.util
from typing import Any

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from ingest.corpus import providers
from ingest.corpus.embedder import PassageInput, open_embedder
from ingest.corpus.errors import EmbedderError, TransientEmbedderError
from ingest.corpus.providers import LangChainEmbedder, connect, wrapped


class Scripted(Embeddings):
    """A provider that answers what it is told, and remembers the batches it was asked for."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.batches: list[list[str]] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.batches.append(texts)
        answer = self.answers.pop(0) if self.answers else [[1.0, 2.0]] * len(texts)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]  # wrong answers are the point

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class StatusError(Exception):
    def __init__(self, status_code: int) -> None:
        super().__init__("the provider said no")
        self.status_code = status_code


class RateLimitReached(Exception):  # noqa: N818  the shape of a provider's own name
    pass


class TestProviders:
    def test_texts_are_asked_for_in_batches(self) -> None:
        provider = Scripted()
        embedder = LangChainEmbedder("some:model", provider, batch=2)
        assert len(list(embedder.embed_passages([PassageInput("", f"text {n}", ()) for n in range(5)]))) == 5
        assert [len(batch) for batch in provider.batches] == [2, 2, 1]

    def test_the_dimension_is_probed_once_and_only_if_nothing_was_embedded(self) -> None:
        provider = Scripted()
        embedder = LangChainEmbedder("some:model", provider)
        assert provider.batches == []
        assert embedder.fingerprint.dimension == 2
        assert embedder.fingerprint.dimension == 2
        assert len(provider.batches) == 1

    def test_blank_and_broken_texts_are_never_sent(self) -> None:
        provider = Scripted()
        inputs = [PassageInput("", text, ()) for text in ("", "\x00", "\ud800")]
        list(LangChainEmbedder("some:model", provider).embed_passages(inputs))
        assert provider.batches == [[".", ".", "\ufffd"]]

    @pytest.mark.parametrize("answer", [[[0.0, 0.0]], [[float("nan"), 1.0]], [], [["a"]], None, [[1.0], [1.0, 2.0]]])
    def test_useless_vectors_are_refused(self, answer: object) -> None:
        embedder = LangChainEmbedder("some:model", Scripted(answer))
        with pytest.raises(EmbedderError, match="unusable vectors"):
            list(embedder.embed_passages([PassageInput("", "x", ())]))

    def test_a_dimension_that_changes_is_refused(self) -> None:
        embedder = LangChainEmbedder("some:model", Scripted([[1.0, 0.0]], [[1.0, 0.0, 0.0]]))
        embedder.query_vector("x")
        with pytest.raises(EmbedderError, match="from 2 to 3 dimensions"):
            embedder.query_vector("y")

    @pytest.mark.parametrize(
        "error",
        [TimeoutError(), ConnectionResetError(), StatusError(429), StatusError(503), RateLimitReached("slow down")],
    )
    def test_what_may_pass_is_told_apart(self, error: Exception) -> None:
        embedder = LangChainEmbedder("some:model", Scripted(error))
        with pytest.raises(TransientEmbedderError, match=r"some:model failed .* try again"):
            embedder.query_vector("x")

    def test_a_cause_deeper_down_counts_too(self) -> None:
        outer = RuntimeError("request failed")
        outer.__cause__ = StatusError(502)
        assert isinstance(wrapped("some:model", outer), TransientEmbedderError)

    @pytest.mark.parametrize("error", [StatusError(401), StatusError(400), ValueError("no such model")])
    def test_what_will_not_pass_is_an_embedder_error(self, error: Exception) -> None:
        told = wrapped("some:model", error)
        assert not isinstance(told, TransientEmbedderError)
        assert "check its model name, key and settings" in str(told)

    def test_a_key_in_a_providers_message_is_not_repeated(self) -> None:
        told = wrapped("some:model", ValueError("bad key sk-abcdefghijklmnopqrstuvwxyz0123456789\nand more lines"))
        assert "abcdefghij" not in str(told)
        assert "\n" not in str(told)

    def test_a_missing_integration_package_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
        with pytest.raises(EmbedderError, match="`pip install langchain-mistralai`"):
            open_embedder("mistralai:mistral-embed")

    def test_our_list_of_providers_is_langchains(self) -> None:
        from langchain.embeddings import base  # noqa: PLC0415  heavy, and only this test needs it

        theirs = {name: entry[0].partition(".")[0].replace("_", "-") for name, entry in base._BUILTIN_PROVIDERS.items()}
        assert theirs == providers.PROVIDERS

    def test_a_provider_is_made_by_langchain_with_its_options(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = _stand_in(monkeypatch, DeterministicFakeEmbedding(size=4))
        embedder = open_embedder("ollama:nomic-embed-text", base_url="http://localhost:1")
        assert embedder.fingerprint.name == "ollama:nomic-embed-text"
        assert embedder.fingerprint.dimension == 4
        assert asked == [("nomic-embed-text", "ollama", {"base_url": "http://localhost:1"})]

    def test_a_provider_that_cannot_be_made_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _stand_in(monkeypatch, ValueError("api_key must be set"))
        with pytest.raises(EmbedderError, match="api_key must be set"):
            connect("openai:text-embedding-3-small")


def _stand_in(monkeypatch: pytest.MonkeyPatch, outcome: Embeddings | Exception) -> list[Any]:
    """Put `outcome` in the place of what LangChain would make, and return the list of what it is asked for."""
    import langchain.embeddings  # noqa: PLC0415  heavy

    asked: list[Any] = []

    def make(model: str, *, provider: str, **options: object) -> Embeddings:
        asked.append((model, provider, options))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(langchain.embeddings, "init_embeddings", make)
    return asked
