"""A link that opens a page at a quote: the address with a text fragment (`#:~:text=first words,last words`).

Place in the flow: the pages of passages carry one for each quote. Pure; a browser that knows no text fragments opens
the page at its top. Nothing is asked of the page.
"""

from __future__ import annotations

from urllib.parse import quote, urldefrag

from bot.markup import one_line, safe_url

_DIRECTIVE = ":~:"
_WORDS = (6, 4, 3)
"""How many words name the beginning and the end, the more the better; fewer where the address would get too long."""
_LONGEST_WHOLE = 8


def page_link(url: str | None, words: str) -> str | None:
    """Return the address that opens a page at a quote, fit to stand in `(<...>)`; None for no plain web address.

    Where no fragment fits into an address that can be linked, it is the plain address.
    """
    plain = safe_url(url)
    if plain is None:
        return None
    base, fragment = urldefrag(plain)
    opened = f"{base}#{fragment.partition(_DIRECTIVE)[0]}{_DIRECTIVE}text="
    linked = (safe_url(opened + target) for target in _targets(words))
    return next((link for link in linked if link is not None), plain)


def _targets(words: str) -> list[str]:
    """Return ways to name the quote, the surest first: its first and last words, percent-encoded."""
    lines = [line.split() for line in map(one_line, words.splitlines()) if line]
    if not lines:
        return []
    if len(lines) == 1 and len(lines[0]) <= _LONGEST_WHOLE:
        return [_encoded(lines[0])]
    # Browsers look for the end behind the beginning, and for each of the two within one paragraph.
    room = len(lines[0]) // 2 if len(lines) == 1 else max(_WORDS)
    counts = dict.fromkeys(min(most, room) for most in _WORDS)
    return [f"{_encoded(lines[0][:most])},{_encoded(lines[-1][-most:])}" for most in counts]


def _encoded(words: list[str]) -> str:
    """Return words percent-encoded; `-`, `,` and `&` too, which mean something in a text fragment.

    Full stops as well, so that no name of a host (an invitation to a server, say) is spelt out.
    """
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D").replace(".", "%2E")
