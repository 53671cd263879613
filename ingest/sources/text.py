"""Short texts that strangers wrote, such as titles: on one line, well-formed, no longer than a title is. Pure."""

from __future__ import annotations

LONGEST_TITLE = 500


def one_line(text: str) -> str:
    """Return text on one line, without lone surrogates, at most `LONGEST_TITLE` characters of it."""
    return " ".join(text[: 4 * LONGEST_TITLE].encode("utf-8", "ignore").decode("utf-8").split())[:LONGEST_TITLE]
