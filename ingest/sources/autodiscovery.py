"""What the head of a web page says of itself: title, site, date, whether it is an article, which feeds it has. Pure.

Place in the flow: `discover` reads a page with it before a source is added. It reads no story (that is `ingest.page`)
and fetches nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.sources.listing import absolute, path_of
from ingest.sources.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|yorum|تعليق|комментари", re.IGNORECASE)
_NOT_FEEDS = re.compile(r"oembed|/wp-json/|opensearch|manifest\.json|sitemap", re.IGNORECASE)
_LONGEST = 2_000_000
_TITLES = ("og:title", "twitter:title")
_DATES = ("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "pubdate")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page offers."""

    address: str
    title: str = ""

    @property
    def is_of_comments(self) -> bool:
        """True for what readers wrote."""
        return bool(_COMMENTS.search(self.title) or _COMMENTS.search(path_of(self.address)))


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself; empty texts for what it does not say. `feeds` are in its own order, each once."""

    title: str = ""
    site: str = ""
    published: str = ""
    is_article: bool = False
    feeds: tuple[FeedLink, ...] = ()


def read_head(content: bytes, address: str, encoding: str | None = None) -> Head:
    """Return what the head of a page says; links are resolved against its base, or `address`. Never raises."""
    root = _parsed(content, encoding)
    if root is None:
        return Head()
    metas = _metas(root)
    named = (metas.get(name, "") for name in _TITLES)
    dates = (metas.get(name, "") for name in _DATES)
    return Head(
        title=next(filter(None, named), "") or _title(root),
        site=metas.get("og:site_name", ""),
        published=next(filter(None, dates), ""),
        is_article=metas.get("og:type", "").lower() in {"article", "newsarticle", "news.article"},
        feeds=_feeds(root, _base(root, address)),
    )


def _parsed(content: bytes, encoding: str | None) -> HtmlElement | None:
    from lxml import etree, html  # noqa: PLC0415 - slow to import, and files need none

    for known in (_usable(content, encoding), None):
        try:
            parser = html.HTMLParser(encoding=known, no_network=True)
            return html.document_fromstring(content[:_LONGEST], parser=parser)
        except (etree.LxmlError, LookupError, ValueError):
            continue
    return None


def _usable(content: bytes, encoding: str | None) -> str | None:
    """Bytes that are UTF-8 are that, whatever the header says; else the header is believed."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return encoding
    return "utf-8"


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and (value := one_line(meta.get("content") or "")):
            found.setdefault(name.strip().lower(), value)
    return found


def _title(root: HtmlElement) -> str:
    return next((one_line("".join(title.itertext())) for title in root.iter("title")), "")


def _base(root: HtmlElement, address: str) -> str:
    return next((base for each in root.iter("base") if (base := absolute(each.get("href"), address))), address)


def _feeds(root: HtmlElement, base: str) -> tuple[FeedLink, ...]:
    links = (link for link in root.iter("link") if _offers_feed(link.get("rel") or "", link.get("type") or ""))
    found: dict[str, FeedLink] = {}
    for link in links:
        address = absolute(link.get("href"), base)
        if address and not _NOT_FEEDS.search(address):
            found.setdefault(address, FeedLink(address, one_line(link.get("title") or "")))
    return tuple(found.values())


def _offers_feed(rel: str, kind: str) -> bool:
    words = rel.lower().split()
    plain = kind.partition(";")[0].strip().lower()
    return ("alternate" in words and plain in FEED_TYPES) or ("feed" in words and "stylesheet" not in words)


def best_first(feeds: Iterable[FeedLink], page: str) -> list[FeedLink]:
    """Return the feeds in the order in which they are worth taking for this page.

    The feed of the page's own section comes before the site's, in the page's order; those of comments come last.
    """
    section = path_of(page).rstrip("/")

    def rank(feed: FeedLink) -> tuple[bool, bool]:
        return feed.is_of_comments, not (section and path_of(feed.address).startswith(section + "/"))

    return sorted(feeds, key=rank)
