from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import Limits, Source, SourceKind
from ingest.sources.base import Failure, FetchedDocument, Gone, Kind, NotModified
from ingest.sources.fetchers import SourceFetcher
from ingest.sources.web import kind_of_page
from tests.fakes.browsing import client_for
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as website:
        yield website


def page_of(address: str, **limits: int) -> Source:
    return Source("page", address, kind=SourceKind.PAGE, limits=Limits(**limits))  # type: ignore[arg-type] # by name


def test_a_page_is_its_only_candidate_and_asking_what_there_is_asks_nobody(site: WebSite) -> None:
    site.serve("/new.html", "<p>text</p>", type="text/html; charset=windows-1256", etag='"1"')
    site.redirect("/old", "/new.html")
    with client_for(site) as client:
        fetcher = SourceFetcher(client=client)
        survey = fetcher.survey(page_of(site.url + "/old?utm_source=x#part"))
        (candidate,) = survey.candidates
        assert (candidate.container, survey.roots, site.requests) == (site.url + "/old", (), [])
        document = fetcher.fetch(candidate)
        assert isinstance(document, FetchedDocument)
        assert (document.container, document.address) == (site.url + "/old", site.url + "/new.html")
        assert (document.name, document.kind, document.encoding) == ("new.html", Kind.HTML, "windows-1256")
        assert document.validators.etag == '"1"'
        assert isinstance(fetcher.fetch(candidate, document.validators), NotModified)


def test_what_is_gone_refused_or_too_long_is_no_exception(site: WebSite) -> None:
    site.remove("/gone")
    site.serve("/big", "<p>x</p>" * 1000)
    site.serve("/image", b"\x89PNG", type="image/png")
    with client_for(site) as client:
        fetcher = SourceFetcher(client=client)

        def fetched(path: str, **limits: int) -> object:
            (candidate,) = fetcher.survey(page_of(site.url + path, **limits)).candidates
            return fetcher.fetch(candidate)

        assert fetched("/gone") == Gone(site.url + "/gone", 410)
        assert isinstance(fetched("/big"), FetchedDocument)
        assert isinstance(fetched("/big", bytes=100), Failure)
        assert isinstance(fetched("/image"), Failure)


@pytest.mark.parametrize(
    ("content_type", "content", "address", "kind"),
    [
        ("text/html", b"<p>x", "/a", Kind.HTML),
        ("application/xhtml+xml", b"<html/>", "/a.pdf", Kind.HTML),
        ("application/pdf", b"%PDF-1.7", "/a", Kind.PDF),
        ("text/html", b"\n%PDF-1.7", "/a", Kind.PDF),
        ("text/plain", b"Words.", "/a", Kind.TEXT),
        ("text/plain", b"# Words", "/a.md", Kind.MARKDOWN),
        ("text/markdown", b"# Words", "/a", Kind.MARKDOWN),
        ("text/plain", b"<!-- x --><!DOCTYPE html><p>x", "/a.txt", Kind.HTML),
        ("application/xml", b"<?xml version='1.0'?><html><p>x", "/a", Kind.HTML),
        ("text/plain", b"a,b", "/a.csv", Kind.TEXT),
    ],
)
def test_a_page_is_read_as_what_it_is(content_type: str, content: bytes, address: str, kind: Kind) -> None:
    assert kind_of_page(content_type, content, "https://news.example" + address) is kind


def test_each_kind_goes_to_the_part_that_knows_it(site: WebSite, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    link = f"<link>{site.url}/from-feed</link>"
    site.serve("/feed", f"<rss version='2.0'><channel><item>{link}</item></channel></rss>", type="text/xml")
    site.serve("/map", f"<urlset><url><loc>{site.url}/from-map</loc></url></urlset>", type="text/xml")
    places = {
        SourceKind.FILES: str(tmp_path),
        SourceKind.PAGE: site.url + "/page",
        SourceKind.FEED: site.url + "/feed",
        SourceKind.SITEMAP: site.url + "/map",
    }
    with client_for(site) as client:
        fetcher = SourceFetcher(client=client)
        found = [fetcher.survey(Source("s", place, kind=kind)).candidates[0] for kind, place in places.items()]
        first = fetcher.fetch(found[0])
    assert [each.name for each in found] == ["a.pdf", "page", "from-feed", "from-map"]
    assert found[0].kind is Kind.PDF
    assert isinstance(first, FetchedDocument)


def test_without_a_web_client_the_web_is_a_failure_and_files_are_read(tmp_path: Path) -> None:
    fetcher = SourceFetcher()
    (failure,) = fetcher.survey(page_of("https://news.example/a")).failures
    assert "no web client" in failure.reason
    assert fetcher.survey(Source("s", str(tmp_path))).failures == ()
