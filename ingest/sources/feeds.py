"""RSS, Atom, RDF, CDF (through feedparser) and JSON Feed: their entries, and a feed as a source.

Place in the flow: **source -> fetched document**. `read_feed` is pure: bytes in, entries out, never an exception.
`FeedSource` asks the web for the feed and gives its newest articles as candidates; the articles themselves are fetched
as any page is. This is the only importer of feedparser, which is never given an address or a path to open by itself.
"""

from __future__ import annotations

import calendar
import datetime as dt
import html
import io
import json
import logging
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ingest.clock import SystemClock
from ingest.sources.base import Failure, Gone, NotModified, Survey
from ingest.sources.listing import Entry, absolute, candidate, choose
from ingest.sources.text import one_line
from ingest.sources.web import PageFetcher, not_there
from ingest.web.addresses import fold
from ingest.web.content import Accept

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ingest.clock import Clock
    from ingest.corpus.models import Source
    from ingest.sources.base import Validators
    from ingest.web.client import WebClient
    from ingest.web.outcome import Page

_TAG = re.compile(r"<[^<>]{0,2000}>")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}\bencoding\s*=", re.IGNORECASE)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_NO_ARTICLE = frozenset({"enclosure", "replies", "edit", "hub", "next", "prev", "previous", "first", "last"})


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, and its entries in its own order; `is_feed` is False for bytes that are none.

    `unusable` counts entries without a link that leads to a page on the web.
    """

    title: str = ""
    publisher: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    is_feed: bool = False
    unusable: int = 0


class FeedSource(PageFetcher):
    """A feed as a source: its survey asks for the feed and lists the newest articles it links to."""

    def __init__(self, client: WebClient, *, clock: Clock | None = None) -> None:
        super().__init__(client)
        self._clock = clock or SystemClock()

    def survey(self, source: Source, listings: Mapping[str, Validators] | None = None) -> Survey:
        """Return the feed's newest articles within the source's limits; `unchanged` when the server says so."""
        known = (listings or {}).get(fold(source.location))
        answer = self._client.get(source.location, accept=Accept.FEED, validators=known)
        match answer:
            case NotModified():
                return Survey(unchanged=True)
            case Gone():
                return Survey(failures=(not_there(source.location, answer.status),))
            case Failure():
                return Survey(failures=(answer,))
        return listed_in_feed(answer, source, self._clock.now())


def listed_in_feed(page: Page, source: Source, now: dt.datetime) -> Survey:
    """Return what the feed in `page` lists, within the source's limits."""
    feed = read_feed(page.content, page.address, page.encoding)
    if not feed.is_feed:
        return Survey(failures=(not_a_feed(source.location, page.content),))
    chosen = choose(feed.entries, source.limits, now, source.location)
    unusable = (f"{source.location}: {feed.unusable:,} entries without a link",) if feed.unusable else ()
    return Survey(
        candidates=tuple(candidate(entry, source) for entry in chosen.taken),
        skipped=chosen.skipped + unusable,
        listings={fold(source.location): page.validators},
    )


def not_a_feed(address: str, content: bytes) -> Failure:
    """Return the failure for an answer that holds no feed."""
    reason = (
        "answers with a web page, not with a feed" if looks_like_html(content) else "is not a feed that can be read"
    )
    remedy = "Add the address again with `nayrab sources add`, which finds the feed of a page."
    return Failure(address, reason, remedy, container=address)


def looks_like_html(content: bytes) -> bool:
    """Tell whether bytes begin as a web page does."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    start = re.sub(rb"^<\?xml[^>]*>\s*", b"", start)
    return re.match(rb"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", start, re.DOTALL) is not None


def read_feed(content: bytes, address: str, encoding: str | None = None) -> Feed:
    """Return what the bytes of a feed say; links are resolved against `address`.

    `encoding` is what the answer's header said; it counts only where the feed itself declares none.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _read_json(content, address)
    try:
        return _read_xml(content, address, encoding)
    except Exception as error:
        logging.getLogger(__name__).debug("%s could not be read as a feed", address, exc_info=error)
        return Feed()


def _read_xml(content: bytes, address: str, encoding: str | None) -> Feed:
    import feedparser  # noqa: PLC0415 - slow to import, and files need none

    headers = {"content-location": address}
    if encoding and not _says_its_encoding(content):
        headers["content-type"] = f"application/xml; charset={encoding}"
    read = feedparser.parse(io.BytesIO(content), response_headers=headers)
    found = [_of_xml(each, address) for each in read.entries]
    entries = tuple(entry for entry in found if entry is not None)
    about = read.feed
    is_feed = bool(read.get("version") or entries) and not (looks_like_html(content) and not entries)
    publisher = _text(about, "publisher")
    language = _text(about, "language")
    return Feed(_text(about, "title"), publisher, language, entries, is_feed, len(found) - len(entries))


def _says_its_encoding(content: bytes) -> bool:
    return content.startswith(_BYTE_ORDER_MARKS) or _DECLARED.match(content.lstrip()[:400]) is not None


def _of_xml(entry: dict[str, Any], base: str) -> Entry | None:
    address = _first_address(_links(entry), base)
    if address is None:
        return None
    updated = _moment(dict.get(entry, "updated_parsed"))  # its own `get` would take another date
    published = _moment(entry.get("published_parsed"))
    return Entry(
        address=address,
        title=_text(entry, "title"),
        author=_text(entry, "author"),
        published=_written(entry),
        updated=updated,
        moment=max(filter(None, (published, updated)), default=None),
        language=str((entry.get("title_detail") or {}).get("language") or ""),
    )


def _links(entry: Mapping[str, Any]) -> Iterable[object]:
    """Give what may be the article's address, the likeliest first.

    Its own comes before a proxy's, that before a guid that is an address; last is what an entry calls itself, which
    some feeds have for want of better.
    """
    yield entry.get("feedburner_origlink")
    yield entry.get("link")
    if entry.get("guidislink") is not False:
        yield entry.get("id")
    links = [link for link in entry.get("links") or () if link.get("rel") not in _NO_ARTICLE]
    for link in sorted(links, key=lambda link: bool(link.get("rel") == "self")):
        yield link.get("href")


def _first_address(links: Iterable[object], base: str) -> str | None:
    return next(filter(None, map(partial(absolute, base=base), links)), None)


def _written(entry: dict[str, Any]) -> str:
    """The date as written; Dublin Core's one date, which stands for both, is filed under `updated`."""
    return str(entry.get("published") or dict.get(entry, "updated") or "").strip()


def _moment(parsed: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _text(record: Mapping[str, Any], key: str) -> str:
    """Return a field as plain text: without markup where it says that it has some, on one line."""
    value = record.get(key)
    if not isinstance(value, str):
        return ""
    detail = record.get(key + "_detail")
    marked = isinstance(detail, dict) and "html" in str(detail.get("type"))
    plain = html.unescape(_TAG.sub("", value)) if marked else value
    return one_line(plain)


def _read_json(content: bytes, address: str) -> Feed:
    """Read JSON Feed 1 and 1.1."""
    try:
        record = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Feed()
    version, items = record.get("version"), record.get("items")
    if not (isinstance(version, str) and "jsonfeed.org/version" in version and isinstance(items, list)):
        return Feed()
    language = _string(record, "language")
    found = [_of_json(item, address, language) for item in items if isinstance(item, dict)]
    entries = tuple(entry for entry in found if entry is not None)
    return Feed(_string(record, "title"), "", language, entries, is_feed=True, unusable=len(items) - len(entries))


def _of_json(item: Mapping[str, Any], base: str, language: str) -> Entry | None:
    address = _first_address((item.get("url"), item.get("external_url"), _web_id(item)), base)
    if address is None:
        return None
    published, updated = _string(item, "date_published"), _string(item, "date_modified")
    changed = _iso_moment(updated)
    return Entry(
        address=address,
        title=_string(item, "title"),
        author=_json_author(item),
        published=published or updated,
        updated=changed,
        moment=max(filter(None, (_iso_moment(published), changed)), default=None),
        language=_string(item, "language") or language,
    )


def _web_id(item: Mapping[str, Any]) -> object:
    identity = item.get("id")
    return identity if isinstance(identity, str) and identity.startswith(("http://", "https://")) else None


def _json_author(item: Mapping[str, Any]) -> str:
    """JSON Feed 1 has one `author`, 1.1 a list `authors`."""
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    return ", ".join(name for each in authors if isinstance(each, dict) and (name := _string(each, "name")))


def _string(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return one_line(value) if isinstance(value, str) else ""


def _iso_moment(text: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
