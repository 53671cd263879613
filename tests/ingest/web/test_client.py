"""The client over real HTTP on loopback: what comes back for whatever a site does."""

from __future__ import annotations

import datetime as dt
import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ingest.clock import SystemClock
from ingest.sources.base import Failure, Gone, NotModified, Validators
from ingest.web.content import Accept
from ingest.web.outcome import Page
from tests.fakes.browsing import Naps, client_for
from tests.fakes.clock import StillClock
from tests.fakes.website import WebSite

if TYPE_CHECKING:
    from ingest.web.client import Got, WebClient


def page(got: Got) -> Page:
    assert isinstance(got, Page), got
    return got


def failure(got: Got) -> Failure:
    assert isinstance(got, Failure), got
    return got


def get(client: WebClient, url: str, accept: Accept = Accept.PAGE) -> Got:
    with client:
        return client.get(url, accept=accept)


class TestAPage:
    def test_comes_with_its_type_charset_and_validators(self, site: WebSite) -> None:
        url = site.serve(
            "/a",
            "Stadt".encode("latin-1"),
            type="Text/HTML; Charset=ISO-8859-1",
            etag='"1"',
            modified="Tue, 02 Jan 2024",
        )
        assert get(client_for(site), url) == Page(
            url, url, "text/html", "ISO-8859-1", b"Stadt", Validators('"1"', "Tue, 02 Jan 2024"), 200
        )

    def test_that_came_packed_is_unpacked(self, site: WebSite) -> None:
        assert page(get(client_for(site), site.serve("/a", "Aleppo " * 100, gzip=True))).content == b"Aleppo " * 100

    def test_after_redirects_tells_both_addresses(self, site: WebSite) -> None:
        site.redirect("/old", "/older?x=1", status=301)
        site.redirect("/older?x=1", site.url + "/new#top", status=308)
        site.serve("/new", "here")
        got = page(get(client_for(site), site.url + "/old#part"))
        assert (got.requested, got.address) == (site.url + "/old#part", site.url + "/new")

    def test_of_no_stated_type_is_looked_at(self, site: WebSite) -> None:
        site.serve("/doc", b"%PDF-1.7 ...", type="application/octet-stream")
        assert page(get(client_for(site), site.url + "/doc")).content_type == "application/pdf"

    @pytest.mark.parametrize(("kind", "accept"), [("image/png", Accept.PAGE), ("text/html", Accept.SITEMAP)])
    def test_of_another_type_is_not_taken(self, site: WebSite, kind: str, accept: Accept) -> None:
        got = failure(get(client_for(site), site.serve("/a", "x", type=kind), accept))
        assert got.reason == f"is {kind}, where a {accept.value} was expected"
        assert not got.passing

    def test_of_another_type_is_not_read(self, site: WebSite) -> None:
        got = failure(get(client_for(site), site.endless("/a", "video/mp4")))
        assert got.reason == "is video/mp4, where a page was expected"

    def test_packed_in_an_unknown_way_is_not_taken(self, site: WebSite) -> None:
        got = failure(get(client_for(site), site.serve("/a", "x", headers={"Content-Encoding": "br"})))
        assert got.reason == "is packed in a way that was not asked for (br)"

    def test_a_sitemap_file_comes_unpacked(self, site: WebSite) -> None:
        url = site.serve(
            "/sitemap.xml.gz", gzip.compress(b"<?xml version='1.0'?><urlset/>", mtime=0), type="application/gzip"
        )
        got = page(get(client_for(site), url, Accept.SITEMAP))
        assert (got.content, got.content_type) == (b"<?xml version='1.0'?><urlset/>", "application/xml")


class TestWhatIsSent:
    def test_names_the_client_and_its_contact_and_nothing_private(self, site: WebSite) -> None:
        url = site.serve("/a", "x")
        get(client_for(site, contact="mailto:desk@paper.example"), url)
        headers = site.asked_for("/a")[0].headers
        assert headers["user-agent"].startswith("Nayrab/")
        assert headers["user-agent"].endswith(" (+mailto:desk@paper.example)")
        assert headers["host"] == site.host
        assert headers.keys() <= {"host", "user-agent", "accept", "accept-encoding", "connection"}

    def test_no_cookie_is_kept(self, site: WebSite) -> None:
        url = site.serve("/a", "x", headers={"Set-Cookie": "who=me; Path=/"})
        with client_for(site) as client:
            client.get(url, accept=Accept.PAGE)
            client.get(url, accept=Accept.PAGE)
        assert ["cookie" in asked.headers for asked in site.asked_for("/a")] == [False, False]

    def test_one_connection_serves_several_requests(self, site: WebSite) -> None:
        site.redirect("/a", "/b")
        site.serve("/b", "x")
        with client_for(site) as client:
            client.get(site.url + "/a", accept=Accept.PAGE)
            client.get(site.url + "/b", accept=Accept.PAGE)
        assert len(site.requests) == 4
        assert site.connections == 1


class TestUnchangedAndGone:
    @pytest.mark.parametrize("validators", [Validators(etag='"7"'), Validators(last_modified="Tue, 02 Jan 2024")])
    def test_the_same_validators_cost_no_body(self, site: WebSite, validators: Validators) -> None:
        url = site.serve("/a", "x", etag=validators.etag or None, modified=validators.last_modified or None)
        with client_for(site) as client:
            assert client.get(url, accept=Accept.PAGE, validators=validators) == NotModified(url)
            assert isinstance(client.get(url, accept=Accept.PAGE, validators=Validators('"6"')), Page)

    def test_304_that_nobody_asked_for_is_a_failure(self, site: WebSite) -> None:
        assert failure(get(client_for(site), site.serve("/a", "", status=304))).reason == "answered 304 (not modified)"

    def test_validators_that_could_not_be_sent_back_are_not_kept(self, site: WebSite) -> None:
        url = site.serve("/a", "x", headers={"ETag": '"é"'})
        with client_for(site) as client:
            assert page(client.get(url, accept=Accept.PAGE)).validators == Validators()
            page(client.get(url, accept=Accept.PAGE, validators=Validators(etag='"é"')))

    @pytest.mark.parametrize("status", [404, 410])
    def test_gone(self, site: WebSite, status: int) -> None:
        site.redirect("/short", "/a")
        site.remove("/a", status)
        assert get(client_for(site), site.url + "/short") == Gone(site.url + "/short", status)

    @pytest.mark.parametrize("status", [204, 400, 401, 403, 451, 501])
    def test_what_is_permanent_is_asked_for_once(self, site: WebSite, status: int) -> None:
        got = failure(get(client_for(site), site.serve("/a", "", status=status)))
        assert got.reason.startswith(f"answered {status} (")
        assert not got.passing
        assert len(site.asked_for("/a")) == 1


class TestRedirects:
    def test_in_a_circle_end(self, site: WebSite) -> None:
        site.redirect("/a", "/b")
        site.redirect("/b", "/a")
        assert failure(get(client_for(site), site.url + "/a")).reason == "redirects in a circle"
        assert len(site.asked_for("/a")) == 1

    def test_without_end_end(self, site: WebSite) -> None:
        for step in range(10):
            site.redirect(f"/{step}", f"/{step + 1}")
        got = failure(get(client_for(site, max_redirects=3), site.url + "/0"))
        assert got.reason == "redirects more than 3 times"
        assert len(site.requests) == 1 + 4  # robots.txt, the page and three more

    def test_to_nowhere_is_said(self, site: WebSite) -> None:
        site.serve("/a", "", status=302)
        assert failure(get(client_for(site), site.url + "/a")).reason == "redirects without saying where to"

    @pytest.mark.parametrize("to", ["http://[::1", "http://a b\x7f/"])
    def test_to_what_is_no_address_is_said(self, site: WebSite, to: str) -> None:
        site.redirect("/a", to)
        got = failure(get(client_for(site), site.url + "/a"))
        assert "no valid" in got.reason
        assert got.reason.isprintable()


class TestLimits:
    def test_a_body_that_says_it_is_too_large_is_not_read(self, site: WebSite) -> None:
        url = site.serve("/a", "x" * 300_000)
        got = failure(get(client_for(site), url))
        assert (got.reason, got.passing) == ("is larger than 200,000 bytes", False)

    def test_the_limit_can_be_another_for_one_page(self, site: WebSite) -> None:
        url = site.serve("/a", "x" * 300)
        with client_for(site) as client:
            assert isinstance(client.get(url, accept=Accept.PAGE, max_bytes=300), Page)
            assert isinstance(client.get(url, accept=Accept.PAGE, max_bytes=299), Failure)

    @pytest.mark.parametrize("packed", [False, True])
    def test_an_endless_body_is_cut_at_the_limit(self, site: WebSite, packed: bool) -> None:
        got = failure(get(client_for(site), site.endless("/a", gzip=packed)))
        assert got.reason == "is larger than 200,000 bytes"

    def test_a_small_body_that_unpacks_to_a_huge_one_is_cut(self, site: WebSite) -> None:
        url = site.serve("/a", b"\0" * 4_000_000, gzip=True)
        assert failure(get(client_for(site), url)).reason == "is larger than 200,000 bytes"

    def test_so_is_a_file_that_does(self, site: WebSite) -> None:
        url = site.serve("/a.xml.gz", gzip.compress(b"\0" * 4_000_000, mtime=0), type="application/gzip")
        assert failure(get(client_for(site), url, Accept.SITEMAP)).reason == "is larger than 200,000 bytes"

    def test_a_head_without_end_is_cut(self, site: WebSite) -> None:
        url = site.endless_head("/a")
        assert failure(get(client_for(site, tries=1), url)).reason == "broke off the connection"

    @pytest.mark.parametrize("headers_too", [False, True])
    def test_a_slow_drip_is_cut_by_the_time_in_all(self, site: WebSite, headers_too: bool) -> None:
        url = site.drip("/a", headers_too=headers_too)
        got = failure(get(client_for(site, clock=SystemClock(), total_seconds=0.25), url))
        assert (got.reason, got.passing) == ("took longer than 0.25 seconds in all", True)
        assert len(site.asked_for("/a")) == 1

    def test_no_single_wait_is_longer_than_the_time_in_all(self, site: WebSite) -> None:
        clock = SystemClock()
        url, begun = site.silent("/a"), clock.monotonic()
        got = failure(get(client_for(site, clock=clock, total_seconds=0.2, timeout_seconds=5), url))
        assert got.reason == "took longer than 0.2 seconds in all"
        assert clock.monotonic() - begun < 4

    def test_a_site_that_says_nothing_is_given_up(self, site: WebSite) -> None:
        got = failure(get(client_for(site, timeout_seconds=0.1, tries=2), site.silent("/a")))
        assert (got.reason, got.passing) == ("did not answer within 0.1 seconds twice", True)


class TestTriesAgain:
    def test_after_errors_that_pass_waiting_longer_each_time(self, site: WebSite) -> None:
        naps = Naps(clock := StillClock())
        site.serve("/a", "x")
        url = site.fail_times("/a", [500, 503, 408])
        page(get(client_for(site, naps=naps, clock=clock), url))
        assert naps.taken == [0.5, 1.0, 2.0]

    def test_and_says_so_when_they_do_not_pass(self, site: WebSite) -> None:
        got = failure(get(client_for(site), site.serve("/a", "", status=500)))
        assert got.reason == "answered 500 (internal server error) four times"
        assert got.passing
        assert len(site.asked_for("/a")) == 4

    def test_after_the_time_that_the_site_asks_for(self, site: WebSite) -> None:
        naps = Naps(clock := StillClock())
        site.serve("/a", "x")
        url = site.fail_times("/a", [429], {"Retry-After": "17"})
        page(get(client_for(site, naps=naps, clock=clock), url))
        assert sum(naps.taken) == pytest.approx(17.5)

    def test_which_holds_for_its_other_pages_too(self, site: WebSite) -> None:
        naps = Naps(clock := StillClock())
        url, other = site.fail_times("/a", [429], {"Retry-After": "17"}), site.serve("/b", "x")
        with client_for(site, naps=naps, clock=clock, tries=1) as client:
            failure(client.get(url, accept=Accept.PAGE))
            page(client.get(other, accept=Accept.PAGE))
        assert naps.taken == [17.0]

    def test_also_when_it_is_a_date(self, site: WebSite) -> None:
        naps = Naps(clock := StillClock(dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)))
        site.serve("/a", "x")
        url = site.fail_times("/a", [503], {"Retry-After": "Wed, 01 May 2024 12:00:20 GMT"})
        page(get(client_for(site, naps=naps, clock=clock), url))
        assert 20 <= sum(naps.taken) <= 21

    def test_not_when_that_is_too_long_and_leaves_the_whole_host_alone(self, site: WebSite) -> None:
        naps = Naps(clock := StillClock(dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)))
        url = site.fail_times("/a", [429], {"Retry-After": "7200"})
        other = site.serve("/b", "x")
        with client_for(site, naps=naps, clock=clock) as client:
            got = failure(client.get(url, accept=Accept.PAGE))
            assert got.reason == "answered 429 (too many requests) and asks to stay away until 2024-05-01 14:00 UTC"
            assert got.passing
            assert "is left alone for 120 more minutes" in failure(client.get(other, accept=Accept.PAGE)).reason
            clock.pass_seconds(7201)
            page(client.get(other, accept=Accept.PAGE))
        assert naps.taken == []

    def test_after_a_connection_that_breaks(self, site: WebSite) -> None:
        got = failure(get(client_for(site, tries=3), site.hang_up("/a")))
        assert (got.reason, got.passing) == ("broke off the connection three times", True)

    def test_after_a_body_that_breaks_off(self, site: WebSite) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nhalf"
        assert failure(get(client_for(site), site.hang_up("/a", after=head))).reason.startswith("broke off")

    def test_after_a_packed_body_that_has_no_end(self, site: WebSite) -> None:
        packed = gzip.compress(b"news" * 1000, mtime=0)[:-12]
        url = site.serve("/a", packed, headers={"Content-Encoding": "gzip"})
        assert failure(get(client_for(site, tries=1), url)).reason == "broke off or garbled its packed body"

    def test_where_nobody_listens_it_says_so(self, site: WebSite) -> None:
        with WebSite() as closed:
            url = closed.url + "/a"
            host = closed.host
        got = failure(get(client_for(allow_hosts=frozenset({host})), url))
        assert got.reason == "cannot be reached: the connection was refused or failed four times"

    def test_a_name_that_nobody_knows_is_not_tried_again(self) -> None:
        naps = Naps(clock := StillClock())
        got = failure(get(client_for(naps=naps, clock=clock), "https://paper.example/a"))
        assert got.reason == "cannot be found: the name paper.example has no address"
        assert got.passing
        assert naps.taken == []


class TestAHostThatIsNotWell:
    def test_is_left_alone_for_a_while_and_then_tried_again(self, site: WebSite) -> None:
        clock = StillClock()
        for number in range(4):
            site.serve(f"/{number}", "", status=500)
        fine = site.serve("/fine", "x")
        with client_for(site, clock=clock, tries=1, breaker_failures=3) as client:
            for number in range(3):
                client.get(f"{site.url}/{number}", accept=Accept.PAGE)
            got = failure(client.get(fine, accept=Accept.PAGE))
            assert got.reason == "was not asked: its host failed before and is left alone for 5 more minutes"
            assert got.passing
            assert site.asked_for("/fine") == []
            clock.pass_seconds(301)
            page(client.get(fine, accept=Accept.PAGE))
            failure(client.get(site.url + "/3", accept=Accept.PAGE))
            page(client.get(fine, accept=Accept.PAGE))

    def test_does_not_hold_up_another_host(self, site: WebSite) -> None:
        with WebSite() as other:
            bad, fine = site.serve("/a", "", status=500), other.serve("/a", "x")
            with client_for(site, other, tries=1, breaker_failures=1) as client:
                failure(client.get(bad, accept=Accept.PAGE))
                page(client.get(fine, accept=Accept.PAGE))

    def test_is_not_one_whose_pages_are_gone_or_not_for_us(self, site: WebSite) -> None:
        site.serve("/b", "", status=403)
        site.serve("/c", "x", type="image/png")
        fine = site.serve("/fine", "x")
        with client_for(site, breaker_failures=1) as client:
            for path in ("/a", "/b", "/c"):
                client.get(site.url + path, accept=Accept.PAGE)
            page(client.get(fine, accept=Accept.PAGE))


class TestPoliteness:
    def test_starts_on_one_host_lie_apart(self, site: WebSite) -> None:
        naps = Naps(clock := StillClock())
        url = site.serve("/a", "x")
        with client_for(site, naps=naps, clock=clock, delay_seconds=2.0) as client:
            for _ in range(3):
                client.get(url, accept=Accept.PAGE)
        assert naps.taken == [2.0, 2.0]

    def test_no_more_than_so_many_are_asked_at_once(self, site: WebSite) -> None:
        most = site.meet("/a", "x", until=3, patience=0.15)
        with client_for(site, per_host=2) as client, ThreadPoolExecutor(6) as pool:
            got = list(pool.map(lambda _: client.get(site.url + "/a", accept=Accept.PAGE), range(6)))
        assert all(isinstance(one, Page) for one in got)
        assert most() == 2


class TestRobots:
    def test_what_it_forbids_is_not_asked_for(self, site: WebSite) -> None:
        site.robots("User-agent: *\nDisallow: /private/\nAllow: /private/open\n")
        site.serve("/private/open", "x")
        with client_for(site) as client:
            got = failure(client.get(site.url + "/private/a", accept=Accept.PAGE))
            assert (got.reason, got.passing) == ("is not allowed by the site's robots.txt", False)
            page(client.get(site.url + "/private/open", accept=Accept.PAGE))
        assert [asked.path for asked in site.requests] == ["/robots.txt", "/private/open"]

    def test_rules_for_this_client_by_name_come_first(self, site: WebSite) -> None:
        site.robots("User-agent: *\nAllow: /\n\nUser-agent: nayrab\nDisallow: /\n")
        assert "robots.txt" in failure(get(client_for(site), site.serve("/a", "x"))).reason

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_without_one_all_is_allowed(self, site: WebSite, status: int) -> None:
        site.robots("User-agent: *\nDisallow: /", status=status)
        page(get(client_for(site), site.serve("/a", "x")))

    @pytest.mark.parametrize("status", [500, 503, 429])
    def test_while_it_cannot_be_had_nothing_is_asked_for(self, site: WebSite, status: int) -> None:
        site.robots("", status=status)
        got = failure(get(client_for(site), site.serve("/a", "x")))
        assert got.reason.startswith(f"has a robots.txt that answered {status} (")
        assert got.passing
        assert site.asked_for("/a") == []

    def test_it_is_asked_for_again_after_a_while(self, site: WebSite) -> None:
        clock = StillClock()
        url = site.serve("/a", "x")
        with client_for(site, clock=clock, robots_seconds=3600) as client:
            page(client.get(url, accept=Accept.PAGE))
            site.robots("User-agent: *\nDisallow: /")
            page(client.get(url, accept=Accept.PAGE))
            clock.pass_seconds(3601)
            failure(client.get(url, accept=Accept.PAGE))
        assert len(site.asked_for("/robots.txt")) == 2

    def test_one_that_failed_is_asked_for_again_sooner(self, site: WebSite) -> None:
        clock = StillClock()
        url = site.serve("/a", "x")
        site.fail_times("/robots.txt", [500])
        with client_for(site, clock=clock, tries=1, breaker_seconds=60) as client:
            failure(client.get(url, accept=Accept.PAGE))
            failure(client.get(url, accept=Accept.PAGE))
            clock.pass_seconds(61)
            page(client.get(url, accept=Accept.PAGE))

    def test_its_redirects_are_followed_and_a_circle_is_no_rule(self, site: WebSite) -> None:
        site.redirect("/robots.txt", "/rules")
        site.serve("/rules", "User-agent: *\nDisallow: /a", type="text/plain")
        url = site.serve("/a", "x")
        assert "robots.txt" in failure(get(client_for(site), url)).reason
        site.redirect("/robots.txt", "/robots.txt")
        page(get(client_for(site), url))

    @pytest.mark.parametrize(("asked", "kept"), [("5", 5.0), ("0.5", 1.0), ("86400", 30.0), ("-3", 1.0), ("soon", 1.0)])
    def test_its_delay_is_kept_within_bounds(self, site: WebSite, asked: str, kept: float) -> None:
        naps = Naps(clock := StillClock())
        site.robots(f"User-agent: *\nCrawl-delay: {asked}\n")
        url = site.serve("/a", "x")
        with client_for(site, naps=naps, clock=clock, delay_seconds=1.0) as client:
            client.get(url, accept=Accept.PAGE)
            client.get(url, accept=Accept.PAGE)
        assert naps.taken == [kept]

    def test_a_huge_one_is_read_to_its_limit(self, site: WebSite) -> None:
        site.robots("User-agent: *\nDisallow: /a\n" + "# talk\n" * 200_000)
        assert "robots.txt" in failure(get(client_for(site), site.serve("/a", "x"))).reason

    def test_one_that_cannot_be_unpacked_allows_nothing(self, site: WebSite) -> None:
        site.serve("/robots.txt", "?", type="text/plain", headers={"Content-Encoding": "br"})
        got = failure(get(client_for(site), site.serve("/a", "x")))
        assert got.reason == "has a robots.txt that is packed in a way that was not asked for (br)"

    def test_garbage_in_it_allows_all(self, site: WebSite) -> None:
        site.serve("/robots.txt", b"\xff\xfe\0\0<html>" * 50, type="text/html")
        page(get(client_for(site), site.serve("/a", "x")))

    def test_every_hop_asks_its_own_site(self, site: WebSite) -> None:
        with WebSite() as other:
            other.robots("User-agent: *\nDisallow: /")
            site.redirect("/a", other.url + "/b")
            got = failure(get(client_for(site, other), site.url + "/a"))
        assert got.reason == f"is redirected to {other.url}/b, which is not allowed by the site's robots.txt"
        assert other.asked_for("/b") == []

    def test_many_threads_ask_for_it_once(self, site: WebSite) -> None:
        url = site.serve("/a", "x")
        start = threading.Barrier(4)

        def one(_: int) -> Got:
            start.wait(5)
            return client.get(url, accept=Accept.PAGE)

        with client_for(site) as client, ThreadPoolExecutor(4) as pool:
            assert all(isinstance(got, Page) for got in pool.map(one, range(4)))
        assert len(site.asked_for("/robots.txt")) == 1
