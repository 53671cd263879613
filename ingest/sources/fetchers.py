"""All kinds of sources behind one fetcher: each goes to the part that knows its kind.

Place in the flow: made by the wiring, used by the pipeline wherever it wants a document. It decides by the
source's kind and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.corpus.models import SourceKind
from ingest.sources.base import Failure, Fetcher, Survey
from ingest.sources.files import FileFetcher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ingest.clock import Clock
    from ingest.corpus.models import Source
    from ingest.sources.base import Candidate, Fetched, Validators
    from ingest.web.client import WebClient


class SourceFetcher:
    """Fetches from the disk and, where a web client is given, from the web."""

    def __init__(
        self, files: FileFetcher | None = None, client: WebClient | None = None, *, clock: Clock | None = None
    ) -> None:
        self._by_kind: dict[SourceKind, Fetcher] = {SourceKind.FILES: files or FileFetcher()}
        if client is not None:
            self._by_kind |= _of_the_web(client, clock)

    def survey(self, source: Source, listings: Mapping[str, Validators] | None = None) -> Survey:
        """Tell what the source holds, whatever its kind."""
        fetcher = self._by_kind.get(source.kind)
        return fetcher.survey(source, listings) if fetcher else Survey(failures=(_no_client(source.location),))

    def fetch(self, candidate: Candidate, validators: Validators | None = None) -> Fetched:
        """Return the candidate's document, or why there is none."""
        fetcher = self._by_kind.get(candidate.source.kind)
        return fetcher.fetch(candidate, validators) if fetcher else _no_client(candidate.container)


def _of_the_web(client: WebClient, clock: Clock | None) -> dict[SourceKind, Fetcher]:
    from ingest.sources.feeds import FeedSource  # noqa: PLC0415 - who reads files only needs none of the web's parts
    from ingest.sources.sitemap import SitemapSource  # noqa: PLC0415 - as above
    from ingest.sources.web import PageSource  # noqa: PLC0415 - as above

    return {
        SourceKind.PAGE: PageSource(client),
        SourceKind.FEED: FeedSource(client, clock=clock),
        SourceKind.SITEMAP: SitemapSource(client, clock=clock),
    }


def _no_client(where: str) -> Failure:
    remedy = "Run it with the `nayrab` command, which sets one up."
    return Failure(where, "lies on the web, and no web client is set up here", remedy, container=where)
