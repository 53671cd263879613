"""An ingest desk that reads the web: the real client and sources over loopback sites, a real store and ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.corpus.models import Source, SourceKind
from ingest.pipeline import ingest
from ingest.sources.fetchers import SourceFetcher
from ingest.split import SplitSettings
from ingest.web.client import WebClient, system_addresses
from ingest.web.settings import WebSettings
from tests.fakes.desk import Desk, count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ingest.report import Progress, Report
    from ingest.sources.base import Fetcher
    from tests.fakes.website import WebSite

SETTINGS = WebSettings(
    timeout_seconds=0.5,
    total_seconds=1.0,
    max_bytes=200_000,
    delay_seconds=0.0,
    breaker_failures=1_000,
    per_host=8,
    tries=3,
)
BODY = (
    "The {what} was opened again on Monday after engineers had worked on it for three weeks, the governor said at a"
    " ceremony. Lorries with flour and medicine crossed within the hour, and a driver told this paper that the road"
    " beyond is clear as far as the next town. Before the fighting some four thousand vehicles used it every day."
)


def page(title: str, *paragraphs: str, publisher: str = "Harbour Post", head: str = "", day: str = "2024-04-29") -> str:
    """A page as papers make them; without paragraphs it says of `title` what all do."""
    body = "".join(
        f"<p>{paragraph}</p>" for paragraph in paragraphs or (BODY.format(what=title), f"No more on {title}.")
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<meta property="og:site_name" content="{publisher}">'
        f'<meta property="article:published_time" content="{day}">{head}</head>'
        f"<body><main><article><h1>{title}</h1>{body}</article></main></body></html>"
    )


def feed(*addresses: str) -> str:
    """An RSS feed that lists these addresses."""
    items = "".join(f"<item><title>On {a.rpartition('/')[2]}</title><link>{a}</link></item>" for a in addresses)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'


@dataclass
class Paper:
    """A site with a feed, kept by a test: `prints` serves pages and lists them."""

    site: WebSite
    name: str = "paper"

    @property
    def source(self) -> Source:
        return Source(self.name, self.site.url + "/feed.xml", kind=SourceKind.FEED, publisher="Harbour Post")

    def prints(self, *names: str) -> None:
        """Serve a page for each name, and a feed that lists just these."""
        for name in names:
            self.writes(name)
        self.lists(*names)

    def writes(self, name: str, *paragraphs: str, **facts: Any) -> str:
        text = page(f"The bridge of {name}", *paragraphs, **facts)
        return self.site.serve(f"/{name}", text, etag=f'"{hash(text)}"')

    def lists(self, *names: str) -> None:
        text = feed(*(f"{self.site.url}/{name}" for name in names))
        self.site.serve("/feed.xml", text, type="application/rss+xml", etag=f'"{hash(text)}"')


class WebDesk(Desk):
    """Read sources of the web, let time pass, look at what is stored and what was asked."""

    def __init__(self, folder: Path, *sites: WebSite, resolve: Callable[[str, int], list[str]] | None = None) -> None:
        super().__init__(folder)
        settings = replace(SETTINGS, allow_hosts=frozenset(site.host for site in sites))
        self.waited: list[float] = []
        self._then: dict[str, Callable[[], None]] = {}
        self.client = WebClient(settings, sleep=self.waited.append, resolve=resolve or system_addresses)
        self.fetcher: Fetcher = SourceFetcher(client=self.client, clock=self.clock)

    def reads(
        self,
        *sources: Source,
        removed: Iterable[str] = (),
        insist: Iterable[str] = (),
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        return ingest(
            sources,
            store=self.store,
            embedder=self.embedder,
            split_settings=SplitSettings(),
            count_tokens=count_words,
            observer=self.observe,
            clock=self.clock,
            ledger=self.ledger,
            fetcher=self.fetcher,
            removed=list(removed),
            insist=list(insist),
            cancelled=cancelled,
        )

    def observe(self, progress: Progress) -> None:
        self.progress.append(progress)
        if progress.done == progress.total and progress.stage in self._then:
            self._then[progress.stage]()

    def when(self, stage: str, act: Callable[[], None]) -> None:
        """Do something as soon as a stage is done."""
        self._then[stage] = act

    def waits(self, **time: float) -> None:
        """Let time pass."""
        self.clock.pass_seconds(dt.timedelta(**time).total_seconds())

    def texts(self) -> set[str]:
        """The titles of what is stored, which must verify."""
        assert self.store.verify().ok
        return {article.title for article in self.stored().values()}

    def close(self) -> None:
        self.client.close()
