"""Text that native libraries accept: lone surrogates replaced, one code point for one.

Place in the flow: called just before text goes to a tokenizer, a sentence splitter or a model; spans found in the
result hold for the original too. Does not normalise, trim or drop anything.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """Return `text` with every lone surrogate as U+FFFD; the length stays the same."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
