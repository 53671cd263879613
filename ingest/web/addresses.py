"""Addresses of pages: one spelling for one page. Pure: asks no server and judges no address (that is `guard`).

Place in the flow: candidates, canonical links and article ids are folded here before they are compared or stored.

Only what cannot lead to another page is changed: letter case of scheme and host, the default port, the fragment, an
empty query, how a letter beyond ASCII is written, and parameters that exist to count visitors. All else, the order of
parameters too, stays as written.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit

SCHEMES = {"http": 80, "https": 443}
COUNTERS = re.compile(
    r"(?:utm|mtm|itm|hsa|vero|oly|matomo|piwik|_hs|__hs)\w+"
    r"|pk_(?:campaign|kwd|keyword|source|medium|content|cid)|ns_(?:campaign|mchannel|source|linkname|fee)"
    r"|at_(?:medium|campaign|custom\w*|link\w*|format|ptr_name|bbc_team)|fb_(?:action_ids|action_types|source|ref)"
    r"|(?:fbc|gc|dc|twc|ttc|yc|ysc)lid|msclkid|irclickid|wbraid|gbraid|srsltid|li_fat_id|igsh|igshid|gclsrc|epik"
    r"|mc_[ce]id|_ga|_gl|_openstat|mkt_tok|xtor|cmpid|icid|ocid|smid|s_cid|s_kwcid|ef_id|__twitter_impression"
    r"|guccounter|guce_referrer(?:_sig)?",
    re.IGNORECASE,
)
"""Names of parameters that tell a site where its visitor came from and never which page is meant."""
AS_IT_IS = "%/:?#[]@!$&'()*+,;=~|\\^"
ESCAPE = re.compile("%[0-9a-fA-F]{2}")


def fold(url: str) -> str:
    """Return the one spelling of an address; what is no web address comes back as written, stripped."""
    parts = _split(url.strip())
    if parts is None or parts.scheme not in SCHEMES:
        return url.strip()
    place = _authority(parts)
    if place is None:
        return url.strip()
    path, query = _encoded(parts.path or "/"), _encoded(_without_counters(parts.query))
    return urlunsplit((parts.scheme, place, path, query, ""))


def is_web(text: str) -> bool:
    """Tell whether a location is an address of the web at all (and not a path on a disk)."""
    parts = _split(text.strip())
    return parts is not None and parts.scheme in SCHEMES and bool(parts.netloc)


def host(url: str) -> str:
    """Return the host's name in lower case, without port and without a dot at the end; empty when there is none."""
    parts = _split(url.strip())
    return (parts.hostname or "").rstrip(".") if parts else ""


def same_site(a: str, b: str) -> bool:
    """Tell whether two addresses are of one site: one host, a leading `www.` not counted."""
    first, second = (host(url).removeprefix("www.") for url in (a, b))
    return bool(first) and first == second


def _split(url: str) -> SplitResult | None:
    try:
        url.encode()  # half a character pair stands for nothing
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        return None
    return parts


def _authority(parts: SplitResult) -> str | None:
    """Return `[user@]host[:port]` in its one spelling; None without a host."""
    login, _, _ = parts.netloc.rpartition("@")
    name = (parts.hostname or "").rstrip(".")
    if not name:
        return None
    shown = f"[{name}]" if ":" in name else _ascii(name)
    port = "" if parts.port in (None, SCHEMES[parts.scheme]) else f":{parts.port}"
    return (f"{login}@" if login else "") + shown + port


def _ascii(name: str) -> str:
    """Return a host's name as name servers know it; as it is when it cannot be one."""
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name


def _encoded(text: str) -> str:
    """Write what cannot be sent as it is (spaces, letters beyond ASCII) the way every client sends it: %D8, not %d8."""
    return ESCAPE.sub(lambda escape: escape[0].upper(), quote(text, safe=AS_IT_IS))


def _without_counters(query: str) -> str:
    kept = [part for part in query.split("&") if not COUNTERS.fullmatch(unquote_plus(part.partition("=")[0]))]
    return "&".join(kept) if any(kept) else ""
