"""What an address would be as a source: a name that is free, when to read it, what it would give.

Place in the flow: the curator asks before anything is added; blocks while the web is asked.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.curation import Proposal, ProposedArticle
from ingest.corpus.errors import NayrabError
from ingest.corpus.models import SourceKind
from ingest.sources.base import Failure
from ingest.web.addresses import is_web

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.wiring import Workbench
    from ingest.sources.discover import Discovery

SCHEDULES = {
    SourceKind.FEED: "every hour",
    SourceKind.SITEMAP: "every 6 hours",
    SourceKind.PAGE: "every day",
}
"""How often a source is read that was added in Discord without a word about it."""
_LONGEST_NAME = 60


class AddressError(NayrabError):
    """An address cannot be a source."""


def require_web(address: str) -> None:
    """Refuse anything but an address of the web: who may use Discord's commands may not read this machine's files."""
    if not is_web(address):
        raise AddressError("Only addresses that begin with https:// or http:// can be added here.")


def propose(bench: Workbench, address: str, publisher: str | None, name: str | None) -> Proposal:
    """Return what the address would be as a source; raises `NayrabError` with the reason when it cannot be told."""
    require_web(address)
    found = bench.discover(address)
    if isinstance(found, Failure):
        raise AddressError(f"{found.where} {found.reason}. {found.remedy}")
    taken = {source.name for source in bench.sources.all()}
    if name in taken:
        raise AddressError(f"There is a source {name} already; choose another name.")
    return _proposal(found, publisher, name or free_name(found, taken))


def _proposal(found: Discovery, publisher: str | None, name: str) -> Proposal:
    articles = tuple(
        ProposedArticle(each.title, each.address, each.published.isoformat() if each.published else None)
        for each in found.articles
    )
    return Proposal(
        name=name,
        kind=str(found.kind),
        location=found.location,
        publisher=publisher or found.publisher,
        articles=articles,
        total=found.total,
        notes=tuple(found.notes),
        language=found.language,
        schedule=SCHEDULES.get(found.kind),
    )


def free_name(found: Discovery, taken: Collection[str]) -> str:
    """Return a short name that no source has: the site's own, or its host."""
    own = found.title if found.kind is SourceKind.FEED else None
    plain = " ".join(re.sub(r"[^\w\s.-]", " ", own or "").split())[:_LONGEST_NAME].strip()
    stem = plain or (urlsplit(found.location).hostname or "source").removeprefix("www.")
    return next(name for number in count(1) if (name := stem if number == 1 else f"{stem} {number}") not in taken)
