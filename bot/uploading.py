"""Which files an admin may hand in, decided before a byte of them is fetched. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.curating import NAME_LIMIT, foreign
from bot.markup import one_line

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".jsonl", ".csv")


def file_name(name: str) -> str:
    """Return the name alone, without folders or characters that are not seen."""
    return PurePosixPath(one_line(name).replace("\\", "/")).name


def objection_to_file(name: str, size: int, most: int) -> str | None:
    """Return the sentence that refuses a file of this name and size, or None where it may come in; `most` in bytes."""
    shown = f"“{foreign(file_name(name), NAME_LIMIT)}”"
    if not PurePosixPath(file_name(name).lower()).suffix.endswith(SUFFIXES):
        return f"I cannot read {shown}: send one of {', '.join(SUFFIXES)}."
    if size <= 0:
        return f"{shown} is empty."
    if size > most:
        return f"{shown} has {size:,} bytes, and I take at most {most:,}; split it."
    return None


def objection_to_address(url: str) -> str | None:
    """Return the sentence that refuses an address, or None: only the web is open here, not this machine's folders."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    return (
        None
        if usable
        else "Give a whole web address, such as https://example.org/feed; files come in by `/corpus upload`."
    )
