"""Feeds as odd as they come: feedparser's own fixtures, and samples; skipped where they are not at hand."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from ingest.sources.feeds import read_feed
from ingest.sources.sitemap import read_sitemap

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(os.environ.get("NAYRAB_SHARED") or Path(__file__).parents[2].parent / "shared")
FEEDS = SHARED / "data" / "feeds"
pytestmark = pytest.mark.skipif(
    not FEEDS.is_dir(), reason="the sample feeds are not here; set NAYRAB_SHARED to their folder"
)

BASE = "http://feeds.example/all.xml"
NO_ADDRESS = {"item_guid_isPermaLink_ValueError.xml"}
"""Its address has a bracket where no address may have one."""


def fixtures() -> Iterator[tuple[str, bytes]]:
    with tarfile.open(FEEDS / "feedparser_fixtures.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                yield member.name, file.read()


def linked_entries(content: bytes) -> int:
    """A plain look: how many items or entries have a link to an article, or a permanent address, of their own."""
    try:
        root = etree.fromstring(content, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return 0
    records = [] if root is None else [each for each in root.iter("{*}*") if local(each) in {"item", "entry"}]
    return sum(any(is_link(part) for part in record) for record in records)


def local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_link(part: etree._Element) -> bool:
    text = (part.text or "").strip()
    if local(part) == "guid":
        return text.startswith("http") and part.get("isPermaLink", "true").lower() == "true"
    place = part.get("href", text).strip()
    return local(part) == "link" and part.get("rel", "alternate") in {"alternate", "self"} and place.startswith("http")


def test_every_fixture_is_read_and_its_entries_are_found() -> None:
    read, entries, plain, missed, no_feed = 0, 0, 0, [], []
    for name, content in fixtures():
        feed = read_feed(content, BASE)
        expected = linked_entries(content)
        read, entries, plain = read + 1, entries + len(feed.entries), plain + expected
        if expected > len(feed.entries) and Path(name).name not in NO_ADDRESS:
            missed.append(f"{name}: {len(feed.entries)} of {expected}")
        if not feed.is_feed:
            no_feed.append(name)
        if expected:
            assert feed.is_feed, name
    assert read > 2_000
    assert missed == []
    assert entries >= plain > 80
    assert {name for name in no_feed if "/cdf/" not in name} == NO_FEED


NO_FEED = {"illformed/always_strip_doctype.xml", "illformed/rss_empty_document.xml"}
"""One has the doctype of a web page and no entry; the other is empty."""


@pytest.mark.parametrize(("name", "entries"), [("feed1.atom", 2), ("feed2.rss", 1), ("feed.json", 25)])
def test_samples_of_real_feeds(name: str, entries: int) -> None:
    feed = read_feed((FEEDS / f"trafilatura_{name}").read_bytes(), BASE)
    assert feed.is_feed
    assert feed.title
    assert len(feed.entries) == entries
    assert all(entry.title and entry.published and entry.moment for entry in feed.entries)


def test_a_sample_of_a_real_sitemap() -> None:
    found = read_sitemap((FEEDS / "trafilatura_sitemap.xml").read_bytes(), BASE)
    assert found.is_sitemap
    assert len(found.entries) == 84
    assert all(entry.updated for entry in found.entries)
