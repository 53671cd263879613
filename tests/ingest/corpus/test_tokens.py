from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.corpus import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

CL100K, O200K = (ranks.cached_as for ranks in tokens._RANKS)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", os.environ.get("TIKTOKEN_CACHE_DIR", str(tmp_path / "unset")))
    tokens.use_cache(tmp_path / "first")
    yield
    tokens._encoding.cache_clear()


def test_the_rank_files_are_unpacked_under_the_names_tiktoken_looks_for(tmp_path: Path) -> None:
    tokens.use_cache(tmp_path)
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "tiktoken").iterdir()}
    assert found == {ranks.cached_as: ranks.sha256 for ranks in tokens._RANKS}
    assert os.environ["TIKTOKEN_CACHE_DIR"] == str(tmp_path / "tiktoken")


def test_the_names_are_those_that_the_installed_tiktoken_derives(tmp_path: Path) -> None:
    import inspect  # noqa: PLC0415  only this test reads tiktoken's own source

    from tiktoken_ext import openai_public  # type: ignore[import-untyped]  # noqa: PLC0415  it ships no types; as above

    for ranks in tokens._RANKS:
        source = inspect.getsource(getattr(openai_public, ranks.encoding))
        (address,) = (part for part in source.split('"') if part.endswith(".tiktoken"))
        assert hashlib.sha1(address.encode()).hexdigest() == ranks.cached_as
        assert ranks.sha256 in source


def test_a_second_call_writes_nothing(tmp_path: Path) -> None:
    tokens.use_cache(tmp_path)
    before = {path: path.stat().st_ino for path in (tmp_path / "tiktoken").iterdir()}
    tokens.use_cache(tmp_path)
    assert {path: path.stat().st_ino for path in (tmp_path / "tiktoken").iterdir()} == before


def test_a_damaged_file_is_replaced_before_tiktoken_would_delete_it_and_download(tmp_path: Path) -> None:
    tokens.use_cache(tmp_path)
    (tmp_path / "tiktoken" / CL100K).write_bytes(b"half a fi")
    tokens.use_cache(tmp_path)
    tokens._encoding.cache_clear()
    assert tokens.count("hello world") == 2


def test_a_data_directory_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    obstacle = tmp_path / "a file, not a folder"
    obstacle.write_text("in the way")
    tokens.use_cache(obstacle)
    assert Path(os.environ["TIKTOKEN_CACHE_DIR"]).is_relative_to(tmp_path / "temporary")
    tokens._encoding.cache_clear()
    assert tokens.count("hello world") == 2


def test_nowhere_to_write_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    obstacle = tmp_path / "obstacle"
    obstacle.write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(obstacle))
    with pytest.raises(tokens.TokenizerError, match=r"cannot be written .* free some space"):
        tokens.use_cache(obstacle)


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    with pytest.raises(tokens.TokenizerError, match="bpe-openai"):
        tokens.use_cache(tmp_path)


def test_a_package_with_other_ranks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tokens._RANKS[0]._replace(sha256="0" * 64)
    monkeypatch.setattr(tokens, "_RANKS", (altered,))
    with pytest.raises(tokens.TokenizerError, match="not the one that was checked"):
        tokens.use_cache(tmp_path)
    assert not list(tmp_path.rglob(".unpacking-*"))


def test_counting_works_in_a_process_that_never_prepared_anything(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path), "USER": "somebody"}
    code = "from ingest.corpus import tokens; print(tokens.count('hello world'))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "2\n"
    assert (tmp_path / "nayrab-somebody" / "tiktoken" / CL100K).exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("hello world", 2), ("<|endoftext|>", 7), ("النيرب", 4), ("\x00", 1)],
)
def test_counts_are_cl100k_with_special_tokens_as_plain_text(text: str, expected: int) -> None:
    assert tokens.count(text) == expected


def test_a_lone_surrogate_counts_as_the_replacement_character() -> None:
    assert tokens.count("a \ud800 b") == tokens.count("a \ufffd b")


def test_a_long_text_is_counted_in_pieces_to_the_same_sum() -> None:
    sentence = "The road to Saraqib was cut on Monday, the monitor said."
    one = tokens.count(" " + sentence)
    assert tokens.count((" " + sentence) * 2_000) == one * 2_000


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(-1, 60))
@example("👩‍👩‍👧 family", 2)
@example("\ud800\ud83d\ude00 x", 3)
def test_a_cut_is_a_beginning_within_the_budget_and_nearly_all_of_it(text: str, budget: int) -> None:
    cut = tokens.truncate(text, budget)
    assert text.startswith(cut)
    assert tokens.count(cut) <= max(budget, 0)
    if cut != text and budget > 8:
        assert tokens.count(text[: len(cut) + 8]) > budget - 8


def test_a_text_within_the_budget_is_returned_whole() -> None:
    assert tokens.truncate("hello world", 2) == "hello world"


def test_cutting_a_long_text_of_long_tokens_reads_as_far_as_needed() -> None:
    rows = "-" * 50_000
    cut = tokens.truncate(rows, 100)
    assert tokens.count(cut) <= 100
    assert len(cut) > 100 * tokens._CHARACTERS_A_TOKEN
