from __future__ import annotations

import datetime as dt
import gzip
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import Limits, Source, SourceKind
from ingest.sources.base import Validators
from ingest.sources.sitemap import Bounds, SitemapSource, read_sitemap
from tests.fakes.browsing import client_for
from tests.fakes.clock import StillClock
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.sources.base import Survey
    from ingest.sources.sitemap import Sitemap

BASE = "https://news.example/sitemap.xml"
XMLNS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


def urlset(*urls: str, extra: str = "") -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {XMLNS} {extra}>{''.join(urls)}</urlset>"


def url(place: str, changed: str = "", more: str = "") -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{place}</loc>{lastmod}{more}</url>"


def index(*children: tuple[str, str]) -> str:
    listed = "".join(f"<sitemap><loc>{place}</loc><lastmod>{at}</lastmod></sitemap>" for place, at in children)
    return f"<sitemapindex {XMLNS}>{listed}</sitemapindex>"


def read(text: str | bytes) -> Sitemap:
    return read_sitemap(text.encode() if isinstance(text, str) else text, BASE)


def addresses(found: Sitemap) -> list[str]:
    return [entry.address for entry in found.entries]


class TestReading:
    def test_addresses_and_when_they_changed(self) -> None:
        urls = (url("https://news.example/a?x=1&amp;region=2", "2024-04-02"), url("/b", "2024-04-02T10:00:00+03:00"))
        found = read(urlset(*urls, url("https://news.example/c", "2024-04"), url("/d", "lately"), url("mailto:x@y.z")))
        assert found.is_sitemap
        assert [(entry.address.removeprefix("https://news.example"), entry.updated) for entry in found.entries] == [
            ("/a?x=1&region=2", dt.datetime(2024, 4, 2, tzinfo=dt.UTC)),
            ("/b", dt.datetime(2024, 4, 2, 7, tzinfo=dt.UTC)),
            ("/c", dt.datetime(2024, 4, 1, tzinfo=dt.UTC)),
            ("/d", None),
        ]

    def test_a_news_sitemap_says_title_day_and_language(self) -> None:
        news = (
            "<n:news><n:publication><n:name>Post</n:name><n:language>ar</n:language></n:publication>"
            "<n:publication_date>2024-04-02T10:00:00Z</n:publication_date><n:title>Bread &amp; flour</n:title></n:news>"
            "<image:image><image:loc>https://news.example/a.jpg</image:loc><image:title>no</image:title></image:image>"
        )
        spaces = "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://example.org/image'"
        for known in (spaces, ""):  # prefixes that were never declared do as well
            (only,) = read(urlset(url("/a", more=news), extra=known)).entries
            assert (only.address, only.title, only.language) == ("https://news.example/a", "Bread & flour", "ar")
            assert only.published == "2024-04-02T10:00:00Z"
            assert only.moment == dt.datetime(2024, 4, 2, 10, tzinfo=dt.UTC)

    def test_an_index_names_further_ones_and_their_dates(self) -> None:
        found = read(index(("/s1.xml", "2024-04-02"), ("https://news.example/s2.xml?a=1&amp;b=2", "")))
        assert found.entries == ()
        assert [(child.address, child.modified) for child in found.children] == [
            ("https://news.example/s1.xml", dt.datetime(2024, 4, 2, tzinfo=dt.UTC)),
            ("https://news.example/s2.xml?a=1&b=2", None),
        ]

    def test_packed_in_utf_16_without_namespace_as_a_list_or_as_a_feed(self) -> None:
        plain = urlset(url("https://news.example/a"))
        assert addresses(read(gzip.compress(plain.encode(), mtime=0))) == ["https://news.example/a"]
        assert addresses(read(plain.replace("UTF-8", "UTF-16").encode("utf-16"))) == ["https://news.example/a"]
        assert addresses(read(plain.replace(XMLNS, ""))) == ["https://news.example/a"]
        assert addresses(read("\n  " + plain)) == ["https://news.example/a"]
        assert addresses(read("https://news.example/a\r\n\r\nhttps://news.example/b\n")) == [
            "https://news.example/a",
            "https://news.example/b",
        ]
        rss = "<rss version='2.0'><channel><item><title>t</title><link>https://news.example/a</link></item></channel></rss>"
        assert addresses(read(rss)) == ["https://news.example/a"]

    def test_one_that_was_cut_short_counts_as_far_as_it_goes(self) -> None:
        whole = urlset(*(url(f"https://news.example/{n}") for n in range(400)))
        assert len(read(whole[: len(whole) // 2]).entries) > 150
        assert len(read(gzip.compress(whole.encode(), mtime=0)[:-30]).entries) > 150

    def test_no_entity_is_resolved(self) -> None:
        doctype = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        found = read(
            f"{doctype}<urlset>{url('https://news.example/x&f;')}{url('https://news.example/&a;&a;')}</urlset>"
        )
        assert all("aaaaa" not in address and len(address) < 30 for address in addresses(found))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x1f\x8b broken",
            b"<",
            b"<a/>",
            b"<!doctype html><html></html>",
            b"See https://news.example/a\nfor\nmore",
        ],
    )
    def test_what_is_no_sitemap_says_so(self, content: bytes) -> None:
        assert not read(content).is_sitemap

    def test_an_empty_one_is_one(self) -> None:
        assert read(f"<urlset {XMLNS}/>").is_sitemap


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as website:
        yield website


def serve(site: WebSite, path: str, text: str, **how: str) -> None:
    site.serve(path, text, type="application/xml", **how)  # type: ignore[arg-type] # words of `serve`


def survey(
    site: WebSite, *, known: Mapping[str, Validators] | None = None, bounds: Bounds | None = None, **limits: object
) -> Survey:
    with client_for(site) as client:
        source = Source("s", site.url + "/sitemap.xml", kind=SourceKind.SITEMAP, limits=Limits(**limits))  # type: ignore[arg-type] # by name
        return SitemapSource(client, clock=StillClock(), bounds=bounds).survey(source, known)


def paths(found: Survey) -> list[str]:
    return ["/" + each.container.split("/", 3)[3] for each in found.candidates]


class TestSurvey:
    def test_an_index_is_followed_and_the_newest_pages_come_first(self, site: WebSite) -> None:
        serve(site, "/sitemap.xml", index(("/s1.xml", "2024-03-01"), ("/s2.xml.gz", "2024-04-01"), ("/s1.xml", "")))
        serve(site, "/s1.xml", urlset(url("/old", "2024-03-01"), url("/new", "2024-04-29")))
        packed = gzip.compress(urlset(url("/mid", "2024-04-01"), url("/undated"), url("/mid#again")).encode(), mtime=0)
        site.serve("/s2.xml.gz", packed, type="application/x-gzip")
        found = survey(site)
        assert paths(found) == ["/new", "/mid", "/old", "/undated"]
        assert found.candidates[0].modified == dt.datetime(2024, 4, 29, tzinfo=dt.UTC)
        assert [asked.path for asked in site.requests if "robots" not in asked.path] == [
            "/sitemap.xml",
            "/s2.xml.gz",
            "/s1.xml",
        ]

    def test_limits(self, site: WebSite) -> None:
        dated = [url(f"/news/{day}", f"2024-04-{day:02}") for day in range(1, 31)]
        serve(site, "/sitemap.xml", urlset(*dated, url("/sport/1", "2024-04-30")))
        found = survey(site, articles=2, newest_days=10, exclude=("/sport/",))
        assert paths(found) == ["/news/30", "/news/29"]
        assert len(found.skipped) == 3

    def test_sitemaps_of_former_years_are_not_asked_for(self, site: WebSite) -> None:
        serve(site, "/sitemap.xml", index(("/2010.xml", "2010-12-31"), ("/2024.xml", "2024-04-30")))
        serve(site, "/2024.xml", urlset(url("/a")))
        assert paths(survey(site, newest_days=30)) == ["/a"]
        assert not site.asked_for("/2010.xml")

    def test_an_index_in_a_circle_and_one_without_end(self, site: WebSite) -> None:
        serve(site, "/sitemap.xml", index(("/sitemap.xml", ""), *((f"/s{n}.xml", "") for n in range(4))))
        for n in range(4):
            serve(site, f"/s{n}.xml", index(("/sitemap.xml", ""), (f"/deep{n}.xml", "")))
            serve(site, f"/deep{n}.xml", urlset(url(f"/{n}")))
        assert sorted(paths(survey(site))) == [f"/{n}" for n in range(4)]
        found = survey(site, bounds=Bounds(sitemaps=5))
        assert paths(found) == ["/0", "/1"]
        assert "2 sitemaps not read, beyond the first 5" in found.skipped[0]
        assert "too deep" in survey(site, bounds=Bounds(depth=1)).skipped[0]

    def test_what_has_not_changed_costs_nothing_but_the_index(self, site: WebSite) -> None:
        serve(site, "/sitemap.xml", index(("/s1.xml", ""), ("/s2.xml", "")), etag='"i"')
        serve(site, "/s1.xml", urlset(url("/a")), etag='"1"')
        serve(site, "/s2.xml", urlset(url("/b")), etag='"2"')
        first = survey(site)
        assert first.listings == {site.url + "/s1.xml": Validators('"1"'), site.url + "/s2.xml": Validators('"2"')}
        second = survey(site, known=first.listings)
        assert (second.unchanged, second.candidates) == (True, ())
        serve(site, "/s2.xml", urlset(url("/b"), url("/c")), etag='"3"')
        third = survey(site, known=first.listings)
        assert (third.unchanged, paths(third)) == (False, ["/b", "/c"])

    def test_one_that_fails_does_not_take_the_others_along(self, site: WebSite) -> None:
        serve(site, "/sitemap.xml", index(("/gone.xml", ""), ("/page.xml", ""), ("/bad.xml", ""), ("/s.xml", "")))
        site.remove("/gone.xml", 404)
        serve(site, "/page.xml", "<!doctype html><html></html>")
        serve(site, "/bad.xml", "<nothing/>")
        serve(site, "/s.xml", urlset(url("/a")))
        found = survey(site)
        assert paths(found) == ["/a"]
        said = " ".join(map(str, found.failures))
        assert "answered 404" in said
        assert "a web page, not with a sitemap" in said
        assert "bad.xml: is not a sitemap" in said
