"""A web page's HTML to a draft: trafilatura finds the story, its title, date, site, author and address.

Place in the flow: `extract` uses it for .html files. Pure but for the library's own caches; nothing is fetched.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest import published
from ingest.corpus.errors import NayrabError
from ingest.dates import parse_date
from ingest.draft import Draft

if TYPE_CHECKING:
    import datetime as dt

_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_SITE_BEHIND_TITLE = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,50}$")
_LONGEST = 8_000_000


class PageReaderMissingError(NayrabError):
    """The library that reads web pages is not whole."""


def read_page(text: str, *, today: dt.date) -> Draft | None:
    """Return the draft of a page, or None when no story can be found in it."""
    found = _extracted(text[:_LONGEST])
    if found is None or not (found.text or "").strip():
        return None
    lines = [line for line in found.text.split("\n") if not _is_no_story(line.strip())]
    url = web_address(found.url)
    return Draft(
        text="\n\n".join(line for line in lines if line.strip()),
        title=found.title or _fallback_title(text),
        published=parse_date(found.date, today=today),
        site=_site(found.sitename, url),
        url=url,
        language=_declared_language(text),
        author=found.author,
    )


def web_address(value: object) -> str | None:
    """Return an http or https address with a host, stripped; None for anything else."""
    if not isinstance(value, str):
        return None
    address = value.strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    fits = parts.scheme.lower() in {"http", "https"} and host and not re.search(r"[\s<>\"\x00-\x1f]", address)
    return address if fits else None


def host_of(url: str | None) -> str | None:
    """Return an address's host without `www.`."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _is_no_story(line: str) -> bool:
    return (
        published.is_promotion(line)
        or published.is_quiet_promotion(line)
        or published.is_caption(line)
        or published.is_share_line(line)
    )


def _extracted(text: str) -> Any:
    try:
        import trafilatura  # noqa: PLC0415 - slow to import, and only web pages need it
    except ImportError as error:
        raise PageReaderMissingError(
            f"The library that reads web pages cannot be loaded ({error}); install nayrab again with all it needs."
        ) from error
    return trafilatura.bare_extraction(
        text, with_metadata=True, include_comments=False, include_tables=True, favor_precision=False
    )


def _fallback_title(text: str) -> str | None:
    match = _TITLE.search(text[:200_000])
    if not match:
        return None
    title = " ".join(html.unescape(match[1]).split())
    return _SITE_BEHIND_TITLE.sub("", title) or None


def _site(name: str | None, url: str | None) -> str | None:
    return (name or "").strip().lstrip("@") or host_of(url)


def _declared_language(text: str) -> str | None:
    match = re.search(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", text[:20_000], re.IGNORECASE)
    return match[1] if match else None
