"""Files that are sent with messages: taken out of multipart bodies, kept in memory, served at an address of ours.

Place in the flow: `rest` reads the body of a call with `read_body`; `loopback` puts a `Shelf` in the place of simcord's
store, so that attachments in messages point at it. What is oldest is dropped when there is too much.
"""

from __future__ import annotations

import io
import json
import mimetypes
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web
from simcord.backend.cdn import CdnStore

ROOM = 64 * 1024 * 1024
"""Bytes that are kept in all."""
BIGGEST = 25 * 1024 * 1024
"""Bytes that one request may have, as on Discord."""
PREFIX = "/attachments/"
_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_FILE_PART = re.compile(r"files?\[?(\d*)\]?")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in; simcord reads it from `fp`."""

    filename: str
    fp: io.BytesIO
    description: str | None = None

    @property
    def size(self) -> int:
        """Return its bytes."""
        return self.fp.getbuffer().nbytes


class Shelf(CdnStore):
    """Keeps files up to `ROOM` bytes; the address of each cannot be guessed."""

    def __init__(self, room: int = ROOM) -> None:
        super().__init__()
        self.base = ""
        """Where the server is; set when it is known."""
        self._room = room
        self._secret = secrets.token_urlsafe(12)

    def store_attachment(
        self, attachment_id: int, channel_id: int, filename: str, data: bytes, description: str | None
    ) -> dict[str, Any]:
        """Keep a file and return what Discord says of it in the message."""
        stored = super().store_attachment(attachment_id, channel_id, filename, data, description)
        del self._blobs[stored["url"]]
        path = f"{PREFIX}{self._secret}/{channel_id}/{attachment_id}/{quote(filename)}"
        self._blobs[path] = data
        self._make_room()
        return stored | {"url": self.base + path, "proxy_url": self.base + path}

    async def serve(self, request: web.Request) -> web.Response:
        """Serve a file: a picture to be shown, anything else to be saved."""
        data = self._blobs.get(request.rel_url.raw_path)
        if data is None:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(request.path)[0] or ""
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        if kind not in _IMAGES:
            kind, headers["Content-Disposition"] = "application/octet-stream", "attachment"
        return web.Response(body=data, content_type=kind, headers=headers)

    def _make_room(self) -> None:
        held = sum(map(len, self._blobs.values()))
        while held > self._room and self._blobs:
            held -= len(self._blobs.pop(next(iter(self._blobs))))


async def read_body(request: web.Request) -> tuple[Any, list[Upload]]:
    """Return the JSON of a request's body (None without one) and the files that came with it, in order."""
    if not request.can_read_body:
        return None, []
    if request.content_type == "application/json":
        return await request.json(), []
    if request.content_type != "multipart/form-data":
        return None, []
    return await _parts(request)


async def _parts(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = None
    files: dict[int, tuple[str, bytes]] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = json.loads(data)
        elif found := _FILE_PART.fullmatch(part.name or ""):
            files[int(found[1] or len(files))] = (part.filename or "file", data)
    told = {str(each.get("id")): each for each in (_attachments(body) or ())}
    return body, [
        Upload(name, io.BytesIO(data), told.get(str(number), {}).get("description"))
        for number, (name, data) in sorted(files.items())
    ]


def _attachments(body: Any) -> list[dict[str, Any]] | None:
    inside = body.get("data", body) if isinstance(body, dict) else {}
    return inside.get("attachments") if isinstance(inside, dict) else None
