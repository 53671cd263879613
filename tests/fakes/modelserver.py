"""A scripted language model behind a real OpenAI-compatible endpoint on 127.0.0.1.

Use: `with ModelServer() as server: server.says("The town fell. [1]")`. Every request takes the next script, the last
one again and again; what was asked is kept in `server.asked`. No script waits longer than until the server is closed.
"""

from __future__ import annotations

import contextlib
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Script = Callable[["Reply", "Asked"], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path, key and JSON body."""

    path: str
    key: str
    body: dict[str, Any]

    @property
    def system(self) -> str:
        """The rules the model was given."""
        return self._text("system")

    @property
    def human(self) -> str:
        """The material the model was given."""
        return self._text("user")

    @property
    def evidence(self) -> str:
        """What stands between the two lines of the boundary."""
        found = re.search(r"begins? ([0-9a-f]{12})\n(.*)\n[^\n]* ends? \1", self.human, re.DOTALL)
        return found.group(2) if found else ""

    def _text(self, role: str) -> str:
        return "\n".join(str(m["content"]) for m in self.body.get("messages", ()) if m["role"] == role)


class Reply:
    """The way back to whoever asked: a whole error, or a stream of pieces."""

    def __init__(self, handler: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        self._handler = handler
        self.closing = closing
        self._open = False

    def fails(self, status: int, message: str = "no", **headers: str) -> None:
        """Answer with an error of that status."""
        self.raw(json.dumps({"error": {"message": message, "type": "error"}}).encode(), status, **headers)

    def raw(self, body: bytes, status: int = 200, content_type: str = "application/json", **headers: str) -> None:
        """Answer with these bytes."""
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", content_type)
        self._handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.end_headers()
        self._handler.wfile.write(body)

    def piece(self, text: str) -> None:
        """Stream some text."""
        self.event(json.dumps(_chunk({"role": "assistant", "content": text}, None)))

    def event(self, data: str) -> None:
        """Stream one server-sent event with this data."""
        self._begin()
        payload = f"data: {data}\n\n".encode()
        self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(payload), payload))

    def done(self) -> None:
        """End the stream as it should end."""
        self.event(json.dumps(_chunk({}, "stop")))
        self.event("[DONE]")
        self._handler.wfile.write(b"0\r\n\r\n")

    def hangs_up(self) -> None:
        """Break the connection in the middle."""
        self._handler.wfile.flush()
        self._handler.close_connection = True
        with contextlib.suppress(OSError):
            self._handler.connection.shutdown(2)

    def waits(self, seconds: float | None = None) -> None:
        """Say nothing for so long, or until the server is closed."""
        self.closing.wait(seconds)

    def _begin(self) -> None:
        if self._open:
            return
        self._open = True
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Transfer-Encoding", "chunked")
        self._handler.end_headers()


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def says(text: str, piece: int = 7) -> Script:
    """Write this text in small pieces."""

    def play(reply: Reply, asked: Asked) -> None:
        for start in range(0, len(text), piece):
            reply.piece(text[start : start + piece])
        reply.done()

    return play


def stalls(after: str = "") -> Script:
    """Write this much and then nothing more, ever."""

    def play(reply: Reply, asked: Asked) -> None:
        if after:
            reply.piece(after)
        reply.waits()

    return play


def breaks_off(after: str) -> Script:
    """Write this much and break the connection."""

    def play(reply: Reply, asked: Asked) -> None:
        reply.piece(after)
        reply.hangs_up()

    return play


def fails(status: int, **headers: str) -> Script:
    """Answer with an error."""
    return lambda reply, asked: reply.fails(status, f"status {status}", **headers)


def talks_nonsense() -> Script:
    """Answer with events that are no JSON."""

    def play(reply: Reply, asked: Asked) -> None:
        reply.event('{"choices": [{"delta": {"content": "half')
        reply.done()

    return play


def not_even_json() -> Script:
    """Answer with a page where JSON was asked for."""
    return lambda reply, asked: reply.raw(b"<html>It works!</html>", content_type="text/html")


def babbles(tokens: int = 100_000, word: str = "and so on ") -> Script:
    """Write so many words without a claim."""

    def play(reply: Reply, asked: Asked) -> None:
        for _ in range(tokens // 100):
            reply.piece(word * 34)
        reply.done()

    return play


def drips(text: str, pause: float) -> Script:
    """Write a character at a time, with a pause after each."""

    def play(reply: Reply, asked: Asked) -> None:
        for character in text:
            reply.piece(character)
            if reply.closing.wait(pause):
                return
        reply.done()

    return play


def by(write: Callable[[Asked], str]) -> Script:
    """Write whatever this makes of what was asked."""
    return lambda reply, asked: says(write(asked), 40)(reply, asked)


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        key = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        asked = Asked(self.path, key, body)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # nobody listens any more
            self.server.owner.take(asked)(Reply(self, self.server.owner.closing), asked)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave broken connections alone: breaking them is what this server is for."""


@dataclass
class ModelServer:
    """The endpoint; `url` is what goes into `base_url`."""

    asked: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _scripts: list[Script] = field(default_factory=lambda: [says("NO ANSWER")])

    def plays(self, *scripts: Script) -> None:
        """Play these, one per request, and the last again and again."""
        self._scripts = list(scripts)

    def says(self, text: str) -> None:
        """Write this text to everybody."""
        self.plays(says(text))

    def take(self, asked: Asked) -> Script:
        """Note a request and return the script for it."""
        self.asked.append(asked)
        return self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Visit)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def numbered(evidence: str) -> Iterable[tuple[int, str]]:
    """Yield each article of the evidence: its number and its text without the heading."""
    for block in re.split(r"\n\n(?=\[\d+\] )", evidence):
        head, _, body = block.partition("\n")
        if found := re.match(r"\[(\d+)\]", head):
            yield int(found.group(1)), body
