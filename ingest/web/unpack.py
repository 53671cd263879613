"""Unpacking gzip and deflate bodies a bounded piece at a time. Pure: reads nothing from anywhere.

Place in the flow: between the wire and the size limit. A body that would unpack to more than the limit ("bomb") is cut
at the limit, however small it was as sent; that is why no library's unbounded decoder stands here.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CODINGS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
OFFERED = "gzip, deflate"
PIECE = 64 * 1024
MOST_MEMBERS = 1_000
"""Files in one gzip file; more of them are no document but work for whoever unpacks them."""


class BrokenBodyError(Exception):
    """The body is not packed as its header says, ends too early, or is a trick."""


class Unpacker:
    """Takes packed bytes and gives unpacked ones, at most 64 KiB at a time."""

    def __init__(self, coding: str) -> None:
        """Take a key of `CODINGS`, or an empty word for bytes that are not packed."""
        self._coding = coding
        self._inflater = zlib.decompressobj(CODINGS[coding]) if coding else None
        self._begun = False
        self._members = 1

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what these bytes unpack to."""
        if self._inflater is None:
            yield data
            return
        while data:
            piece, data = self._inflate(data)
            if piece:
                yield piece

    def finish(self) -> None:
        """Raise when a packed body has no end."""
        if self._inflater is not None and self._begun and not self._inflater.eof:
            raise BrokenBodyError

    def _inflate(self, data: bytes) -> tuple[bytes, bytes]:
        """Return a piece and the bytes that are still to be read."""
        inflater = self._inflater = self._ready(data)
        if inflater is None:
            return b"", b""
        self._begun = True
        try:
            piece = inflater.decompress(data, PIECE)
        except zlib.error as error:
            raise BrokenBodyError from error
        return piece, inflater.unconsumed_tail or inflater.unused_data

    def _ready(self, data: bytes) -> zlib._Decompress | None:
        """Return the inflater for the next bytes: a fresh one for the next member, a raw one where deflate is raw."""
        if self._inflater is not None and self._inflater.eof:
            self._members += 1
            if self._members > MOST_MEMBERS:
                raise BrokenBodyError
            return zlib.decompressobj(CODINGS[self._coding])
        if self._coding == "deflate" and not self._begun and data[0] & 0x0F != zlib.DEFLATED:
            return zlib.decompressobj(-zlib.MAX_WBITS)
        return self._inflater


def unpacked(content: bytes, limit: int) -> bytes | None:
    """Unpack a gzip file (a sitemap.xml.gz, say); None when it is larger than `limit` bytes."""
    unpacker, pieces, size = Unpacker("gzip"), [], 0
    for piece in unpacker.feed(content):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            return None
    unpacker.finish()
    return b"".join(pieces)
