"""What a body is and whether it was asked for: content types, charset, a look at the first bytes. Pure.

Place in the flow: the client checks an answer's head with this before it reads on. It decodes no text.
"""

from __future__ import annotations

from enum import Enum

HTML = frozenset({"text/html", "application/xhtml+xml"})
XML = frozenset({"application/xml", "text/xml"})
PLAIN = frozenset({"text/plain"})
GZIP = frozenset({"application/gzip", "application/x-gzip"})
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/unknown"})
"""Types that say nothing: then the first bytes are looked at."""

STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"<?xml", "application/xml"),
    (b"<rss", "application/xml"),
    (b"<feed", "application/xml"),
    (b"<urlset", "application/xml"),
    (b"<sitemapindex", "application/xml"),
    (b"<", "text/html"),
    (b"{", "application/json"),
)


class Accept(Enum):
    """A family of content types; the value says in a word what was expected."""

    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"
    ANY = "document"

    @property
    def header(self) -> str:
        """The Accept header that asks for it."""
        return HEADERS[self]

    def takes(self, content_type: str) -> bool:
        """Tell whether a content type (lower case, without parameters) belongs to the family."""
        xml = content_type.endswith("+xml") and not content_type.startswith("image/")
        return self is Accept.ANY or content_type in TYPES[self] or (xml and self in XML_FAMILIES)


TYPES: dict[Accept, frozenset[str]] = {
    Accept.PAGE: HTML | PLAIN | {"application/pdf", "application/x-pdf", "text/markdown", "text/x-markdown"},
    Accept.FEED: XML | HTML | PLAIN | {"application/json", "application/feed+json", "text/json"},
    Accept.SITEMAP: XML | GZIP | PLAIN,
}
XML_FAMILIES = frozenset({Accept.FEED, Accept.SITEMAP})
HEADERS = {
    Accept.PAGE: "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,text/markdown;q=0.8,*/*;q=0.1",
    Accept.FEED: "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.1",
    Accept.SITEMAP: "application/xml,text/xml,application/gzip,text/plain;q=0.5,*/*;q=0.1",
    Accept.ANY: "*/*",
}


def media_type(header: str | None) -> str:
    """Return the type of a Content-Type header in lower case, without parameters; '' when it says nothing useful."""
    said = (header or "").partition(";")[0].strip().lower()
    return "" if said in UNSAID else said


def charset(header: str | None) -> str | None:
    """Return the charset that a Content-Type header names, as written but for quotes; None when it names none."""
    for parameter in (header or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def looked_at(content: bytes) -> str:
    """Tell a content type by the first bytes; `application/octet-stream` for what is nothing known and no text."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<?xml") and b"<html" in start:
        return "application/xhtml+xml"
    for mark, kind in STARTS:
        if start.startswith(mark.lower()):
            return kind
    return "application/octet-stream" if b"\0" in start else "text/plain"
