"""Content types: said, unsaid, wanted."""

from __future__ import annotations

import pytest

from ingest.web.content import Accept, charset, looked_at, media_type


@pytest.mark.parametrize(
    ("accept", "taken", "refused"),
    [
        (Accept.PAGE, ["text/html", "application/xhtml+xml", "application/pdf", "text/markdown"], ["application/json"]),
        (Accept.FEED, ["application/rss+xml", "application/atom+xml", "text/xml", "text/html"], ["image/svg+xml"]),
        (Accept.SITEMAP, ["application/xml", "application/gzip", "text/plain"], ["text/html", "application/pdf"]),
        (Accept.ANY, ["video/mp4", ""], []),
    ],
)
def test_families(accept: Accept, taken: list[str], refused: list[str]) -> None:
    assert [kind for kind in taken + refused if accept.takes(kind)] == taken


@pytest.mark.parametrize(
    ("header", "kind", "encoding"),
    [
        (None, "", None),
        ("", "", None),
        ("application/octet-stream", "", None),
        ("Text/HTML", "text/html", None),
        (' text/html ; x=y; Charset="windows-1256"', "text/html", "windows-1256"),
        ("text/html;charset=", "text/html", None),
        ("text/html;charset", "text/html", None),
    ],
)
def test_a_header_is_read(header: str | None, kind: str, encoding: str | None) -> None:
    assert (media_type(header), charset(header)) == (kind, encoding)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><rss>", "application/xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "application/xhtml+xml"),
        (b"<RSS version='2.0'>", "application/xml"),
        (b"<!doctype html>", "text/html"),
        (b'{"items": []}', "application/json"),
        (b"Plain words.", "text/plain"),
        (b"", "text/plain"),
        (b"MZ\0\0", "application/octet-stream"),
    ],
)
def test_what_says_nothing_is_looked_at(content: bytes, kind: str) -> None:
    assert looked_at(content) == kind
