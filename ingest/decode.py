"""From bytes to text: the encoding asked for, a byte order mark, UTF-8, what a page is said to be in, or a guess.

In this order: bytes that are whole UTF-8 are UTF-8 whatever a server says; its word, then the page's own, count only
where the bytes can be read so and the outcome looks like text.

Place in the flow: first step of `extract`. Pure. It refuses what is no text at all, and says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest import charset
from ingest.sources.base import SourceSettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from charset_normalizer import CharsetMatch

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NUL_SHARE = 0.001
_CONTROL_SHARE = 0.01
_DAMAGE_SHARE = 0.001
_SAMPLE = 200_000
_EQUALLY_CLEAN = 0.05
_EQUALLY_LIKELY = 0.01
_USUAL = ("cp1252", "cp1254", "cp1251", "cp1256", "cp1250")
"""Where several encodings give the same text, or texts that are as likely, it is one of these, in this order."""

_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
"""What files called latin-1 hold at 0x80-0x9f: punctuation of Windows-1252, never the standard's C1 controls."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read with, and what a person should know about it (or None)."""

    text: str
    encoding: str
    warning: str | None = None


class NotTextError(ValueError):
    """The bytes are no text, or not in the encoding asked for; `reason` and `remedy` are sentences for people."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def check_encoding(name: str) -> str:
    """Return Python's name of an encoding; raises `SourceSettingsError` for one that does not exist."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError) as error:
        raise SourceSettingsError(
            f"There is no encoding '{name}'; use for example utf-8, latin-1 or cp1256."
        ) from error
    if not info._is_text_encoding:  # noqa: SLF001 - the only mark Python gives codecs such as base64
        raise SourceSettingsError(f"'{name}' is not an encoding of text; use for example utf-8, latin-1 or cp1256.")
    return info.name


def decode(content: bytes, encoding: str | None = None, *, said: str | None = None, is_page: bool = False) -> Decoded:
    """Return the text of `content`; raises `NotTextError` when it is none or `encoding` does not fit.

    `encoding` was asked for by a person, `said` is a server's word; in a page its own word is looked for too.
    """
    return _checked(_as_asked(content, encoding) if encoding else _recognised(content, said, is_page=is_page))


def _as_asked(content: bytes, encoding: str) -> Decoded:
    name = check_encoding(encoding)
    try:
        text = content.decode("utf-8-sig" if name == "utf-8" else name)
    except UnicodeError as error:
        raise NotTextError(
            f"is not in the encoding {encoding} ({_position(error)})",
            "Leave --encoding out to let it be recognised, or name the right one.",
        ) from error
    return Decoded(text.translate(_WINDOWS) if name in {"iso8859-1", "latin-1"} else text, name)


def _position(error: UnicodeError) -> str:
    return f"byte {error.start} does not fit" if isinstance(error, UnicodeDecodeError) else "it does not fit"


def _recognised(content: bytes, said: str | None, *, is_page: bool) -> Decoded:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(name, "replace"), name)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        header, own = charset.known(said), charset.in_page(content) if is_page else None
        return _damaged_utf8(content) or _as_said(content, header, own) or _guessed(content)


def _as_said(content: bytes, header: str | None, own: str | None) -> Decoded | None:
    """Read as the server says, or else as the page says, where that makes a text; not UTF-8, for it is none.

    Windows-1252 (latin-1) is what servers say of everything unless they are told better, so the page is asked first.
    """
    said = (own, header) if header == charset.WESTERN_DEFAULT else (header, own)
    for name in dict.fromkeys(said):
        if name is None or name == "utf-8":
            continue
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if charset.reads_well(text, name):
            overruled = header is not None and name != header
            return Decoded(text, name, f"the server calls it {header}, but it is {name}" if overruled else None)
    return None


def _damaged_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes in it is still UTF-8: guessing would spoil all its other letters."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(not c.isascii() for c in text[:_SAMPLE]) - text[:_SAMPLE].count("\ufffd")
    if broken > max(1, len(text) * _DAMAGE_SHARE) or sound < broken * 4:
        return None
    return Decoded(text, "utf-8", f"{broken} broken bytes were replaced; the file is not clean UTF-8")


def _guessed(content: bytes) -> Decoded:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only files that are not UTF-8 need it

    if _share(content.count(0), len(content)) > _NUL_SHARE:
        raise _no_text()
    matches = list(from_bytes(content[:_SAMPLE]))
    if not matches:
        raise _no_text()
    name = _likeliest(matches)
    text = content.decode(name, "replace")
    text = text.translate(_WINDOWS) if name == "latin_1" else text
    return Decoded(text, name, f"read as {name}, by guess; --encoding tells it for certain")


def _likeliest(matches: Sequence[CharsetMatch]) -> str:
    """Of guesses that are about equally clean the one most like a language, under its most usual name.

    The library's own first choice for a short French text may be Baltic, because that one has no odd letters in it.
    """
    clean = [match for match in matches if match.chaos <= matches[0].chaos + _EQUALLY_CLEAN]
    most = max(match.coherence for match in clean)
    likely = [_usual_name(match) for match in clean if match.coherence >= most - _EQUALLY_LIKELY]
    return min(likely, key=_rarity)


def _usual_name(match: CharsetMatch) -> str:
    return min((match.encoding, *match.could_be_from_charset), key=_rarity)


def _rarity(name: str) -> int:
    return _USUAL.index(name) if name in _USUAL else len(_USUAL)


def _checked(decoded: Decoded) -> Decoded:
    text = decoded.text
    if _share(text.count("\x00"), len(text)) > _NUL_SHARE:
        raise _no_text()
    if _share(len(_CONTROLS.findall(text[:_SAMPLE])), min(len(text), _SAMPLE)) > _CONTROL_SHARE:
        raise _no_text()
    return Decoded(text.replace("\x00", ""), decoded.encoding, decoded.warning)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _no_text() -> NotTextError:
    return NotTextError(
        "is not text",
        "Save it as text, Markdown or HTML; if it is text, name its encoding with --encoding.",
    )
