from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import StorageError
from ingest.corpus.models import Source
from ingest.sources.base import SourceSettingsError
from ingest.sources.registry import FILE, Registry

if TYPE_CHECKING:
    from pathlib import Path

ONE = Source('Papers "A"', "/papers\\x", "Post", "none", "en", "latin-1", {"text": "body \x7f", "title": "T\n"})
TWO = Source("two", "/two")


def test_what_is_added_is_there_again(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "data")
    assert registry.all() == []
    registry.add(ONE)
    registry.add(TWO)
    assert Registry(tmp_path / "data").all() == [ONE, TWO]
    registry.remove(ONE.name)
    assert registry.all() == [TWO]


def test_a_removed_location_is_kept_until_it_is_settled_or_added_again(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    for source in (ONE, TWO):
        registry.add(source)
        registry.remove(source.name)
    assert Registry(tmp_path).removed() == [ONE.location, TWO.location]
    registry.settle([TWO.location, "/another"])
    assert Registry(tmp_path).removed() == [ONE.location]
    registry.add(ONE)
    assert Registry(tmp_path).removed() == []
    assert registry.all() == [ONE]


def test_names_are_unique_and_known(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.add(TWO)
    with pytest.raises(SourceSettingsError, match="already"):
        registry.add(TWO)
    with pytest.raises(SourceSettingsError, match="did you mean 'two'"):
        registry.remove("tow")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source]]\nlocation = '/a'\npublischer = 'x'", "did you mean 'publisher'"),
        ("[[sources]]\nlocation = '/a'", "did you mean 'source'"),
        ("[[source]]\nname = 'a'", "has no location"),
        ("[[source]]\nlocation = 5", "must be text"),
        ("[[source]]\nlocation = '/a'\nmapping = { texts = 'b' }", "did you mean 'text'"),
        ("[[source]]\nlocation = '/a'\nencoding = 'utf-9'", "no encoding"),
        ("source = 5", r"\[\[source\]\]"),
        ("[[source", "not valid TOML"),
        ("removed = '/a'", "list of paths"),
    ],
)
def test_a_slip_of_the_pen_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(SourceSettingsError, match=message):
        Registry(tmp_path).all()


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(StorageError, match="cannot be read"):
        Registry(tmp_path).all()
