"""The network under the client: names resolved here, every address checked, and exactly that address connected to.

Place in the flow: `wire` -> `GuardedTransport` -> httpcore -> `GuardedBackend` -> socket. As the check and the
connection are one step there is no second look at the name, so an answer that changes in between helps nobody. TLS and
the Host header keep the original name, because only the socket sees the number.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

from ingest.web import guard

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    from ingest.clock import Clock

    Resolve = Callable[[str, int], list[str]]


class RefusedAddressError(Exception):
    """A name leads where no connection is made; the message is half a sentence."""


class UnknownHostError(Exception):
    """A name has no address; `passing` when the resolver asks to try again."""

    def __init__(self, host: str, *, passing: bool) -> None:
        super().__init__(f"cannot be found: the name {host} has no address")
        self.passing = passing


class Deadline:
    """When the request that this thread is busy with has to be over; by the clock's monotonic seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mine = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Bound the block's network operations."""
        self._mine.end = self._clock.monotonic() + seconds
        try:
            yield
        finally:
            self._mine.end = None

    def left(self, timeout: float | None) -> float:
        """Return the seconds one operation may take; raises `httpcore.ReadTimeout` when none are left."""
        end = getattr(self._mine, "end", None)
        if end is None:
            return timeout or 1.0
        remaining: float = end - self._clock.monotonic()
        if remaining <= 0:
            raise httpcore.ReadTimeout("in all")
        return min(remaining, timeout) if timeout else remaining

    @property
    def over(self) -> bool:
        """Whether this thread's request has had all its time."""
        end = getattr(self._mine, "end", None)
        return end is not None and self._clock.monotonic() >= end


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every operation ends with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _BoundedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses and to hosts that the settings allow by name."""

    def __init__(
        self, resolve: Resolve, allow_hosts: frozenset[str], deadline: Deadline, network: httpcore.NetworkBackend
    ) -> None:
        """Take the network that makes the connections once an address is found good."""
        self._resolve = resolve
        self._allow_hosts = allow_hosts
        self._deadline = deadline
        self._inner = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's checked addresses that answers."""
        failure: Exception | None = None
        for address in self.addresses(guard.target(host, port)):
            try:
                seconds = self._deadline.left(timeout)
                stream = self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _BoundedStream(stream, self._deadline)
        raise failure or UnknownHostError(host, passing=False)

    def addresses(self, target: guard.Target) -> list[str]:
        """Return the addresses of a host, all of them checked; one bad one is enough to refuse the host."""
        allowed = target.is_among(self._allow_hosts)
        refusal = guard.target_refusal(target, self._allow_hosts)
        found = [] if refusal else self._resolved(target)
        refusals = [] if allowed else [guard.network_refusal(address) for address in found]
        refusal = refusal or next(filter(None, refusals), None)
        if refusal:
            raise RefusedAddressError(refusal)
        return found

    def _resolved(self, target: guard.Target) -> list[str]:
        if guard.literal(target.host) is not None:
            return [target.host]
        try:
            return list(dict.fromkeys(self._resolve(target.host, target.port)))
        except UnicodeError:
            raise UnknownHostError(target.host, passing=False) from None
        except OSError as error:
            again = getattr(error, "errno", None) == socket.EAI_AGAIN
            raise UnknownHostError(target.host, passing=again) from error


class _Body(httpx.SyncByteStream):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    def close(self) -> None:
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()


class GuardedTransport(httpx.BaseTransport):
    """httpx over an httpcore pool with our backend, which httpx's own transport cannot take.

    httpcore's exceptions come through as they are.
    """

    def __init__(self, backend: GuardedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, http2=True, keepalive_expiry=15.0, max_connections=50, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return the head of its answer; the body is read by whoever wants it."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        answer = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        if not isinstance(answer.stream, Iterable):
            raise TypeError("the connection pool gave a body for another kind of client")
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
