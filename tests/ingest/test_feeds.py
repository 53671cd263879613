from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import Limits, Source, SourceKind
from ingest.sources.base import FetchedDocument, Gone, Kind, NotModified, Validators
from ingest.sources.feeds import FeedSource, read_feed
from tests.fakes.browsing import client_for
from tests.fakes.clock import StillClock
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.sources.base import Survey
    from ingest.sources.feeds import Feed

BASE = "https://news.example/feeds/all.xml"


def rss(*items: str, head: str = "") -> str:
    return f"<rss version='2.0'><channel><title>The Courier</title>{head}{''.join(items)}</channel></rss>"


def item(link: str, day: int | None = None, title: str = "A title") -> str:
    date = f"<pubDate>{day:02} Apr 2024 09:00:00 +0300</pubDate>" if day else ""
    return f"<item><title>{title}</title><link>{link}</link>{date}</item>"


def read(text: str | bytes, encoding: str | None = None) -> Feed:
    return read_feed(text.encode() if isinstance(text, str) else text, BASE, encoding)


def addresses(feed: Feed) -> list[str]:
    return [entry.address for entry in feed.entries]


class TestReading:
    def test_rss_says_who_when_and_where(self) -> None:
        author = "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>R. Haddad</dc:creator>"
        entry = "<item><title>Bread &amp;amp; flour</title><link>/a</link>"
        entry += "<pubDate>Wed, 24 Apr 2024 01:00:00 +0300</pubDate>"
        feed = read(rss(f"{entry}{author}</item>", head="<language>ar-sy</language>"))
        assert (feed.is_feed, feed.title, feed.language) == (True, "The Courier", "ar-sy")
        (only,) = feed.entries
        assert (only.address, only.title, only.author) == ("https://news.example/a", "Bread & flour", "R. Haddad")
        assert only.published == "Wed, 24 Apr 2024 01:00:00 +0300"
        assert only.moment == dt.datetime(2024, 4, 23, 22, tzinfo=dt.UTC)

    def test_atom_takes_the_article_and_not_the_entry_itself(self) -> None:
        links = "<link rel='self' href='/e.atom'/><link rel='enclosure' href='/a.mp3'/><link href='/a.html'/>"
        dates = "<published>2024-04-02T10:00:00Z</published><updated>2024-04-05T10:00:00Z</updated>"
        title = "<title type='html'>&lt;b>Bold&lt;/b> news</title>"
        text = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry>{title}{links}{dates}</entry></feed>"
        (only,) = read(text).entries
        assert (only.address, only.title) == ("https://news.example/a.html", "Bold news")
        assert only.published == "2024-04-02T10:00:00Z"
        assert only.updated == only.moment == dt.datetime(2024, 4, 5, 10, tzinfo=dt.UTC)

    def test_rdf_and_cdf(self) -> None:
        rdf = (
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
            " xmlns:dc='http://purl.org/dc/elements/1.1/'><item><title>R</title><link>https://news.example/r</link>"
            "<dc:date>2024-04-02</dc:date></item></rdf:RDF>"
        )
        assert [(e.address, e.published) for e in read(rdf).entries] == [("https://news.example/r", "2024-04-02")]
        cdf = (
            "<CHANNEL HREF='http://news.example/'><ITEM HREF='http://news.example/c'><TITLE>C</TITLE></ITEM></CHANNEL>"
        )
        assert addresses(read(cdf)) == ["http://news.example/c"]

    def test_an_entry_without_a_link_may_have_an_address_for_a_guid(self) -> None:
        items = (
            "<item><guid isPermaLink='true'>https://news.example/g</guid></item>",
            "<item><guid isPermaLink='false'>https://news.example/not-this</guid></item>",
            "<item><title>no link at all</title></item>",
        )
        feed = read(rss(*items))
        assert addresses(feed) == ["https://news.example/g"]
        assert feed.unusable == 2

    def test_the_publishers_own_address_comes_before_a_counters(self) -> None:
        original = "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>https://news.example/own</feedburner:origLink>"
        assert addresses(read(rss(f"<item><link>https://proxy.example/x</link>{original}</item>"))) == [
            "https://news.example/own"
        ]

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "mailto:a@b.example", "http://[bad/", "ftp://news.example/a", ""]
    )
    def test_a_link_that_leads_to_no_page_is_counted_and_left(self, link: str) -> None:
        feed = read(rss(item(link)))
        assert (feed.entries, feed.unusable) == ((), 1)

    def test_the_feeds_own_word_on_its_encoding_comes_before_the_headers(self) -> None:
        arabic = "خبر عاجل"
        assert read(rss(item("/a", title=arabic)), "latin-1").entries[0].title == arabic
        declared = f"<?xml version='1.0' encoding='windows-1256'?>{rss(item('/a', title=arabic))}".encode("cp1256")
        assert read(declared, "iso-8859-1").entries[0].title == arabic
        assert read(rss(item("/a", title=arabic)).encode("cp1256"), "windows-1256").entries[0].title == arabic

    def test_a_json_feed(self) -> None:
        record = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "The Courier",
            "language": "tr",
            "items": [
                {
                    "id": "1",
                    "url": "/a",
                    "title": "One\n two",
                    "date_published": "2024-04-02T10:00:00+03:00",
                    "authors": [{"name": "A"}, {"name": "B"}],
                },
                {"external_url": "https://else.example/b", "author": {"name": "C"}, "date_modified": "2024-04-03"},
                {"id": "https://news.example/c"},
                {"id": "4"},
                "nonsense",
            ],
        }
        feed = read(json.dumps(record))
        assert (feed.is_feed, feed.title, feed.unusable) == (True, "The Courier", 2)
        assert addresses(feed) == ["https://news.example/a", "https://else.example/b", "https://news.example/c"]
        one, two, _ = feed.entries
        assert (one.title, one.author, one.language) == ("One two", "A, B", "tr")
        assert one.moment == dt.datetime(2024, 4, 2, 7, tzinfo=dt.UTC)
        assert (two.author, two.updated) == ("C", dt.datetime(2024, 4, 3, tzinfo=dt.UTC))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\xff" * 50,
            b"{",
            b"[]",
            b'{"items": []}',
            b"[" * 100_000,
            b"{" + b'"a":{' * 50_000,
            b"<",
            b"<p>a page</p>",
            b"plain words",
        ],
    )
    def test_what_is_no_feed_says_so(self, content: bytes) -> None:
        assert not read(content).is_feed

    def test_a_page_is_no_feed(self) -> None:
        assert not read("<!doctype html><html><head><title>x</title></head><body><item></item></body></html>").is_feed

    def test_it_opens_no_file_and_no_address(self) -> None:
        assert not read(__file__.encode()).is_feed
        entity = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + rss(item("/a", title="[&x;]"))
        assert read(entity).entries[0].title in {"[]", "[&x;]"}


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as website:
        yield website


def survey(site: WebSite, *, path: str = "/feed.xml", known: Validators | None = None, **limits: object) -> Survey:
    address = site.url + path
    with client_for(site) as client:
        source = Source("courier", address, kind=SourceKind.FEED, limits=Limits(**limits))  # type: ignore[arg-type] # by name
        return FeedSource(client, clock=StillClock()).survey(source, {address: known} if known else None)


def paths(found: Survey) -> list[str]:
    return ["/" + each.container.split("/", 3)[3] for each in found.candidates]


class TestSurvey:
    def test_the_newest_come_first_and_each_address_once(self, site: WebSite) -> None:
        links = (
            item("/old", 3),
            item("/new?utm_source=rss", 20),
            item("/undated"),
            item("/new#top", 20),
            item("/mid", 10),
        )
        site.serve(
            "/feed.xml", rss(*links), type="application/rss+xml", etag='"7"', modified="Tue, 30 Apr 2024 10:00:00 GMT"
        )
        found = survey(site)
        assert paths(found) == ["/new", "/mid", "/old", "/undated"]
        assert found.listings == {site.url + "/feed.xml": Validators('"7"', "Tue, 30 Apr 2024 10:00:00 GMT")}
        assert [found.failures, found.skipped, found.roots, found.unchanged] == [(), (), (), False]
        hints = found.candidates[0].hints
        assert hints is not None
        assert (hints.title, hints.published) == ("A title", "20 Apr 2024 09:00:00 +0300")

    def test_limits_leave_aside_and_say_so(self, site: WebSite) -> None:
        links = [item(f"/news/{day}", day) for day in range(1, 29)] + [item("/sport/1", 28), item("/news/live/2", 28)]
        site.serve("/feed.xml", rss(*links), type="text/xml")
        found = survey(site, articles=3, newest_days=10, include=("/news/*",), exclude=("*/live/*",))
        assert paths(found) == ["/news/28", "/news/27", "/news/26"]
        said = " ".join(found.skipped)
        assert "2 articles left aside, by the path" in said
        assert "older than 10 days" in said
        assert "beyond the newest 3" in said

    def test_a_feed_that_has_not_changed_costs_nothing(self, site: WebSite) -> None:
        site.serve("/feed.xml", rss(item("/a")), type="text/xml", etag='"7"')
        found = survey(site, known=Validators('"7"', ""))
        assert found.unchanged
        assert [found.candidates, found.failures, found.listings] == [(), (), {}]
        assert survey(site, known=Validators('"6"', "")).candidates

    @pytest.mark.parametrize(
        "kind", ["text/html", "text/plain", "application/octet-stream", None, "application/xml; charset=latin-1"]
    )
    def test_a_wrong_content_type_does_not_hide_a_feed(self, site: WebSite, kind: str | None) -> None:
        site.serve("/feed.xml", rss(item("/a", title="خبر")), type=kind)
        found = survey(site)
        assert paths(found) == ["/a"]
        assert found.candidates[0].hints is not None
        assert found.candidates[0].hints.title == "خبر"

    def test_packed_and_redirected(self, site: WebSite) -> None:
        site.serve("/feeds/main/rss", rss(item("a")), type="application/rss+xml", gzip=True)
        site.redirect("/feed.xml", "/feeds/main/rss", 301)
        found = survey(site)
        assert paths(found) == ["/feeds/main/a"]
        assert list(found.listings) == [site.url + "/feed.xml"]

    def test_a_page_in_the_place_of_the_feed(self, site: WebSite) -> None:
        site.serve("/feed.xml", "<!doctype html><html><body>Moved!</body></html>")
        (failure,) = survey(site).failures
        assert "a web page, not with a feed" in failure.reason

    def test_garbage_gone_and_failing(self, site: WebSite) -> None:
        site.serve("/feed.xml", b"\x01\x02 nothing", type="text/xml")
        site.remove("/gone.xml")
        site.serve("/busy.xml", "", status=500)
        assert "not a feed" in survey(site).failures[0].reason
        assert "410" in survey(site, path="/gone.xml").failures[0].reason
        assert survey(site, path="/busy.xml").failures[0].passing

    def test_an_empty_feed_is_no_failure(self, site: WebSite) -> None:
        site.serve("/feed.xml", rss(), type="text/xml", etag='"1"')
        found = survey(site)
        assert [found.candidates, found.failures, found.unchanged] == [(), (), False]
        assert found.listings

    def test_a_listed_article_is_fetched_as_any_page(self, site: WebSite) -> None:
        site.serve("/feed.xml", rss(item("/a"), item("/gone")), type="text/xml")
        site.serve("/a", "<p>text</p>", etag='"a"')
        (first, second) = survey(site).candidates
        with client_for(site) as client:
            fetcher = FeedSource(client)
            document = fetcher.fetch(first)
            assert isinstance(document, FetchedDocument)
            assert (document.kind, document.content, document.hints) == (Kind.HTML, b"<p>text</p>", first.hints)
            assert isinstance(fetcher.fetch(first, document.validators), NotModified)
            assert fetcher.fetch(second) == Gone(second.container, 404)
