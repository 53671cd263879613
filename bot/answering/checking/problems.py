"""What can be wrong with a claim: the kinds, and one problem, worded for people.

Place in the flow: what the checks of `verify` yield. Pure data.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What is wrong with a claim that is not supported."""

    UNCITED = "uncited"
    EMPTY = "empty"
    QUOTE = "quote"
    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    HEDGE = "hedge"
    ROLES = "roles"
    WORDING = "wording"


class Problem(NamedTuple):
    """One thing that a window does not support; `{source}` in `why` stands for the cited source."""

    kind: Kind
    why: str
