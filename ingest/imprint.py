"""What is believed of a page's own word on itself: its address, title, site, author, language and day. Pure.

Place in the flow: `page` gathers what the page declares and what a library reads off it; here each fact is chosen. The
story itself is not looked at, and nothing is fetched: an address is believed only as far as the page may speak for it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ingest.corpus.models import Precision, PublicationDate
from ingest.dates import day_in_address, is_ahead, parse_date
from ingest.web.addresses import fold, host

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from ingest.declared import Declared

_VARIANT_HOSTS = ("www.", "m.", "mobile.", "amp.")
_JOINTS = r"[|–—»«·•:‹›/~-]"
_JOINT = re.compile(rf"\s+{_JOINTS}+\s")
_CUT_SHORT = ("…", "...")
_LONGEST_AUTHOR = 120
_LONGEST_TITLE = 500
_BY = re.compile(r"^(?:by|von|par|por)\s+", re.IGNORECASE)
_NOBODY = {
    "admin",
    "administrator",
    "editor",
    "editors",
    "staff",
    "webmaster",
    "root",
    "user",
    "unknown",
    "none",
    "null",
}
_WORLD_TIME = re.compile(r"(?:\dZ|[+-]00:?00|\b(?:UTC|GMT))\s*$")
_SITE_BEHIND_TITLE = re.compile(r"\s+[|–—»·-]\s+[^|–—»·]{2,50}$")


@dataclass(frozen=True, slots=True)
class ReadOff:
    """What a library makes of the page where it declares nothing: used last."""

    title: str | None = None
    author: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """The chosen facts. `published` is declared, `dated` only read off the page; `warnings` are half sentences."""

    title: str | None
    site: str | None
    author: str | None
    url: str | None
    language: str | None
    published: PublicationDate | None
    dated: PublicationDate | None
    warnings: tuple[str, ...] = ()


def choose(said: Declared, seen: ReadOff, *, address: str | None, today: dt.date) -> Imprint:
    """Choose each fact; `address` is where the page was fetched from, None for a saved one."""
    url = own_address(said.addresses, address)
    names = _site_names(said.sites)
    published, warnings = _published(said.published, url, today)
    seen = replace(seen, day=None) if warnings else seen  # it would read half of the date that was not believed
    dated, more = _dated(said, seen, url, today) if published is None else (None, ())
    return Imprint(
        title=_title(said.titles, seen.title, names, url),
        site=next(iter(names), None) or site_of(url),
        author=_author(said.authors, seen.author),
        url=url,
        language=next(iter(said.languages), None),
        published=published,
        dated=dated,
        warnings=(*warnings, *more),
    )


def web_address(value: object) -> str | None:
    """Return an http or https address with a host, stripped; None for anything else."""
    if not isinstance(value, str):
        return None
    address = value.strip()
    try:
        parts = urlsplit(address)
        named = parts.hostname
    except ValueError:
        return None
    fits = parts.scheme.lower() in {"http", "https"} and named and not re.search(r"[\s<>\"\x00-\x1f]", address)
    return address if fits else None


def site_of(url: str | None) -> str | None:
    """Return an address's host without `www.`."""
    return host(url).removeprefix("www.") or None if url else None


def identity(url: str) -> str:
    """Return what of a folded address tells its page from all others: no scheme, no `www.`, no slash at the end."""
    _, _, place = url.partition("://")
    return place.removeprefix("www.").rstrip("/")


def last_word(url: str) -> str:
    """Return the part of an address that names its page for people, without ending; empty for a front page."""
    parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
    worded = [part for part in reversed(parts) if sum(map(str.isalpha, part)) > sum(map(str.isdigit, part))]
    return re.sub(r"\.\w{2,5}$", "", worded[0] if worded else "".join(parts[-1:]))


def own_address(named: Iterable[str], address: str | None) -> str | None:
    """Return the address under which a page wants to be known, folded, else the one it was fetched from.

    A page may speak for its own site only, and not call itself the site's front page: templates do that by mistake, and
    all articles would be one.
    """
    for given in named:
        url = web_address(_joined(address, given))
        if url and (address is None or _may_be_called(url, address)):
            return fold(url)
    return fold(address) if web_address(address) and address else None


def _joined(address: str | None, given: str) -> str:
    try:
        return urljoin(address or "", given)
    except ValueError:
        return given


def _may_be_called(url: str, address: str) -> bool:
    if _bare_host(url) != _bare_host(address):
        return False
    wanted, found = urlsplit(url), urlsplit(address)
    return bool(wanted.path.strip("/") or wanted.query) or not (found.path.strip("/") or found.query)


def _bare_host(url: str) -> str:
    """The host without what only says for which screen the page is made."""
    name = host(url)
    while True:
        shorter = next((name.removeprefix(lead) for lead in _VARIANT_HOSTS if name.startswith(lead)), name)
        if shorter == name or "." not in shorter:
            return name
        name = shorter


def _site_names(sites: Iterable[str]) -> list[str]:
    """Names as a reader would say them: no addresses or handles, and a word in small letters ("dailynews") last."""
    names = [text for site in sites if (text := html.unescape(site).strip().lstrip("@")) and "://" not in text]
    return sorted(names, key=lambda name: name.isascii() and name.islower() and " " not in name)


def _title(titles: Sequence[str], seen: str | None, names: list[str], url: str | None) -> str | None:
    """The title given most often that is not the site's name, whole where it is also given cut short or with a tail."""
    known = {letters(name) for name in (*names, site_of(url) or "", (site_of(url) or "").split(".")[0]) if name}
    clean = [_without_site(html.unescape(title)[:_LONGEST_TITLE], known) for title in titles or (seen or "",)]
    fit = [title for title in clean if title and letters(title) not in known]
    if not fit:
        return next((title for title in (*clean, seen) if title), None)
    often = Counter(letters(title) for title in fit)
    return _in_full(max(fit, key=lambda title: often[letters(title)]), fit)


def _in_full(chosen: str, titles: Sequence[str]) -> str:
    if chosen.endswith(_CUT_SHORT):
        begun = chosen.rstrip("….").rstrip()
        whole = (title for title in titles if title.startswith(begun) and not title.endswith(_CUT_SHORT))
        return next(whole, chosen)
    return next((title for title in titles if chosen.startswith(title) and _JOINT.match(chosen[len(title) :])), chosen)


def _without_site(title: str, known: set[str]) -> str:
    """Take the site's name off the end or the beginning of a title."""
    for match in reversed(list(re.finditer(rf"\s+{_JOINTS}+\s+|(?<=\w){_JOINTS}\s+", title))):
        if letters(title[match.end() :]) in known:
            return title[: match.start()].strip()
        if letters(title[: match.start()]) in known:
            return title[match.end() :].strip()
    return title.strip()


def bare_title(title: str) -> str:
    """Return the text of a `<title>` element without what looks like a site's name behind it."""
    return _SITE_BEHIND_TITLE.sub("", " ".join(html.unescape(title[:_LONGEST_TITLE]).split()))


def letters(name: str) -> str:
    """Letters and digits only, so that "The Hill" and "TheHill" are one."""
    return "".join(c for c in name.casefold() if c.isalnum())


def _author(authors: Iterable[str], seen: str | None) -> str | None:
    people = [name for author in authors if (name := _BY.sub("", html.unescape(author)).strip(" ,;"))]
    kept = [name for name in people if _is_name(name)]
    first = (
        ", ".join(dict.fromkeys(kept))
        if len(kept) > 1 and not any("," in name for name in kept)
        else next(iter(kept), None)
    )
    return first or (seen if seen and _is_name(seen) else None)


def _is_name(text: str) -> bool:
    plausible = len(text) <= _LONGEST_AUTHOR and any(c.isalpha() for c in text)
    return plausible and "://" not in text and "@" not in text and text.casefold() not in _NOBODY


def _published(
    written: Iterable[str], url: str | None, today: dt.date
) -> tuple[PublicationDate | None, tuple[str, ...]]:
    """The first declared date that can be read; one ahead of today is passed over with a word."""
    warnings: list[str] = []
    for text in written:
        found = parse_date(text, today=today)
        if found:
            return _as_printed(found, text, url), tuple(warnings[:1])
        if is_ahead(text, today=today):
            warnings.append(f"it says that it was published on {text[:40]}, which is not yet; that was not believed")
    return None, tuple(warnings[:1])


def _as_printed(found: PublicationDate, written: str, url: str | None) -> PublicationDate:
    """World time may be a day off the publisher's own: the day in the address is the one that was printed."""
    named = day_in_address(url or "")
    if named and named.precision is found.precision is Precision.DAY and _WORLD_TIME.search(written):
        return named if abs((named.day - found.day).days) == 1 else found
    return found


def _dated(
    said: Declared, seen: ReadOff, url: str | None, today: dt.date
) -> tuple[PublicationDate | None, tuple[str, ...]]:
    """The day in the address, else one read off the page; that of the last change only with a word."""
    named = day_in_address(url or "")
    read = _as_exact_as_known(parse_date(seen.day, today=today))
    if named and named.day <= today and not (read and named.first <= read.day <= named.last):
        return named, ()
    changed = next((day for text in said.modified if (day := parse_date(text, today=today))), None)
    day = read or changed
    if day and changed and day.day == changed.day:
        return day, ("it tells only when it was last changed; dated by that",)
    return day, ()


def _as_exact_as_known(read: PublicationDate | None) -> PublicationDate | None:
    """A library that was told to name a day names the first where it found a month or a year only."""
    if read is None or read.day.day != 1:
        return read
    return replace(read, precision=Precision.YEAR if read.day.month == 1 else Precision.MONTH)
