"""Sitemaps and sitemap indexes (read with lxml): their addresses, and a sitemap as a source.

Place in the flow: **source -> fetched document**. `read_sitemap` is pure: bytes in, entries out, never an exception.
`SitemapSource` asks the web for the sitemap, follows an index within bounds, and gives the newest pages as candidates.
The parser is told to load nothing and to resolve no entity.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.clock import SystemClock
from ingest.sources.base import Failure, Gone, NotModified, Survey
from ingest.sources.feeds import looks_like_html, read_feed
from ingest.sources.listing import Entry, absolute, candidate, choose
from ingest.sources.text import one_line
from ingest.sources.web import PageFetcher, not_there
from ingest.web.addresses import fold
from ingest.web.content import Accept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ingest.clock import Clock
    from ingest.corpus.models import Source
    from ingest.sources.base import Validators
    from ingest.web.client import WebClient
    from ingest.web.outcome import Page

LONGEST = 50 * 1024 * 1024
"""Bytes of one sitemap, unpacked: what the protocol allows."""
_GZIP = 16 + zlib.MAX_WBITS
_RECORDS = frozenset({"url", "sitemap"})
_ROOTS = frozenset({"urlset", "sitemapindex"})


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names, and when the index says it last changed."""

    address: str
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists, in its own order: pages, or (an index) further sitemaps.

    `is_sitemap` is False for bytes that are none.
    """

    entries: tuple[Entry, ...] = ()
    children: tuple[Child, ...] = ()
    is_sitemap: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far an index is followed: sitemaps in all, indexes within indexes, pages looked at."""

    sitemaps: int = 50
    depth: int = 3
    entries: int = 200_000


@dataclass(slots=True)
class _Walk:
    """What following one sitemap has gathered so far."""

    source: Source
    known: Mapping[str, Validators]
    entries: list[Entry] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    listings: dict[str, Validators] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    read: int = 0
    unchanged: int = 0


class SitemapSource(PageFetcher):
    """A sitemap as a source: its survey lists the newest pages of it and of the sitemaps it names."""

    def __init__(self, client: WebClient, *, clock: Clock | None = None, bounds: Bounds | None = None) -> None:
        super().__init__(client)
        self._clock = clock or SystemClock()
        self._bounds = bounds or Bounds()

    def survey(self, source: Source, listings: Mapping[str, Validators] | None = None) -> Survey:
        """Return the newest pages within the source's limits; `unchanged` when every sitemap that lists pages is."""
        walk = _Walk(source, listings or {})
        self._follow(Child(source.location), 0, walk)
        return self._surveyed(walk)

    def survey_page(self, page: Page, source: Source) -> Survey:
        """Return the same of a sitemap that is here already; what it names is asked for."""
        walk = _Walk(source, {}, seen={fold(source.location)}, read=1)
        self._take(page, Child(source.location), 0, walk)
        return self._surveyed(walk)

    def _surveyed(self, walk: _Walk) -> Survey:
        source = walk.source
        chosen = choose(walk.entries, source.limits, self._clock.now(), source.location)
        return Survey(
            candidates=tuple(candidate(entry, source) for entry in chosen.taken),
            skipped=(*chosen.skipped, *walk.skipped),
            failures=tuple(walk.failures),
            listings=walk.listings,
            unchanged=bool(walk.unchanged) and not walk.listings and not walk.failures,
        )

    def _follow(self, child: Child, depth: int, walk: _Walk) -> None:
        key = fold(child.address)
        if key in walk.seen:
            return
        walk.seen.add(key)
        walk.read += 1
        answer = self._client.get(
            child.address, accept=Accept.SITEMAP, validators=walk.known.get(key), max_bytes=LONGEST
        )
        match answer:
            case NotModified():
                walk.unchanged += 1
            case Gone():
                walk.failures.append(not_there(child.address, answer.status))
            case Failure():
                walk.failures.append(answer)
            case _:
                self._take(answer, child, depth, walk)

    def _take(self, page: Page, child: Child, depth: int, walk: _Walk) -> None:
        found = read_sitemap(page.content, page.address)
        if not found.is_sitemap:
            walk.failures.append(not_a_sitemap(child.address, page.content))
        elif found.children:  # no validators are kept of an index: it may stand still while what it names changes
            self._descend(found.children, child.address, depth, walk)
        else:
            walk.listings[fold(child.address)] = page.validators
            walk.entries += found.entries[: max(0, self._bounds.entries - len(walk.entries))]

    def _descend(self, children: tuple[Child, ...], index: str, depth: int, walk: _Walk) -> None:
        if depth >= self._bounds.depth:
            walk.skipped.append(f"{index}: {len(children):,} sitemaps not read, too deep below the first one")
            return
        wanted = [child for child in children if not self._is_old(child, walk.source)]
        for position, child in enumerate(sorted(wanted, key=_age)):
            if walk.read >= self._bounds.sitemaps or len(walk.entries) >= self._bounds.entries:
                left = len(wanted) - position
                walk.skipped.append(f"{index}: {left:,} sitemaps not read, beyond the first {walk.read:,}")
                return
            self._follow(child, depth + 1, walk)

    def _is_old(self, child: Child, source: Source) -> bool:
        days = source.limits.newest_days
        if days is None or child.modified is None:
            return False
        return self._clock.now() - child.modified > dt.timedelta(days=days)


def _age(child: Child) -> tuple[bool, float]:
    return (child.modified is None, -child.modified.timestamp() if child.modified else 0.0)


def not_a_sitemap(address: str, content: bytes) -> Failure:
    """Return the failure for an answer that holds no sitemap."""
    html = looks_like_html(content)
    reason = "answers with a web page, not with a sitemap" if html else "is not a sitemap that can be read"
    return Failure(address, reason, "Look in the site's robots.txt for the address of its sitemap.", container=address)


def read_sitemap(content: bytes, address: str) -> Sitemap:
    """Return what a sitemap's bytes list: XML, a feed used as one, or an address a line; perhaps packed with gzip."""
    plain = _unpacked(content)
    start = plain[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if looks_like_html(plain):
        return Sitemap()
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _read_lines(plain, address)
    found = _read_xml(plain.lstrip(b" \t\r\n"), address)
    if found.is_sitemap:
        return found
    feed = read_feed(plain, address)
    return Sitemap(feed.entries, is_sitemap=feed.is_feed)


def _unpacked(content: bytes) -> bytes:
    """Unpack gzip up to the longest a sitemap may be; what is cut short or too long counts as far as it goes."""
    if not content.startswith(b"\x1f\x8b"):
        return content[:LONGEST]
    try:
        return zlib.decompressobj(wbits=_GZIP).decompress(content, LONGEST)
    except zlib.error as error:
        logging.getLogger(__name__).debug("a packed sitemap is damaged", exc_info=error)
        return b""


def _read_lines(content: bytes, base: str) -> Sitemap:
    lines = content.decode("utf-8-sig", "replace").splitlines()
    entries = tuple(Entry(address) for line in lines if "://" in line and (address := absolute(line, base)))
    filled = sum(1 for line in lines if line.strip())
    is_list = bool(entries) and 2 * len(entries) >= filled  # a text that names a few addresses is no sitemap
    return Sitemap(entries if is_list else (), is_sitemap=is_list)


def _read_xml(content: bytes, address: str) -> Sitemap:
    """Read as far as it can be read: a long sitemap that was cut short still lists what came before."""
    entries: list[Entry] = []
    children: list[Child] = []
    root = ""
    try:
        for name, record in _records(content):
            root = root or name
            if name == "url" and (entry := _entry(record, address)):
                entries.append(entry)
            elif name == "sitemap" and (child := _child(record, address)):
                children.append(child)
    except (ValueError, SyntaxError) as error:  # what lxml raises for what it cannot mend
        logging.getLogger(__name__).debug("%s could not be read to its end", address, exc_info=error)
    return Sitemap(tuple(entries), tuple(children), is_sitemap=root in _ROOTS or bool(entries or children))


def _records(content: bytes) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the root's name, then each record as it ends: its name and the texts in it, by local name.

    Names in a record's own parts are led by theirs ("news/title"). No entity is resolved, nothing else is loaded.
    """
    from lxml import etree  # noqa: PLC0415 - slow to import, and files need none

    options = {"recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    reading = etree.iterparse(io.BytesIO(content), events=("start", "end"), remove_comments=True, **options)
    for number, (event, element) in enumerate(reading):
        if number == 0:
            yield _local(element.tag), {}
        elif event == "end" and _local(element.tag) in _RECORDS:
            yield _local(element.tag), dict(_texts(element, "", 3))
            element.clear()
            while (former := element.getprevious()) is not None:
                former.getparent().remove(former)


def _texts(element: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    for part in element:
        name = path + _local(part.tag)
        if len(part) and depth:
            yield from _texts(part, name + "/", depth - 1)
        else:
            yield name, "".join(part.itertext()).strip()


def _local(tag: object) -> str:
    """The name without namespace, also where its prefix was never declared."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _entry(record: Mapping[str, str], base: str) -> Entry | None:
    address = absolute(record.get("loc"), base)
    if address is None:
        return None
    modified, printed = _moment(record.get("lastmod", "")), record.get("news/publication_date", "")
    return Entry(
        address=address,
        title=one_line(record.get("news/title", "")),
        published=one_line(printed),
        updated=modified,
        moment=max(filter(None, (modified, _moment(printed))), default=None),
        language=one_line(record.get("news/publication/language", "")),
    )


def _child(record: Mapping[str, str], base: str) -> Child | None:
    address = absolute(record.get("loc"), base)
    return Child(address, _moment(record.get("lastmod", ""))) if address else None


def _moment(text: str) -> dt.datetime | None:
    """Return the moment that a sitemap's date means; a day or month that it begins; None for anything else."""
    for written in (text, f"{text}-01"):
        try:
            moment = dt.datetime.fromisoformat(written)
            return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            continue
    return None
