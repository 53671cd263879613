"""One web page as a source, and how every page of the web is fetched, whoever listed it.

Place in the flow: **source -> fetched document**. Asks the web only through `ingest.web`, which keeps the rules of the
road; what a page holds is told by its content type, its first bytes and its ending, in that order of doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.sources.base import Failure, FetchedDocument, Gone, Kind, NotModified, Survey
from ingest.sources.files import kind_of
from ingest.sources.listing import last_part, path_of, web_candidate
from ingest.web.content import Accept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.corpus.models import Source
    from ingest.sources.base import Candidate, Fetched, Validators
    from ingest.web.client import WebClient
    from ingest.web.outcome import Page

_BY_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
}
_BY_ENDING = frozenset({Kind.MARKDOWN, Kind.PDF, Kind.HTML, Kind.TEXT})
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|meta|div|p|article)\b",
    re.DOTALL | re.IGNORECASE,
)


class PageFetcher:
    """What all sources of the web share: a candidate's page is asked for by its address."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def fetch(self, candidate: Candidate, validators: Validators | None = None) -> Fetched:
        """Return the page, or why there is none; `Gone` when the site answers 404 or 410."""
        answer = self._client.get(
            candidate.container,
            accept=Accept.PAGE,
            validators=validators,
            max_bytes=candidate.source.limits.bytes,
        )
        match answer:
            case NotModified() | Gone() | Failure():
                return answer
        return document(answer, candidate)


class PageSource(PageFetcher):
    """One page as a source: its survey asks nothing, the page is the only candidate."""

    def survey(self, source: Source, listings: Mapping[str, Validators] | None = None) -> Survey:  # noqa: ARG002 - the protocol's
        """Return the page as the one candidate."""
        return Survey(candidates=(web_candidate(source.location, source),))


def document(page: Page, candidate: Candidate) -> FetchedDocument:
    """Return what was answered as the candidate's document; its kind is what the answer shows, not what was guessed."""
    return FetchedDocument(
        container=candidate.container,
        name=last_part(page.address),
        kind=kind_of_page(page.content_type, page.content, page.address),
        content=page.content,
        source=candidate.source,
        address=page.address,
        encoding=page.encoding,
        hints=candidate.hints,
        validators=page.validators,
    )


def kind_of_page(content_type: str, content: bytes, address: str) -> Kind:
    """Return what a page holds: by its first bytes where they are plain, else its content type, else its ending."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return Kind.PDF
    if known := _BY_TYPE.get(content_type.partition(";")[0].strip().lower()):
        return known if known is not Kind.PDF else Kind.TEXT
    if _HTML.match(content[:2048].removeprefix(b"\xef\xbb\xbf")):
        return Kind.HTML
    by_ending = kind_of(path_of(address))[0]
    return by_ending if by_ending in _BY_ENDING and by_ending is not None else Kind.TEXT


def not_there(address: str, status: int) -> Failure:
    """Return the failure for a feed or sitemap that is gone."""
    remedy = "Look on the site for its new address, or take the source off with `nayrab sources remove`."
    return Failure(address, f"is not there (the site answered {status})", remedy, container=address)
