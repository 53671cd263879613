"""What an address is (a page, a feed, a sitemap, or a path) and the first articles that it would give as a source.

Place in the flow: before a source is added, by a command or from Discord. Looks, and changes nothing; whatever keeps it
from finding out is a `Failure`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.clock import SystemClock
from ingest.corpus.models import Limits, Source, SourceKind
from ingest.dates import parse_date
from ingest.sources.autodiscovery import Head, best_first, read_head
from ingest.sources.base import Failure, Gone, NotModified
from ingest.sources.feeds import listed_in_feed, looks_like_html, read_feed
from ingest.sources.files import FileFetcher
from ingest.sources.listing import elsewhere, words_of
from ingest.sources.sitemap import SitemapSource, read_sitemap
from ingest.web.addresses import is_web
from ingest.web.content import HTML, Accept

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ingest.clock import Clock
    from ingest.corpus.models import PublicationDate
    from ingest.sources.autodiscovery import FeedLink
    from ingest.sources.base import Candidate, Survey
    from ingest.web.client import WebClient
    from ingest.web.outcome import Page

SHOWN = 5
_FEEDS_TRIED = 3
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article that a source would give: its title (of a sitemap's pages often only the address in words) and day."""

    title: str
    address: str
    published: PublicationDate | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """What an address is. `articles` are the first five of the `total` that one run would take now, the newest first.

    `location` is what the source is to be read from (of a page with a feed: the feed). `notes` are sentences that a
    person should read before it is added.
    """

    kind: SourceKind
    location: str
    title: str | None = None
    publisher: str | None = None
    articles: tuple[Listed, ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()
    language: str | None = None


def discover(
    address: str,
    client: WebClient | None,
    *,
    kind: SourceKind | None = None,
    limits: Limits | None = None,
    clock: Clock | None = None,
) -> Discovery | Failure:
    """Find out what `address` is: an http(s) address, or a path on this machine.

    `kind` says what it shall be taken for; a page then counts as a page although it offers a feed. `limits` are those
    that the source will have.
    """
    place, time = address.strip(), clock or SystemClock()
    if is_web(place):
        if client is None:
            return Failure(place, "lies on the web, and no web client is set up here", "Give a path instead.")
        return _Look(client, kind, limits or Limits(), time).at(place)
    if _SCHEME.match(place):
        return Failure(place, "is no address that is read", "Give one that begins with https:// or http://, or a path.")
    return _on_disk(place)


def listed(candidate: Candidate, today: dt.date) -> Listed:
    """Return a candidate as people see it: with its title and day where the source says them."""
    hints = candidate.hints
    written = parse_date(hints.published, today=today) if hints and hints.published else None
    changed = parse_date(candidate.modified, today=today) if candidate.modified else None
    title = (hints.title if hints else None) or words_of(candidate.container)
    return Listed(title, candidate.container, written or changed)


def _on_disk(place: str) -> Discovery | Failure:
    location = str(Path(place).expanduser().absolute())
    survey = FileFetcher().survey(Source(place, location))
    if survey.failures and not survey.candidates:
        failure = survey.failures[0]
        missing = failure.reason == "does not exist"
        return replace(failure, remedy="Check the path; an address begins with https://.") if missing else failure
    notes = (f"{len(survey.skipped):,} files are left aside.",) if survey.skipped else ()
    first = tuple(Listed(each.name.rpartition("/")[2], each.container) for each in survey.candidates[:SHOWN])
    return Discovery(SourceKind.FILES, location, None, None, first, len(survey.candidates), notes)


class _Look:
    """One look at an address of the web."""

    def __init__(self, client: WebClient, kind: SourceKind | None, limits: Limits, clock: Clock) -> None:
        self._client, self._kind, self._limits, self._clock = client, kind, limits, clock

    def at(self, address: str) -> Discovery | Failure:
        page = self._got(address)
        if isinstance(page, Failure):
            return page
        match self._kind:
            case SourceKind.PAGE:
                return self._page(page, address)
            case SourceKind.SITEMAP:
                return self._sitemap(page, address)
            case SourceKind.FEED:
                return self._feed_or_offered(page, address)
        return self._worked_out(page, address)

    def _got(self, address: str) -> Page | Failure:
        answer = self._client.get(address, accept=Accept.ANY)
        match answer:
            case Gone():
                return Failure(
                    address, f"is not there (the site answered {answer.status})", "Check the address.", address
                )
            case NotModified():  # no validators were given
                return Failure(address, "answered that nothing has changed, unasked", "Try again later.", address)
        return answer

    def _worked_out(self, page: Page, address: str) -> Discovery | Failure:
        if Accept.FEED.takes(page.content_type) and read_feed(page.content, page.address, page.encoding).is_feed:
            return self._feed(page, address)
        if Accept.SITEMAP.takes(page.content_type) and read_sitemap(page.content, page.address).is_sitemap:
            return self._sitemap(page, address)
        if not _is_html(page):
            return self._page(page, address)
        head = read_head(page.content, page.address, page.encoding)
        if head.is_article:
            return self._page(page, address)
        return self._offered(head, page, address) or self._page(page, address)

    def _feed_or_offered(self, page: Page, address: str) -> Discovery | Failure:
        if read_feed(page.content, page.address, page.encoding).is_feed or not _is_html(page):
            return self._feed(page, address)
        head = read_head(page.content, page.address, page.encoding)
        return self._offered(head, page, address) or Failure(
            address, "is a web page that offers no feed that can be read", "Add the feed by its own address.", address
        )

    def _offered(self, head: Head, page: Page, address: str) -> Discovery | None:
        """Return the best of the feeds that a page offers and that can be read; the notes name the others."""
        feeds = best_first(head.feeds, page.address)
        for feed in feeds[:_FEEDS_TRIED]:
            found = self._read_offered(feed)
            if found is not None:
                notes = (f"This is the feed that {address} offers.", *_others(feeds, feed), *found.notes)
                return replace(found, notes=notes, publisher=found.publisher or head.site or None)
        return None

    def _read_offered(self, feed: FeedLink) -> Discovery | None:
        page = self._got(feed.address)
        if isinstance(page, Failure) or not read_feed(page.content, page.address, page.encoding).is_feed:
            return None
        found = self._feed(page, feed.address)
        return found if isinstance(found, Discovery) else None

    def _feed(self, page: Page, address: str) -> Discovery | Failure:
        feed = read_feed(page.content, page.address, page.encoding)
        survey = listed_in_feed(page, self._source(SourceKind.FEED, address), self._clock.now())
        found = self._discovery(SourceKind.FEED, address, survey)
        if isinstance(found, Failure):
            return found
        away = elsewhere(feed.entries, page.address)
        notes = (*found.notes, away) if away else found.notes
        return replace(
            found,
            title=feed.title or None,
            publisher=feed.publisher or None,
            language=feed.language or None,
            notes=notes,
        )

    def _sitemap(self, page: Page, address: str) -> Discovery | Failure:
        source = SitemapSource(self._client, clock=self._clock)
        survey = source.survey_page(page, self._source(SourceKind.SITEMAP, address))
        return self._discovery(SourceKind.SITEMAP, address, survey)

    def _page(self, page: Page, address: str) -> Discovery | Failure:
        if not Accept.PAGE.takes(page.content_type):
            reason = f"is of a kind that is not read ({page.content_type})"
            return Failure(address, reason, "Give a page, a PDF or a text.", address)
        head = read_head(page.content, page.address, page.encoding) if _is_html(page) else Head()
        title = head.title or words_of(page.address)
        published = parse_date(head.published, today=self._clock.now().date()) if head.published else None
        return Discovery(
            SourceKind.PAGE,
            address,
            title,
            head.site or None,
            (Listed(title, address, published),),
            1,
            tuple(_page_notes(head, page)),
        )

    def _source(self, kind: SourceKind, address: str) -> Source:
        return Source(address, address, kind=kind, limits=self._limits)

    def _discovery(self, kind: SourceKind, address: str, survey: Survey) -> Discovery | Failure:
        """Return what a survey lists; when it lists nothing because something failed, that failure."""
        if survey.failures and not survey.candidates:
            return survey.failures[0]
        today = self._clock.now().date()
        first = tuple(listed(each, today) for each in survey.candidates[:SHOWN])
        empty = () if survey.candidates else ("It lists no article that would be taken now.",)
        notes = (*empty, *(f"{each}." for each in survey.skipped), *map(str, survey.failures))
        return Discovery(kind, address, articles=first, total=len(survey.candidates), notes=notes)


def _is_html(page: Page) -> bool:
    return page.content_type in HTML or looks_like_html(page.content)


def _others(feeds: list[FeedLink], taken: FeedLink) -> Iterator[str]:
    others = [f"{feed.address} ({feed.title})" if feed.title else feed.address for feed in feeds if feed != taken]
    if others:
        more = f" and {len(others) - SHOWN:,} more" if len(others) > SHOWN else ""
        yield f"Other feeds there: {', '.join(others[:SHOWN])}{more}."


def _page_notes(head: Head, page: Page) -> Iterator[str]:
    feeds = [feed for feed in best_first(head.feeds, page.address) if not feed.is_of_comments]
    if feeds:
        yield f"The page offers a feed; to get what the site publishes from now on, add {feeds[0].address} instead."
    elif _is_html(page) and not head.is_article:
        yield "No feed was found on the page; it is read as one article."
