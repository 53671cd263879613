"""A real web site on 127.0.0.1 that does what a test tells it to: pages, redirects, faults, drips, endless bodies.

Use: `with WebSite() as site: address = site.serve("/a.html", "<p>...")`. Nothing in here waits for more than the client
does: every thread ends when the site is closed.
"""

from __future__ import annotations

import contextlib
import gzip as gz
import socket
import struct
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping, Sequence

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What one path answers."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class Visit(BaseHTTPRequestHandler):
    """One connection to the site."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.visits[self.connection] = threading.current_thread()
        self.server.site.connections += 1

    def finish(self) -> None:
        self.server.visits.pop(self.connection, None)
        super().finish()

    def do_GET(self) -> None:
        site = self.server.site
        site.note(Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        behaviour = site.behaviour(self.path)
        if isinstance(behaviour, Reply):
            self.reply(self.unchanged(behaviour) or behaviour)
        else:
            behaviour(self)

    do_HEAD = do_GET  # noqa: N815 - the standard library chose the name

    def unchanged(self, reply: Reply) -> Reply | None:
        """304 when the request's validators are the page's own."""
        kept = {name: value for name, value in reply.headers.items() if name in ("ETag", "Last-Modified")}
        tag, date = self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")
        same = tag == kept.get("ETag") if tag else bool(date) and date == kept.get("Last-Modified")
        return Reply(304, headers=kept) if same and reply.status == 200 else None

    def reply(self, reply: Reply) -> None:
        self.start(
            reply.status, {**reply.headers, **({} if reply.status == 304 else {"Content-Length": str(len(reply.body))})}
        )
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def start(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library chose the name
        """Say nothing on stderr."""


Behaviour = Reply | Callable[[Visit], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, site: WebSite) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.site = site
        self.visits: dict[socket.socket, threading.Thread] = {}

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""

    def hang_up(self) -> None:
        for connection, thread in list(self.visits.items()):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join(5)


class WebSite:
    """Answers by path (query included); what it was not told of is 404. `requests` is everything that was asked,
    `connections` how many connections there were."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._pages: dict[str, Behaviour] = {}
        self._first: dict[str, list[Reply]] = defaultdict(list)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._tls = tls
        self.requests: list[Asked] = []
        self.connections = 0

    def __enter__(self) -> Self:
        self._server = _Server(self)
        if self._tls is not None:
            self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering; open connections are cut."""
        self._closing.set()
        self._server.shutdown()
        self._thread.join(5)
        self._server.hang_up()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`, as `allow_hosts` wants it."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The address without a slash at the end: `http://127.0.0.1:PORT`."""
        return f"{'https' if self._tls else 'http'}://{self.host}"

    # what the site holds

    def serve(
        self,
        path: str,
        body: str | bytes,
        *,
        type: str | None = HTML,  # noqa: A002 - reads as the header it sets
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        gzip: bool = False,
        etag: str | None = None,
        modified: str | None = None,
    ) -> str:
        """Answer with a body; with `etag` or `modified` a request that has the same gets 304. Returns the address."""
        content = body.encode() if isinstance(body, str) else body
        extra = {
            "Content-Type": type,
            "ETag": etag,
            "Last-Modified": modified,
            "Content-Encoding": "gzip" if gzip else None,
        }
        given = {name: value for name, value in extra.items() if value is not None}
        return self._set(path, Reply(status, gz.compress(content) if gzip else content, {**given, **(headers or {})}))

    def fail_times(self, path: str, statuses: Sequence[int], headers: Mapping[str, str] | None = None) -> str:
        """Answer the next requests with these statuses, one each; then as before."""
        with self._lock:
            self._first[path] += [Reply(status, b"not now", dict(headers or {})) for status in statuses]
        return self.url + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self._set(path, Reply(status, b"", {"Location": to}))

    def remove(self, path: str, status: int = 410) -> str:
        """Answer that the page is gone."""
        return self._set(path, Reply(status, b"gone", {"Content-Type": "text/plain"}))

    def robots(self, text: str, status: int = 200) -> str:
        return self.serve("/robots.txt", text, type="text/plain", status=status)

    def drip(self, path: str, body: str = "x" * 10_000, every: float = 0.02, *, headers_too: bool = False) -> str:
        """Send the body a byte at a time, `every` seconds one; with `headers_too` the head drips as well."""

        def behave(visit: Visit) -> None:
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {HTML}\r\nContent-Length: {len(body)}\r\n\r\n"
            if not headers_too:
                visit.wfile.write(head.encode())
            for character in (head if headers_too else "") + body:
                if self._closing.wait(every):
                    break
                visit.wfile.write(character.encode())
            visit.close_connection = True

        return self._set(path, behave)

    def endless(self, path: str, type: str = HTML, *, gzip: bool = False) -> str:  # noqa: A002 - as in serve
        """Send without end and without saying how much it will be."""

        def behave(visit: Visit) -> None:
            coding = {"Content-Encoding": "gzip"} if gzip else {}
            visit.start(200, {"Content-Type": type, "Connection": "close", **coding})
            piece = gz.compress(b"<p>more</p>" * 100_000) if gzip else b"<p>more</p>" * 1_000
            while not self._closing.is_set():
                visit.wfile.write(piece)
            visit.close_connection = True

        return self._set(path, behave)

    def silent(self, path: str) -> str:
        """Take the request and say nothing."""

        def behave(visit: Visit) -> None:
            self._closing.wait()
            visit.close_connection = True

        return self._set(path, behave)

    def endless_head(self, path: str) -> str:
        """Send one header after the other and never a body."""

        def behave(visit: Visit) -> None:
            visit.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self._closing.is_set():
                visit.wfile.write(b"X-More: " + b"x" * 1_000 + b"\r\n")

        return self._set(path, behave)

    def meet(self, path: str, body: str, until: int, patience: float = 0.5) -> Callable[[], int]:
        """Hold each request until so many are here at once, at most `patience` seconds; returns what tells the most."""
        here, most, gathered = [0], [0], threading.Condition()

        def behave(visit: Visit) -> None:
            with gathered:
                here[0] += 1
                most[0] = max(most[0], here[0])
                gathered.notify_all()
                gathered.wait_for(lambda: most[0] >= until, patience)
            with gathered:
                here[0] -= 1
            visit.reply(Reply(200, body.encode(), {"Content-Type": HTML}))

        self._set(path, behave)
        return lambda: most[0]

    def hang_up(self, path: str, *, after: bytes = b"") -> str:
        """Reset the connection, perhaps after these bytes."""

        def behave(visit: Visit) -> None:
            visit.wfile.write(after)
            visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            visit.close_connection = True
            visit.rfile.close()
            visit.connection.close()

        return self._set(path, behave)

    # what the site was asked

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.requests if asked.path == path]

    def forget_requests(self) -> None:
        with self._lock:
            self.requests.clear()

    def note(self, asked: Asked) -> None:
        with self._lock:
            self.requests.append(asked)

    def behaviour(self, path: str) -> Behaviour:
        with self._lock:
            if self._first[path]:
                return self._first[path].pop(0)
            return self._pages.get(path, Reply(404, b"not here", {"Content-Type": "text/plain"}))

    def _set(self, path: str, behaviour: Behaviour) -> str:
        with self._lock:
            self._pages[path] = behaviour
        return self.url + path
