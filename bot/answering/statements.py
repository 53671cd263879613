"""A message as its single statements: what of it could be checked against articles, one sentence each.

Place in the flow: `review` asks here first. Pure. It decides what is worth checking, never whether it is true: markup,
code, links, mentions and commands go; questions, greetings and opinions are counted and left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.checking import roles
from bot.answering.checking.parts import sentences, tidy
from bot.answering.checking.words import words
from bot.answering.clauses import starts_a_question
from bot.answering.cleaning import clean
from bot.answering.dates import spoken_day
from bot.answering.places import places_in

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 8
"""Statements of one message that are checked; more would keep people waiting."""
LONGEST = 500
"""Characters; a longer sentence is no single statement."""
LONGEST_MESSAGE = 12_000
_FEWEST_WORDS, _FEWEST_TELLING = 4, 3


class Stated(NamedTuple):
    """One statement: as written, as it is checked, and the one before if it leans on it.

    `resolved`: "today" or "yesterday" in it was written out.
    """

    written: str
    text: str
    before: str = ""
    resolved: bool = False


class Stating(NamedTuple):
    """A message taken apart; `left_out` more statements were not looked at, `unchecked` parts state nothing."""

    statements: tuple[Stated, ...]
    left_out: int = 0
    unchecked: int = 0


def stating(message: str, today: dt.date) -> Stating:
    """Return what a message states, in its order, the first `MOST`; `today` is what "yesterday" counts from."""
    found: list[Stated] = []
    left_out = unchecked = 0
    before = ""
    for sentence in _sentences(message[:LONGEST_MESSAGE]):
        said = _said(sentence)
        if not _is_checkable(said):
            unchecked += 1
        elif len(said) > LONGEST or len(found) == MOST:
            left_out += 1
        else:
            dated = _with_days(said, today)
            found.append(Stated(sentence, dated, before if leans_back(said) else "", dated != said))
        before = said if _names_something(said) else before
    return Stating(tuple(found), left_out, unchecked)


_CODE = re.compile(r"```.*?(?:```|\Z)|``.*?``|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\\n])*)\]\(\s*<?[^\s<>()]*>?(?:\s+\"[^\"\n]*\")?\s*\)")
_ADDRESS = re.compile(r"<?\b(?:https?|ftp|discord)://[^\s<>]*>?|\bwww\.[^\s<>]+", re.IGNORECASE)
_MENTION = re.compile(
    r"<(?:@[!&]?|#|a?:\w+:|t:|id:|/[^:<>]{1,100}:)[^<>\s]*>|@(?:everyone|here)\b|(?<!\w):\w{2,32}:(?!\w)"
)
_EMPHASIS = re.compile(r"\*{1,3}|__|~~|\|\|")
_ESCAPED = re.compile(r"\\([\\*_~|`<>\[\]#+.:@!-])")
_LINE = re.compile(r"^\s*(?:>>>\s*|>\s*|#{1,3}\s+)*(?:[-*•–]\s+|\d{1,2}[.)]\s+)?")
_SMALL_PRINT = re.compile(r"^\s*-#\s")
_COMMAND = re.compile(r"^\s*[/!][A-Za-z]\w*(?:\s|$)")
_SMALL_START = re.compile(r"(?<=[a-z]{3}[.!])\s+(?=[a-z])")


def prose(message: str) -> str:
    """Return what a message says in words, line by line: no code, links, mentions, commands, markup or [n] marks."""
    return "\n".join(_lines(message[:LONGEST_MESSAGE]))


def _lines(message: str) -> Iterator[str]:
    bare = _LINK.sub(r"\1", _CODE.sub(" ", message))
    bare = _MENTION.sub(" ", _ADDRESS.sub(" ", bare))
    for line in bare.split("\n"):
        if not (_SMALL_PRINT.match(line) or _COMMAND.match(line)):
            yield tidy(clean(_ESCAPED.sub(r"\1", _EMPHASIS.sub("", _LINE.sub("", line)))))


def _sentences(message: str) -> Iterator[str]:
    for line in _lines(message):
        for sentence in sentences(line):
            yield from (part.strip() for part in _SMALL_START.split(sentence) if words(part))


_GREETING = re.compile(
    r"^(?:(?:hi|hey|hello|good (?:morning|evening|day)|salam|merhaba|dear|ok(?:ay)?|well|so|yes|no|yeah|actually|fyi"
    r"|btw|fun fact|breaking(?: news)?|update|source|afaik|look|listen)\b"
    r"(?:\s+(?:all|everyone|guys|there|folks))?\s*[,:!–-]+\s*)+",
    re.IGNORECASE,
)
_MY_VIEW = re.compile(
    r"^(?:(?:and|but|so|well)\s+)?(?:(?:i|we)\s+(?:(?:do|just|really|also|still|firmly)\s+)*(?:think|believe|heard|read|know|remember|saw"
    r"|am sure|guess|suppose)|i['’]m (?:pretty |quite )?sure|did you know|remember|apparently|as far as i know)"
    r"(?:,\s*|\s+that\s+|\s+)(?=\S)",
    re.IGNORECASE,
)


def _said(sentence: str) -> str:
    """Return a sentence without a greeting or "I think that" before what it states."""
    rest = _GREETING.sub("", sentence)
    viewed = _MY_VIEW.match(rest)
    if viewed and _names_something(rest[viewed.end() :]):
        rest = rest[viewed.end() :]
    return rest[:1].upper() + rest[1:] if rest != sentence else rest


_ASKS = re.compile(r"[?؟]['\"”’)!]*$")
_OPINION = re.compile(
    r"\b(?:imo|imho|lol|lmao|in my (?:opinion|view)|personally)\b"
    r"|^(?:i|we|you|let['’]?s|please|thanks?|thank you|wow|sorry)\b"
    r"|\b(?:should|ought to)\b|\b(?:i|we)\s+(?:love|hate|hope|wish|want|wonder|feel|doubt|like)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:said|says|told|stated|called|according|announced|demanded|warned|urged|wrote|added)\b|[“\"]")


def _is_checkable(said: str) -> bool:
    if _ASKS.search(said) or starts_a_question(said):
        return False
    if _OPINION.search(said) and not _TOLD.search(said):
        return False
    every = words(said)
    telling = sum(bool(word.stem) for word in every)
    return len(every) >= _FEWEST_WORDS and telling >= _FEWEST_TELLING and _names_something(said)


def _names_something(said: str) -> bool:
    """Tell whether there is anything in it that articles could be searched for: a name, figure, day, place, actor."""
    return any(slot.kind != "turn" for slot in roles.slots(said)) or bool(places_in(said))


_LEANS = re.compile(
    r"^\W*(?:it|he|she|they|this|that|these|those|his|her|their|its|both|there|here|then)\b", re.IGNORECASE
)
_NOT_POINTING = re.compile(r"^\W*(?:there (?:was|were|is|are|has|have)|it (?:is|was) (?:in|on|at)\b)", re.IGNORECASE)


def leans_back(said: str) -> bool:
    """Tell whether a sentence says of whom or what it speaks only by pointing at the one before it."""
    return bool(_LEANS.match(said)) and not _NOT_POINTING.match(said)


_DAY_WORDS = {"yesterday": 1, "today": 0, "tonight": 0, "this morning": 0, "this evening": 0, "last night": 1}
_DAY_WORD = re.compile(rf"\b(?:{'|'.join(_DAY_WORDS)})\b", re.IGNORECASE)


def _with_days(said: str, today: dt.date) -> str:
    """Write out the days that "today" and "yesterday" mean; words in quotation marks stay as they are."""
    if any(mark in said for mark in '“”"'):
        return said
    return _DAY_WORD.sub(lambda m: f"on {spoken_day(today - dt.timedelta(_DAY_WORDS[m.group().lower()]))}", said)
