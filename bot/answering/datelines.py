"""Where the news of an article begins: behind its title printed once more, a dateline, a byline, a share button.

Place in the flow: `summing_up` starts its first sentence there, so that a summary does not open with "Published July 5
2015 ...". Pure; it cuts nothing out of the middle of a text.
"""

from __future__ import annotations

import re

from ingest.corpus.analysis import fold

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?,?\s+)?"
_CLOCK = r"(?:[\s,]+(?:at\s+)?\d{1,2}:\d{2}(?:\s*(?:am|pm|gmt|utc))?)?"
_DATE = (
    rf"{_DAY}(?:\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},?\s*\d{{4}}|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{4}})"
    rf"{_CLOCK}"
)
_SAID = r"(?:date of publication|published(?:\s+on)?|posted on|last updated?(?:\s+at)?|updated|last update)"
_AGENCY = r"(?:afp|reuters|ap|sana|tass)"
_LEADING = (
    re.compile(rf"\W*(?:{_SAID}\W*)?{_DATE}(?:\s*\((?:updated)[^)]{{0,60}}\))?", re.IGNORECASE),
    re.compile(rf"\W*{_AGENCY}\W+(?={_DATE})", re.IGNORECASE),
    re.compile(r"\W*get short url(?:\s+\d+)*", re.IGNORECASE),
    re.compile(r"\W*send\s+https?\S+", re.IGNORECASE),
    re.compile(r"\W*topic\s[^.()]{0,80}\(\d+\)(?:\s+\d+)*", re.IGNORECASE),
    re.compile(r"\W*by\s+asharq al-awsat english", re.IGNORECASE),
    re.compile(rf"\W*{_AGENCY}(?=\s+[A-Z“\"'])"),
)
_GAP = re.compile(r"[\s.:;,|–—-]*")
_MOST = 400
"""Characters; no article has more before its news."""
_ROUNDS = 6


def news_begins(text: str, title: str) -> int:
    """Return where in `text` the news begins: 0 where nothing stands before it."""
    at = 0
    for _ in range(_ROUNDS):
        past = _past_title(text, at, title) or _past_mark(text, at)
        if not past or past > _MOST:
            break
        at = past
    return at


def _past_mark(text: str, at: int) -> int:
    found = next((m for sign in _LEADING if (m := sign.match(text, at))), None)
    return _skip(text, found.end()) if found and found.end() > at else 0


def _past_title(text: str, at: int, title: str) -> int:
    """Return where the title ends that is printed once more, word for word; 0 where it is not, or goes on."""
    wanted, here = re.findall(r"\w+", fold(title)), re.compile(r"\w+")
    for word in wanted:
        found = here.search(text, at, at + 60)
        if found is None or fold(found.group()) != word:
            return 0
        at = found.end()
    beyond = text[at : at + 2]
    ends = beyond[:1] in {".", "\n", ""} or beyond[1:2].isupper() or beyond[1:2].isdigit()
    return _skip(text, at) if wanted and ends else 0


def _skip(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at
