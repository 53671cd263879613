"""The one form in which text is stored: NFC, plain spaces, no invisible characters, lines and paragraphs kept.

Place in the flow: the last touch on a title and a text before they become an `Article`; every span in the project
refers to what `tidy_text` returns. Pure, and idempotent: tidying tidy text changes nothing.
"""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029\x0b\x0c]")
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # soft hyphen, bidi, zero width
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"  # no characters; tags that hide text
)
_JOINERS = re.compile("(?<=([^\x00-\x7f]))[\u200c\u200d]+(?=([^\x00-\x7f]))|[\u200c\u200d]+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_EDGES = re.compile(r" *\n *")


def tidy_text(text: str) -> str:
    """Return `text` in stored form: its lines stay lines, blank lines come single, every other blank is one space."""
    clean = unicodedata.normalize("NFC", _joined(_visible(text)))
    lines = _EDGES.sub("\n", _BLANKS.sub(" ", clean))
    return _MANY_BREAKS.sub("\n\n", lines).strip(" \n")


def tidy_line(text: str) -> str:
    """Return `text` in stored form on one line: for titles, names and headers."""
    return " ".join(tidy_text(text).split())


_MARKED = re.compile(r"\s*(?:[-*+•>|#=]|\d{1,3}[.)]\s)")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_WRAPPED_FROM, _WRAPPED_TO, _RAGGED = 50, 140, 40


def unwrap(text: str) -> str:
    """Join the lines of paragraphs that were wrapped at a fixed width, so that a line break is a break again.

    A paragraph counts as wrapped when its lines, the last aside, are of about one length and mostly end in
    mid-sentence, and none begins like a list, a quotation, a heading or a table. Nothing but line breaks changes.
    """
    return "\n\n".join(_unwrapped(paragraph) for paragraph in text.split("\n\n"))


def _unwrapped(paragraph: str) -> str:
    lines = paragraph.split("\n")
    if len(lines) == 1:
        return paragraph
    lengths = [len(line) for line in lines[:-1]]
    even = min(lengths) >= _WRAPPED_FROM and max(lengths) <= _WRAPPED_TO and max(lengths) - min(lengths) <= _RAGGED
    if not even or any(_MARKED.match(line) for line in lines):
        return paragraph
    ended = sum(bool(_SENTENCE_END.search(line)) for line in lines[:-1])
    return paragraph if 2 * ended > len(lengths) else " ".join(lines)


def _visible(text: str) -> str:
    lines = _BREAKS.sub("\n", text)
    if text.isascii():
        return _HIDDEN.sub("", lines)
    whole = _SURROGATES.sub("\ufffd", lines)
    return _HIDDEN.sub("", _BLANKS.sub(" ", whole))


def _joined(text: str) -> str:
    """Keep one joiner where letters that are not ASCII (Persian, emoji) meet; elsewhere it hides nothing but itself."""
    if "\u200c" not in text and "\u200d" not in text:
        return text
    return _JOINERS.sub(lambda m: m.group()[0] if m[1] and not m[1].isspace() and not m[2].isspace() else "", text)
