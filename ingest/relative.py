"""Relative words of an article ("yesterday", "on Monday", "last week") resolved against its day of publication.

Place in the flow: `split` keeps what is found here with each passage, and answers show it. Pure; it reads no clock.

Only an article dated to the day has any, and only when its opening gives no other full date: where the two differ one
of them is wrong. The words and what they mean stand in `phrases` and `foreign`. A word is left alone where what it
means cannot be told, because a date that is not in the article would be an invention:

- inside a quotation, which may be a day older than the article; a weekday there counts, where no year or month stands
  in its sentence;
- "today" in the sense of nowadays (without news in its sentence), in names ("Russia Today"), and any such word with a
  capital in mid-sentence;
- a weekday without a verb that says whether it is past or to come ("would meet on Monday" may be either), or with a
  date beside it;
- "more than two weeks ago", "four or five days ago", "in the past few days".

What it does not do: it sees no quotation without quotation marks, no story told of an earlier day ("That May he fled
on Monday"), and no tense outside of English.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from ingest.corpus.models import Precision, Span, TimeMention
from ingest.foreign import FOREIGN
from ingest.phrases import ENGLISH, WEEKDAYS, Need
from ingest.tense import Tense, holds_news, tense_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.corpus.models import PublicationDate
    from ingest.days import Days
    from ingest.phrases import Phrase


def mentions(text: str, published: PublicationDate | None) -> tuple[TimeMention, ...]:
    """Return the relative words of a text that can be resolved, in order, with spans into `text`."""
    if published is None or published.precision is not Precision.DAY or not agrees_with_text(published, text):
        return ()
    found = _matches(text)
    quoted = _quotations(text) if found else []
    resolved = (
        (span, _resolved(text, match, phrase, published.day))
        for span, match, phrase in found
        if not _in_old_words(text, span, phrase, quoted)
    )
    return tuple(TimeMention(span, days.first, days.last) for span, days in resolved if days is not None)


def _matches(text: str) -> list[tuple[Span, re.Match[str], Phrase]]:
    """Return what the phrases match, in order; where two overlap, the one of the earlier phrase."""
    taken: list[tuple[Span, re.Match[str], Phrase]] = []
    for phrase in (*ENGLISH, *FOREIGN):
        for match in phrase.pattern.finditer(text):
            span = Span(*match.span())
            if not any(span.start < other.end and other.start < span.end for other, _, _ in taken):
                taken.append((span, match, phrase))
    return sorted(taken, key=lambda found: found[0])


def _resolved(text: str, match: re.Match[str], phrase: Phrase, day: dt.date) -> Days | None:
    start, end = _sentence(text, Span(*match.span()))
    before, after = text[start : match.start()], text[match.end() : end]
    vague = _ABOUT if match.group().endswith("ago") else _OTHER
    if _is_name(match.group(), before, after) or vague.search(before):
        return None
    match phrase.need:
        case Need.NOTHING:
            return phrase.days(match, day)
        case Need.NEWS:
            return phrase.days(match, day) if holds_news(before, after) else None
        case Need.TENSE:
            return _by_tense(match, phrase, day, before, after)


def _by_tense(match: re.Match[str], phrase: Phrase, day: dt.date, before: str, after: str) -> Days | None:
    bare = match.groupdict().get("weekday") == match.group()
    loose = bare and not (_RUNS_INTO.search(before) and _RUNS_ON.match(after))
    match tense_at(before, after, adjoining=loose):
        case Tense.PAST:
            return phrase.days(match, day)
        case Tense.FUTURE:
            return phrase.after(match, day) if phrase.after else None
        case Tense.UNSURE:
            return None


_ABOUT = re.compile(
    r"\b(?:more than|less than|fewer than|about|around|some|over|nearly|almost|roughly|at least|or|to|half|and)\s+$",
    re.IGNORECASE,
)
"""What stands before a count that is not meant to the day."""
_OTHER = re.compile(r"\b(?:the|time|every|another|each)\s+$", re.IGNORECASE)
"""What stands before "last week" or "on Monday" when it is another week than the words alone would mean."""

_RUNS_INTO = re.compile(
    r"(?:^|\s)(?:hours of|(?!(?:and|or|until|till|by|from|for|every|next|of|between|to|each|before|after|than|the|an?|"
    r"that|any|no)\s)[a-z]{2,})\s+$"
)
_RUNS_ON = re.compile(
    r"\s*(?:$|[.,;:)])|\s+(?:in|on|at|when|as|after|before|by|near|with|and|that|the|an?|to|from|for|during|while|following|"
    r"killing|leaving|outside|inside)\b"
)
"""Before and after a weekday without "on" ("carried out strikes Sunday on ..."): what it can be a mere day between."""

_SENTENCE_END = re.compile(r"(?<=[\w\"”’»)]{3}[.!?…؟])[\"”’»)\]]*\s+|(?<=\w[.!?…؟][\"”’»)])\s+|\n+")


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends, looked for within reach of it."""
    low, high = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    start = max((m.end() for m in _SENTENCE_END.finditer(text, low, span.start)), default=low)
    ahead = _SENTENCE_END.search(text, span.end, high)
    return start, ahead.start() if ahead else high


_REACH = 400
_OPENS = re.compile(r"(?:^|[.!?…:–—-])[\s\"“‘«(]*$")
_CAPITAL_FOLLOWS = re.compile(r"[’']s\s+[A-Z]")


def _is_name(words: str, before: str, after: str) -> bool:
    """Tell whether the words are part of a name: a capital in mid-sentence ("Russia Today"), or "Today's Zaman"."""
    if not words[0].isupper() or words.startswith(WEEKDAYS):
        return False
    return not _OPENS.search(before) or bool(_CAPITAL_FOLLOWS.match(after))


def _in_old_words(text: str, span: Span, phrase: Phrase, quoted: Iterable[tuple[int, int]]) -> bool:
    """Tell whether the words stand in a quotation and mean another day if it is a day old, or seem much older."""
    if not any(start <= span.start < end for start, end in quoted):
        return False
    start, end = _sentence(text, span)
    return phrase.after is None or bool(_DATED.search(text, start, end))


_DATED = re.compile(
    r"\b(?:(?:19|20)\d\d|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_QUOTED = re.compile(r"“[^”\n]*”?|«[^»\n]*»?|„[^“\n]*“?|(?<!\w)‘(?:[^’\n]|’(?=\w))*’?|\"[^\"\n]*\"?")


def _quotations(text: str) -> list[tuple[int, int]]:
    """Return where quotations begin and end; one that is not closed in its paragraph lasts to the paragraph's end."""
    return [match.span() for match in _QUOTED.finditer(text)]


_OPENING = 300
"""Characters in which a report writes its own date."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\w)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b",
        rf"(?<!\w){_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        r"(?<!\w)(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
        r"(?<!\w)(?P<number>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4})(?!\d)",
    )
)


def agrees_with_text(published: PublicationDate | None, text: str) -> bool:
    """Tell whether the first full date in a report's opening is its publication date, or none is written there.

    Where they differ, one of the two is wrong, and counting days back from either would invent a date.
    """
    written = [match for form in _DATES if (match := form.search(text[:_OPENING]))]
    if published is None or not written:
        return True
    return published.day in _days_written(min(written, key=lambda match: match.start()))


def _days_written(match: re.Match[str]) -> Iterable[dt.date]:
    """Yield the days that a written date can mean: 10-07-2016 is read both ways."""
    parts = match.groupdict()
    day, year = int(parts["day"]), int(parts["year"])
    month = _MONTHS.index(parts["month"][:3].lower()) + 1 if parts.get("month") else int(parts["number"])
    orders = ((month, day),) if parts.get("month") or match.group()[:4].isdigit() else ((month, day), (day, month))
    yield from _valid(year, orders)


def _valid(year: int, orders: Iterable[tuple[int, int]]) -> Iterator[dt.date]:
    for month, day in orders:
        try:
            yield dt.date(year, month, day)
        except ValueError:
            continue
