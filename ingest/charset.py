"""Which encoding a web page is said to be in: its server's word, its own, and whether either can be true. Pure.

Place in the flow: `decode` asks about pages. Names are read as browsers read them (latin-1 means Windows-1252); a name
that no encoding has is no word at all.
"""

from __future__ import annotations

import codecs
import re

_LOOKED_AT = 4096
_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_READ_AS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_SILENT = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"}
"""A page that can be read far enough to find one of these names is not in it (it would have a byte order mark)."""

WESTERN_DEFAULT = "cp1252"
_WESTERN = {WESTERN_DEFAULT, "cp1254", "cp1250", "iso8859-15"}
_TAGS = re.compile(r"<(script|style)\b.{0,20000}?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_WORD = re.compile("[a-zA-Z\u0080-\u00ff]+")
_ODD_RUN = re.compile("[\u00a1-\u00ff]{3}")
_SAMPLE = 200_000
_LEAST_WORDS = 5


def known(name: str | None) -> str | None:
    """Return Python's name of the encoding that a browser would use for `name`, or None."""
    try:
        info = codecs.lookup((name or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name in _SILENT:  # noqa: SLF001 - the only mark Python gives codecs such as base64
        return None
    return _READ_AS.get(info.name, info.name)


def in_page(content: bytes) -> str | None:
    """Return the encoding that a page names in its own beginning, or None."""
    head = content[:_LOOKED_AT]
    match = _XML.search(head) or _META.search(head)
    return known(match[1].decode("ascii")) if match else None


def reads_well(text: str, encoding: str) -> bool:
    """Tell whether a text decoded so can be one: letters of another script read as Western ones stand in long rows."""
    if encoding not in _WESTERN:
        return True
    words = [word for word in _WORD.findall(_TAGS.sub(" ", text[:_SAMPLE])) if not word.isascii()]
    odd = sum(bool(_ODD_RUN.search(word)) for word in words)
    return odd < _LEAST_WORDS or 2 * odd <= len(words)
