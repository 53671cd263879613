from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import Limits, PublicationDate, SourceKind
from ingest.sources.autodiscovery import best_first, read_head
from ingest.sources.base import Failure
from ingest.sources.discover import Discovery, discover
from tests.fakes.browsing import client_for
from tests.fakes.clock import StillClock
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RSS = "application/rss+xml"


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as website:
        yield website


def look(site: WebSite, path: str, kind: SourceKind | None = None, **limits: int) -> Discovery | Failure:
    with client_for(site) as client:
        return discover(site.url + path, client, kind=kind, limits=Limits(**limits), clock=StillClock())  # type: ignore[arg-type] # by name


def found(site: WebSite, path: str, kind: SourceKind | None = None, **limits: int) -> Discovery:
    discovery = look(site, path, kind, **limits)
    assert isinstance(discovery, Discovery), discovery
    return discovery


def refused(site: WebSite, path: str, kind: SourceKind | None = None) -> str:
    failure = look(site, path, kind)
    assert isinstance(failure, Failure)
    return str(failure)


def feed(*links: str, title: str = "The Courier") -> str:
    items = (
        f"<item><title>On {n}</title><link>{link}</link><pubDate>{30 - n} Apr 2024 10:00:00 GMT</pubDate></item>"
        for n, link in enumerate(links, 1)
    )
    return f"<rss version='2.0'><channel><title>{title}</title><language>en</language>{''.join(items)}</channel></rss>"


def page(*links: str, head: str = "", title: str = "Front page") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{''.join(links)}{head}</head><body>words</body></html>"


def alternate(href: str, title: str = "", kind: str = RSS) -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


class TestKinds:
    def test_a_feed_shows_the_first_five_it_would_take(self, site: WebSite) -> None:
        site.serve("/rss", feed(*(f"/{n}" for n in range(1, 10))), type=RSS)
        what = found(site, "/rss", articles=7)
        assert (what.kind, what.location, what.title, what.language) == (
            SourceKind.FEED,
            site.url + "/rss",
            "The Courier",
            "en",
        )
        assert (len(what.articles), what.total) == (5, 7)
        assert what.articles[0].title == "On 1"
        assert what.articles[0].address == site.url + "/1"
        assert what.articles[0].published == PublicationDate(dt.date(2024, 4, 29))
        assert "beyond the newest 7" in what.notes[0]

    def test_articles_on_other_sites_are_taken_and_noted(self, site: WebSite) -> None:
        site.serve("/rss", feed("/a", "https://else.example/b", "https://more.example/c"), type=RSS)
        what = found(site, "/rss")
        assert what.total == 3
        assert what.notes == ("2 of the articles are on another site (else.example, more.example).",)

    def test_a_sitemap_shows_its_pages_in_words(self, site: WebSite) -> None:
        urls = "<url><loc>/2024/04/town-retaken_again.html</loc><lastmod>2024-04-03</lastmod></url>"
        site.serve("/sitemap.xml", f"<urlset>{urls}</urlset>", type="application/xml")
        what = found(site, "/sitemap.xml")
        assert (what.kind, what.total) == (SourceKind.SITEMAP, 1)
        assert what.articles[0].title == "town retaken again"
        assert what.articles[0].published == PublicationDate(dt.date(2024, 4, 3))

    def test_an_article_is_a_page_although_its_site_has_a_feed(self, site: WebSite) -> None:
        metas = '<meta property="og:type" content="article"><meta property="og:site_name" content="Post">'
        metas += '<meta property="article:published_time" content="2024-04-03T10:00:00Z">'
        site.serve("/a", page(alternate("/rss"), head=metas, title="Town retaken"))
        what = found(site, "/a")
        assert (what.kind, what.title, what.publisher) == (SourceKind.PAGE, "Town retaken", "Post")
        assert what.articles[0].published == PublicationDate(dt.date(2024, 4, 3))
        assert f"add {site.url}/rss instead" in what.notes[0]

    def test_a_page_without_a_feed_says_so(self, site: WebSite) -> None:
        site.serve("/about", page())
        what = found(site, "/about")
        assert (what.kind, what.total) == (SourceKind.PAGE, 1)
        assert "No feed was found" in what.notes[0]

    def test_texts_and_pdf_are_pages(self, site: WebSite) -> None:
        site.serve("/report-of-april.pdf", b"%PDF-1.7", type="application/pdf")
        site.serve("/note.txt", "See https://news.example/x and more.", type="text/plain")
        assert found(site, "/report-of-april.pdf").articles[0].title == "report of april"
        assert found(site, "/note.txt").kind is SourceKind.PAGE

    def test_a_path(self, tmp_path: Path) -> None:
        for number in range(7):
            (tmp_path / f"{number}.md").write_text("x")
        (tmp_path / "photo.jpg").write_text("x")
        what = discover(str(tmp_path), None)
        assert isinstance(what, Discovery)
        assert (what.kind, what.location, what.total, len(what.articles)) == (SourceKind.FILES, str(tmp_path), 7, 5)
        assert "1 files are left aside" in what.notes[0]


class TestAutodiscovery:
    def test_the_main_feed_is_taken_and_the_others_are_named(self, site: WebSite) -> None:
        links = (alternate("/comments/feed", "Comments"), alternate("/rss", "News"), alternate("/sport.xml", "Sport"))
        site.serve("/", page(*links, head='<meta property="og:site_name" content="The Post">'))
        site.serve("/rss", feed("/a"), type=RSS)
        what = found(site, "/")
        assert (what.kind, what.location, what.publisher) == (SourceKind.FEED, site.url + "/rss", "The Post")
        assert what.notes[0] == f"This is the feed that {site.url}/ offers."
        assert f"{site.url}/sport.xml (Sport)" in what.notes[1]
        assert f"{site.url}/comments/feed (Comments)" in what.notes[1]

    def test_a_section_comes_before_the_whole_site(self, site: WebSite) -> None:
        site.serve("/syria", page(alternate("/feed"), alternate("/syria/feed")))
        site.serve("/syria/feed", feed("/a"), type=RSS)
        assert found(site, "/syria").location == site.url + "/syria/feed"

    def test_a_feed_that_is_offered_but_not_there_is_passed_over(self, site: WebSite) -> None:
        site.serve("/", page(alternate("/dead"), alternate("/page"), alternate("/json", kind="application/feed+json")))
        site.serve("/page", page())
        site.serve(
            "/json", '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a"}]}', type="application/json"
        )
        assert found(site, "/").location == site.url + "/json"

    def test_with_none_to_be_had_it_is_a_page(self, site: WebSite) -> None:
        site.serve("/", page(alternate("/dead")))
        assert found(site, "/").kind is SourceKind.PAGE

    def test_links_are_resolved_against_the_pages_base_and_odd_ones_left(self) -> None:
        html = (
            '<base href="/sub/"><link rel="ALTERNATE feed" type="application/atom+xml; charset=utf-8" href="atom">'
            '<link rel="alternate" hreflang="ar" href="/ar"><link rel="alternate" type="application/rss+xml" href="">'
            '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">'
            '<link rel="alternate" type="application/rss+xml" href="javascript:x">'
        )
        head = read_head(page(html).encode(), "https://news.example/a/")
        assert [each.address for each in head.feeds] == ["https://news.example/sub/atom"]

    def test_comments_come_last_in_any_language(self) -> None:
        html = page(alternate("/a/comments/feed"), alternate("/y", "Yorumlar - yorum akışı"), alternate("/z", "News"))
        head = read_head(html.encode(), "https://news.example/")
        assert best_first(head.feeds, "https://news.example/")[0].title == "News"

    @pytest.mark.parametrize("content", [b"", b"\x00", b"<", b"<!doctype html>", b"\xff\xfe<\x00h\x00"])
    def test_pages_that_say_nothing(self, content: bytes) -> None:
        assert read_head(content, "https://news.example/", "no-such-charset").feeds == ()


class TestWishes:
    def test_a_page_may_be_wanted_as_a_page_and_as_a_feed(self, site: WebSite) -> None:
        site.serve("/", page(alternate("/rss"), head='<meta property="og:type" content="article">'))
        site.serve("/rss", feed("/a"), type=RSS)
        assert found(site, "/", SourceKind.PAGE).kind is SourceKind.PAGE
        assert found(site, "/", SourceKind.FEED).location == site.url + "/rss"

    def test_what_it_is_not_it_cannot_be(self, site: WebSite) -> None:
        site.serve("/", page())
        site.serve("/words", "Just words.", type="text/plain")
        assert "offers no feed" in refused(site, "/", SourceKind.FEED)
        assert "not with a sitemap" in refused(site, "/", SourceKind.SITEMAP)
        assert "is not a feed" in refused(site, "/words", SourceKind.FEED)


class TestRefusals:
    def test_each_is_a_sentence(self, site: WebSite, tmp_path: Path) -> None:
        site.serve("/photo", b"\x89PNG\r\n", type="image/png")
        assert "image/png" in refused(site, "/photo")
        assert "the site answered 404" in refused(site, "/nowhere")
        missing = discover(str(tmp_path / "nowhere"), None)
        assert "does not exist. Check the path; an address begins with https://" in str(missing)
        assert "no address that is read" in str(discover("ftp://news.example/a", None))
        assert "no web client" in str(discover("https://news.example/a", None))

    def test_private_addresses_are_refused(self, site: WebSite) -> None:
        with client_for() as client:
            failure = discover(site.url + "/", client)
        assert isinstance(failure, Failure)
        assert not site.requests

    def test_an_empty_feed_says_that_it_gives_nothing(self, site: WebSite) -> None:
        site.serve("/rss", feed(), type=RSS)
        what = found(site, "/rss")
        assert (what.total, what.notes) == (0, ("It lists no article that would be taken now.",))
