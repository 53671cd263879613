"""Whatever bytes a stranger serves: feeds, sitemaps and heads of pages are read or are none; nothing is raised."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpus.models import Limits, Source, SourceKind, WhenGone
from ingest.sources.autodiscovery import read_head
from ingest.sources.feeds import read_feed
from ingest.sources.listing import Entry, choose
from ingest.sources.sitemap import read_sitemap
from ingest.sources.tables import Listing, parse, render
from ingest.web.addresses import fold, is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE = "https://news.example/feed"
NOW = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)

PIECES = (
    b"<?xml version='1.0' encoding=' utf-16 cp1256 no-such '?> <rss version='2.0'> <channel> <item> <link>"
    b" </link> <guid> <pubDate> <entry> <feed xmlns='http://www.w3.org/2005/Atom'> <updated> &#xD800; <html>"
    b" 0000-00-00T00:00:00Z 9999999999999999 <urlset> <url> </url> <loc> </loc> <lastmod> <sitemapindex> <sitemap> ]]>"
    b" https://news.example/a http://[::1 <![CDATA[ <!DOCTYPE x[<!ENTITY a '&a;'>]> &a; &#x110000; <head> '> <base"
    b" href=' \x00 \xff\xfe \x1f\x8b \xed\xa0\x80 {"
    b' "version":"https://jsonfeed.org/version/1" "items":[ ] } ,'
).split(b" ")
pieces = st.sampled_from([*PIECES, b"<link rel=alternate type=application/rss+xml href='", b" ", b"\n"])
garbage = st.one_of(
    st.binary(max_size=200), st.lists(st.one_of(pieces, st.binary(max_size=8)), max_size=40).map(b"".join)
)
UNFIT = set('\x00\t\n \x85"<>\u202e\ud800')
words = st.text(max_size=12)


def usable(entries: Sequence[Entry]) -> bool:
    addresses = [entry.address for entry in entries]
    return all(is_web(each) and fold(each) and not (set(each) & UNFIT) for each in addresses)


@given(garbage, st.sampled_from([None, "utf-8", "cp1256", "no-such"]))
def test_garbage_is_a_feed_or_none(content: bytes, encoding: str | None) -> None:
    feed = read_feed(content, BASE, encoding)
    assert usable(feed.entries)
    assert feed.is_feed or not feed.entries


@given(garbage)
def test_garbage_is_a_sitemap_or_none(content: bytes) -> None:
    found = read_sitemap(content, BASE)
    assert usable(found.entries)
    assert found.is_sitemap or not (found.entries or found.children)


@given(garbage, st.sampled_from([None, "utf-8", "cp1256", "no-such"]))
def test_garbage_is_a_page(content: bytes, encoding: str | None) -> None:
    assert all(is_web(feed.address) for feed in read_head(content, BASE, encoding).feeds)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
json_items = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("id", "url", "external_url", "title", "author", "authors", "date_published"), json_values),
)


@settings(max_examples=60)
@given(st.lists(json_items | json_values, max_size=4))
def test_a_json_feed_of_anything(items: list[object]) -> None:
    record = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    feed = read_feed(json.dumps(record).encode(), BASE)
    assert feed.is_feed
    assert len(feed.entries) + feed.unusable == len(items)
    assert usable(feed.entries)


moments = st.none() | st.integers(0, 120).map(lambda days: NOW - dt.timedelta(days=days))
entries = st.builds(
    Entry,
    st.sampled_from(["/a", "/b", "/news/c", "/news/d#x", "/news/d"]).map("https://n.example".__add__),
    moment=moments,
)


@settings(max_examples=60)
@given(st.lists(entries, max_size=8), st.integers(1, 4), st.none() | st.integers(1, 60))
def test_what_is_taken_is_the_newest_of_what_fits(listed: list[Entry], articles: int, days: int | None) -> None:
    taken = choose(listed, Limits(articles, days, include=("/news/*",)), NOW, "here").taken
    folded = [fold(entry.address) for entry in taken]
    assert len(folded) == len(set(folded)) <= articles
    assert all("/news/" in address for address in folded)
    dated = [entry.moment for entry in taken if entry.moment]
    assert dated == sorted(dated, reverse=True)
    assert days is None or all(NOW - moment <= dt.timedelta(days=days) for moment in dated)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
limits = st.builds(
    Limits,
    st.integers(1, 500),
    st.none() | st.integers(1, 99),
    st.lists(texts, max_size=2).map(tuple),
    st.just(()),
    st.none(),
)
files = st.builds(
    Source,
    name=texts.filter(bool),
    location=texts.filter(str.strip).map("/".__add__),
    publisher=st.none() | texts,
    affiliation=st.none() | texts,
    mapping=st.dictionaries(st.sampled_from(["title", "text"]), texts),
    limits=limits,
    when_gone=st.sampled_from(WhenGone),
)
feeds = st.builds(
    Source,
    name=texts.filter(bool),
    location=texts.map(lambda text: "https://news.example/" + text.strip()),
    kind=st.just(SourceKind.FEED),
    schedule=st.sampled_from([None, "every hour"]),
    limits=limits,
)


@settings(max_examples=50)
@given(
    st.lists(files | feeds, max_size=4, unique_by=lambda source: source.name), st.lists(texts, max_size=2), st.data()
)
def test_sources_written_are_sources_read(sources: list[Source], removed: list[str], data: st.DataObject) -> None:
    listing = Listing([s for s in sources if s.kind is SourceKind.FILES or is_web(s.location)], removed)
    text = render(listing)
    assert parse(text, "") == listing
    fewer = Listing([source for source in listing.sources if data.draw(st.booleans())], [])
    assert parse(render(fewer, text), "") == fewer
    assert parse(render(listing, render(fewer, text)), "") == listing
