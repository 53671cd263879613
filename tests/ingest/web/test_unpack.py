"""Unpacking, a bounded piece at a time."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.unpack import PIECE, BrokenBodyError, Unpacker, unpacked

BODY = b"Aleppo " * 30_000


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def whole(coding: str, data: bytes, step: int = 1000) -> bytes:
    unpacker = Unpacker(coding)
    pieces = [piece for start in range(0, len(data), step) for piece in unpacker.feed(data[start : start + step])]
    unpacker.finish()
    return b"".join(pieces)


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY[:70_000], mtime=0) + gzip.compress(BODY[70_000:], mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
    ],
)
def test_every_coding_gives_the_body_back(coding: str, data: bytes) -> None:
    assert whole(coding, data) == BODY


@given(st.binary(max_size=5_000), st.integers(1, 700))
def test_however_it_is_cut_into_pieces(content: bytes, step: int) -> None:
    assert whole("gzip", gzip.compress(content, mtime=0), step) == content


def test_no_piece_is_large_however_much_it_unpacks_to() -> None:
    sizes = [len(piece) for piece in Unpacker("gzip").feed(gzip.compress(b"\0" * 2_000_000, mtime=0))]
    assert sum(sizes) == 2_000_000
    assert max(sizes) <= PIECE


@pytest.mark.parametrize(
    "data", [b"no gzip at all", gzip.compress(BODY, mtime=0)[:-1], gzip.compress(BODY, mtime=0)[:20]]
)
def test_what_is_broken_or_cut_off_is_said(data: bytes) -> None:
    with pytest.raises(BrokenBodyError):
        whole("gzip", data)


def test_a_chain_of_empty_files_is_no_document() -> None:
    assert whole("gzip", gzip.compress(b"", mtime=0) * 900) == b""
    with pytest.raises(BrokenBodyError):
        whole("gzip", gzip.compress(b"", mtime=0) * 1_100)


def test_no_body_at_all_is_empty() -> None:
    assert whole("gzip", b"") == b""


def test_a_file_is_unpacked_up_to_the_limit() -> None:
    packed = gzip.compress(BODY, mtime=0)
    assert unpacked(packed, len(BODY)) == BODY
    assert unpacked(packed, len(BODY) - 1) is None
