"""Quotation marks of a claim: what stands inside them, and whether a text says exactly that.

Place in the flow: one of the checks of `verify`. Pure. White space, the style of quotation marks and dashes do not
count, every letter does; an ellipsis may stand between verbatim pieces that follow one another in one text.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PAIRS = re.compile(
    r"“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|»([^«»]*)«|「([^「」]*)」|\"([^\"]*)\"|(?<!\w)‘(.*?)’(?!\w)|(?<!\w)'([^']*(?:\w'\w[^']*)*)'(?!\w)"
)
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.\s?\.\s?\.+)\s*")
_DOUBLE = re.compile(r"[“”„‟«»「」\"]|''|``")
_SINGLE = re.compile(r"[‘’‚‛ʼ`´′]")
_DASH = re.compile(r"\s*[‐‑‒–—―−]\s*|\s+-+\s+|--+")
_EDGE = " \t\n.,;:!?-'"
_LONE = re.compile(r"[“”„«»「」\"]")


def quoted(claim: str) -> tuple[str, ...]:
    """Return what stands in quotation marks of any style, in order; empty ones are left out."""
    found = (next((g for g in match.groups() if g is not None), "") for match in _PAIRS.finditer(claim))
    return tuple(text for text in found if text.strip(_EDGE))


def unclosed(claim: str) -> bool:
    """Tell whether a double quotation mark has no partner."""
    return bool(_LONE.search(_PAIRS.sub(" ", claim)))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return `text` with tidy white space, without double quotation marks, apostrophes and dashes in one style."""
    single = _SINGLE.sub("'", _DOUBLE.sub(" ", text))
    tidy = " ".join(_DASH.sub(" - ", single).split())
    return re.sub(r" (?=[.,;:!?])", "", tidy)


def without_marks(claim: str) -> str:
    """Return the claim with its quotation marks taken out; what they enclose stays."""
    return " ".join(_LONE.sub(" ", claim).split())


def verbatim(quote: str, text: str) -> bool:
    """Tell whether `text` says exactly this; pieces around an ellipsis must follow one another in it."""
    whole, at = plain(text), 0
    pieces = [piece.strip(_EDGE) for piece in _ELLIPSIS.split(plain(quote))]
    for piece in pieces:
        if not piece:
            continue
        at = _found(piece, whole, at)
        if at < 0:
            return False
        at += len(piece)
    return True


def _found(piece: str, whole: str, start: int) -> int:
    """Return where `piece` stands as whole words at or after `start`, or -1."""
    at = whole.find(piece, start)
    while at >= 0:
        end = at + len(piece)
        opens = at == 0 or not (whole[at - 1].isalnum() and piece[0].isalnum())
        if opens and (end == len(whole) or not (whole[end].isalnum() and piece[-1].isalnum())):
            return at
        at = whole.find(piece, at + 1)
    return -1
