from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.errors import StorageError
from ingest.corpus.models import Limits, Source, SourceKind, WhenGone
from ingest.sources.base import SourceSettingsError
from ingest.sources.registry import FILE, Registry

if TYPE_CHECKING:
    from pathlib import Path

ONE = Source('Papers "A"', "/papers\\x", "Post", "none", "en", "latin-1", {"text": "body \x7f", "title": "T\n"})
TWO = Source("two", "/two")
WEB = Source(
    "Courier",
    "https://news.example/rss",
    affiliation="Turkish state media",
    kind=SourceKind.FEED,
    schedule="every 30 minutes",
    limits=Limits(50, 30, ("/news/*",), ("*/sport/*", 'a "b"'), 5_000_000),
    when_gone=WhenGone.DROP,
)


def test_what_is_added_is_there_again(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "data")
    assert registry.all() == []
    for source in (ONE, TWO, WEB):
        registry.add(source)
    assert Registry(tmp_path / "data").all() == [ONE, TWO, WEB]
    registry.remove(ONE.name)
    assert registry.all() == [TWO, WEB]
    assert registry.named(["Courier"]) == [WEB]


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
    with pytest.raises(SourceSettingsError, match="There is no source tree; see"):
        registry.named(["two", "tree"])


def test_a_place_on_the_web_is_read_once_only(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    registry.add(WEB)
    with pytest.raises(SourceSettingsError, match="is read already, as the source Courier"):
        registry.add(replace(WEB, name="again", location="HTTPS://news.example/rss#top"))


HAND = """# My papers.

# the first
[[source]]
location = '/one'  # here
name = "one"

[source.limits]
articles = 5

# two follows

[[ source ]]
name = "two"
location = "/two"
"""


def test_what_was_written_by_hand_stays(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(HAND)
    registry = Registry(tmp_path)
    registry.add(WEB)
    text = (tmp_path / FILE).read_text()
    assert text.startswith(HAND)
    registry.remove("two")
    text = (tmp_path / FILE).read_text()
    assert text.startswith("# My papers.\nremoved = [\"/two\"]\n\n# the first\n[[source]]\nlocation = '/one'  # here")
    registry.settle(["/two"])
    registry.remove("one")
    assert "# My papers.\n" in (tmp_path / FILE).read_text()
    assert registry.all() == [WEB]
    assert registry.removed() == ["/one"]


def test_what_is_written_otherwise_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('removed = [\n"/gone",\n]\nsource = [{ location = "/one" }]\n')
    registry = Registry(tmp_path)
    registry.add(TWO)
    assert registry.all() == [Source("/one", "/one"), TWO]
    assert registry.removed() == ["/gone"]
    assert "schedule" in (tmp_path / FILE).read_text()


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
        ("[[source]]\nlocation = 'https://a.example/'", 'say kind = "page", "feed" or "sitemap"'),
        ("[[source]]\nlocation = '/a'\nkind = 'feed'", "no http or https address"),
        ("[[source]]\nlocation = '/a'\nkind = 'fed'", "did you mean 'feed'"),
        ("[[source]]\nlocation = '/a'\nkind = 5", "kind must be one of"),
        ("[[source]]\nlocation = '/a'\nwhen_gone = 'dorp'", "did you mean 'drop'"),
        ("[[source]]\nlocation = '/a'\nlimits = 5", "limits must be a table"),
        ("[[source]]\nlocation = '/a'\nlimits = { article = 5 }", "did you mean 'articles'"),
        ("[[source]]\nlocation = '/a'\nlimits = { articles = '5' }", "whole number"),
        ("[[source]]\nlocation = '/a'\nlimits = { newest_days = true }", "whole number"),
        ("[[source]]\nlocation = '/a'\nlimits = { bytes = 0 }", "above 0"),
        ("[[source]]\nlocation = '/a'\nlimits = { include = '/x' }", "list of paths"),
        (
            "[[source]]\nname = 'x'\nlocation = '/a'\nschedule = 'now'",
            r"source 1 \(x\), schedule: 'now' is not a schedule",
        ),
        ("[[source]]\nlocation = '/a'\n[[source]]\nlocation = '/a'", "two sources are called /a"),
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
