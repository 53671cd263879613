"""One request and its answer, within limits. Knows nothing of retries, redirects or politeness.

Place in the flow: `asking` calls `Wire.ask` for every attempt; below it is the guarded transport. httpx's `Client` is
left out on purpose: it would keep cookies, send logins, look into redirects and unpack without a limit. Every exception
of the network is turned into a `Fault` here and nowhere else.
"""

from __future__ import annotations

import contextlib
import ssl
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpcore
import httpx

from ingest.sources.base import Validators
from ingest.web import content, retry, unpack
from ingest.web.backend import Deadline, GuardedBackend, GuardedTransport, RefusedAddressError, UnknownHostError
from ingest.web.outcome import CHECK_ADDRESS, LATER, Answer, Fault, refused, shown, unwell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ingest.clock import Clock
    from ingest.web.content import Accept
    from ingest.web.settings import WebSettings

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_VALIDATOR = 1024
SMALL = 16 * 1024
"""Bytes of an unwanted body that are read so that the connection can be used again."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: how many bytes at most, and whether a longer body is cut there or refused."""

    accept: Accept
    max_bytes: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


class Wire:
    """The connections of one client; safe to use from several threads."""

    def __init__(
        self,
        settings: WebSettings,
        clock: Clock,
        resolve: Callable[[str, int], list[str]],
        tls: ssl.SSLContext | None = None,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._deadline = Deadline(clock)
        backend = GuardedBackend(resolve, settings.allow_hosts, self._deadline, network or httpcore.SyncBackend())
        context = tls or known_authorities()
        self._transport = GuardedTransport(backend, context)
        self._headers = {"User-Agent": settings.user_agent, "Accept-Encoding": unpack.OFFERED}
        self._timeouts = {"timeout": httpx.Timeout(settings.timeout_seconds).as_dict()}

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()

    def ask(self, url: str, asked: Ask) -> Answer | Fault:
        """Send one GET and read the answer; a body only where it is wanted."""
        with self._deadline.within(self._settings.total_seconds):
            try:
                return self._ask(url, asked)
            except (RefusedAddressError, UnknownHostError, httpx.InvalidURL, UnicodeError) as error:
                return _not_asked(error)
            except unpack.BrokenBodyError:
                return unwell("broke off or garbled its packed body")
            except httpcore.TimeoutException:
                return self._too_slow()
            except (httpcore.NetworkError, httpcore.ProtocolError) as error:
                return _broken(error)

    def _ask(self, url: str, asked: Ask) -> Answer | Fault:
        headers = {**self._headers, "Accept": asked.accept.header, **asked.headers}
        request = httpx.Request("GET", url, headers=headers, extensions=self._timeouts)
        if request.url.userinfo:
            return refused("holds a user name or password, which are never sent")
        with contextlib.closing(self._transport.handle_request(request)) as response:
            return self._answer(url, response, asked)

    def _answer(self, url: str, response: httpx.Response, asked: Ask) -> Answer | Fault:
        status = response.status_code
        if retry.is_transient(status):
            pause = retry.asked_pause(response.headers.get("Retry-After"), self._clock.now())
            return unwell(f"answered {status} ({phrase(status)})", pause=pause)
        if status == HTTPStatus.OK:
            return self._page(url, response, asked)
        _drain(response)
        location = response.headers.get("Location") if status in REDIRECTS else None
        return Answer(url, status, location=location, validators=_validators(response))

    def _page(self, url: str, response: httpx.Response, asked: Ask) -> Answer | Fault:
        header = response.headers.get("Content-Type")
        said = content.media_type(header)
        if said and not asked.accept.takes(said):
            return _unwanted(said, asked.accept)
        body = self._body(response, asked)
        if isinstance(body, Fault):
            return body
        kind = said or content.looked_at(body)
        if not asked.accept.takes(kind):
            return _unwanted(kind, asked.accept)
        return Answer(url, 200, None, kind, content.charset(header), body, _validators(response))

    def _body(self, response: httpx.Response, asked: Ask) -> bytes | Fault:
        """Read the body up to the limit, counted both as sent and as unpacked."""
        coding = response.headers.get("Content-Encoding", "").strip().lower().removeprefix("identity")
        if coding and coding not in unpack.CODINGS:
            return Fault(f"is packed in a way that was not asked for ({shown(coding)})", LATER, passing=True)
        if _announced(response) > asked.max_bytes and not asked.cut:
            return too_large(asked.max_bytes)
        unpacker, kept, received = unpack.Unpacker(coding), bytearray(), 0
        for raw in response.iter_raw():
            received += len(raw)
            for piece in unpacker.feed(raw):
                kept += piece
                if len(kept) > asked.max_bytes:
                    break
            if max(received, len(kept)) > asked.max_bytes:
                return bytes(kept[: asked.max_bytes]) if asked.cut else too_large(asked.max_bytes)
            if self._deadline.over:
                return self._too_slow()
        unpacker.finish()
        return bytes(kept)

    def _too_slow(self) -> Fault:
        if self._deadline.over:
            return unwell(f"took longer than {self._settings.total_seconds:g} seconds in all", again=False)
        return unwell(f"did not answer within {self._settings.timeout_seconds:g} seconds")


@cache
def known_authorities() -> ssl.SSLContext:
    """Return the certificate authorities that are trusted, read once for a process; no variable changes them."""
    return httpx.create_ssl_context(trust_env=False)


def phrase(status: int) -> str:
    """Return HTTP's own words for a status in lower case; "a status of its own" for one that HTTP does not know."""
    try:
        return HTTPStatus(status).phrase.lower()
    except ValueError:
        return "a status of its own"


def too_large(limit: int) -> Fault:
    """Return the fault of a body over the limit."""
    shown = f"{limit / 1024 / 1024:.3g} MB" if limit >= 1024 * 1024 else f"{limit:,} bytes"
    return Fault(f"is larger than {shown}", "Raise the limit of bytes for its source if it is worth having.")


def _unwanted(kind: str, accept: Accept) -> Fault:
    return Fault(f"is {shown(kind)}, where a {accept.value} was expected", CHECK_ADDRESS)


def _not_asked(error: Exception) -> Fault:
    match error:
        case RefusedAddressError():
            return refused(str(error))
        case UnknownHostError():
            return Fault(
                str(error), f"{CHECK_ADDRESS} {LATER}", again=error.passing, passing=True, blame=True, host_wide=True
            )
        case _:
            return refused("is no valid address")


def _broken(error: Exception) -> Fault:
    """Tell a bad certificate from a connection that could not be had or broke."""
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = (cause.verify_message or "not trusted").rstrip(".")
        return unwell(f"shows a certificate that does not hold ({why})", again=False, host_wide=True)
    if isinstance(error, httpcore.ConnectError):
        return unwell("cannot be reached: the connection was refused or failed", host_wide=True)
    return unwell("broke off the connection")


def _announced(response: httpx.Response) -> int:
    """Return the length that the head announces, 0 when it announces none."""
    said = response.headers.get("Content-Length", "")
    return int(said[:18]) if said.isascii() and said.isdigit() else 0


def _drain(response: httpx.Response) -> None:
    """Read a small body that nobody wants, so that the connection need not be closed."""
    bodiless = response.status_code == HTTPStatus.NOT_MODIFIED
    if bodiless or ("Content-Length" in response.headers and _announced(response) <= SMALL):
        with contextlib.suppress(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            for _ in response.iter_raw():
                pass


def _validators(response: httpx.Response) -> Validators:
    return Validators(*(_sendable(response.headers.get(name, "")) for name in ("ETag", "Last-Modified")))


def _sendable(value: str) -> str:
    """Return a header's value if it can be sent back one day, else nothing."""
    return value if value.isascii() and value.isprintable() and len(value) <= LONGEST_VALIDATOR else ""
