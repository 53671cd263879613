"""Who may talk to the playground: this machine's browser, at the address with the key, from the page itself.

Place in the flow: `server` asks `objection` before anything else and puts `HEADERS` on every response. Pure.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
NOT_FOUND, FORBIDDEN = 404, 403


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(24)


def objection(port: int, key: str, path: str, headers: Mapping[str, str], *, acts: bool) -> int | None:
    """Return the status with which a request is refused, or None.

    `Host` is looked at because a site may let its own name point to this machine; `Origin`, where something is done
    (`acts`), because any page may send a request here.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    host = headers.get("Host", "")
    if host not in hosts:
        return FORBIDDEN
    _, play, given, *_ = (*path.split("/"), "", "", "")
    if play != "play" or not secrets.compare_digest(given.encode(), key.encode()):
        return NOT_FOUND
    if acts and headers.get("Origin") != f"http://{host}":
        return FORBIDDEN
    return None
