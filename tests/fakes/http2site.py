"""A small HTTP/2 server on 127.0.0.1: TLS, one page for every path, and a log of what was asked."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

if TYPE_CHECKING:
    import ssl


class Http2Site:
    """Answers every GET with `body`; `/robots.txt` is 404. `paths` is what was asked, `connections` how often."""

    def __init__(self, tls: ssl.SSLContext, body: bytes = b"over http/2") -> None:
        tls.set_alpn_protocols(["h2"])
        self._tls = tls
        self._body = body
        self._open: list[socket.socket] = []
        self.paths: list[str] = []
        self.connections = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()

    def _listen(self) -> None:
        """One connection after the other, each until its end."""
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(plain)
            with contextlib.suppress(OSError), self._tls.wrap_socket(plain, server_side=True) as connection:
                self._open[-1] = connection
                self.connections += 1
                self._talk(connection)

    def _talk(self, connection: ssl.SSLSocket) -> None:
        http = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        http.initiate_connection()
        connection.sendall(http.data_to_send())
        while data := connection.recv(65_536):
            for event in http.receive_data(data):
                if isinstance(event, RequestReceived):
                    self._answer(http, event)
            connection.sendall(http.data_to_send())

    def _answer(self, http: H2Connection, event: RequestReceived) -> None:
        headers = {str(name): str(value) for name, value in event.headers or ()}
        path, stream = headers[":path"], event.stream_id or 0
        self.paths.append(path)
        status = "404" if path == "/robots.txt" else "200"
        http.send_headers(stream, [(":status", status), ("content-type", "text/html")])
        http.send_data(stream, self._body, end_stream=True)
