"""Foreign text made harmless for Discord: it may not format, link, ping, hide or break out of where it is put.

Place in the flow: `render` passes every title, quote and answer through here before it becomes part of a message.
Pure. It does not cut text to Discord's limits (that is `paging`) and knows nothing of answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

LONGEST_URL = 500
"""Longer addresses are not linked: they would fill the message."""

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x85\v\f]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_STRAY_JOINERS = re.compile(
    r"(?<![^\x00-\x7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f])|(?<=[\u200c\u200d])[\u200c\u200d]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_PILED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

_SPECIAL = re.compile(
    r"""
      \[(?P<mark>[0-9]{1,4})\](?P<paren>\(?)                  # [n]: a mark of ours, if its number is one
    | (?P<char>[\\*_~|`<\[\]])                                # characters that format, link or mention
    | (?P<angle>(?<=<)[#/]|(?:(?<=<t)|(?<=<a)|(?<=<id)):)     # <#channel>, </command>, <t:time>, <a:emoji>, <id:place>
    | (?P<scheme>(?<=[A-Za-z0-9]):(?=//))                     # https://...
    | (?P<emoji>:(?![0-9]{1,2}:)(?=[\w+~-]+:))                # :name:, but not the 12:30:45 of a clock
    | (?P<invite>(?:(?<=discord)|(?<=discordapp))\.(?=(?:gg|com|new|gift|me|li)\b))
    | (?P<ping>@(?=everyone|here|[!&]?[0-9]))
    | (?P<line>(?m:^)[ \t]*(?:[#>+-]|[0-9]{1,9}[.)]))     # headings, quotes, lists
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINE_START = re.compile(r"[#>+-]|[0-9]{1,9}(?=[.)])")
_SCHEMES = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://")
_SPACES = re.compile(r"\s+")
_UNSAFE_IN_HOST = re.compile(r"[^A-Za-z0-9.:\[\]_-]")


def plain(text: str) -> str:
    """Return `text` without characters that are not seen: controls, zero-width, bidi overrides, lone surrogates.

    Joiners stay between letters that need them (Persian, emoji); every line break becomes a line feed; of a pile of
    combining marks four stay.
    """
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    text = _SURROGATES.sub("\ufffd", text)
    text = _UNSEEN.sub("", text)
    return _PILED_MARKS.sub(r"\1", _STRAY_JOINERS.sub("", text))


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space, and nothing unseen."""
    return _SPACES.sub(" ", plain(text)).strip()


def escape(text: str, marks: AbstractSet[int] = frozenset()) -> str:
    """Return `text` so that Discord shows it as it is; `[n]` stays a mark for the numbers in `marks`."""

    def harmless(match: re.Match[str]) -> str:
        found = match.group()
        if match["mark"]:
            number, paren = match["mark"], "\\(" if match["paren"] else ""
            return f"[{number}]{paren}" if int(number) in marks else f"\\[{number}\\]{paren}"
        if match["ping"]:
            return "@\u200b"
        if match["line"]:
            return guard_line(found)
        return "\\" + found

    return _SPECIAL.sub(harmless, plain(text))


def guard_line(line: str) -> str:
    """Return a line of escaped text that cannot begin a heading, list or quote, as where a cut made a new line."""
    body = line.lstrip(" \t")
    match = _LINE_START.match(body)
    if match is None:
        return line
    digits = match.group() if match.group().isdigit() else ""
    return f"{line[: len(line) - len(body)]}{digits}\\{body[len(digits) :]}"


def label(text: str) -> str:
    """Return `text` fit to stand inside the brackets of a masked link: one line, no brackets, no address."""
    bare = _SCHEMES.sub("", one_line(text)).replace("[", "(").replace("]", ")")
    return escape(bare)


def safe_url(url: str | None) -> str | None:
    """Return the address as it may stand in `(<...>)`, or None when it is not a plain http(s) address."""
    if not url or len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or _UNSAFE_IN_HOST.search(host):
        return None
    tail = _encoded(parts.path) + (f"?{_encoded(parts.query)}" if parts.query else "")
    tail += f"#{_encoded(parts.fragment)}" if parts.fragment else ""
    encoded = f"{parts.scheme.lower()}://{host}{tail}"
    return encoded if len(encoded) <= LONGEST_URL else None


def _encoded(part: str) -> str:
    # @ is encoded too: an address may not spell out a mention either.
    return quote(part, safe="/:?#!$&'*+,;=%~-._", errors="replace")
