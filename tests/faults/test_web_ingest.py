"""Everything the web does, over real HTTP on loopback, in runs with good articles: none of it harms the corpus."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ingest.corpus.models import Limits, Source, SourceKind, WhenGone
from ingest.ledger import FAILED, GONE
from ingest.report import IngestCancelledError
from tests.fakes.web_desk import BODY, Paper, WebDesk, feed, page
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = ("Merda", "Tellin", "Oskava")
TITLES = {f"The bridge of {name}" for name in GOOD}


@pytest.fixture
def site() -> Iterator[WebSite]:
    with WebSite() as site:
        yield site


@pytest.fixture
def paper(site: WebSite) -> Paper:
    return Paper(site)


@pytest.fixture
def desk(tmp_path: Path, site: WebSite) -> Iterator[WebDesk]:
    with closing(WebDesk(tmp_path, site)) as desk:
        yield desk


# all that can go wrong, in one run


def misbehave(site: WebSite, inner: WebSite) -> dict[str, str]:
    """Let the site do all that is bad; returns, by address, a piece of the reason to be told."""
    port = inner.port  # a host of the same machine that the settings do not allow
    return {
        site.serve("/always-500", "no", status=500): "500",
        site.serve("/forbidden", "no", status=403): "403",
        site.drip("/drip", every=0.05): "second",
        site.silent("/silent"): "second",
        site.endless("/endless"): "larger",
        site.endless("/endless-zip", gzip=True): "larger",
        site.endless_head("/endless-head"): "",
        site.redirect("/circle", site.url + "/circle"): "circle",
        site.redirect("/inwards", f"http://127.0.0.1:{port}/secret"): "redirected to",
        site.redirect("/metadata", "http://169.254.169.254/latest"): "169.254.169.254",
        site.redirect("/private", "http://private.example/x"): "10.0.0.7",
        site.redirect("/disk", "file:///etc/passwd"): "",
        site.hang_up("/reset"): "",
        site.hang_up("/half", after=b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n<p>half"): "",
        site.serve("/picture", b"\x89PNG\r\n", type="image/png"): "image/png",
        site.serve("/zipped", b"no gzip at all", headers={"Content-Encoding": "gzip"}): "",
        site.serve("/empty", ""): "",
        site.serve("/not-for-robots/a", page("Hidden")): "robots.txt",
        site.url + "/never-was": "404",
    }


def behave(site: WebSite) -> set[str]:
    """Let the site be difficult but honest; returns the titles that must be stored."""
    site.serve("/zip", page("Zipped"), gzip=True)
    site.serve("/latin", page("Café in Latin").encode("latin-1"), type="text/html")
    site.serve("/liar", page("Café that lies").encode("latin-1"), type="text/html; charset=utf-8")
    site.serve("/moved-here", page("Moved"))
    site.redirect("/moved", site.url + "/moved-here", 301)
    for status, path in ((500, "/once-500"), (503, "/once-503"), (429, "/once-429")):
        site.serve(path, page(f"Passing {status}"))
        site.fail_times(path, [status], {"Retry-After": "2"})
    return {"Zipped", "Café in Latin", "Moved", "Passing 500", "Passing 503", "Passing 429"}


PATHS = ("/zip", "/latin", "/liar", "/moved", "/once-500", "/once-503", "/once-429")


def resolve(name: str, _port: int) -> list[str]:
    return {"private.example": ["10.0.0.7"]}.get(name, ["127.0.0.1"])


def test_all_that_a_site_can_do_leaves_the_corpus_whole_and_is_told(
    tmp_path: Path, site: WebSite, paper: Paper
) -> None:
    with (
        WebSite() as inner,
        WebSite() as busy,
        closing(WebDesk(tmp_path, site, busy, resolve=resolve)) as desk,
    ):
        site.robots("User-agent: *\nDisallow: /not-for-robots/")
        paper.prints(*GOOD)
        desk.reads(paper.source)
        bad, good = misbehave(site, inner), behave(site)
        # Who asks to be left alone for so long is not asked for anything else either, so it is a site of its own.
        bad[busy.serve("/busy", "no", status=429, headers={"Retry-After": "7200"})] = "429"
        site.serve("/all.xml", feed(*bad, *(site.url + path for path in PATHS)), type="application/rss+xml")
        broken = Source("broken", site.serve("/broken.xml", "<rss><chan", status=500), kind=SourceKind.FEED)
        paper.writes("Merda", "Merda was shelled again in the night. " + BODY.format(what="clinic"))
        paper.lists(*GOOD[::-1])

        report = desk.reads(paper.source, Source("all", site.url + "/all.xml", kind=SourceKind.FEED), broken)

        told = {failure.where: failure.reason for failure in report.failed}
        assert set(told) == {*bad, broken.location}
        assert [a for a, piece in bad.items() if piece not in told[a]] == []
        assert desk.texts() >= TITLES | good
        assert len(report.replaced) == 1
        assert not inner.requests
        assert report.sources["all"].failed == len(bad)
        assert report.sources["all"].added == len(report.added) == len(PATHS)
        assert report.sources["broken"].failed == 1
        assert {letter.container for letter in desk.ledger.dead_letters()} == {*bad, broken.location}


def test_pages_that_go_bad_keep_what_was_stored(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    site.serve("/Merda", "down for now", status=500)
    site.serve("/Tellin", "<html><body></body></html>")
    site.redirect("/Oskava", site.url + "/Oskava")
    paper.lists(*GOOD[::-1])
    assert len(desk.reads(paper.source).failed) == len(GOOD)
    assert desk.texts() == TITLES
    site.serve("/feed.xml", "gone wrong", status=500)
    assert desk.reads(paper.source).failed[0].where == paper.source.location
    assert desk.texts() == TITLES


# nothing is fetched twice for nothing


def test_an_unchanged_site_costs_one_question(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    site.forget_requests()
    report = desk.reads(paper.source)
    assert [asked.path for asked in site.requests] == ["/feed.xml"]
    assert "if-none-match" in site.requests[0].headers
    assert not report.published


def test_a_longer_list_asks_the_known_pages_only_whether_they_changed(
    desk: WebDesk, site: WebSite, paper: Paper
) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    site.forget_requests()
    paper.prints(*GOOD, "Birzeh")
    report = desk.reads(paper.source)
    assert (len(report.added), report.unchanged, report.embedded) == (1, len(GOOD), 1)
    asked = {each.path: "if-none-match" in each.headers for each in site.requests}
    assert asked == {"/feed.xml": True, "/Birzeh": False} | {f"/{name}": True for name in GOOD}


def test_a_page_that_its_sitemap_calls_unchanged_is_not_asked_for(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    def sitemap(day: str, *more: str) -> None:
        urls = "".join(f"<url><loc>{site.url}/{n}</loc><lastmod>{day}</lastmod></url>" for n in (*GOOD, *more))
        text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        site.serve("/sitemap.xml", text, type="application/xml")

    source = Source("map", site.url + "/sitemap.xml", kind=SourceKind.SITEMAP)
    paper.prints(*GOOD)
    sitemap("2024-04-29")
    desk.reads(source)
    site.forget_requests()
    desk.reads(source)
    assert "/Merda" not in {asked.path for asked in site.requests}
    sitemap(desk.clock.now().date().isoformat())
    desk.waits(hours=2)
    desk.reads(source)
    assert "/Merda" in {asked.path for asked in site.requests}


def test_other_settings_or_another_snapshot_read_in_full(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints("Merda")
    desk.reads(paper.source)
    paper.prints(*GOOD)
    desk.reads(paper.source)
    desk.store.rollback("000001")
    report = desk.reads(paper.source)
    assert len(report.added) == 2
    assert desk.texts() == TITLES
    site.forget_requests()
    desk.reads(replace(paper.source, affiliation="state media"))
    assert not any("if-none-match" in asked.headers for asked in site.requests)
    assert {article.affiliation for article in desk.stored().values()} == {"state media"}


def test_a_list_is_read_again_until_all_of_it_came_in(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    site.serve("/Merda", "no", status=500)
    desk.reads(paper.source)
    paper.writes("Merda")
    desk.waits(hours=1)
    site.forget_requests()
    assert len(desk.reads(paper.source).added) == 1
    assert "if-none-match" not in site.asked_for("/feed.xml")[0].headers
    assert "if-none-match" in (desk.reads(paper.source), site.asked_for("/feed.xml")[-1])[1].headers


# pages that change, go and come back


def test_a_changed_page_replaces_its_article_and_keeps_the_former(desk: WebDesk, paper: Paper) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    paper.writes("Merda", "The bridge is closed once more, the governor said. " + BODY.format(what="ferry"))
    paper.lists(*GOOD[::-1])
    report = desk.reads(paper.source)
    assert (len(report.replaced), report.unchanged) == (1, 2)
    snapshot = desk.store.open()
    with closing(snapshot):
        (revision,) = snapshot.revisions(report.replaced[0])
    assert "closed once more" not in revision.article.text


def test_a_page_that_is_gone_is_marked_and_unmarked_when_it_is_back(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    site.remove("/Merda", 410)
    paper.lists(*GOOD[::-1])
    report = desk.reads(paper.source)
    (id_,) = report.gone
    assert (report.removed, report.failed, report.sources["paper"].gone) == ((), (), 1)
    assert desk.stored()[id_].gone == desk.clock.now().date()
    assert desk.ledger.containers()[site.url + "/Merda"].outcome == GONE
    site.forget_requests()
    assert not desk.reads(paper.source).published
    assert not site.asked_for("/Merda")
    paper.writes("Merda")
    desk.waits(days=2)
    report = desk.reads(paper.source)
    assert (report.published, report.embedded, desk.stored()[id_].gone) == (True, 0, None)
    assert desk.texts() == TITLES


def test_a_page_that_is_gone_is_dropped_where_that_is_wanted(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    source = replace(paper.source, when_gone=WhenGone.DROP)
    paper.prints(*GOOD)
    desk.reads(source)
    site.remove("/Merda", 404)
    paper.lists(*GOOD[::-1])
    report = desk.reads(source)
    assert report.gone == report.removed
    assert desk.texts() == TITLES - {"The bridge of Merda"}


def test_pages_no_longer_listed_are_looked_at_once_a_day_while_young(
    desk: WebDesk, site: WebSite, paper: Paper
) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    paper.lists("Tellin", "Oskava")
    desk.reads(paper.source)
    site.forget_requests()
    desk.waits(hours=23)
    desk.reads(paper.source)
    assert not site.asked_for("/Merda")
    paper.writes("Merda", "The bridge is closed once more. " + BODY.format(what="ferry"))
    desk.waits(hours=2)
    report = desk.reads(paper.source)
    assert len(report.replaced) == 1
    assert "if-none-match" in site.asked_for("/Merda")[0].headers
    assert "closed" in desk.stored()[report.replaced[0]].text
    site.forget_requests()
    desk.waits(days=40)
    desk.reads(paper.source)
    assert not site.asked_for("/Merda")


def test_no_more_old_pages_are_looked_at_than_the_limit(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    paper.lists("Birzeh")
    paper.writes("Birzeh")
    site.forget_requests()
    desk.waits(days=2)
    desk.reads(replace(paper.source, limits=Limits(articles=2)))
    assert len([asked for asked in site.requests if asked.path.strip("/") in GOOD]) == 2


def test_what_failed_is_tried_after_longer_and_longer_pauses_or_when_named(
    desk: WebDesk, site: WebSite, paper: Paper
) -> None:
    paper.prints(*GOOD)
    site.serve("/Merda", "no", status=500)
    site.serve("/Tellin", "no", status=403)
    desk.reads(paper.source)

    def tried_after(**time: float) -> set[str]:
        desk.waits(**time)
        site.forget_requests()
        desk.reads(paper.source)
        return {asked.path for asked in site.requests} - {"/feed.xml", "/Oskava"}

    assert tried_after(minutes=10) == set()
    assert tried_after(minutes=10) == {"/Merda"}
    assert tried_after(minutes=20) == set()
    assert tried_after(minutes=20) == {"/Merda"}
    assert tried_after(days=1) == {"/Merda", "/Tellin"}
    assert [letter.attempts for letter in desk.ledger.dead_letters()] == [4, 2]
    paper.writes("Tellin")
    report = desk.reads(Source("one", site.url + "/Tellin", kind=SourceKind.PAGE))
    assert len(report.added) == 1
    assert desk.ledger.containers()[site.url + "/Tellin"].source == "paper"


# what belongs together


def test_one_page_under_two_addresses_is_one_article(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    head = f'<link rel="canonical" href="{site.url}/Merda">'
    paper.prints(*GOOD)
    site.serve("/amp/Merda", page("The bridge of Merda", BODY.format(what="bridge"), head=head), etag='"a"')
    paper.lists("Merda", "amp/Merda", "Tellin", "Oskava")
    report = desk.reads(paper.source)
    assert (len(report.added), report.duplicate, report.warnings) == (len(GOOD), 1, ())
    texts = {article.id: article.text for article in desk.stored().values()}
    for _ in range(2):
        paper.lists("amp/Merda", "Oskava", "Merda", "Tellin")
        again = desk.reads(paper.source)
        assert not again.published
        paper.lists("Tellin", "Oskava", "amp/Merda")
        assert not desk.reads(paper.source).published
    assert {article.id: article.text for article in desk.stored().values()} == texts
    assert not any("#" in id_ or article.copies for id_, article in desk.stored().items())


def test_when_one_of_two_addresses_is_gone_the_other_gives_the_article(
    desk: WebDesk, site: WebSite, paper: Paper
) -> None:
    head = f'<link rel="canonical" href="{site.url}/Merda">'
    paper.prints(*GOOD)
    site.serve("/amp/Merda", page("The bridge of Merda", BODY.format(what="bridge"), head=head))
    paper.lists("Merda", "amp/Merda", "Tellin", "Oskava")
    desk.reads(paper.source)
    site.remove("/Merda")
    for _ in range(2):
        paper.lists("amp/Merda", "Merda", "Tellin", "Oskava")
        desk.reads(paper.source)
        desk.waits(hours=1)
    assert desk.texts() == TITLES
    (article,) = [a for a in desk.stored().values() if a.title.endswith("Merda")]
    assert (article.container, article.gone) == (site.url + "/amp/Merda", None)


def test_a_site_that_gives_all_its_pages_one_address_loses_none(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    head = f'<link rel="canonical" href="{site.url}/Merda">'
    for name, what in zip(GOOD, ("harbour", "ferry", "market"), strict=True):
        own = " ".join(f"{what} {name} {word}" for word in ("opened", "burned", "closed", "sold", "mended") * 6)
        paper.writes(name, f"{own}. {own}.", head=head)
    paper.lists(*GOOD)
    desk.reads(paper.source)
    assert desk.texts() == TITLES


def test_a_report_that_two_papers_print_is_one_story(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    words = " ".join(f"{word}{n}" for n in range(12) for word in ("lorry", "bridge", "flour", "clinic", "valley"))
    one = site.serve("/one", page("Aid reaches the valley", f"{words} arrived.", publisher="Harbour Post"))
    two = site.serve(
        "/two", page("Valley gets aid", f"From our correspondent. {words} arrived.", publisher="Valley Times")
    )
    sources = [Source(a[-3:], a, kind=SourceKind.PAGE) for a in (one, two)]
    report = desk.reads(*sources)
    assert (len(report.added), report.stories) == (2, 1)
    assert len({article.story for article in desk.stored().values()}) == 1
    assert not desk.reads(*sources).published


def test_a_removed_feed_takes_its_articles_along(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    kept = Source("one", site.serve("/own", page("Kept")), kind=SourceKind.PAGE)
    desk.reads(paper.source, kept)
    report = desk.reads(kept, removed=[paper.source.location])
    assert len(report.removed) == len(GOOD)
    assert desk.texts() == {"Kept"}
    assert site.url + "/Merda" not in desk.ledger.containers()


def test_without_the_ledger_a_removed_feed_leaves_its_articles_with_a_warning(
    desk: WebDesk, site: WebSite, paper: Paper
) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    (desk.store.data_dir / "ledger.db").unlink()
    report = desk.reads(removed=[paper.source.location])
    assert any(paper.source.location in warning for warning in report.warnings)
    assert desk.texts() == TITLES
    assert desk.reads(paper.source).unchanged == len(GOOD)


def test_two_feeds_that_list_one_page_do_not_take_it_from_each_other(
    desk: WebDesk, site: WebSite, paper: Paper
) -> None:
    paper.prints(*GOOD)
    text = feed(f"{site.url}/Merda")
    second = Source("other", site.serve("/other.xml", text, type="application/rss+xml"), SourceKind.FEED, "Another")
    second = replace(second, kind=SourceKind.FEED, publisher=None, affiliation="another voice")
    desk.reads(paper.source)
    for sources in ([second], [paper.source, second], [second, paper.source], [paper.source]):
        assert not desk.reads(*sources).published


# stopping


def test_a_run_that_is_cancelled_while_it_fetches_changes_nothing(desk: WebDesk, site: WebSite, paper: Paper) -> None:
    paper.prints(*GOOD)
    desk.reads(paper.source)
    site.silent("/silent")
    paper.lists("silent", "Birzeh")
    paper.writes("Birzeh")
    stop = threading.Event()
    desk.when("look", stop.set)
    with pytest.raises(IngestCancelledError):
        desk.reads(paper.source, cancelled=stop.is_set)
    assert desk.texts() == TITLES
    assert desk.ledger.deeds()[0].result == "cancelled"


def test_a_fetcher_that_falls_over_is_one_failure(desk: WebDesk, paper: Paper) -> None:
    paper.prints(*GOOD)
    whole = desk.fetcher

    class Falling:
        survey = whole.survey

        def fetch(self, candidate, validators=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - the protocol's
            if candidate.container.endswith("Merda"):
                raise RuntimeError("a bug")
            return whole.fetch(candidate, validators)

    desk.fetcher = Falling()
    report = desk.reads(paper.source)
    assert "a bug" in report.failed[0].reason
    assert len(report.added) == 2
    assert desk.ledger.dead_letters()[0].outcome == FAILED
