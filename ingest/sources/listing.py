"""What a feed or sitemap lists, and which of it is taken: the newest, within the source's limits. Pure.

Place in the flow: `feeds` and `sitemap` read entries from bytes, this chooses among them and makes the candidates. It
fetches nothing and reads no clock; the present moment is an argument.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ingest.sources.base import Candidate, Hints, Kind
from ingest.web.addresses import fold, host

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.corpus.models import Limits, Source

_EXAMPLES = 3
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f<>\"\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What no address has: white space, controls, marks that turn the direction of writing, halves of characters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed or sitemap lists it; empty texts for what it does not say.

    `published` is the date as written. `moment` is the latest point in time that it gives (published, updated or
    changed), by which the newest are found, and `updated` when it says that the page last changed; both with zone.
    """

    address: str
    title: str = ""
    author: str = ""
    published: str = ""
    updated: dt.datetime | None = None
    moment: dt.datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The entries that are taken, the newest first, and a sentence for each reason why others are not."""

    taken: tuple[Entry, ...] = ()
    skipped: tuple[str, ...] = ()


def choose(entries: Iterable[Entry], limits: Limits, now: dt.datetime, where: str) -> Choice:
    """Return what is taken of `entries`: each address once, by path, not too old, the newest `limits.articles`.

    Entries without a date come after the dated ones, in their own order; they are never too old.
    """
    unique = list({fold(entry.address): entry for entry in reversed(list(entries))}.values())[::-1]
    fitting = [entry for entry in unique if fits(entry.address, limits)]
    recent = [entry for entry in fitting if not _is_old(entry, limits.newest_days, now)]
    newest = sorted(recent, key=_age)
    taken = tuple(newest[: max(0, limits.articles)])
    skipped = (
        _left(where, len(unique) - len(fitting), "by the path that include and exclude ask for"),
        _left(where, len(fitting) - len(recent), f"older than {limits.newest_days} days"),
        _left(where, len(recent) - len(taken), f"beyond the newest {limits.articles:,}"),
    )
    return Choice(taken, tuple(filter(None, skipped)))


def _left(where: str, number: int, why: str) -> str:
    return f"{where}: {number:,} articles left aside, {why}" if number else ""


def _age(entry: Entry) -> tuple[bool, float]:
    return (entry.moment is None, -entry.moment.timestamp() if entry.moment else 0.0)


def _is_old(entry: Entry, days: int | None, now: dt.datetime) -> bool:
    return days is not None and entry.moment is not None and now - entry.moment > dt.timedelta(days=days)


def fits(address: str, limits: Limits) -> bool:
    """Tell whether an address's path is asked for: by one of `include` (when there are any), by none of `exclude`."""
    path = path_of(address)
    included = not limits.include or any(_pattern(each).fullmatch(path) for each in limits.include)
    return included and not any(_pattern(each).fullmatch(path) for each in limits.exclude)


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    """`*` stands for any characters; a pattern without one is the beginning of a path."""
    whole = text if "*" in text else text + "*"
    return re.compile(".*".join(re.escape(unquote(part)) for part in whole.split("*")), re.DOTALL)


def path_of(address: str) -> str:
    """Return the path of an address, percent signs resolved; "/" when it has none or makes no sense."""
    try:
        return unquote(urlsplit(address).path) or "/"
    except ValueError:
        return "/"


def last_part(address: str) -> str:
    """Return the last part of an address's path, or its host: what a page is called when nothing else is known."""
    part = path_of(address).rstrip("/").rpartition("/")[2]
    return part or host(address)


def words_of(address: str) -> str:
    """Return the last part of the path in words ("/2020/02/town-retaken.html" -> "town retaken")."""
    stem = re.sub(r"\.(?:html?|php|aspx?|xhtml|pdf)$", "", last_part(address), flags=re.IGNORECASE)
    return " ".join(re.sub(r"[-_+]+", " ", stem).split()) or stem


def absolute(link: object, base: str) -> str | None:
    """Return `link` as an http or https address, resolved against `base`; None when it is none."""
    if not isinstance(link, str) or not (text := link.strip()) or _UNFIT.search(text):
        return None
    try:
        address = urljoin(base, text)
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return address if usable else None


def candidate(entry: Entry, source: Source) -> Candidate:
    """Return the candidate for an entry; its `container` is the folded address."""
    hints = Hints(entry.title or None, entry.author or None, entry.published or None, entry.language or None)
    return web_candidate(entry.address, source, hints=hints, modified=entry.updated)


def web_candidate(
    address: str, source: Source, *, hints: Hints | None = None, modified: dt.datetime | None = None
) -> Candidate:
    """Return the candidate for a web address: named by its last part, its kind a guess by the ending."""
    kind = Kind.PDF if path_of(address).lower().endswith(".pdf") else Kind.HTML
    return Candidate(fold(address), last_part(address), kind, source, 0, 0, hints=hints, modified=modified)


def elsewhere(entries: Iterable[Entry], base: str) -> str | None:
    """Return a sentence about the entries that lie on another host than `base`, or None when there are none."""
    hosts = [other for entry in entries if not _related(other := host(entry.address), host(base))]
    if not hosts:
        return None
    named = list(dict.fromkeys(hosts))
    more = " and others" if len(named) > _EXAMPLES else ""
    many = f"{len(hosts):,} of the articles are" if len(hosts) > 1 else "One of the articles is"
    return f"{many} on another site ({', '.join(named[:_EXAMPLES])}{more})."


def _related(one: str, other: str) -> bool:
    first, second = one.removeprefix("www."), other.removeprefix("www.")
    return first == second or first.endswith("." + second) or second.endswith("." + first)
